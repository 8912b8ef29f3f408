/**
 * S13: somebody without a phone comes to a library. A helper's computer gets the record, prints it on a card and keeps nothing.
 * An employer reads the card with the network cable pulled, from a photo of it. In English, and in Arabic from the right.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatNumber } from '../apps/web/locale.ts'
import { claim } from '../apps/web/messages/claim.ts'
import type { Language } from '../apps/web/languages.ts'
import { kiosk } from '../apps/web/messages/kiosk.ts'
import { printedResume } from '../apps/web/messages/printed-resume.ts'
import { verify } from '../apps/web/messages/verify.ts'
import { wallet } from '../apps/web/messages/wallet.ts'
import { walletCard } from '../apps/web/messages/wallet-card.ts'
import { walletAdd, walletClaim } from '../apps/web/messages/wallet-claim.ts'
import { makeTemporaryFolder } from '../tools/temporary-folder.ts'
import { launchBrowser, launchProfile } from '../tools/test-browser.ts'
import { desk, expectAccessible, expectAccessibleAtBothSizes, phone } from './accessible.ts'
import { graduatesCsv } from './graduates.ts'
import { walletPassphrase } from './holder.ts'
import { languagesOf, speak } from './languages.ts'
import { freePorts, type NodeProcess, startNodeProcess } from './node-process.ts'
import { bringList, claimLinkOf, describeAchievement, openClaim, setUpNode } from './registrar.ts'

const organisation = 'Riverside Community College'
const achievement = 'Certificate in Forklift Operation'
const holderName = { en: 'Sofía R.', ar: 'صوفيا ر.' } as const
const people = { en: 'Ana Álvarez', ar: 'Bakari Álvarez' } as const
const authors = { en: 'Chen Álvarez', ar: 'Dolores Álvarez' } as const
const folder = makeTemporaryFolder('ler-s13-')
let node: NodeProcess
let browser: Browser
let registrar: Page

async function newPage(size: { readonly width: number; readonly height: number }, locale = 'en-US'): Promise<Page> {
  const context = await browser.newContext({ viewport: size, locale })
  context.setDefaultTimeout(20_000)
  return context.newPage()
}

/** What comes out of a printer: the page as it prints, in grey dots of so many to the inch. */
async function printed(page: Page, dotsPerInch: number): Promise<Buffer> {
  await page.emulateMedia({ media: 'print', colorScheme: 'light' })
  const box = await page.locator('.paper').boundingBox()
  const scale = dotsPerInch / 96
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', captureBeyondViewport: true, clip: { x: box?.x ?? 0, y: box?.y ?? 0, width: box?.width ?? 0, height: box?.height ?? 0, scale } })
  await page.emulateMedia({ media: null, colorScheme: null })
  return Buffer.from(data, 'base64')
}

/** A photo of a paper on a table: turned, a shadow across it, a little out of focus, with noise, saved as JPEG. */
async function photographed(paper: Buffer, turnedDegrees: number): Promise<Buffer> {
  const page = await newPage(desk)
  const data = await page.evaluate(async ({ source, degrees }) => {
    const picture = new Image()
    picture.src = source
    await picture.decode()
    const side = Math.ceil(Math.hypot(picture.width, picture.height)) + 40
    const canvas = new OffscreenCanvas(side, side)
    const pen = canvas.getContext('2d')
    if (pen === null) throw new Error('no canvas')
    pen.fillStyle = '#8a7f70'
    pen.fillRect(0, 0, side, side)
    pen.translate(side / 2, side / 2)
    pen.rotate((degrees * Math.PI) / 180)
    pen.filter = 'blur(0.5px) contrast(0.8)'
    pen.drawImage(picture, -picture.width / 2, -picture.height / 2)
    pen.resetTransform()
    const pixels = pen.getImageData(0, 0, side, side)
    let seed = 7
    for (let index = 0; index < pixels.data.length; index += 4) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
      const isInShadow = (index / 4) % side > Math.floor(index / 4 / side)
      const shade = isInShadow ? 0.7 : 1
      for (let channel = 0; channel < 3; channel += 1) pixels.data[index + channel] = (pixels.data[index + channel] ?? 0) * shade + (seed / 2_147_483_648 - 0.5) * 50
    }
    pen.putImageData(pixels, 0, 0)
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.7 })
    const reader = new FileReader()
    return new Promise<string>((done) => { reader.onload = () => done(String(reader.result)); reader.readAsDataURL(blob) })
  }, { source: `data:image/png;base64,${paper.toString('base64')}`, degrees: turnedDegrees })
  await page.context().close()
  return Buffer.from(data.slice(data.indexOf(',') + 1), 'base64')
}

/** Every file of a browser's profile in which a text stands, in the encodings that browsers write. */
function filesWith(profile: string, text: string): readonly string[] {
  const forms = [Buffer.from(text), Buffer.from(text, 'utf16le')]
  return readdirSync(profile, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => { const bytes = readFileSync(path); return forms.some((form) => bytes.includes(form)) })
}

const ofCard = languagesOf('ar')

describe.each(ofCard)('S13 in $name: no smartphone', ({ language, locale }) => {
  const profile = join(folder, `profile-${language}`)
  let library: BrowserContext
  let page: Page
  let claimLink: string
  let card: Buffer
  let coarse: Buffer
  let employer: Page

  beforeAll(async () => {
    if (language === ofCard[0]?.language) await prepare()
    await speak('en')
    await openClaim(registrar, people[language])
    claimLink = await claimLinkOf(registrar)
    await speak(language)
    library = await launchProfile(profile, { viewport: phone, locale })
    library.setDefaultTimeout(20_000)
    page = await library.newPage()
  }, 180_000)

  afterAll(async () => {
    await library?.close()
    if (language === ofCard.at(-1)?.language) await close()
  })

  it('lets a person take their record on a shared computer, which says what it does', async () => {
    await page.goto(`${node.walletUrl}/kiosk`)
    await page.getByRole('heading', { name: kiosk.heading }).waitFor()
    await expectAccessibleAtBothSizes(page)
    await page.getByRole('button', { name: kiosk.begin }).click()
    await page.getByLabel(walletAdd.label).fill(claimLink)
    await page.getByRole('button', { name: walletAdd.go }).click()
    await page.getByRole('button', { name: walletClaim.take }).click()
    await page.getByRole('link', { name: walletCard.open }).click()
    await page.getByText(kiosk.bar).waitFor()
  })

  it('says what the card gives away before it is made, and prints it at the size of a bank card', async () => {
    await page.getByRole('heading', { name: walletCard.give }).waitFor()
    await expectAccessibleAtBothSizes(page)
    await page.getByLabel(walletCard.name).fill(holderName[language])
    await page.getByRole('button', { name: walletCard.make }).click()
    await page.getByText(walletCard.ready).waitFor()
    await expectAccessible(page)
    const box = await page.locator('.paper').boundingBox()
    expect([box?.width, box?.height].map((length) => Math.round(((length ?? 0) * 25.4) / 96))).toEqual([86, 54])
    expect(await page.locator('.paper .qr svg').count()).toBe(1)
    expect(await page.locator('.paper').innerText()).toContain(holderName[language])
    ;[card, coarse] = [await printed(page, 240), await printed(page, 150)]
  })

  it('asks whether somebody is there when nobody is, and goes on when they are', async () => {
    const idle = await newPage(phone, locale)
    await idle.clock.install()
    await idle.goto(`${node.walletUrl}/kiosk`)
    await idle.getByRole('button', { name: kiosk.begin }).click()
    await idle.getByText(kiosk.bar).waitFor()
    await idle.clock.runFor(3 * 60_000 + 2_000)
    await idle.getByRole('button', { name: kiosk.here }).click()
    await idle.getByRole('button', { name: kiosk.here }).waitFor({ state: 'detached' })
    await idle.clock.runFor(4 * 60_000 + 2_000)
    await idle.getByText(kiosk.endedHeading).waitFor()
    await idle.context().close()
  })

  it('leaves nothing of it behind', async () => {
    await page.getByRole('button', { name: kiosk.end }).click()
    await page.getByRole('button', { name: kiosk.endYes }).click()
    await page.getByText(kiosk.endedHeading).waitFor()
    const traces = await page.evaluate(async () => ({
      databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length, local: localStorage.length, session: sessionStorage.length,
      workers: (await navigator.serviceWorker.getRegistrations()).length, cookies: document.cookie,
    }))
    expect(traces).toEqual({ databases: 0, caches: 0, local: 0, session: 0, workers: 0, cookies: '' })
    const session = await library.newCDPSession(page)
    const { entries } = await session.send('Page.getNavigationHistory')
    expect(entries.map(({ url }) => url.replace(node.walletUrl, ''))).toEqual(expect.not.arrayContaining([expect.stringMatching(/claim|record|token/)]))
    await library.close()
    const token = claimLink.split('/').at(-1) ?? ''
    expect(token.length).toBeGreaterThan(20)
    const found = Object.fromEntries([token, achievement, organisation, holderName[language], 'LER1:'].map((text) => [text, filesWith(profile, text)]))
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((text) => [text, []])))
    expect(existsSync(profile)).toBe(true)
  })

  it('is read from a photo of the card without a network: genuine, status with its age, and not whose hands it is in', async () => {
    employer = await newPage(desk, locale)
    await employer.goto(`${node.url}/verify`)
    await employer.evaluate(async () => { await navigator.serviceWorker.ready })
    await employer.reload()
    await expect.poll(() => employer.evaluate(async () => (await (await caches.open('lists')).keys()).length)).toBeGreaterThan(0)
    await employer.context().setOffline(true)
    await employer.reload()
    for (const [paper, turned] of [[card, -20], [coarse, 3]] as const) {
      const photo = await photographed(paper, turned)
      await employer.locator('input[type=file]').first().setInputFiles({ name: 'card.jpg', mimeType: 'image/jpeg', buffer: photo })
      await employer.getByText(verify.headlines.genuine(organisation)).waitFor()
      await employer.getByText(verify.card.title).waitFor()
      await employer.getByText(verify.sentences.valid.yes(verify.ages.now), { exact: false }).or(employer.getByText(verify.notProvenOf.person)).first().waitFor()
      if (turned === 3) await expectAccessibleAtBothSizes(employer)
      await employer.getByRole('button', { name: verify.again }).click()
      await employer.getByLabel(verify.paste).waitFor()
    }
  })
})

const ofResume = languagesOf('en')

describe.each(ofResume)('a résumé in $name for people who install nothing', ({ language, locale }) => {
  let person: Page
  let pdf: Uint8Array

  beforeAll(async () => {
    if (language === ofResume[0]?.language) await prepare()
    await speak('en')
    await openClaim(registrar, authors[language])
    const link = await claimLinkOf(registrar)
    await speak(language)
    person = await newPage(phone, locale)
    await person.goto(link)
    await person.getByRole('link', { name: claim.add }).click()
    const instead = person.getByRole('button', { name: wallet.make.passphraseInstead })
    const field = person.getByLabel(wallet.make.passphraseLabel)
    await instead.or(field).first().waitFor()
    if (await instead.isVisible()) await instead.click()
    await field.fill(walletPassphrase)
    await person.getByRole('button', { name: wallet.make.done }).click()
    await person.getByRole('button', { name: walletClaim.take }).click()
    await person.getByText(walletCard.open).waitFor()
  }, 180_000)

  afterAll(async () => {
    await person?.context().close()
    if (language === ofResume.at(-1)?.language) await close()
  })

  it('is a tagged PDF whose plain text stands in the order of reading, each line with its level and its link', async () => {
    await person.getByRole('link', { name: wallet.home }).first().click()
    await person.getByRole('link', { name: wallet.list.resume }).click()
    await person.getByLabel(printedResume.name).fill(holderName[language])
    await person.getByLabel(printedResume.contact).fill('+1 555 0100')
    await expectAccessibleAtBothSizes(person)
    await person.getByRole('button', { name: printedResume.make }).click()
    await person.getByText(printedResume.ready).waitFor()
    await expectAccessibleAtBothSizes(person)
    pdf = await person.pdf({ tagged: true, format: 'A4' })
    expect(Buffer.from(pdf).toString('latin1')).toContain('/StructTreeRoot')
    if (language === 'ar' && !hasPoppler) return
    const text = await textOf(pdf, language)
    const places = [holderName[language].replace('.', ''), '+1 555 0100', printedResume.paper.records, achievement, organisation, verify.levels.attested, printedResume.checkHeading].map((words) => ({ words, at: text.indexOf(plain(words)) }))
    expect(places.map(({ words, at }) => (at < 0 ? `missing: ${words}` : 'there'))).toEqual(places.map(() => 'there'))
    expect(places.map(({ at }) => at)).toEqual(places.map(({ at }) => at).toSorted((one, other) => one - other))
  })

  it('brings a recruiter from its line to the verdict, without an account', async () => {
    const link = await person.getByRole('link', { name: printedResume.check(formatNumber(1)) }).getAttribute('href')
    expect(link).toMatch(/\/s\/[\w-]+#[\w-]{43}\.1$/)
    const recruiter = await newPage(desk, locale)
    await recruiter.goto(link ?? '')
    await recruiter.getByText(verify.headlines.genuine(organisation)).waitFor()
    await recruiter.context().close()
  })

  it('is saved as LER-RS with the signed record inside', async () => {
    await person.getByText(printedResume.more).click()
    const [download] = await Promise.all([person.waitForEvent('download'), person.getByRole('button', { name: printedResume.lerRs }).click()])
    const saved = JSON.parse(readFileSync(await download.path(), 'utf8')) as { readonly certifications: readonly { readonly verifications: readonly { readonly otherW3CVerifiableCredential: { readonly proof: object } }[] }[] }
    expect(saved.certifications[0]?.verifications[0]?.otherW3CVerifiableCredential.proof).toBeDefined()
  })
})

/** The text of a PDF as programs take it out, without the marks of direction and however its lines and words are broken. */
async function textOf(pdf: Uint8Array, language: Language): Promise<string> {
  if (language === 'ar') return plain(execFileSync('pdftotext', ['-enc', 'UTF-8', '-', '-'], { input: pdf, encoding: 'utf8' }))
  const { extractText } = await import('../apps/web/node_modules/unpdf/dist/index.mjs') as { extractText(bytes: Uint8Array, options: { readonly mergePages: true }): Promise<{ readonly text: string }> }
  return plain((await extractText(new Uint8Array(pdf), { mergePages: true })).text)
}

const plain = (text: string): string => text.normalize('NFKC').replaceAll(/[\u064b-\u0655\u0670\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\s]/g, '')

/** Joined letters are taken out of a PDF whole by Poppler; other readers lose some where a browser draws them as pictures. */
const hasPoppler = spawnSync('pdftotext', ['-v']).error === undefined

let uses = 0

async function prepare(): Promise<void> {
  uses += 1
  if (uses > 1) return
  ;[node, browser] = await Promise.all([startNodeProcess({ data: join(folder, 'data'), ...(await freePorts()) }), launchBrowser()])
  registrar = await newPage(desk)
  await setUpNode(registrar, node.setUpLink ?? '', organisation)
  await describeAchievement(registrar, achievement, 'Certificate')
  await bringList(registrar, achievement, { name: 'list.csv', csv: graduatesCsv(5) })
  await registrar.getByRole('button', { name: 'Check the rows' }).click()
  await registrar.getByRole('button', { name: 'Issue 5 records' }).click()
  await registrar.getByText('5 records are ready').waitFor({ timeout: 60_000 })
}

async function close(): Promise<void> {
  // The first of two parts leaves the node to the second.
  if (uses < 2) return
  await browser.close()
  await node.stop()
  rmSync(folder, { recursive: true, force: true })
}
