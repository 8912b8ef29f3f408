/**
 * S1, the half in which Sofia shares. Fifteen years of moving an army and no civilian paper: she brings what she has, a college and a
 * former commander stand behind some of it, and an employer gets what the job needs. A recruiter who installed nothing reads it, with and
 * without a network, until she ends it.
 */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endorsements } from '../apps/web/messages/endorsements.ts'
import { ownWord } from '../apps/web/messages/own-word.ts'
import { printedResume } from '../apps/web/messages/printed-resume.ts'
import { verify } from '../apps/web/messages/verify.ts'
import { wallet } from '../apps/web/messages/wallet.ts'
import { walletExchange, walletLog } from '../apps/web/messages/wallet-exchange.ts'
import { walletLife } from '../apps/web/messages/wallet-life.ts'
import { walletResume } from '../apps/web/messages/wallet-resume.ts'
import { walletShare } from '../apps/web/messages/wallet-share.ts'
import { walletVouch } from '../apps/web/messages/wallet-vouch.ts'
import { makeTemporaryFolder } from '../tools/temporary-folder.ts'
import { launchBrowser } from '../tools/test-browser.ts'
import { desk, expectAccessible, phone } from './accessible.ts'
import { keepPicture } from './keep-picture.ts'
import { languagesOf, speak, storyLanguages } from './languages.ts'
import { openPagesNode, type PagesNode } from './pages-node.ts'
import { runLer } from './run-ler.ts'
import { simplePdf } from './simple-pdf.ts'
import { askToVouch, claimRecord, press, vouchByLink, type Word } from './vouching.ts'

const record = readFileSync(fileURLToPath(new URL('../fixtures/resume/valid/sofia-service-record.txt', import.meta.url)), 'utf8')
const college = 'Cape Fear Community College'
const credit = 'Six credits in supply chain management'
const service = 'Transport Management Coordinator'
const purpose = 'Northline Freight, dispatcher'
const privateWords = ['hospital', 'chronic', 'back pain', 'light duty']
const commander: Word = { name: 'Dana Whitlock', address: 'dana@whitlock.example', statement: 'I commanded the brigade that she moved, and no load was lost.', relation: 'supervised', since: '2016' }
const folder = makeTemporaryFolder('ler-s1-')
let node: PagesNode
let browser: Browser
let links: readonly string[]

beforeAll(async () => {
  ;[node, browser] = await Promise.all([openPagesNode(college), launchBrowser()])
  links = await node.issue({ name: credit, description: 'Military learning was looked at by our faculty and counts towards a degree.', criteria: 'The record of service, and an hour of questions' }, storyLanguages.map(({ name }) => `Sofia ${name}`))
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await node?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function newPage(locale: string, viewport: { readonly width: number; readonly height: number } = phone): Promise<Page> {
  const context = await browser.newContext({ viewport, locale, acceptDownloads: true })
  context.setDefaultTimeout(15_000)
  return context.newPage()
}

describe.each(languagesOf('en'))('S1 in $name: Sofia shares', ({ language, locale }) => {
  let sofia: Page
  let recruiter: Page
  let share = ''
  let pdf: Buffer
  const file = join(folder, `sofia-${language}.bundle.json`)
  const look = async (page: Page, name: string): Promise<void> => {
    await expectAccessible(page)
    await keepPicture(page, `s1-${name}-${language}`)
  }
  const go = (name: string): Promise<void> => sofia.getByRole('link', { name, exact: true }).first().click()

  it('takes what a college looked at and stands behind', async () => {
    await speak(language)
    sofia = await newPage(locale)
    await claimRecord(sofia, links[storyLanguages.findIndex((each) => each.language === language)] ?? '')
    await look(sofia, 'claimed')
  })

  it('brings her record of service: drafts, of which nothing counts before she says so, and what might be private is marked', async () => {
    await go(wallet.home)
    await look(sofia, 'list-one')
    await go(wallet.list.add)
    await sofia.getByRole('link', { name: walletLife.add.resume }).click()
    await look(sofia, 'read')
    await sofia.locator('#life-file').setInputFiles({ name: 'service-record.pdf', mimeType: 'application/pdf', buffer: simplePdf(record) })
    await sofia.getByTestId('read-found').waitFor()
    expect(await sofia.getByTestId('read-found').innerText()).toBe(walletResume.found(4))
    await look(sofia, 'found')
    await go(walletResume.begin)
    await sofia.getByRole('heading', { name: service }).waitFor()
    expect(await sofia.getByLabel(walletLife.parts.story).isChecked()).toBe(true)
    await look(sofia, 'draft')
    for (const next of ['Hazardous Cargo Certification', 'Senior Logistics Leader Course', 'Van Driver']) {
      await press(sofia, walletResume.drafts.accept)
      await sofia.getByRole('heading', { name: next }).waitFor()
    }
    await press(sofia, walletResume.drafts.skip)
    await sofia.getByText(walletResume.drafts.doneHeading).waitFor()
    await go(walletResume.drafts.seeRecord)
    await sofia.getByRole('heading', { name: service }).waitFor()
    await look(sofia, 'list')
  })

  it('puts a letter of commendation beside her service, and a former commander vouches for it by link', async () => {
    await sofia.getByRole('heading', { name: service }).click()
    await sofia.locator('#evidence-file').setInputFiles({ name: 'commendation.txt', mimeType: 'text/plain', buffer: Buffer.from('Moved a brigade across two countries without losing a load.') })
    await sofia.getByTestId('level').filter({ hasText: walletLife.entry.levels.evidenced }).waitFor()
    await look(sofia, 'service')
    await go(walletVouch.ask)
    await sofia.getByLabel(walletVouch.who).waitFor()
    await look(sofia, 'ask')
    const link = await askToVouch(sofia, { who: 'Major Dana Whitlock', address: commander.address, asker: 'Sofia Reyes' })
    const dana = await newPage(locale)
    await vouchByLink(dana, link, { word: commander, node, look: (page) => expectAccessible(page) })
    await keepPicture(dana, `s1-vouched-${language}`)
    await dana.context().close()
    await go(service)
    await sofia.getByTestId('vouched-level').filter({ hasText: endorsements.level.endorsed }).waitFor()
    await look(sofia, 'service-vouched')
  })

  it('chooses what one employer needs, for that purpose and for a month, as a résumé with a link and a code', async () => {
    await go(wallet.home)
    await go(wallet.list.resume)
    await sofia.getByLabel(printedResume.name).fill('Sofia Reyes')
    await sofia.getByLabel(walletShare.note).fill(purpose)
    await sofia.getByLabel('Senior Logistics Leader Course').uncheck()
    await look(sofia, 'resume-choice')
    await press(sofia, printedResume.make)
    await sofia.getByText(printedResume.ready).waitFor()
    await sofia.getByRole('img', { name: printedResume.qr }).waitFor()
    await look(sofia, 'resume')
    share = await sofia.getByLabel(walletShare.link, { exact: true }).inputValue()
    await sofia.getByText(printedResume.more).click()
    const [download] = await Promise.all([sofia.waitForEvent('download'), press(sofia, printedResume.bundle)])
    await download.saveAs(file)
    pdf = Buffer.from(await sofia.pdf({ tagged: true, format: 'A4' }))
    expect(pdf.toString('latin1')).toContain('/StructTreeRoot')
  })

  it('is read at a desk by a recruiter who installed nothing: each thing by itself, with its level, and nothing that is private', async () => {
    recruiter = await newPage(locale, desk)
    await recruiter.goto(share)
    await recruiter.getByRole('heading', { name: verify.headlines.genuine(college) }).waitFor()
    const [award, served, course, ...others] = await recruiter.locator('section[aria-labelledby]').filter({ has: recruiter.locator('.headline') }).allInnerTexts()
    expect(others).toEqual([])
    expect(award).toContain(verify.levels.attested)
    expect(served).toContain(ownWord.vouched)
    for (const said of [verify.levels.endorsed, commander.name, commander.statement]) expect(served).toContain(said)
    expect(served).toContain(service)
    expect(course).toContain(verify.levels['self-stated'])
    const text = await recruiter.locator('body').innerText()
    for (const hidden of [...privateWords, 'Senior Logistics Leader Course', 'Van Driver', purpose]) expect(text).not.toContain(hidden)
    await look(recruiter, 'recruiter')
  })

  it('is verified without a network, on the page and on the command line', async () => {
    await recruiter.goto(`${node.url}/verify`)
    await recruiter.evaluate(async () => { await navigator.serviceWorker.ready })
    await recruiter.reload()
    await recruiter.context().setOffline(true)
    await recruiter.reload()
    await recruiter.locator('input[type=file]').first().setInputFiles(file)
    await recruiter.getByText(ownWord.headline).first().waitFor()
    await look(recruiter, 'offline')
    await recruiter.context().setOffline(false)
    const { exitCode, stdout } = await runLer('verify', file, '--json')
    expect({ exitCode, integrity: (JSON.parse(stdout) as { readonly integrity: string }).integrity }).toEqual({ exitCode: 0, integrity: 'passed' })
    const bytes = readFileSync(file, 'utf8')
    for (const hidden of [...privateWords, purpose]) expect(bytes).not.toContain(hidden)
  })

  it('ends when Sofia ends it: the recruiter reads so, and her log tells who was given what', async () => {
    await press(sofia, printedResume.again)
    await sofia.getByText(purpose).waitFor()
    await press(sofia, walletShare.end)
    await sofia.getByText(walletShare.ended).waitFor()
    await recruiter.goto(share)
    await recruiter.getByText(verify.share.faults.ended.title).waitFor()
    await look(recruiter, 'ended')
    await go(wallet.home)
    await go(walletExchange.log)
    await sofia.getByRole('heading', { name: walletLog.outcomes.linked }).waitFor()
    for (const name of [credit, service, 'Hazardous Cargo Certification']) await sofia.locator('.log').getByText(name).first().waitFor()
    await sofia.getByRole('heading', { name: walletLog.outcomes.ended }).waitFor()
    await look(sofia, 'log')
  })
})
