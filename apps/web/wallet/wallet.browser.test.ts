import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createAchievement, createAchievementCredential, signCredential } from 'everlearned/credential'
import { ed25519Jwk, webCryptography as cryptography } from 'everlearned/crypto'
import { didWebDocument } from 'everlearned/did'
import { expectAccessible, expectAccessibleAtBothSizes, expectReflow } from '../../../stories/accessible.ts'
import { expectKeyboard, pressWithKeyboard, typeWithKeyboard } from '../../../stories/keyboard.ts'
import { speak } from '../../../stories/languages.ts'
import { type ServedPages, serveBuiltPages } from '../../../tools/serve-built-pages.ts'
import { launchBrowser } from '../../../tools/test-browser.ts'
import { walletClaim } from '../messages/wallet-claim.ts'
import { walletRestore, walletSettings } from '../messages/wallet-settings.ts'
import { wallet as words } from '../messages/wallet.ts'

const node = 'https://college.example'
const issuer = 'did:web:college.example:orgs:college'
const archiveProof = { type: 'ArchiveProof', entry: 'AA', proof: 'c2sp.org/tlog-proof@v1' }
const passphrase = 'four brass kettles sing'

let served: ServedPages
let wallet: string
let browser: Browser

beforeAll(async () => {
  served = await serveBuiltPages('wallet')
  wallet = served.origin
  browser = await launchBrowser()
})

beforeEach(() => speak('en'))

afterAll(async () => {
  await browser?.close()
  served?.close()
})

describe('a wallet behind a passphrase', () => {
  it('stores nothing of a claimed record that can be read, leads to the backup and back, and moves by it, for somebody who reads Arabic', async () => {
    await speak('ar')
    const first = await openContext('ar')
    const page = await first.newPage()
    await page.goto(`${wallet}/claim#node=${encodeURIComponent(node)}&token=${'A'.repeat(43)}`)
    await makeWithPassphrase(page)
    expect(await page.locator('html').getAttribute('lang')).toBe('ar')
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    await page.getByRole('button', { name: walletClaim.take }).waitFor()
    await expectKeyboard(page)
    await pressWithKeyboard(page.getByRole('button', { name: walletClaim.take }))
    await page.getByText(walletClaim.done).waitFor()
    await expectKeyboard(page)
    await expectAccessibleAtBothSizes(page)
    await expectReflow(page)
    const stored = await readDatabase(page)
    for (const plain of ['Welding', 'College', 'college.example', 'did:key', passphrase]) expect(stored).not.toContain(plain)

    await page.getByRole('link', { name: words.list.backUp }).click()
    await page.getByLabel(walletSettings.backupPassphrase).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(walletSettings.backupHeading)
    expect(await page.getByLabel(walletSettings.backupPassphrase).evaluate((field) => field.getBoundingClientRect().bottom <= innerHeight)).toBe(true)
    await expectAccessibleAtBothSizes(page)
    await expectReflow(page)
    await page.getByLabel(walletSettings.backupPassphrase).fill('seven quiet otters row')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: walletSettings.backupMake }).click()
    const backup = readFileSync(await (await download).path())
    expect(backup.toString()).not.toMatch(/Welding|College/)
    await page.getByRole('link', { name: walletSettings.backupNext }).click()
    await page.getByRole('link', { name: /Welding/ }).waitFor()
    await first.close()

    const second = await openContext('ar')
    const restored = await second.newPage()
    await restored.goto(`${wallet}/restore`)
    await restored.locator('input[type=file]').setInputFiles({ name: 'everlearned-backup.json', mimeType: 'application/json', buffer: backup })
    await restored.getByLabel(walletRestore.passphrase).fill('not that one at all')
    await restored.getByRole('button', { name: walletRestore.done }).click()
    await restored.getByText(walletRestore.wrong).waitFor()
    await restored.getByLabel(walletRestore.passphrase).fill('seven quiet otters row')
    await restored.getByRole('button', { name: walletRestore.done }).click()
    await restored.getByRole('heading', { name: 'Welding' }).waitFor()
    await expectAccessibleAtBothSizes(restored)
    await expectReflow(restored)
    await second.close()
  })

  it('opens without a connection after the first visit, changes its language there, and locks', async () => {
    const context = await openContext()
    const page = await context.newPage()
    await page.goto(wallet)
    await page.getByRole('button', { name: 'Make my wallet' }).click()
    await makeWithPassphrase(page)
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await context.setOffline(true)
    await page.reload()
    await page.getByLabel('Your passphrase').fill(passphrase)
    await page.getByRole('button', { name: 'Español' }).click()
    await page.getByRole('heading', { name: 'Abra su billetera' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('es')
    await page.getByRole('button', { name: 'Abrir', exact: true }).click()
    await page.getByText('Todavía no hay nada').waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Abra su billetera' }).waitFor()
    await page.getByRole('button', { name: 'English' }).click()
    await expectKeyboard(page)
    await typeWithKeyboard(page.getByLabel('Your passphrase'), `${passphrase}s`)
    await page.keyboard.press('Enter')
    await page.locator('input[aria-invalid="true"]').waitFor()
    await expectAccessible(page)
    await page.getByLabel('Your passphrase').focus()
    await page.keyboard.press('End')
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Enter')
    await page.getByText('Nothing here yet').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), { message: 'the heading is read aloud' }).toBe('H1')
    await expectKeyboard(page)
    await pressWithKeyboard(page.getByRole('button', { name: 'Lock' }))
    await page.getByRole('heading', { name: 'Open your wallet' }).waitFor()
    expect(await page.getByText('Nothing here yet').count()).toBe(0)
    await context.close()
  })
})

describe('a wallet behind a passkey', () => {
  it('opens with the device’s lock, and keeps no output of it', async () => {
    const context = await openContext()
    const page = await context.newPage()
    await addAuthenticator(context, page, true)
    const asked: string[] = []
    context.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(wallet)
    await page.getByRole('heading', { level: 1 }).waitFor()
    const first = asked.slice(0, asked.includes('/service-worker.js') ? asked.indexOf('/service-worker.js') : undefined)
    expect(first.length, `a poor connection waits for each of ${first.join(' ')}`).toBeLessThanOrEqual(10)
    await expectInstallable(context, page)
    await page.getByRole('button', { name: 'Make my wallet' }).click()
    await page.getByRole('button', { name: 'Use this device’s lock' }).waitFor()
    await expectAccessibleAtBothSizes(page)
    await page.getByRole('button', { name: 'Use this device’s lock' }).click()
    await page.getByText('Nothing here yet').waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Open with this device’s lock' }).click()
    await page.getByText('Nothing here yet').waitFor()
    expect(await readDatabase(page)).toContain('passkey')
    await context.close()
  })

  it('falls back to a passphrase, in words, where the device has no pseudo-random function', async () => {
    const context = await openContext()
    const page = await context.newPage()
    await addAuthenticator(context, page, false)
    await page.goto(wallet)
    await page.getByRole('button', { name: 'Make my wallet' }).click()
    await page.getByRole('button', { name: 'Use this device’s lock' }).click()
    await page.getByText('Choose a passphrase instead').waitFor()
    await makeWithPassphrase(page)
    await page.getByText('Nothing here yet').waitFor()
    expect(await readDatabase(page)).not.toContain('passkey')
    await context.close()
  })
})

async function openContext(locale = 'en-US'): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, acceptDownloads: true, locale })
  await context.route(`${node}/**`, answerAsNode)
  return context
}

/** Fills in the form that asks for a new passphrase. */
async function makeWithPassphrase(page: Page): Promise<void> {
  await page.getByLabel(words.make.passphraseLabel).fill(passphrase)
  await page.getByRole('button', { name: words.make.done }).click()
}

/** The browser finds nothing that keeps the wallet from being kept among the device's programs, and each of its pictures is one. */
async function expectInstallable(context: BrowserContext, page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  const session = await context.newCDPSession(page)
  const { errors } = await session.send('Page.getAppManifest')
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
  // A private window installs nothing; that is the only reason.
  expect([...errors, ...installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')]).toEqual([])
  const sizes = await page.evaluate(async () => {
    const address = document.querySelector<HTMLLinkElement>('link[rel="manifest"]')?.href ?? ''
    const { icons } = await (await fetch(address)).json() as { readonly icons: readonly { readonly src: string; readonly purpose: string; readonly type: string }[] }
    const touch = document.querySelector<HTMLLinkElement>('link[rel="apple-touch-icon"]')?.href ?? ''
    const pictures = [...icons.filter(({ type }) => type === 'image/png').map(({ src, purpose }) => ({ src, purpose })), { src: touch, purpose: 'apple' }]
    return Promise.all(pictures.map(async ({ src, purpose }) => {
      const picture = new Image()
      picture.src = src
      await picture.decode()
      return `${purpose} ${picture.naturalWidth}`
    }))
  })
  expect(sizes).toEqual(['any 192', 'any 512', 'maskable 512', 'apple 180'])
}

async function addAuthenticator(context: BrowserContext, page: Page, hasPrf: boolean): Promise<void> {
  const session = await context.newCDPSession(page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true, hasPrf, isUserVerified: true, automaticPresenceSimulation: true },
  })
}

/** Everything in this origin's databases and caches of text, as one string, bytes as characters. */
function readDatabase(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const parts: string[] = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })]
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open(name ?? '')
        request.onsuccess = () => resolve(request.result)
      })
      for (const store of database.objectStoreNames) {
        const values = await new Promise<unknown[]>((resolve) => {
          const request = database.transaction(store).objectStore(store).getAll()
          request.onsuccess = () => resolve(request.result)
        })
        parts.push(JSON.stringify(values, (_, value: unknown) => (value instanceof Uint8Array ? String.fromCharCode(...value) : value)))
      }
      database.close()
    }
    return parts.join('\n')
  })
}

/** A node that offers one badge and signs it for whoever claims. */
async function answerAsNode(route: Route): Promise<void> {
  const signingKey = await cryptography.importSigningKey(ed25519Jwk(new Uint8Array(32).fill(1)))
  const request = route.request()
  const headers = { 'access-control-allow-origin': '*' }
  if (request.url().endsWith('/challenge')) return route.fulfill({ headers, json: { challenge: 'challenge-1', domain: node, expiresAt: new Date(Date.now() + 60_000) } })
  if (request.url() === `${node}/api/ledger/archive?id=${encodeURIComponent(issuer)}`) return route.fulfill({ headers, json: { archived: [archiveProof] } })
  if (request.method() === 'GET') {
    return route.fulfill({ headers, json: { state: 'unclaimed', organisation: { name: 'Riverside College', did: issuer }, achievement: { name: 'Welding', description: '' }, recipientHint: 'S… L…', needsCode: false } })
  }
  const { presentation } = request.postDataJSON() as { readonly presentation: { readonly holder: string } }
  const created = new Date()
  const credential = await signCredential(createAchievementCredential({
    id: 'urn:uuid:6f2f2c1e-8a50-4d0c-9a53-1f6a1d6f0b11', issuer: { id: issuer, name: 'Riverside College' }, subject: { did: presentation.holder }, validFrom: created,
    achievement: createAchievement({ id: 'urn:uuid:1f6a1d6f-8a50-4d0c-9a53-6f2f2c1e0b11', name: 'Welding', description: 'Joins steel', criteria: { narrative: 'Three joints' } }),
  }), { signingKey, verificationMethod: `${issuer}#key-1`, created, cryptography })
  const document = didWebDocument(issuer, [{ fragment: 'key-1', publicKey: signingKey.publicKey, isRetired: false }])
  return route.fulfill({ headers, json: { credential: JSON.stringify(credential), nonce: 'A'.repeat(43), ledgerProof: null, documents: { [issuer]: document } } })
}
