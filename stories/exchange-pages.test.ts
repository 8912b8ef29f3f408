/**
 * Exchanges as people meet them: a desk asks and reads the verdict, a claim goes into another wallet, somebody declines, and
 * somebody who asks for a proof meant for another is stopped. The wallet speaks Arabic, from the right.
 */
import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claimElsewhere } from '../apps/web/messages/claim-elsewhere.ts'
import { claimFile } from '../apps/web/messages/claim-file.ts'
import { ownWord } from '../apps/web/messages/own-word.ts'
import { publicProfile } from '../apps/web/messages/public-profile.ts'
import { verify } from '../apps/web/messages/verify.ts'
import { walletAdd, walletClaim } from '../apps/web/messages/wallet-claim.ts'
import { walletExchange as words, walletLog } from '../apps/web/messages/wallet-exchange.ts'
import { walletWaiting } from '../apps/web/messages/wallet-waiting.ts'
import { walletLife } from '../apps/web/messages/wallet-life.ts'
import { walletProfile } from '../apps/web/messages/wallet-profile.ts'
import { walletResume } from '../apps/web/messages/wallet-resume.ts'
import { wallet } from '../apps/web/messages/wallet.ts'
import { makeTemporaryFolder } from '../tools/temporary-folder.ts'
import { launchBrowser } from '../tools/test-browser.ts'
import { desk as deskSize, expectAccessibleAtBothSizes, expectReflow, phone } from './accessible.ts'
import { type DeskClaim, DeskClient } from './desk-client.ts'
import { speak } from './languages.ts'
import { freePorts, type NodeProcess, startNodeProcess } from './node-process.ts'
import { openMenuItem, signIn } from './registrar.ts'

const achievement = 'Certificate in Forklift Operation'
const licence = 'Forklift Licence, class 2'
const ownEntry = 'Treasurer'
const purpose = 'To see that you may drive our forklifts.'
const alternative = 'Do the practical test with us instead, it takes 20 minutes.'
let node: NodeProcess
let browser: Browser
let office: DeskClient
let registrar: Page
let person: BrowserContext
let page: Page
let waitingClaim = ''

async function openContext(size: { readonly width: number; readonly height: number }, locale: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: size, locale })
  context.setDefaultTimeout(15_000)
  return context
}

/** Takes a record without a wallet, as a file and as text. */
async function takeFileOf(claim: DeskClaim | undefined): Promise<void> {
  const claiming = await person.newPage()
  await claiming.goto(claim?.link ?? '')
  await claiming.getByText(claimFile.summary).click()
  await claiming.getByRole('button', { name: claimFile.get }).click()
  await claiming.getByText(claimFile.emailMissing).waitFor()
  await claiming.getByLabel(claimFile.email).fill(claim?.email ?? '')
  await claiming.getByRole('button', { name: claimFile.get }).click()
  const text = await claiming.getByLabel(claimFile.whole).inputValue()
  expect(JSON.parse(text)).toMatchObject({ credentialSubject: { id: `mailto:${claim?.email}`, achievement: { name: achievement } } })
  await expectAccessibleAtBothSizes(claiming)
  await expectReflow(claiming)
  const [file] = await Promise.all([claiming.waitForEvent('download'), claiming.getByRole('button', { name: claimFile.download }).click()])
  expect(file.suggestedFilename()).toBe('certificate-in-forklift-operation.json')
  expect(readFileSync(await file.path(), 'utf8')).toBe(text)
  await claiming.close()
}

/** Pastes a link on the page where one adds or shows. */
async function paste(link: string): Promise<void> {
  await page.getByRole('link', { name: wallet.home }).first().click()
  await page.getByRole('link', { name: wallet.list.add }).click()
  await page.getByLabel(walletAdd.label).fill(link)
  await page.getByRole('button', { name: walletAdd.go }).click()
}

const addressIn = (where: Page, label: string): Promise<string> => where.getByRole('textbox', { name: label }).inputValue()

describe('exchanges with wallets of any make, as people meet them', () => {
  beforeAll(async () => {
    browser = await launchBrowser()
    node = await startNodeProcess({ data: makeTemporaryFolder('ler-exchange-'), ...(await freePorts()) })
    office = await DeskClient.setUp(node, 'Riverside Community College')
    await office.issue(await office.describe(achievement), 2)
    registrar = await (await openContext(deskSize, 'en-US')).newPage()
    person = await openContext(phone, 'ar')
    page = await person.newPage()
    await speak('ar')
  })
  afterAll(async () => {
    await browser?.close()
    await node?.stop()
  })

  it('hands a claim over to another wallet, which shows who offers, what came and the verdict, and keeps it when asked to', async () => {
    const [claim] = await office.claims()
    const claiming = await person.newPage()
    await claiming.goto(claim?.link ?? '')
    await claiming.getByText(claimElsewhere.summary).click()
    await claiming.getByRole('button', { name: claimElsewhere.start }).click()
    await claiming.getByRole('img', { name: claimElsewhere.qr }).waitFor()
    await expectAccessibleAtBothSizes(claiming)
    await expectReflow(claiming)
    const interaction = await addressIn(claiming, claimElsewhere.address)
    await claiming.close()
    await takeFileOf(claim)

    await page.goto(`${node.walletUrl}/exchange#${new URLSearchParams({ link: interaction }).toString()}`)
    await page.getByRole('button', { name: wallet.first.make }).click()
    await page.getByLabel(wallet.make.passphraseLabel).fill('four brass kettles sing')
    await page.getByRole('button', { name: wallet.make.done }).click()
    await page.getByRole('heading', { name: words.who }).waitFor()
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    await page.getByText('Riverside Community College').waitFor()
    await expectAccessibleAtBothSizes(page)
    await expectReflow(page)
    await page.getByRole('button', { name: words.take }).click()
    await page.getByRole('heading', { name: words.receivedTitle }).waitFor()
    await page.getByRole('heading', { name: achievement }).waitFor()
    await expectAccessibleAtBothSizes(page)
    await page.getByRole('button', { name: words.keep, exact: true }).click()
    await page.getByText(walletClaim.done).waitFor()
  })

  it('lets a desk ask only when it says why and how one goes on without a record', async () => {
    await signIn(registrar, node.url)
    await openMenuItem(registrar, 'Ask for records')
    await registrar.getByRole('button', { name: 'Make the request' }).click()
    await registrar.getByRole('alert').getByText('Say how people go on who decline').waitFor()
    await expectAccessibleAtBothSizes(registrar)
    // As a browser does that knows the Digital Credentials API, and in which the person picks nothing.
    await registrar.evaluate('window.asked = []; window.DigitalCredential = class {}; navigator.credentials.get = ({ digital }) => { asked = digital.requests; return Promise.reject(new DOMException("", "NotAllowedError")) }')
    await registrar.getByLabel('What for?').fill(purpose)
    await registrar.getByLabel('How can people go on without showing a record?').fill(alternative)
    await registrar.getByRole('button', { name: 'Make the request' }).click()
    await registrar.getByRole('heading', { name: 'Waiting for an answer' }).waitFor()
    await expectAccessibleAtBothSizes(registrar)
    await registrar.getByRole('button', { name: 'Ask through the browser' }).click()
    await registrar.getByText('Nothing was shown').waitFor()
    expect(await registrar.evaluate('asked')).toMatchObject([{ protocol: 'openid4vp-v1-unsigned', data: { response_mode: 'dc_api', nonce: expect.any(String) } }])
  })

  it('shows the person who asks, what for and what would be seen; picks nothing for them; and the desk reads the verdict', async () => {
    await paste(await addressIn(registrar, 'Address of the request'))
    await page.getByText(purpose).waitFor()
    await page.getByText(alternative).waitFor()
    const pick = page.getByRole('checkbox', { name: achievement })
    expect(await pick.isChecked()).toBe(false)
    const [show, decline] = [page.getByRole('button', { name: words.show, exact: true }), page.getByRole('button', { name: words.decline, exact: true })]
    expect((await show.boundingBox())?.height).toBe((await decline.boundingBox())?.height)
    await show.click()
    await page.getByText(words.pickFirst).waitFor()
    await pick.check()
    await page.getByText(words.sees).waitFor()
    await page.getByText(words.whole).waitFor()
    await expectAccessibleAtBothSizes(page)
    await expectReflow(page)
    await show.click()
    await page.getByRole('heading', { name: words.doneTitle }).waitFor()

    await registrar.getByRole('heading', { name: 'They have shown this' }).waitFor()
    await registrar.getByRole('heading', { name: achievement }).waitFor()
    await registrar.getByText('Riverside Community College').first().waitFor()
    await expectAccessibleAtBothSizes(registrar)
    await registrar.getByRole('link', { name: purpose }).click()
    await registrar.getByRole('heading', { name: 'They have shown this' }).waitFor()
    await registrar.getByRole('button', { name: 'Remove' }).click()
    await registrar.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await registrar.getByText('Each request will be here').waitFor()
  })

  it('ends in order when somebody declines, of which who asked hears that and nothing else', async () => {
    const { id, interactionUrl } = await office.call<{ readonly id: string; readonly interactionUrl: string }>(office.at('/exchanges'), { kind: 'verify', purpose, alternative })
    await paste(interactionUrl)
    await page.getByRole('button', { name: words.decline, exact: true }).click()
    await page.getByRole('heading', { name: words.declinedTitle }).waitFor()
    await page.getByRole('heading', { name: words.instead }).waitFor()
    await page.getByText(alternative).waitFor()
    await expect.poll(() => office.call(office.at(`/exchanges/${id}`))).toMatchObject({ state: 'complete', failures: 0, result: { presentations: [], isDeclined: true } })
  })

  it('answers OpenID4VCI and OpenID4VP in the same steps', async () => {
    const [claim] = await office.claims()
    const offer = await office.call<{ readonly protocols: Readonly<Record<string, string>> }>(office.at('/exchanges'), { kind: 'issue', claimId: claim?.id })
    await paste(offer.protocols['oid4vci-1.0'] ?? '')
    await page.getByRole('button', { name: words.take }).click()
    await page.getByRole('button', { name: words.keep, exact: true }).click()
    await page.getByText(walletClaim.done).waitFor()
    const request = await office.call<{ readonly id: string; readonly protocols: Readonly<Record<string, string>> }>(office.at('/exchanges'), { kind: 'verify', purpose, agreement: 'We may call your issuer.', policy: 'known-issuer' })
    await paste(request.protocols['oid4vp-1.0'] ?? '')
    await page.getByText('We may call your issuer.').waitFor()
    await page.getByRole('checkbox', { name: achievement }).first().check()
    await page.getByRole('button', { name: words.show, exact: true }).click()
    await page.getByRole('heading', { name: words.doneTitle }).waitFor()
    expect(await office.call(office.at(`/exchanges/${request.id}`))).toMatchObject({ state: 'complete', result: { presentations: [{ verdict: { integrity: 'passed', accepted: 'yes' } }] } })
  })

  it('lets somebody answer with their own word, named as such to both sides', async () => {
    await page.getByRole('link', { name: wallet.home }).first().click()
    await page.getByRole('link', { name: wallet.list.add }).click()
    await page.getByRole('link', { name: walletLife.add.resume }).click()
    await page.locator('#life-file').setInputFiles({ name: 'resume.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify({ basics: {}, volunteer: [{ organization: 'Saint Mary Church', position: ownEntry, startDate: '2016-02' }] })) })
    await page.getByRole('link', { name: walletResume.begin }).click()
    await page.getByRole('button', { name: walletResume.drafts.accept }).click()
    await page.getByText(walletResume.drafts.doneHeading).waitFor()
    const { id, interactionUrl } = await office.call<{ readonly id: string; readonly interactionUrl: string }>(office.at('/exchanges'), { kind: 'verify', purpose })
    await paste(interactionUrl)
    const own = page.getByRole('checkbox', { name: ownEntry })
    await own.check()
    await page.getByText(words.ownWord).first().waitFor()
    await page.getByText(words.ownWordText).waitFor()
    await expectAccessibleAtBothSizes(page)
    await page.getByRole('button', { name: words.show, exact: true }).click()
    await page.getByRole('heading', { name: words.doneTitle }).waitFor()
    await openMenuItem(registrar, 'Ask for records')
    await registrar.goto(`${registrar.url().split('/asks')[0]}/asks/${id}`)
    await registrar.getByText(ownEntry).first().waitFor()
    await registrar.getByText('In the person’s own words').first().waitFor()
  })

  it('puts a profile on a page that everybody reads with a verdict beside every line, until it is taken down', async () => {
    await page.getByRole('link', { name: wallet.home }).first().click()
    await page.getByRole('link', { name: wallet.list.profiles }).click()
    await page.getByRole('link', { name: walletProfile.make }).click()
    await page.getByRole('button', { name: walletProfile.edit.everything }).click()
    await page.getByRole('button', { name: `${walletProfile.edit.down}: ${ownEntry}` }).click()
    await page.getByLabel(walletProfile.edit.title, { exact: true }).fill('للمستشفيات')
    await page.getByLabel(walletProfile.edit.name).fill('سوفيا')
    await expectAccessibleAtBothSizes(page)
    await expectReflow(page)
    await page.getByRole('button', { name: walletProfile.edit.save }).click()
    await page.getByText(walletProfile.view.seen).last().waitFor()
    await page.getByRole('link', { name: walletProfile.view.publish }).click()
    await page.getByRole('button', { name: walletProfile.page.make }).click()
    await page.getByText(walletProfile.page.agreeMissing).waitFor()
    await expectAccessibleAtBothSizes(page)
    await page.getByLabel(walletProfile.page.agree).check()
    await page.getByRole('button', { name: walletProfile.page.make }).click()
    const address = await page.getByLabel(publicProfile.address).inputValue()
    await expectAccessibleAtBothSizes(page)

    const reader = await (await openContext(phone, 'ar')).newPage()
    const answer = await reader.goto(address)
    expect([answer?.status(), answer?.headers()['x-robots-tag']?.includes('noindex')]).toEqual([200, true])
    await reader.getByRole('heading', { name: 'سوفيا', level: 1 }).waitFor()
    await reader.getByText(ownWord.headline).first().waitFor()
    expect(await reader.locator('.profile-yes').count()).toBeGreaterThan(0)
    await expectAccessibleAtBothSizes(reader)
    await expectReflow(reader)

    await page.getByRole('button', { name: walletProfile.page.down, exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: walletProfile.page.downYes }).click()
    await page.getByText(walletProfile.page.downDone).waitFor()
    expect((await reader.reload())?.status()).toBe(410)
    await reader.getByText(verify.share.faults.gone.title).waitFor()
  })

  it('goes through a page of the issuer, from which one may come back with nothing, to a wallet that was locked meanwhile', async () => {
    await office.issue(await office.describe(licence, 'Certification'), 1)
    waitingClaim = (await office.claims()).at(0)?.id ?? ''
    const offer = await office.call<{ readonly protocols: Readonly<Record<string, string>> }>(office.at('/exchanges'), { kind: 'issue', claimId: waitingClaim })
    await office.call(office.at('/claims/suspend'), { ids: [waitingClaim], reason: 'under-review' })
    const link = (offer.protocols['oid4vci-1.0'] ?? '').replace(/(offers%2F[\w-]+)/, '$1%3Fgrant%3Dauthorization_code')
    const { host } = new URL(node.url)
    for (const answer of ['decline', 'agree'] as const) {
      await paste(link)
      await page.getByText(words.pageText(host)).waitFor()
      if (answer === 'agree') await expectAccessibleAtBothSizes(page)
      await page.getByRole('button', { name: words.goToPage(host) }).click()
      await page.locator(`button[value="${answer}"]`).click()
      await page.getByLabel(wallet.unlock.passphrase).fill('four brass kettles sing')
      await page.getByRole('button', { name: wallet.unlock.open, exact: true }).click()
      await page.getByText(answer === 'decline' ? words.faults.declinedThere.title : words.later).first().waitFor()
    }
    await expect.poll(() => page.url()).toBe(`${node.walletUrl}/exchange/back`)
    await page.goto(`${node.walletUrl}/exchange/back?code=stolen&state=another`)
    await page.getByLabel(wallet.unlock.passphrase).fill('four brass kettles sing')
    await page.getByRole('button', { name: wallet.unlock.open, exact: true }).click()
    await page.getByText(words.faults.visitOver.title).waitFor()
  })

  it('keeps what comes later in the list, asks for it when somebody presses the button, not before its time, and takes it when it is there', async () => {
    await page.getByRole('link', { name: wallet.home }).first().click()
    await page.getByText(walletWaiting.notYet).waitFor()
    await expectAccessibleAtBothSizes(page)
    await page.getByRole('heading', { name: licence, level: 3 }).click()
    await page.getByRole('button', { name: walletWaiting.ask }).click()
    await page.getByRole('status').filter({ hasText: walletWaiting.soon('').slice(0, 12) }).waitFor()
    await expectAccessibleAtBothSizes(page)
    await expectReflow(page)
    await page.clock.setFixedTime(Date.now() + 61_000)
    await page.getByRole('button', { name: walletWaiting.ask }).click()
    await page.getByText(walletWaiting.still).waitFor()
    await office.call(office.at('/claims/resume'), { ids: [waitingClaim] })
    await page.clock.setFixedTime(Date.now() + 130_000)
    await page.getByRole('button', { name: walletWaiting.ask }).click()
    await page.getByRole('button', { name: words.keep, exact: true }).click()
    await page.getByText(walletClaim.done).waitFor()
    await page.getByRole('link', { name: wallet.home }).first().click()
    await page.getByRole('heading', { name: walletWaiting.heading }).waitFor({ state: 'detached' })
  })

  it('stops, in words, when a proof is asked that is meant for somebody else', async () => {
    const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type' }
    const answers: Readonly<Record<string, object>> = {
      '/interactions/1': { protocols: { vcapi: 'https://evil.example/exchanges/1' } },
      '/exchanges/1': { verifiablePresentationRequest: { query: { type: 'DIDAuthentication' }, challenge: 'c', domain: 'https://bank.example/exchanges/9' } },
    }
    const posted: string[] = []
    await person.route('https://evil.example/**', (route) => {
      posted.push(route.request().postData() ?? '')
      return route.fulfill({ headers, json: answers[new URL(route.request().url()).pathname] ?? {} })
    })
    await paste('https://evil.example/interactions/1?iuv=1')
    await page.getByText(words.faults.relay.title).waitFor()
    expect(posted.join('')).not.toContain('proof')
  })

  it('keeps a log of it all, sealed, from which the person may remove', async () => {
    await page.getByRole('link', { name: words.addOrShow }).click()
    await page.getByRole('link', { name: words.log }).click()
    await page.getByRole('heading', { name: walletLog.outcomes.declined }).first().waitFor()
    expect(await page.locator('.log > li').count()).toBe(10)
    await page.getByText(purpose).first().waitFor()
    await expectAccessibleAtBothSizes(page)
    await expectReflow(page)
    await page.getByRole('button', { name: walletLog.remove }).first().click()
    await page.getByText(walletLog.removed).waitFor()
    await page.locator('.log > li').nth(9).waitFor({ state: 'detached' })
  })
})
