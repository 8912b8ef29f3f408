/**
 * S4: two degrees, of 1987 and of this spring. Their holders show the degree and not its year: in the wallet they see what the
 * other side will see, and an attacker who gets everything that was shared cannot tell which is which.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { decodeBase64url } from 'everlearned/encoding'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTemporaryFolder } from '../tools/temporary-folder.ts'
import { launchBrowser } from '../tools/test-browser.ts'
import { desk, expectAccessibleAtBothSizes, phone } from './accessible.ts'
import { claimIntoNewWallet } from './holder.ts'
import { freePorts, type NodeProcess, startNodeProcess } from './node-process.ts'
import { bringList, claimLinkOf, describeAchievement, openClaim, setUpNode } from './registrar.ts'
import { runLer } from './run-ler.ts'

const degree = 'Associate of Applied Science in Logistics'
const thisYear = String(new Date().getUTCFullYear())
/** The years that a copy of today may name: an unlinkable one ends within thirty days. */
const yearsOfCopy = [...new Set([thisYear, String(new Date(Date.now() + 30 * 86_400_000).getUTCFullYear())])]
/** The oldest and a fresh one; the fresh one of this very year, which is also the year of every copy. */
const graduates = [{ name: 'Olga Ivanova', year: '1987' }, { name: 'Tuan Nguyen', year: thisYear }] as const
const folder = makeTemporaryFolder('ler-s4-year-')
let node: NodeProcess
let browser: Browser
let registrar: Page

async function newPage(size: { readonly width: number; readonly height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport: size, locale: 'en-US', acceptDownloads: true })
  context.setDefaultTimeout(20_000)
  return context.newPage()
}

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The attacker: every year in what was shared, with everything decoded that can be. */
function yearsIn(bundle: string): readonly string[] {
  const decoded = [...bundle.matchAll(/[A-Za-z0-9_-]{24,}/g)].flatMap(([text]) => [text, text.slice(1)]).map((text) => {
    try {
      return new TextDecoder('latin1').decode(decodeBase64url(text))
    } catch {
      return ''
    }
  })
  // The names of the cryptosuites end in the year of their drafts, for every credential alike. What is encoded is read as decoded: by
  // chance alone its letters make a year now and then, and so do those of digests and salts.
  const read = [bundle.replaceAll(/[\w-]{24,}/g, (text) => (isDrawn(text) ? '' : text)), ...decoded].join('\n').replaceAll(/(?:(?:ecdsa|eddsa)-(?:rdfc|sd)|bbs)-20\d\d|"(?:[\w-]{43}|[\w-]{22})"/g, '')
  return [...new Set(read.match(/(?<!\d)(?:19|20)\d\d(?=-\d\d(?!\d)|\D)/g))].filter((year) => year >= '1940' && year <= '2040').toSorted()
}

/** A run of letters of both kinds and digits, or a UUID: chance or an encoding, which is looked at decoded. */
function isDrawn(text: string): boolean {
  return text.length >= 80 || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) || (/[A-Z]/.test(text) && /[a-z]/.test(text) && /\d/.test(text))
}

/** Saves what the wallet's share page makes of the choices on it. */
async function saveShare(page: Page, file: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as a file instead' }).click()])
  await download.saveAs(file)
  return readFileSync(file, 'utf8')
}

describe('S4: a degree without the year', () => {
  const holders = new Map<string, Page>()

  beforeAll(async () => {
    ;[node, browser] = await Promise.all([startNodeProcess({ data: join(folder, 'data'), ...(await freePorts()) }), launchBrowser()])
    registrar = await newPage(desk)
    await setUpNode(registrar, node.setUpLink ?? '', 'Riverside Community College')
    await describeAchievement(registrar, degree, 'Associate degree')
    const rows = graduates.map(({ name, year }) => `${name.replace(' ', ',')},${name.replace(' ', '.').toLowerCase()}@people.example,${year}-01-12`)
    await bringList(registrar, degree, { name: 'degrees.csv', csv: ['First Name,Last Name,Email,Award Date', ...rows, ''].join('\r\n') })
    await registrar.getByRole('button', { name: 'Check the rows' }).click()
    await registrar.getByRole('button', { name: 'Issue 2 records' }).click()
    await registrar.getByText('2 records are ready').waitFor({ timeout: 60_000 })
    for (const { name } of graduates) {
      await openClaim(registrar, name)
      const page = await newPage(phone)
      await claimIntoNewWallet(page, await claimLinkOf(registrar))
      await page.getByRole('link', { name: 'Share', exact: true }).click()
      holders.set(name, page)
    }
  }, 180_000)

  afterAll(async () => {
    await browser.close()
    await node.stop()
  })

  it.each(graduates)('keeps the year out unless the holder of $year shows it, and shows them what the other side sees', async ({ name, year }) => {
    const page = holders.get(name)
    if (page === undefined) throw new TypeError('claimed before')
    await page.getByText('What will they see?').waitFor()
    expect(await page.getByLabel('The day it was awarded').isChecked()).toBe(false)
    await page.getByText('Nothing in it tells the year').waitFor()
    await expectAccessibleAtBothSizes(page)
    const withheld = await saveShare(page, join(folder, `${year}.json`))
    expect(yearsIn(withheld)).toEqual([thisYear])
    expect(await runLer('verify', join(folder, `${year}.json`), '--json')).toMatchObject({ exitCode: 0 })
  })

  it('tells the year in a share made carelessly, so the attacker is no straw man', async () => {
    const page = holders.get('Olga Ivanova')
    if (page === undefined) throw new TypeError('claimed before')
    await page.getByLabel('The day it was awarded').check()
    const careless = await saveShare(page, join(folder, 'careless.json'))
    expect(yearsIn(careless)).toContain('1987')
    expect(await runLer('verify', join(folder, 'careless.json'), '--json')).toMatchObject({ exitCode: 0 })
    await page.getByLabel('The day it was awarded').uncheck()
  })

  it.each(graduates)('keeps the year of $year out as SD-JWT, and of a copy that cannot be linked, unless its holder shows it', async ({ name, year }) => {
    const page = holders.get(name)
    if (page === undefined) throw new TypeError('claimed before')
    for (const [kind, file] of [['A copy for those who ask for “SD-JWT”', `sd-jwt-${year}`], ['A copy that cannot be linked', `unlinkable-${year}`]] as const) {
      await page.getByLabel(kind).check()
      await expectAccessibleAtBothSizes(page)
      const withheld = await saveShare(page, join(folder, `${file}.json`))
      for (const found of yearsIn(withheld)) expect(yearsOfCopy).toContain(found)
      expect(await runLer('verify', join(folder, `${file}.json`), '--json')).toMatchObject({ exitCode: 0 })
      await page.getByLabel('The day it was awarded').check()
      expect(yearsIn(await saveShare(page, join(folder, `${file}-careless.json`)))).toContain(year)
      await page.getByLabel('The day it was awarded').uncheck()
    }
    const shown = readFileSync(join(folder, `unlinkable-${year}.json`), 'utf8')
    expect(shown).not.toMatch(/did:key:z6Mk|urn:uuid:|statusListIndex/)
    await page.getByLabel('The usual copy').check()
  }, 120_000)

  it.each(['A copy for those who ask for “SD-JWT”', 'A copy that cannot be linked'])('shows an employer %s by its link: genuine, and without the year', async (kind) => {
    const page = holders.get('Olga Ivanova')
    if (page === undefined) throw new TypeError('claimed before')
    await page.getByLabel(kind).check()
    await page.getByRole('button', { name: 'Make the link' }).click()
    await page.getByText('Your link is ready').waitFor()
    const employer = await newPage(desk)
    await employer.goto(await page.getByLabel('Link', { exact: true }).first().inputValue())
    await employer.getByText('Genuine, and signed by Riverside Community College').waitFor()
    expect(await employer.locator('main').innerText()).not.toContain('1987')
    await employer.context().close()
    await page.getByRole('button', { name: 'Make another link' }).click()
    await page.getByText('What will they see?').waitFor()
  }, 60_000)

  it('gives both degrees the same shape, so that nothing but chance tells them apart', () => {
    const [older, newer] = graduates.map(({ year }) => shapeOf(readFileSync(join(folder, `${year}.json`), 'utf8')))
    expect(older).toBe(newer)
  })

  it('fails when the year is put back by hand', async () => {
    const file = join(folder, 'put-back.json')
    const bundle = JSON.parse(readFileSync(join(folder, '1987.json'), 'utf8')) as { readonly credentials: readonly string[] }
    const credential = JSON.parse(bundle.credentials[0] ?? '{}') as object
    writeFileSync(file, JSON.stringify({ ...bundle, credentials: [JSON.stringify({ ...credential, awardedDate: '2020-05-12T00:00:00Z' })] }))
    expect(await runLer('verify', file, '--json')).toMatchObject({ exitCode: 1 })
  })

  it('headlines the share as genuine to an employer, who reads no year in it', async () => {
    const page = holders.get('Olga Ivanova')
    if (page === undefined) throw new TypeError('claimed before')
    await page.getByRole('button', { name: 'Make the link' }).click()
    await page.getByText('Your link is ready').waitFor()
    const employer = await newPage(desk)
    await employer.goto(await page.getByLabel('Link', { exact: true }).first().inputValue())
    await employer.getByText('Genuine, and signed by Riverside Community College').waitFor()
    await expectAccessibleAtBothSizes(employer)
    expect(await employer.locator('main').innerText()).not.toContain('1987')
  })
})

describe('S4 by the command line: a degree as SD-JWT', () => {
  const at = (name: string): string => join(folder, 'tokens', name)

  beforeAll(async () => {
    mkdirSync(at(''), { recursive: true })
    await runLer('key', 'new', '--type', 'P-256', '--out', at('college.json'))
    writeFileSync(at('template.json'), JSON.stringify({ achievement: { name: degree, description: 'Two years of study', criteria: 'Sixty credits', achievementType: 'AssociateDegree' }, issuer: { name: 'Riverside Community College' } }))
    writeFileSync(at('list.csv'), ['Name,Email,Award Date', ...graduates.map(({ name, year }) => `${name},${year}@people.example,${year}-01-12`), ''].join('\r\n'))
    expect(await runLer('issue', '--template', at('template.json'), '--csv', at('list.csv'), '--key', at('college.json'), '--format', 'dc+sd-jwt', '--out', at('issued'))).toMatchObject({ exitCode: 0 })
  }, 60_000)

  it('issues, derives and verifies, and the attacker finds the year only where it is shown', async () => {
    const files = readdirSync(at('issued')).filter((name) => name.endsWith('.sdjwt')).toSorted()
    expect(files).toHaveLength(graduates.length)
    for (const [index, { year }] of graduates.entries()) {
      const source = join(at('issued'), files[index] ?? '')
      expect(await runLer('derive', source, '--reveal', '/credentialSubject/achievement/description', '--out', at('shown.sdjwt'))).toMatchObject({ exitCode: 0 })
      expect(yearsIn(readFileSync(at('shown.sdjwt'), 'utf8'))).toEqual([thisYear])
      expect(await runLer('verify', at('shown.sdjwt'), '--json')).toMatchObject({ exitCode: 0 })
      expect(await runLer('derive', source, '--reveal', '/awardedDate', '--out', at('careless.sdjwt'))).toMatchObject({ exitCode: 0 })
      expect(yearsIn(readFileSync(at('careless.sdjwt'), 'utf8'))).toContain(year)
    }
  }, 60_000)
})

/** A bundle with everything replaced that is drawn at random or is a key, a signature or a moment of the copy. */
function shapeOf(bundle: string): string {
  return bundle
    .replaceAll(/urn:uuid:[0-9a-f-]{36}/g, 'ID').replaceAll(/did:key:z6Mk\w+/g, 'HOLDER').replaceAll(/u[\w-]{100,}/g, 'BYTES').replaceAll(/#\d+/g, '#N')
    .replaceAll(/(statusListIndex\W+)\d+/g, '$1N').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'NOW').replaceAll(/(proofValue\W+)z\w+/g, '$1BYTES')
}
