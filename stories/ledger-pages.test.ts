/**
 * The ledger as people see it, on a node of their own: an organisation finds its registration, a stranger checks an entry
 * in the browser, and a stolen key is reported.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../tools/test-browser.ts'
import { desk, expectAccessibleAtBothSizes } from './accessible.ts'
import { freePorts, type NodeProcess, startNodeProcess } from './node-process.ts'
import { openMenuItem, passphrase } from './registrar.ts'

const folder = mkdtempSync(join(tmpdir(), 'ler-ledger-pages-'))
let node: NodeProcess
let origin: string
let browser: Browser
let owner: Page
let stranger: Page

async function newPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: desk, locale: 'en-US' })
  context.setDefaultTimeout(20_000)
  return context.newPage()
}

/** The node works by itself: a page is looked at again until it shows what is waited for. */
async function reloadUntil(page: Page, text: string): Promise<void> {
  const shown = page.getByText(text).first()
  for (let turn = 0; turn < 40; turn += 1) {
    if (await shown.waitFor({ timeout: 1_500 }).then(() => true, () => false)) return
    await page.reload()
  }
  throw new Error(`the page never said: ${text}`)
}

describe('the ledger of a node, as people see it', () => {
  let did: string

  beforeAll(async () => {
    browser = await launchBrowser()
    const ports = await freePorts()
    origin = `http://localhost:${ports.port}`
    node = await startNodeProcess({ data: join(folder, 'data'), ...ports })
    ;[owner, stranger] = [await newPage(), await newPage()]
  })

  afterAll(async () => {
    await browser?.close()
    await node?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('registers the organisation under the sector that its owner chose', async () => {
    await owner.goto(node.setUpLink ?? '')
    await owner.getByLabel('Your name', { exact: true }).fill('Rosa Quispe')
    await owner.getByLabel('Login name').fill('rosa')
    await owner.getByLabel('Name of the organisation').fill('Mill Street Metals')
    await owner.getByLabel('What kind of organisation is it?').selectOption('employer')
    await owner.getByRole('radio', { name: /With a passphrase/ }).check()
    await owner.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await expectAccessibleAtBothSizes(owner)
    await owner.getByRole('button', { name: 'Set up' }).click()
    await owner.getByRole('heading', { name: 'Mill Street Metals', level: 1 }).waitFor()
    await openMenuItem(owner, 'On the ledger')
    await owner.getByRole('heading', { name: 'Your registration' }).waitFor()
    await reloadUntil(owner, 'with entry')
    expect(await owner.locator('.facts').first().textContent()).toContain('Employers')
    did = await owner.getByLabel('Your signature name (DID)').inputValue()
    await expectAccessibleAtBothSizes(owner)
  })

  it('lets a stranger read who said what, and check it without believing the node', async () => {
    await stranger.goto(`${origin}/ledger`)
    await stranger.getByRole('link', { name: 'Mill Street Metals registered' }).first().click()
    await stranger.getByRole('button', { name: 'Check it now' }).click()
    await stranger.getByText('It holds: it is in the ledger, unaltered, and signed').waitFor()
    await stranger.getByText('This network has one member so far, so its own signature is enough.').waitFor()
    expect(await stranger.locator('.verdict-yes').count()).toBe(5)
    await expectAccessibleAtBothSizes(stranger)
  })

  it('shows how it was founded, with the long lines of its policy, on a phone as well', async () => {
    await stranger.goto(`${origin}/ledger/entry/0`)
    await stranger.getByText('quorum none').waitFor()
    await expectAccessibleAtBothSizes(stranger)
  })

  it('says honestly who holds a copy: nobody else yet', async () => {
    await stranger.goto(`${origin}/network`)
    await stranger.getByText('Nobody else holds a copy yet').waitFor()
    expect(await stranger.getByText('This network has one member so far').count()).toBe(1)
    await expectAccessibleAtBothSizes(stranger)
  })

  it('follows nothing that does not answer, and says so to its owner', async () => {
    await owner.goto(`${origin}/network`)
    await owner.getByRole('button', { name: 'Change what it follows' }).click()
    await owner.getByLabel('Address of the ledger').fill('http://localhost:9')
    await owner.getByRole('button', { name: 'Follow a ledger' }).click()
    expect(await owner.getByRole('alert').textContent()).toContain('That ledger does not answer')
  })

  it('lets its owner speak for an entry and put a recovery key in force, without a fault in the browser', async () => {
    const faults: string[] = []
    owner.on('console', (line) => void (line.type() === 'error' && faults.push(line.text())))
    await openDeskPage('Speak for or against something')
    await owner.getByRole('radio', { name: 'One entry of the ledger' }).click()
    await owner.getByLabel('Which entry?').fill('0')
    await owner.getByRole('radio', { name: /We looked it over/ }).click()
    await owner.getByRole('button', { name: 'Look at it once more…' }).click()
    await owner.getByRole('dialog').getByText('Mill Street Metals reviewed entry 0').waitFor()
    await owner.getByRole('button', { name: 'Say it for good' }).click()
    await owner.getByRole('link', { name: /It is on the ledger, as entry/ }).waitFor()
    await openDeskPage('Keep a recovery key')
    await owner.getByRole('button', { name: 'Make a recovery key' }).click()
    await Promise.all([owner.waitForEvent('download'), owner.getByRole('button', { name: 'Save the recovery key' }).click()])
    await owner.getByLabel('I have saved it where others do not find it').check()
    await owner.getByRole('button', { name: 'Put it in force…' }).click()
    await owner.getByRole('button', { name: 'Put it in force for good' }).click()
    await owner.getByText('You have a recovery key').waitFor()
    expect(faults).toEqual([])
  })

  async function openDeskPage(name: string): Promise<void> {
    await owner.goto(`${origin}/console/mill-street-metals/on-the-ledger`)
    await owner.getByRole('link', { name }).click()
    await owner.getByRole('heading', { name, level: 1 }).waitFor()
  }

  it('shows a stolen key as doubtful to everybody from the moment its owner reports it', async () => {
    await owner.goto(`${origin}/console/mill-street-metals/on-the-ledger`)
    await owner.getByRole('button', { name: 'Report a stolen key…' }).click()
    const dialog = owner.getByRole('dialog')
    await dialog.getByText('This is the only key that your organisation has').waitFor()
    await dialog.getByLabel('Since when may others have had it?').fill('2026-01-01T00:00')
    await dialog.getByRole('button', { name: 'Report it as stolen' }).click()
    await owner.getByText('It is on the ledger, as entry').waitFor()
    await stranger.goto(`${origin}/issuer?did=${encodeURIComponent(did)}`)
    await stranger.getByText('In doubt').waitFor()
    expect(await stranger.getByText('since January 1, 2026').count()).toBe(1)
    await expectAccessibleAtBothSizes(stranger)
  })
})
