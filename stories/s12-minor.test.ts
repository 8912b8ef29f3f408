/**
 * S12: a school gives records to pupils who are not of age. A parent agrees by link and code, the pupil takes the record and shares it as
 * the parent allowed; on the day the pupil comes of age the say ends, and the record moves into a wallet that nobody else opens. In English and in Arabic.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claim as claimWords } from '../apps/web/messages/claim.ts'
import { guardian } from '../apps/web/messages/guardian.ts'
import { wallet } from '../apps/web/messages/wallet.ts'
import { walletClaim } from '../apps/web/messages/wallet-claim.ts'
import { walletGuardian } from '../apps/web/messages/wallet-guardian.ts'
import { walletProfile } from '../apps/web/messages/wallet-profile.ts'
import { walletRecord } from '../apps/web/messages/wallet-record.ts'
import { walletShare } from '../apps/web/messages/wallet-share.ts'
import { makeTemporaryFolder } from '../tools/temporary-folder.ts'
import { launchBrowser } from '../tools/test-browser.ts'
import { desk, expectAccessible, expectAccessibleAtBothSizes, phone } from './accessible.ts'
import { speak, storyLanguages } from './languages.ts'
import { aheadBy, freePorts, type NodeProcess, startNodeProcess } from './node-process.ts'
import { bringList, claimLinkOf, describeAchievement, openClaim, setUpNode, signIn } from './registrar.ts'

const achievement = 'Welding, first year'
const pupils = { en: 'Ana Brown', ar: 'Noor Haddad' } as const
const folder = makeTemporaryFolder('ler-s12-')
const day = 86_400_000
/** They come of age in a hundred days. */
const ofAgeOn = new Date(Date.now() + 100 * day).toISOString().slice(0, 10)
const place = { data: join(folder, 'data') }
const walletPassphrase = 'seven green lanterns hum'
let ports: Awaited<ReturnType<typeof freePorts>>
let node: NodeProcess
let browser: Browser
let teacher: Page

async function newPage(size: { readonly width: number; readonly height: number }, locale = 'en-US'): Promise<Page> {
  const context = await browser.newContext({ viewport: size, locale })
  context.setDefaultTimeout(12_000)
  return context.newPage()
}

async function keepPicture(page: Page, name: string): Promise<void> {
  const kept = process.env['LER_KEEP_PICTURES']
  if (kept !== undefined) await page.screenshot({ path: join(kept, `s12-${name}.png`), fullPage: true })
}

/** Both sizes in one language, the phone in the other: what is wrong in one is wrong in both, but for the side it begins from. */
async function look(page: Page, language: string): Promise<void> {
  await (language === 'ar' ? expectAccessibleAtBothSizes(page) : expectAccessible(page))
}

/** What the school's page shows of a guardian: the link, and the code that goes another way. */
async function guardianKeys(): Promise<{ readonly link: string; readonly code: string }> {
  const link = await teacher.getByRole('textbox', { name: 'Guardian’s link' }).inputValue()
  await teacher.getByRole('button', { name: 'Show the guardian’s code' }).click()
  return { link, code: await teacher.locator('.code-shown').innerText() }
}

async function makeWalletAndTake(page: Page, link: string, code?: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('link', { name: claimWords.add }).click()
  const instead = page.getByRole('button', { name: wallet.make.passphraseInstead })
  const field = page.getByLabel(wallet.make.passphraseLabel, { exact: true })
  await instead.or(field).first().waitFor()
  if (await instead.isVisible()) await instead.click()
  await field.fill(walletPassphrase)
  await page.getByRole('button', { name: wallet.make.done }).click()
  if (code !== undefined) await page.getByLabel(walletClaim.code).fill(code)
  await page.getByRole('button', { name: walletClaim.take }).click()
  await page.getByText(walletClaim.done, { exact: true }).waitFor()
}

beforeAll(async () => {
  ports = await freePorts()
  ;[node, browser] = await Promise.all([startNodeProcess({ ...place, ...ports }), launchBrowser()])
  await speak('en')
  teacher = await newPage(desk)
  await setUpNode(teacher, node.setUpLink ?? '', 'Riverside Secondary School')
  await describeAchievement(teacher, achievement, 'Certificate')
  const rows = Object.values(pupils).map((name, index) => `${name},pupil-${index}@school.example,${ofAgeOn},parent-${index}@home.example`)
  await bringList(teacher, achievement, { name: 'pupils.csv', csv: ['Name,Email,Guardian until,Guardian email', ...rows].join('\n') })
  await teacher.getByRole('button', { name: 'Check the rows' }).click()
  await teacher.getByRole('button', { name: 'Issue 2 records' }).click()
  await teacher.getByText('2 records are ready').waitFor({ timeout: 60_000 })
}, 180_000)

afterAll(async () => {
  await browser?.close()
  await node?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const people: { [language: string]: { readonly pupil: Page; readonly parent: Page; readonly claimLink: string; readonly share: string } } = {}

describe.each(storyLanguages)('S12 in $name: a pupil who is not of age', ({ language, locale }) => {
  let parent: Page
  let pupil: Page
  let claimLink: string
  let keys: Awaited<ReturnType<typeof guardianKeys>>

  beforeAll(async () => {
    await speak('en')
    await openClaim(teacher, pupils[language])
    claimLink = await claimLinkOf(teacher)
    keys = await guardianKeys()
    if (language === 'en') await expectAccessibleAtBothSizes(teacher)
    await keepPicture(teacher, `school-${language}`)
    await speak(language)
    ;[parent, pupil] = await Promise.all([newPage(phone, locale), newPage(phone, locale)])
  })

  it('gets nothing before a guardian agreed, and is told why', async () => {
    await pupil.goto(claimLink)
    await pupil.getByText(claimWords.guardian.asked).waitFor()
    expect(await pupil.getByRole('link', { name: claimWords.add }).count()).toBe(0)
    await look(pupil, language)
    await pupil.goto(`${node.walletUrl}/claim#${new URLSearchParams({ node: node.url, token: claimLink.split('/').at(-1) ?? '' }).toString()}`)
    await pupil.getByText(walletGuardian.asked).waitFor()
    await look(pupil, language)
    await keepPicture(pupil, `waits-${language}`)
  })

  it('lets the guardian agree with link and code, on a phone, without an account', async () => {
    await parent.goto(keys.link)
    await parent.getByRole('heading', { name: guardian.title }).waitFor()
    await parent.getByRole('button', { name: guardian.yes, exact: true }).click()
    await parent.getByText(guardian.codeMissing).waitFor()
    await look(parent, language)
    await keepPicture(parent, `asked-${language}`)
    await parent.getByLabel(guardian.code, { exact: true }).fill(keys.code)
    await parent.getByRole('button', { name: guardian.yes, exact: true }).click()
    await parent.getByText(guardian.given, { exact: true }).waitFor()
    if (language === 'ar') await expectAccessible(parent)
    await keepPicture(parent, `given-${language}`)
  })

  it('keeps the record in a wallet of the pupil’s own, shared by links that end and in no other way', async () => {
    await makeWalletAndTake(pupil, claimLink)
    await pupil.getByText(walletGuardian.link).waitFor()
    expect(await pupil.getByText(walletRecord.downloadHeading).count()).toBe(0)
    await look(pupil, language)
    await keepPicture(pupil, `rule-${language}`)
    await pupil.getByRole('link', { name: walletRecord.share, exact: true }).click()
    await pupil.getByRole('button', { name: walletShare.make }).waitFor()
    // Without a connection the record is there all the same, and a link waits for one.
    await pupil.context().setOffline(true)
    await pupil.getByRole('button', { name: walletShare.make }).click()
    await pupil.getByText(walletShare.faults.offline).or(pupil.getByText(walletShare.faults.offlineWithheld)).waitFor()
    await pupil.context().setOffline(false)
    expect(await pupil.getByRole('button', { name: walletShare.file }).count()).toBe(0)
    await pupil.getByRole('button', { name: walletShare.make }).click()
    const share = await pupil.getByLabel(walletShare.link, { exact: true }).first().inputValue()
    people[language] = { pupil, parent, claimLink, share }
  })

  it.runIf(language === 'ar')('has no public page, whatever the pupil puts into a profile', async () => {
    await pupil.getByRole('link', { name: wallet.home }).first().click()
    await pupil.getByRole('link', { name: wallet.list.profiles }).click()
    await pupil.getByRole('link', { name: walletProfile.make }).click()
    await pupil.getByRole('button', { name: walletProfile.edit.everything }).click()
    await pupil.getByLabel(walletProfile.edit.title, { exact: true }).fill('للجميع')
    await pupil.getByRole('button', { name: walletProfile.edit.save }).click()
    await pupil.getByRole('link', { name: walletProfile.view.publish }).click()
    await pupil.getByText(walletProfile.page.guardian).waitFor()
    expect(await pupil.getByRole('button', { name: walletProfile.page.make }).count()).toBe(0)
    await look(pupil, language)
    await pupil.evaluate(() => history.go(-4))
    await pupil.getByRole('heading', { name: walletShare.heading }).waitFor()
  })

  it.runIf(language === 'en')('shows an employer a record that tells nothing of age or guardian', async () => {
    const employer = await newPage(desk)
    await employer.goto(people[language]?.share ?? '')
    await employer.getByText(achievement).first().waitFor()
    await employer.getByRole('heading', { level: 1 }).waitFor()
    expect(await employer.locator('body').innerText()).not.toMatch(/guardian|minor|of age/i)
    expect(await employer.content()).not.toContain(ofAgeOn)
    await employer.context().close()
  })

  it.runIf(language === 'en')('lets the guardian take it back: it is not valid any more, and the wallet hears of it', async () => {
    await parent.getByLabel(guardian.code, { exact: true }).fill(keys.code)
    await parent.getByRole('button', { name: guardian.takeBack }).click()
    await parent.getByRole('dialog').getByRole('button', { name: guardian.takeBack }).click()
    await parent.getByText(guardian.refused, { exact: true }).waitFor()
    await pupil.goBack()
    await pupil.getByRole('button', { name: walletGuardian.look }).click()
    await pupil.getByText(walletGuardian.takenBack).waitFor()
    expect(await (await pupil.request.get(`${node.url}/api/claims/${claimLink.split('/').at(-1) ?? ''}`)).json()).toMatchObject({ state: 'unclaimed', guardian: 'refused' })
  })
})

describe('S12: on the day they come of age', () => {
  beforeAll(async () => {
    await node.stop()
    node = await startNodeProcess({ ...place, ...ports, env: aheadBy(101 * day) })
    await speak('en')
    await signIn(teacher, node.url)
  }, 90_000)

  it('the pupil whose guardian refused takes the record with the link of before', async () => {
    const pupil = await newPage(phone)
    await pupil.clock.setFixedTime(Date.now() + 101 * day)
    await makeWalletAndTake(pupil, people['en']?.claimLink ?? '')
    expect(await pupil.getByText(/your guardian has a say/).count()).toBe(0)
    await pupil.getByText(walletRecord.downloadHeading).waitFor()
    await people['en']?.parent.reload()
    await people['en']?.parent.getByText(guardian.over).waitFor()
  })

  it('another hands over the record into a wallet that nobody else opens: the first one is superseded', async () => {
    await openClaim(teacher, pupils.ar)
    await teacher.getByRole('button', { name: 'Hand over to the pupil alone' }).click()
    await expectAccessible(teacher)
    await teacher.getByRole('button', { name: 'Hand it over', exact: true }).click()
    await teacher.getByText('It is handed over.', { exact: false }).waitFor()
    await teacher.getByRole('button', { name: 'Show the code' }).click()
    const code = await teacher.locator('.code-shown').innerText()
    const own = await newPage(phone)
    await own.clock.setFixedTime(Date.now() + 101 * day)
    await makeWalletAndTake(own, people['ar']?.claimLink ?? '', code)
    const first = people['ar']?.pupil
    await first?.clock.setFixedTime(Date.now() + 101 * day)
    await speak('ar')
    await first?.goBack()
    await first?.getByText(walletGuardian.yours).waitFor()
    if (first !== undefined) await expectAccessible(first)
    if (first !== undefined) await keepPicture(first, 'yours-ar')
    await speak('en')
  })
})
