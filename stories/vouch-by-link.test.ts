/**
 * Somebody is asked by link to vouch for a record: they have no account, answer a code, sign in their own browser, and may take it
 * back; whoever checks the record reads what that is worth. In English and in Arabic.
 */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { endorsements } from '../apps/web/messages/endorsements.ts'
import { vouch } from '../apps/web/messages/vouch.ts'
import { walletVouch } from '../apps/web/messages/wallet-vouch.ts'
import { walletRecord } from '../apps/web/messages/wallet-record.ts'
import { walletShare } from '../apps/web/messages/wallet-share.ts'
import { launchBrowser } from '../tools/test-browser.ts'
import { expectAccessible, expectAccessibleAtBothSizes, phone } from './accessible.ts'
import { languagesOf, speak, storyLanguages } from './languages.ts'
import { openPagesNode, type PagesNode } from './pages-node.ts'
import { askToVouch, claimRecord, codeThatCame, press } from './vouching.ts'

let node: PagesNode
let browser: Browser
let links: readonly string[]

/** A node with its pages, and a record for each language to claim. */
beforeAll(async () => {
  ;[node, browser] = await Promise.all([openPagesNode('Riverside Community College'), launchBrowser()])
  links = await node.issue({ name: 'Bookkeeping', description: 'Keeps books', criteria: 'A year of books' }, storyLanguages.map(({ language }) => `Michael ${language}`))
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await node?.close()
})

async function newPage(locale: string): Promise<Page> {
  const context = await browser.newContext({ viewport: phone, locale, acceptDownloads: true, serviceWorkers: 'block' })
  context.setDefaultTimeout(15_000)
  return context.newPage()
}

const ask = (page: Page, who: string, address: string): Promise<string> => askToVouch(page, { who, address, asker: 'Michael' })

describe.each(languagesOf('en'))('a record that somebody vouches for, in $name', ({ language, locale }) => {
  let michael: Page
  let rosa: Page
  let takeBackLink = ''
  let toDecline = ''
  // The same pages: at both sizes in one language, on the phone in the other.
  const look = (page: Page): Promise<void> => (language === 'en' ? expectAccessibleAtBothSizes(page) : expectAccessible(page))

  it('is asked about by link', async () => {
    await speak(language)
    michael = await newPage(locale)
    await claimRecord(michael, links[storyLanguages.findIndex((each) => each.language === language)] ?? '')
    await michael.getByRole('link', { name: walletVouch.ask }).click()
    await michael.getByRole('heading', { name: walletVouch.ask }).waitFor()
    await look(michael)
    await press(michael, walletVouch.make)
    await michael.getByText(walletVouch.faults.who).waitFor()
    const link = await ask(michael, 'Rosa', 'rosa@parish.example')
    await press(michael, walletVouch.ask)
    toDecline = await ask(michael, 'Paul', '')
    await look(michael)
    rosa = await newPage(locale)
    await rosa.goto(link)
    await rosa.getByRole('heading', { name: 'Michael' }).waitFor()
  })

  it('is vouched for without an account, after a code', async () => {
    await look(rosa)
    await press(rosa, vouch.go)
    await press(rosa, vouch.next)
    await rosa.getByText(vouch.faults.name).waitFor()
    await rosa.getByLabel(vouch.statement).fill('He kept our books for a year.')
    await rosa.getByLabel(vouch.relations.treasurer).check()
    await rosa.getByLabel(vouch.since).fill('2019-03')
    await rosa.getByLabel(vouch.conflict.paid).check()
    await rosa.getByLabel(vouch.name).fill('Rosa Diaz')
    await look(rosa)
    await press(rosa, vouch.next)
    await rosa.getByLabel(vouch.address).fill(`rosa@parish.example`)
    await look(rosa)
    await press(rosa, vouch.send)
    await rosa.getByLabel(vouch.code).fill(await codeThatCame(node, 'rosa@parish.example'))
    await press(rosa, vouch.sign)
    await rosa.getByRole('heading', { name: vouch.doneTitle }).waitFor()
    await look(rosa)
    takeBackLink = await rosa.getByLabel(vouch.takeBackLink).inputValue()
    await rosa.reload()
    await rosa.getByRole('heading', { name: vouch.over.answered }).waitFor()
  })

  it('may be declined as easily', async () => {
    const paul = await newPage(locale)
    await paul.goto(toDecline)
    await press(paul, vouch.no)
    await paul.getByRole('heading', { name: vouch.saidNo }).waitFor()
    await paul.context().close()
  })

  it('shows in the wallet who vouches, and to whoever checks it what that is worth', async () => {
    await michael.getByRole('link', { name: 'Bookkeeping' }).click()
    await michael.getByRole('link', { name: walletVouch.heading }).click()
    await michael.getByText(endorsements.level.endorsed).waitFor()
    for (const text of ['He kept our books for a year.', walletVouch.sameAddress, walletVouch.reached]) await michael.getByText(text).waitFor()
    await look(michael)
    await michael.getByRole('link', { name: 'Bookkeeping' }).click()
    await michael.getByRole('link', { name: walletRecord.share, exact: true }).click()
    await press(michael, walletShare.make)
    const share = await michael.getByLabel(walletShare.link, { exact: true }).inputValue()
    const recruiter = await newPage(locale)
    await recruiter.goto(share)
    await recruiter.getByRole('heading', { name: endorsements.heading }).waitFor()
    for (const text of [endorsements.level.endorsed, 'Rosa Diaz', 'He kept our books for a year.']) await recruiter.getByText(text, { exact: true }).waitFor()
    await recruiter.getByText(endorsements.conflict.paid).waitFor()
    await look(recruiter)

    await rosa.goto(takeBackLink)
    await press(rosa, vouch.backAct)
    await rosa.getByRole('heading', { name: vouch.backDone }).waitFor()
    await recruiter.reload()
    await recruiter.getByText(endorsements.why.withdrawn).waitFor()
    await recruiter.context().close()
  })

  it('is asked about no more once the request is taken back', async () => {
    await michael.goBack()
    await michael.getByRole('link', { name: walletVouch.heading }).click()
    await press(michael, walletVouch.ask)
    const link = await ask(michael, 'Ana', '')
    await press(michael, walletVouch.withdraw)
    await michael.getByText(walletVouch.withdrawn).waitFor()
    await rosa.goto(link)
    await rosa.getByRole('heading', { name: vouch.over.withdrawn }).waitFor()
    await Promise.all([michael.context().close(), rosa.context().close()])
  })
})
