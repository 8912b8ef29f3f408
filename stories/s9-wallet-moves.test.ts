/**
 * S9: the wallet moves. Sofia claims a record, keeps it on two devices through a node that can read nothing, takes everything out, and a
 * program that is not ours verifies it there. Then she loses both devices: words on paper and people she trusts bring her back.
 *
 * What is pressed is found by what it is, not by its words: the story runs in English and in Arabic.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTemporaryFolder } from '../tools/temporary-folder.ts'
import { launchBrowser } from '../tools/test-browser.ts'
import { expectAccessibleAtBothSizes, phone } from './accessible.ts'
import { DeskClient } from './desk-client.ts'
import { languagesOf } from './languages.ts'
import { freePorts, startNodeProcess, type NodeProcess } from './node-process.ts'

const reader = fileURLToPath(new URL('../examples/read-wallet-export.mjs', import.meta.url))
const folder = makeTemporaryFolder('ler-s9-')
const [first, second, keysPassphrase] = ['seven green lanterns hum', 'nine paper boats drift', 'café crème au comptoir']
const achievement = 'Transport Planning'
let node: NodeProcess
let browser: Browser
let sofia: Page
let archive: string
let words: readonly string[]
let cards: readonly string[]

async function newDevice(locale: string): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ viewport: phone, locale, acceptDownloads: true })
  context.setDefaultTimeout(20_000)
  return context.newPage()
}

/** Opens a page of the wallet without loading it anew: that would lock it. */
async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    const link = document.createElement('a')
    link.href = to
    document.body.append(link)
    link.click()
    link.remove()
  }, path)
  await page.waitForURL((url) => url.pathname === path)
}

async function submit(page: Page): Promise<void> {
  await page.locator('main button[type=submit]').click()
}

async function choosePassphrase(page: Page, passphrase: string): Promise<void> {
  await page.locator('input[autocomplete=new-password]').fill(passphrase)
  await submit(page)
}

/** Brings a wallet to a new device by its words, and has it meet the others. */
async function openByWords(page: Page, passphrase: string): Promise<void> {
  await page.goto(`${node.walletUrl}/restore/words`)
  await page.locator('#word-1').fill(words.join(' '))
  await submit(page)
  await page.getByTestId('seed-empty').waitFor()
  await choosePassphrase(page, passphrase)
  await page.waitForURL((url) => url.pathname === '/')
}

async function switchSyncOn(page: Page): Promise<void> {
  await go(page, '/sync')
  await expect.poll(() => page.locator('#sync-node').inputValue()).toBe(node.url)
  await submit(page)
  await page.getByTestId('sync-met').waitFor()
}

async function records(page: Page): Promise<number> {
  await go(page, '/')
  await page.locator('.empty, .cards').first().waitFor()
  return page.locator('.card-whole').count()
}

/** All that the browser keeps for the wallet, bytes as characters. */
function readStored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const parts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })]
    const asked = <Value>(request: IDBRequest<Value>): Promise<Value> => new Promise((resolve) => { request.onsuccess = () => resolve(request.result) })
    for (const { name } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name ?? ''))
      for (const store of database.objectStoreNames) {
        parts.push(JSON.stringify(await asked(database.transaction(store).objectStore(store).getAll()), (_, value: unknown) => (value instanceof Uint8Array ? String.fromCharCode(...value) : value)))
      }
      database.close()
    }
    return parts.join('\n')
  })
}

describe.each(languagesOf('ar'))('S9 in $name: the wallet moves', ({ language, locale }) => {
  const home = join(folder, language)

  beforeAll(async () => {
    mkdirSync(home, { recursive: true })
    ;[node, browser] = await Promise.all([startNodeProcess({ data: join(home, 'data'), ...(await freePorts()) }), launchBrowser()])
    const desk = await DeskClient.setUp(node, 'Riverside Community College')
    await desk.issue(await desk.describe(achievement), 1)
    const [claim] = await desk.claims()
    sofia = await newDevice(locale)
    const token = new URL(claim?.link ?? '').pathname.split('/').at(-1) ?? ''
    await sofia.goto(`${node.walletUrl}/claim#node=${encodeURIComponent(node.url)}&token=${token}`)
    await choosePassphrase(sofia, first)
    await submit(sofia)
    await sofia.waitForURL((url) => url.pathname.startsWith('/record/'))
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await node?.stop()
    rmSync(home, { recursive: true, force: true })
  })

  it('takes everything out of the browser, and a program that is not ours opens the keys and verifies the record', async () => {
    await go(sofia, '/export')
    await sofia.locator('input[type=checkbox]').first().check()
    await expectAccessibleAtBothSizes(sofia)
    await sofia.locator('input[autocomplete=new-password]').fill(keysPassphrase)
    const download = sofia.waitForEvent('download')
    await submit(sofia)
    archive = join(home, 'export.zip')
    await (await download).saveAs(archive)
    expect(readFileSync(reader, 'utf8')).not.toMatch(/everlearned['"/]|from '\.\.?\//)
    const { stdout, stderr } = spawnSync(process.execPath, [reader, archive], { input: keysPassphrase.normalize('NFD'), encoding: 'utf8', timeout: 60_000 })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({ damaged: [], unreadable: [], seedBytes: 32, credentials: [{ name: achievement, verified: true, holderKey: 'proven' }] })
  })

  it('says that nothing is safe until words are written down, and asks for three of them', async () => {
    await go(sofia, '/')
    await sofia.locator('a[href="/settings#backup"]').waitFor()
    await go(sofia, '/recovery/words')
    await sofia.locator('main button').first().click()
    words = await sofia.getByTestId('phrase').locator('li').allTextContents()
    await expectAccessibleAtBothSizes(sofia)
    await sofia.locator('main button').first().click()
    const fields = await sofia.locator('input[id^=word-]').evaluateAll((inputs) => inputs.map(({ id }) => Number(id.slice(5))))
    for (const number of fields) await sofia.locator(`#word-${number}`).fill(words[number - 1] ?? '')
    await submit(sofia)
    await sofia.getByTestId('phrase-confirmed').waitFor()
    await go(sofia, '/recovery/people')
    await expectAccessibleAtBothSizes(sofia)
    await submit(sofia)
    cards = await sofia.getByTestId('share-rows').allTextContents()
    expect(cards).toHaveLength(3)
    await expectAccessibleAtBothSizes(sofia)
    await sofia.locator('main button').last().click()
    await sofia.getByTestId('people-done').waitFor()
    // The keys are safe by now, the record is not: the page goes on saying so.
    await go(sofia, '/')
    await sofia.locator('a[href="/settings#safe"]').waitFor()
  })

  it('keeps the record on a second device, which works offline, and shuts a third one out', async () => {
    await switchSyncOn(sofia)
    await expectAccessibleAtBothSizes(sofia)
    expect(await records(sofia)).toBe(1)
    expect(await sofia.locator('a[href^="/settings#"]').count()).toBe(0)
    const laptop = await newDevice(locale)
    await openByWords(laptop, second)
    expect(await records(laptop)).toBe(0)
    await switchSyncOn(laptop)
    expect(await records(laptop)).toBe(1)

    await laptop.context().setOffline(true)
    await go(laptop, '/sync')
    await laptop.locator('main .button-row button').first().click()
    await laptop.getByTestId('sync-missed').waitFor()
    expect(await records(laptop)).toBe(1)
    await laptop.context().setOffline(false)

    await go(sofia, '/sync')
    await sofia.locator('input[type=checkbox]').check()
    await sofia.locator('.button-danger').first().click()
    await sofia.getByTestId('sync-code').waitFor()
    await go(laptop, '/sync')
    await laptop.locator('main .button-row button').first().click()
    await laptop.getByTestId('sync-ended').waitFor()
    await expectAccessibleAtBothSizes(laptop)
    await laptop.locator('#sync-code').fill(await sofia.getByTestId('sync-code').textContent() ?? '')
    await submit(laptop)
    await laptop.getByTestId('sync-met').waitFor()

    // Stolen by now, and locked: whoever reads the disk finds no name, no key and no word.
    await laptop.reload()
    await laptop.locator('input[autocomplete=current-password]').waitFor()
    const stored = await readStored(laptop)
    expect(stored.length).toBeGreaterThan(500)
    for (const plain of [achievement, 'Riverside', 'did:key', 'proofValue', second, words.slice(0, 2).join(' '), words.slice(0, 2).join('","')]) expect(stored).not.toContain(plain)
    await laptop.context().close()
  })

  it('comes back with two of three cards after the browser was cleared, told plainly when a card is mistyped or there twice', async () => {
    await sofia.context().clearCookies()
    await sofia.evaluate(async () => { for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name ?? '') })
    await sofia.goto(`${node.walletUrl}/restore`)
    await sofia.getByTestId('back-people').click()
    const rows = sofia.locator('main textarea')
    await rows.fill((cards[2] ?? '').replace(/[0-9A-Z]/, (letter) => (letter === 'A' ? 'B' : 'A')))
    await submit(sofia)
    await sofia.getByTestId('card-fault').waitFor()
    await rows.fill((cards[2] ?? '').toLowerCase())
    await submit(sofia)
    await sofia.getByTestId('cards-missing').waitFor()
    await rows.fill(cards[2] ?? '')
    await submit(sofia)
    await sofia.getByTestId('card-fault').waitFor()
    await expectAccessibleAtBothSizes(sofia)
    await rows.fill(cards[0] ?? '')
    await submit(sofia)
    await sofia.locator('[data-testid^=seed-]').waitFor()
    await choosePassphrase(sofia, second)
    await sofia.waitForURL((url) => url.pathname === '/')
  })

  it('brings the record in again from the archive, once', async () => {
    for (const times of [1, 2]) {
      await go(sofia, '/import')
      await sofia.locator('#import-file').setInputFiles(archive)
      await sofia.getByTestId('import-found').waitFor()
      if (times === 1) await expectAccessibleAtBothSizes(sofia)
      await sofia.locator('main .button').first().click()
      await sofia.getByTestId('import-kept').waitFor()
      expect(await records(sofia)).toBe(1)
    }
  })

  it('makes the whole wallet again on an empty device from the archive and its passphrase', async () => {
    const tablet = await newDevice(locale)
    await tablet.goto(`${node.walletUrl}/restore`)
    await tablet.locator('input[type=file]').setInputFiles(archive)
    await tablet.locator('input[type=password]').fill(keysPassphrase)
    await submit(tablet)
    await tablet.locator('.card-whole').waitFor()
    await go(tablet, '/recovery/words')
    await tablet.locator('main button').first().click()
    expect(await tablet.getByTestId('phrase').locator('li').allTextContents()).toEqual(words)
    await tablet.context().close()
  })
})
