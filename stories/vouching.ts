/** How people ask others to vouch for them, and how those do it, step by step, in whatever language the story speaks. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { claim } from '../apps/web/messages/claim.ts'
import { vouch } from '../apps/web/messages/vouch.ts'
import { wallet } from '../apps/web/messages/wallet.ts'
import { walletClaim } from '../apps/web/messages/wallet-claim.ts'
import { walletShare } from '../apps/web/messages/wallet-share.ts'
import { walletVouch } from '../apps/web/messages/wallet-vouch.ts'
import { walletPassphrase } from './holder.ts'
import type { PagesNode } from './pages-node.ts'

/** Presses the button that says exactly this. */
export const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()

/** Makes a wallet with a passphrase where the page asks for one. */
export async function makeWalletHere(page: Page): Promise<void> {
  const [instead, field] = [page.getByRole('button', { name: wallet.make.passphraseInstead }), page.getByLabel(wallet.make.passphraseLabel, { exact: true })]
  await instead.or(field).first().waitFor()
  if (await instead.isVisible()) await instead.click()
  await field.fill(walletPassphrase)
  await press(page, wallet.make.done)
}

/** Follows a claim link into a wallet that is made on the way. */
export async function claimRecord(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('link', { name: claim.add }).click()
  await makeWalletHere(page)
  await press(page, walletClaim.take)
  await page.getByText(walletClaim.done).waitFor()
}

/** Asks one person, from the page that asks; answers the link. The page shows the list again. */
export async function askToVouch(page: Page, { who, address = '', asker, statement }: { readonly who: string; readonly address?: string; readonly asker: string; readonly statement?: string }): Promise<string> {
  await page.getByLabel(walletVouch.who).fill(who)
  await page.getByLabel(walletVouch.address).fill(address)
  await page.getByLabel(walletVouch.asker).fill(asker)
  if (statement !== undefined) await page.getByLabel(walletVouch.statement).fill(statement)
  await press(page, walletVouch.make)
  await page.getByRole('heading', { name: walletVouch.madeHeading }).waitFor()
  const link = await page.getByLabel(walletShare.link, { exact: true }).inputValue()
  await press(page, walletVouch.done)
  await page.getByRole('heading', { name: walletVouch.listHeading }).waitFor()
  return link
}

/** The code that was mailed to an address, once it is there. */
export async function codeThatCame(node: PagesNode, address: string): Promise<string> {
  await expect.poll(() => node.codeFor(address)).toBeDefined()
  return node.codeFor(address) ?? ''
}

/** What somebody says who vouches. */
export interface Word {
  readonly name: string
  readonly address: string
  readonly statement: string
  readonly relation: keyof typeof vouch.relations
  readonly since: string
}

/** Opens the link, says one's word and signs it after the code; `look` is given each page on the way. */
export async function vouchByLink(page: Page, link: string, { word, node, look = async () => undefined }: { readonly word: Word; readonly node: PagesNode; readonly look?: (page: Page) => Promise<void> }): Promise<void> {
  await page.goto(link)
  await page.getByRole('button', { name: vouch.go, exact: true }).waitFor()
  await look(page)
  await press(page, vouch.go)
  await page.getByLabel(vouch.statement).fill(word.statement)
  await page.getByLabel(vouch.relations[word.relation]).check()
  await page.getByLabel(vouch.since).fill(word.since)
  await page.getByLabel(vouch.name).fill(word.name)
  await look(page)
  await press(page, vouch.next)
  await page.getByLabel(vouch.address).fill(word.address)
  await press(page, vouch.send)
  await page.getByLabel(vouch.code).fill(await codeThatCame(node, word.address))
  await look(page)
  await press(page, vouch.sign)
  await page.getByRole('heading', { name: vouch.doneTitle }).waitFor()
}
