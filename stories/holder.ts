/** What a person does with their wallet, step by step. */
import type { Page } from 'playwright-core'

export const walletPassphrase = 'seven green lanterns hum'

/** Opens a claim link, makes a wallet there and then, and takes the record. */
export async function claimIntoNewWallet(page: Page, link: string): Promise<void> {
  await openInWallet(page, link)
  await makeWallet(page)
  await page.getByRole('button', { name: 'Put it in my wallet' }).click()
  await page.getByText('It is yours').waitFor()
}

/** Follows a claim link from the node to the wallet's own origin. */
export async function openInWallet(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('link', { name: 'Add to my record' }).click()
  await page.getByRole('heading', { name: /has a record for you/ }).waitFor()
}

/** Makes a wallet with a passphrase, from wherever the page asks for one. */
export async function makeWallet(page: Page): Promise<void> {
  const instead = page.getByRole('button', { name: 'Use a passphrase instead' })
  const field = page.getByLabel('Your passphrase')
  await instead.or(field).first().waitFor()
  if (await instead.isVisible()) await instead.click()
  await field.fill(walletPassphrase)
  await page.getByRole('button', { name: 'Make my wallet' }).click()
}

/** Makes a link for the record that the page shows; answers the link. */
export async function shareByLink(page: Page): Promise<string> {
  await page.getByRole('link', { name: 'Share', exact: true }).click()
  await page.getByLabel('Seven days').check()
  await page.getByRole('button', { name: 'Make the link' }).click()
  await page.getByText('Your link is ready').waitFor()
  return page.getByLabel('Link', { exact: true }).first().inputValue()
}
