/**
 * Somebody is asked by link to vouch for a record: they have no account, answer a code, sign in their own browser, and may take it
 * back; whoever checks the record reads what that is worth. In English and in Arabic.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endorsements } from '../apps/web/messages/endorsements.ts'
import { vouch } from '../apps/web/messages/vouch.ts'
import { walletVouch } from '../apps/web/messages/wallet-vouch.ts'
import { claim } from '../apps/web/messages/claim.ts'
import { wallet } from '../apps/web/messages/wallet.ts'
import { walletClaim } from '../apps/web/messages/wallet-claim.ts'
import { walletRecord } from '../apps/web/messages/wallet-record.ts'
import { walletShare } from '../apps/web/messages/wallet-share.ts'
import { workOnJobs } from '../apps/server/issuing/worker.ts'
import { addTestOwner, openTestNode, type TestNode } from '../apps/server/open-test-node.ts'
import { createWalletApp } from '../apps/server/wallet-app.ts'
import { launchBrowser } from '../tools/test-browser.ts'
import { expectAccessible, expectAccessibleAtBothSizes, phone } from './accessible.ts'
import { walletPassphrase } from './holder.ts'
import { languagesOf, speak, storyLanguages } from './languages.ts'

let node: TestNode
let walletApp: Awaited<ReturnType<typeof createWalletApp>>
let browser: Browser
const links: string[] = []

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, 'localhost', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

/** A node with its pages, and a record for each language to claim. */
beforeAll(async () => {
  const [port, walletPort] = [await freePort(), await freePort()]
  ;[node, browser] = await Promise.all([openTestNode({ publicBaseUrl: `http://localhost:${port}`, walletBaseUrl: `http://localhost:${walletPort}` }), launchBrowser()])
  node.clock.now = new Date()
  const owner = await addTestOwner(node, 'Riverside Community College')
  const org = `/api/organisations/${owner.organisation.id}`
  const { id: achievementId } = (await owner.request({ method: 'POST', url: `${org}/achievements`, payload: { name: 'Bookkeeping', description: 'Keeps books', criteria: 'A year of books', achievementType: 'Certificate', validityMonths: 24, alignments: [] } })).json()
  const csv = ['Name,Email', ...storyLanguages.map(({ language }) => `Michael ${language},${language}@example.org`)].join('\n')
  const { id } = (await owner.request({ method: 'POST', url: `${org}/uploads`, headers: { 'content-type': 'text/csv' }, payload: csv })).json()
  await owner.request({ method: 'POST', url: `${org}/uploads/${id}/issue`, payload: { achievementId, mapping: { fullName: 0, email: 1 }, secondFactor: false } })
  await workOnJobs('story', { context: node.context, isStopping: () => false })
  const { claims } = (await owner.request({ method: 'GET', url: `${org}/claims` })).json<{ claims: { link: string }[] }>()
  links.push(...claims.map(({ link }) => link))
  walletApp = await createWalletApp(node.context.config)
  await Promise.all([node.app.listen({ host: 'localhost', port }), walletApp.listen({ host: 'localhost', port: walletPort })])
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await walletApp?.close()
  await node?.close()
})

async function newPage(locale: string): Promise<Page> {
  const context = await browser.newContext({ viewport: phone, locale, acceptDownloads: true, serviceWorkers: 'block' })
  context.setDefaultTimeout(15_000)
  return context.newPage()
}

/** Reads the one code that waits in the outbox. */
async function codeFromOutbox(address: string): Promise<string> {
  const folder = node.context.config.mail.outboxFolder
  const find = (): string | undefined => (existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.eml')).map((name) => readFileSync(`${folder}/${name}`, 'utf8')).find((mail) => mail.includes(address)) : undefined)
  await expect.poll(find).toBeDefined()
  const mail = find() ?? ''
  const body = mail.slice(mail.indexOf('\r\n\r\n'))
  return /\d{6}/.exec(/base64/i.test(mail) ? Buffer.from(body, 'base64').toString() : body)?.[0] ?? ''
}

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()

async function claimRecord(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('link', { name: claim.add }).click()
  const [instead, field] = [page.getByRole('button', { name: wallet.make.passphraseInstead }), page.getByLabel(wallet.make.passphraseLabel, { exact: true })]
  await instead.or(field).first().waitFor()
  if (await instead.isVisible()) await instead.click()
  await field.fill(walletPassphrase)
  await press(page, wallet.make.done)
  await press(page, walletClaim.take)
  await page.getByText(walletClaim.done).waitFor()
}

/** Asks one person; answers the link. The page shows the list again. */
async function ask(page: Page, who: string, address: string): Promise<string> {
  await page.getByLabel(walletVouch.who).fill(who)
  await page.getByLabel(walletVouch.address).fill(address)
  await page.getByLabel(walletVouch.asker).fill('Michael')
  await press(page, walletVouch.make)
  await page.getByRole('heading', { name: walletVouch.madeHeading }).waitFor()
  const link = await page.getByLabel(walletShare.link, { exact: true }).inputValue()
  await press(page, walletVouch.done)
  await page.getByRole('heading', { name: walletVouch.listHeading }).waitFor()
  return link
}

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
    await rosa.getByLabel(vouch.code).fill(await codeFromOutbox('rosa@parish.example'))
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
