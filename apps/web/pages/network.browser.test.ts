import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible, expectAccessibleAtBothSizes } from '../../../stories/accessible.ts'
import { type ServedPages, serveBuiltPages } from '../../../tools/serve-built-pages.ts'
import { launchBrowser } from '../../../tools/test-browser.ts'
import type { Network, ProvenEntry } from '../network-api.ts'
import { sampleNetwork, sampleNode, type SampleNetwork } from '../sample-network.ts'

let served: ServedPages
let browser: Browser
let sample: SampleNetwork

beforeAll(async () => {
  sample = await sampleNetwork()
  served = await serveBuiltPages('node', { '/api/node': sampleNode(sample) })
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  served?.close()
})

describe('the ledger', () => {
  it('says how long it is, what was said last and by whom, and draws how it grew', async () => {
    const page = await open('/ledger')
    await page.getByText('entries for good').waitFor()
    await page.getByRole('link', { name: 'Riverside College recorded 256 or more records' }).first().waitFor()
    expect(await page.locator('a.entry-link').count()).toBe(25)
    expect(await page.getByRole('img', { name: /The ledger grew from 6 entries/ }).count()).toBe(1)
    await expectAccessibleAtBothSizes(page)
    await shoot(page, 'ledger')
  })

  it('is paged, filtered by what was said, and read with the keyboard alone', async () => {
    const page = await open('/ledger')
    const links = page.locator('a.entry-link')
    await links.first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('End')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(await links.last().textContent())
    await page.getByRole('link', { name: 'Older entries' }).click()
    await page.getByText('Entries 16 to 40 of 66, newest first').waitFor()
    // Only what stands there is offered.
    expect(await page.getByLabel('Show').getByRole('option').count()).toBe(6)
    await page.getByLabel('Show').selectOption({ label: 'Accreditation' })
    await page.getByRole('link', { name: 'Welding Certification Board accredited Riverside College' }).waitFor()
    expect(await links.count()).toBe(2)
    await page.goBack()
    await page.getByText('Entries 16 to 40 of 66, newest first').waitFor()
    await page.getByLabel('Entry number').fill('99')
    await page.keyboard.press('Enter')
    await page.getByText('Enter a number from 0 to 65').waitFor()
    await page.getByLabel('Entry number').fill('4')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Entry 4' }).waitFor()
  })
})

describe('one entry', () => {
  it('is verified by the browser itself, with the way to the root as a picture and as text', async () => {
    const page = await open('/ledger/entry/4')
    await page.getByRole('heading', { name: 'Welding Certification Board accredited Riverside College' }).waitFor()
    expect(await page.getByRole('img', { name: /The way from entry 4 up to the fingerprint of all 66 entries/ }).count()).toBe(1)
    await page.getByRole('button', { name: 'Check it now' }).click()
    await page.getByText('It holds: it is in the ledger, unaltered, and signed').waitFor()
    expect(await page.locator('.verdict-yes').count()).toBe(5)
    await page.getByText('The steps as text').click()
    await expectAccessibleAtBothSizes(page)
    await shoot(page, 'entry')
  })

  it('does not hold when one byte of it is another', async () => {
    const entry = sample.entry(4)
    if (entry === undefined) throw new Error('the sample has no such entry')
    const bytes = Buffer.from(entry.bytes, 'base64url')
    bytes[bytes.indexOf('2029')] = '3'.charCodeAt(0)
    const page = await open('/ledger/entry/4', { entry: { ...entry, bytes: bytes.toString('base64url') } })
    await page.getByRole('button', { name: 'Check it now' }).click()
    await page.getByText('It does not hold: do not rely on it').waitFor()
    expect(await page.locator('.verdict-no').allTextContents()).toEqual([expect.stringContaining('Are the signatures right?'), expect.stringContaining('Is it in the list?')])
    await expectAccessible(page)
  })

  it('says what is missing while it is not final, and when there is none of its number', async () => {
    const page = await open('/ledger/entry/65')
    await page.getByText('This entry waits for other members to sign.').waitFor()
    await page.getByRole('button', { name: 'Check it now' }).click()
    await page.getByText('What could be checked holds, but not everything could be').waitFor()
    await page.goto(`${served.origin}/ledger/entry/4000`)
    await page.getByText('There is no such entry').waitFor()
    expect(await page.getByText('The ledger has 66 entries').count()).toBe(1)
    await expectAccessibleAtBothSizes(page)
  })
})

describe('who holds a copy', () => {
  it('names each with its sector, size and last signature, and says the rule in words', async () => {
    const page = await open('/network')
    await page.getByText('4 of 5 sectors must sign before an entry counts.').waitFor()
    await page.getByText('Two sectors may lie together with whoever runs the log, and nobody is fooled.').waitFor()
    await page.getByText('One sector may be out of reach, and entries still become final.').waitFor()
    expect(await page.getByRole('row', { name: /education-1\.example/ }).textContent()).toContain('2 minutes ago')
    // On a phone the sector stands below the name, on a desk in its column.
    const belowName = page.locator('.phone-more').first()
    expect(await belowName.isVisible()).toBe(true)
    await page.setViewportSize({ width: 1_440, height: 900 })
    expect(await belowName.isVisible()).toBe(false)
    await expectAccessibleAtBothSizes(page)
    await shoot(page, 'network')
  })

  it('says honestly that a network of one has nobody to watch it', async () => {
    const alone = { ...sample.network, holders: [], following: [], policy: { ...sample.network.policy, text: `log ${sample.network.self.verifierKey}\nquorum none\n` } }
    const page = await open('/network', { network: alone })
    await page.getByText('Nobody else holds a copy yet').waitFor()
    await page.getByText('This network has one member so far').waitFor()
    expect(await page.getByLabel('Command for another organisation').inputValue()).toBe(`npx ler ledger join ${served.origin}/ledger`)
    await expectAccessibleAtBothSizes(page)
    await shoot(page, 'network-alone')
  })

  it('raises an alarm for a fork above everything else, with the proof to hand on', async () => {
    const forked = { ...sample.network, alarms: [{ kind: 'fork', origin: 'coast.example/ledger', at: '2026-05-01T08:00:00Z', reason: 'two roots for size 812', proof: { type: 'LedgerForkProof' } }] }
    const page = await open('/network', { network: forked })
    const alarm = page.getByRole('alert')
    await alarm.getByText('A ledger showed two histories').waitFor()
    const download = page.waitForEvent('download')
    await alarm.getByRole('button', { name: 'Save the proof' }).click()
    expect((await download).suggestedFilename()).toBe('fork-proof.json')
    await expectAccessibleAtBothSizes(page)
    await shoot(page, 'alarm')
    await page.goto(`${served.origin}/ledger`)
    await page.getByRole('alert').getByText('A ledger showed two histories').waitFor()
  })
})

describe('the page of an issuer', () => {
  it('shows who accredited whom, its keys, and what others dispute', async () => {
    const page = await open(`/issuer?did=${sample.college}`)
    await page.getByRole('heading', { name: 'Riverside College', level: 1 }).waitFor()
    const chain = page.getByRole('list', { name: 'Who accredited whom, down to Riverside College' }).locator('> li')
    expect(await chain.locator('.chain-party').allTextContents()).toEqual([expect.stringContaining('National Accreditation Council'), 'Welding Certification Board', 'Riverside College'])
    await page.getByText('ISO/IEC 17024', { exact: false }).first().waitFor()
    await page.getByText('Welding Certification Board disputes it as misleading').waitFor()
    await page.getByText('Nobody has checked that this domain is theirs.').waitFor()
    await page.getByText('Welding Certification Board looked for').waitFor()
    await expectAccessibleAtBothSizes(page)
    await shoot(page, 'issuer')
  })

  it('says of an accreditor of the founding that it rests on nobody', async () => {
    const page = await open(`/issuer?did=${sample.founder}`)
    await page.getByText('May accredit others, for everything').waitFor()
    expect(await page.locator('.chain-party').allTextContents()).toEqual(['National Accreditation CouncilNamed by all sectors when the network was founded'])
    await expectAccessible(page)
  })

  it.each(['did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK', ''])('is honest about one that nobody knows: %j', async (did) => {
    const page = await open(`/issuer?did=${did}`)
    await page.getByText(did === '' ? 'Which issuer?' : 'The registry of this network does not know this issuer').waitFor()
    expect(await page.locator('.chain').count()).toBe(0)
    await expectAccessibleAtBothSizes(page)
  })
})

/** What the node tells instead of the sample. */
interface Told { readonly network?: Network, readonly entry?: ProvenEntry }

/** Opens a page; the node behind it is the sample's. */
async function open(path: string, { network = sample.network, entry }: Told = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 } })
  const page = await context.newPage()
  await page.route('**/api/network', (route) => route.fulfill({ json: network }))
  await page.route('**/api/ledger/growth', (route) => route.fulfill({ json: sample.growth }))
  await page.route('**/ledger/checkpoint', (route) => route.fulfill({ body: sample.checkpoint, contentType: 'text/plain' }))
  await page.route('**/api/ledger/entries?*', (route) => {
    const { searchParams } = new URL(route.request().url())
    return route.fulfill({ json: sample.entries(Number(searchParams.get('from')), Number(searchParams.get('limit'))) })
  })
  await page.route('**/api/ledger/entries/*', (route) => {
    const found = entry ?? sample.entry(Number(new URL(route.request().url()).pathname.split('/').at(-1)))
    return found === undefined ? route.fulfill(refusal('ledger/not-found')) : route.fulfill({ json: found })
  })
  await page.route('**/api/network/issuer?*', (route) => {
    const found = sample.issuers.get(new URL(route.request().url()).searchParams.get('did') ?? '')
    return found === undefined ? route.fulfill(refusal('network/issuer-unknown')) : route.fulfill({ json: found })
  })
  await page.goto(served.origin + path)
  return page
}

const refusal = (code: string): { readonly status: number, readonly contentType: string, readonly body: string } => ({ status: 404, contentType: 'application/problem+json', body: JSON.stringify({ code }) })

/** Keeps pictures of a page where LER_PICTURES says, to be looked at. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['LER_PICTURES']
  if (folder === undefined) return
  for (const [size, width, height] of [['phone', 360, 640], ['desk', 1440, 900]] as const) {
    await page.setViewportSize({ width, height })
    await page.screenshot({ path: `${folder}/${name}-${size}.png`, fullPage: true })
  }
}
