import { readFileSync } from 'node:fs'
import { encodeHex, encodeUtf8 } from 'everlearned/encoding'
import { encodeMultikey, type SigningKey } from 'everlearned/crypto'
import { memoryLogStorage, openLog, type TransparencyLog } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { formatArchiveProof, signEntry, type ArchiveProof, type BuildManifest } from 'everlearned/trust'
import { maxLearning } from 'everlearned/holder'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible } from '../../../stories/accessible.ts'
import { hostileFiles } from '../../../stories/hostile-evidence.ts'
import { serveBuiltPages, type OtherAnswer, type ServedPages } from '../../../tools/serve-built-pages.ts'
import { launchBrowser } from '../../../tools/test-browser.ts'
import { wallet as words } from '../messages/wallet.ts'
import { walletBuild } from '../messages/wallet-build.ts'
import { walletLearning } from '../messages/wallet-learning.ts'
import { walletLife } from '../messages/wallet-life.ts'
import { wordsReady } from '../messages/words.ts'
import type { KeeperState, KeeperWish } from './build/keeper-state.ts'

const built = (path: string): Buffer => readFileSync(new URL(`../../../dist/web/wallet${path}`, import.meta.url))
const digestOf = (bytes: Uint8Array): string => encodeHex(cryptography.sha256(Uint8Array.from(bytes)))
const first = JSON.parse(built('/build.json').toString()) as BuildManifest
const script = Object.keys(first.files).find((path) => /^\/assets\/page-[\w-]+\.js$/.test(path)) ?? ''
const seldom = Object.keys(first.files).find((path) => /^\/assets\/pdf[\w.-]+\.js$/.test(path)) ?? ''
/** What a thief would add to a script: it tells that it ran, and what it finds. */
const theft = ";navigator.sendBeacon('/stolen', JSON.stringify(Object.entries(localStorage)));globalThis.stolen = true;\n"
const pageOf = (mark: string): string => built('/index.html').toString().replace('<body>', `<body data-build="${mark}">`)
const csp = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' https:; style-src 'self'; worker-src 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types everlearned"

/** A log whose operator records builds on it. */
class BuildLog {
  readonly log: TransparencyLog
  readonly #operator: SigningKey
  readonly #proofs = new Map<string, ArchiveProof>()

  private constructor(log: TransparencyLog, operator: SigningKey) {
    this.log = log
    this.#operator = operator
  }

  static async open(): Promise<BuildLog> {
    const [signingKey, operator] = await Promise.all([1, 2].map(async () => cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))))
    if (signingKey === undefined || operator === undefined) throw new Error('no keys')
    return new BuildLog(await openLog(memoryLogStorage(), { origin: 'node.example/ledger', signingKey, cryptography }), operator)
  }

  async record(manifest: Uint8Array): Promise<void> {
    const digest = digestOf(manifest)
    const payload = { issuer: `did:key:${encodeMultikey(this.#operator.publicKey)}`, sequence: this.log.checkpoint.size, kind: 'build', id: 'https://wallet.example/build.json', digest } as const
    const entry = await signEntry({ type: 'archive', payload }, { origin: 'node.example/ledger', signers: [this.#operator] })
    await this.log.append([entry])
    this.#proofs.set(digest, formatArchiveProof({ entry, proof: await this.log.tlogProof(this.log.checkpoint.size - 1) }))
  }

  place(digest: string): unknown {
    const proof = this.#proofs.get(digest)
    return proof === undefined ? { state: 'pending' } : { state: 'recorded', proof }
  }
}

/** The build with other content at some addresses, its manifest in order. */
function buildWith(changes: Readonly<Record<string, string>>, version = '9.9.9'): Readonly<Record<string, OtherAnswer>> {
  const files = { ...first.files, ...Object.fromEntries(Object.entries(changes).map(([path, body]) => [path, { sha256: digestOf(encodeUtf8(body)), size: encodeUtf8(body).length }])) }
  const manifest = JSON.stringify({ ...first, version, files } satisfies BuildManifest)
  return { ...Object.fromEntries(Object.entries(changes).map(([path, body]) => [path, { body }])), '/build.json': { body: manifest } }
}
const manifestOf = (build: Readonly<Record<string, OtherAnswer>>): Uint8Array => encodeUtf8(String(build['/build.json']?.body))

let pages: ServedPages
let browser: Browser
let context: BrowserContext
let page: Page
let log: BuildLog
let served: Readonly<Record<string, OtherAnswer>> = {}
let showing: BuildLog
const asked: string[] = []

beforeAll(async () => {
  await wordsReady()
  log = await BuildLog.open()
  showing = log
  pages = await serveBuiltPages('wallet', {}, (path) => {
    asked.push(path)
    if (path === '/health') return { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ node: pages.origin }) }
    if (path === '/ledger/key') return { headers: { 'content-type': 'text/plain' }, body: `${showing.log.verifierKey}\n` }
    if (path === '/ledger/policy') return { headers: { 'content-type': 'text/plain' }, body: `log ${showing.log.verifierKey}\nquorum none\n` }
    if (path.startsWith('/api/ledger/builds/')) return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(showing.place(path.split('/').at(-1) ?? '')) }
    return served[path === '/' ? '/index.html' : path]
  })
  browser = await launchBrowser()
  context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: 'en-US' })
  page = await context.newPage()
  // A node that has just begun: nothing is on its log yet.
  await page.goto(pages.origin)
  await page.getByRole('button', { name: words.first.make }).click()
  await page.getByLabel(words.make.passphraseLabel).fill('four brass kettles sing')
  await page.getByRole('button', { name: words.make.done }).click()
  await page.getByRole('link', { name: words.settings }).waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
})

afterAll(async () => {
  await browser?.close()
  pages?.close()
})

/** Asks the service worker as the wallet's pages do. */
const wish = (what: KeeperWish): Promise<KeeperState> => page.evaluate(async (message) => {
  const { active } = await navigator.serviceWorker.ready
  const channel = new MessageChannel()
  const answer = new Promise<unknown>((done) => { channel.port1.onmessage = ({ data }) => done(data) })
  active?.postMessage(message, [channel.port2])
  return answer
}, what) as Promise<KeeperState>

/** Whatever the node serves meanwhile, the page that opens is the one that was kept, and nothing was taken out of it. */
async function expectSafe(path = '/'): Promise<void> {
  await page.goto(`${pages.origin}${path}`)
  await page.locator('#app h1').waitFor()
  expect(await page.evaluate(() => 'stolen' in globalThis)).toBe(false)
  expect(asked).not.toContain('/stolen')
}

async function unlock(): Promise<void> {
  await page.getByLabel(words.unlock.passphrase).fill('four brass kettles sing')
  await page.getByRole('button', { name: words.unlock.open, exact: true }).click()
}

describe('an installed wallet whose node serves something else', () => {
  it('works on a node that has recorded nothing yet, and sees when it has', async () => {
    expect(await wish('look')).toMatchObject({ current: { version: first.version, index: null }, refused: null })
    await log.record(built('/build.json'))
    expect(await wish('look')).toMatchObject({ current: { digest: digestOf(built('/build.json')), index: 0 }, refused: null })
  })

  it('runs no file that was changed, no page of another kind, and none that was fetched later', async () => {
    served = { [script]: { body: built(script).toString() + theft }, [seldom]: { body: theft }, '/index.html': { body: `<script src="${script}"></script>` }, '/other.html': { body: `<script src="${script}"></script>` }, '/icon.svg': { body: `<script src="${script}"></script>`, headers: { 'content-type': 'text/html' } } }
    for (const path of ['/', '/settings', '/other.html', '/icon.svg', '/health']) await expectSafe(path)
    const isRefused = (path: string): Promise<boolean> => page.evaluate((address) => fetch(address).then(() => false, () => true), path)
    expect([await isRefused(seldom), await isRefused('/assets/thief.js')]).toEqual([true, true])
    served = {}
    expect(await isRefused(seldom)).toBe(false)
  })

  it('takes no build that is not recorded, or on another log, and says so', async () => {
    served = buildWith({ [script]: built(script).toString() + theft })
    expect(await wish('look')).toMatchObject({ next: null, refused: { version: '9.9.9', code: 'trust/build-not-recorded' } })
    await expectSafe()
    showing = await BuildLog.open()
    await showing.record(manifestOf(served))
    expect(await wish('look')).toMatchObject({ next: null, refused: { code: 'trust/build-other-log' } })
    await expectSafe('/settings')
    await unlock()
    await page.getByTestId('build-refused').waitFor()
    expect(await page.getByTestId('build-refused').innerText()).toContain(walletBuild.refused['trust/build-other-log'])
    expect(await page.getByTestId('build').innerText()).toContain(walletBuild.recorded(0))
    await expectAccessible(page)
    // Who agrees to the other key still goes no way back on a log of the same name.
    await page.getByRole('button', { name: walletBuild.noteLog }).click()
    await page.getByText(walletBuild.refused['build/older']).waitFor()
    showing = log
    expect(await wish('note-log')).toMatchObject({ log: { verifierKey: log.log.verifierKey }, refused: { code: 'trust/build-not-recorded' } })
  })

  it('takes no recorded build of which a file differs, or whose page may do more than this one', async () => {
    const honest = buildWith({ '/index.html': pageOf('second') }, '0.1.1')
    await log.record(manifestOf(honest))
    served = { ...honest, '/index.html': { body: `${built('/index.html').toString()}<script src="${script}"></script>` } }
    expect(await wish('look')).toMatchObject({ next: null, refused: { code: 'build/file-differs' } })
    await expectSafe()
    served = { ...honest, '/index.html': { ...honest['/index.html'], headers: { 'content-security-policy': csp } } as OtherAnswer }
    expect(await wish('look')).toMatchObject({ next: null, refused: { code: 'build/policy-weaker' } })
    await expectSafe()
    served = { '/build.json': { body: '{"type":"Zip"}' } }
    expect(await wish('look')).toMatchObject({ next: null, refused: { code: 'build/malformed' } })
    served = honest
    expect(await wish('look')).toMatchObject({ next: { version: '0.1.1', index: 1 }, refused: null })
  })

  it('stays on its build while its person wants that, changes when they say so, and never goes back', async () => {
    await page.goto(`${pages.origin}/settings`)
    await unlock()
    await page.getByTestId('build-next').waitFor()
    await page.getByRole('button', { name: walletBuild.stay }).click()
    await page.getByTestId('build-offered').waitFor()
    await expectAccessible(page)
    expect(await wish('look')).toMatchObject({ stays: true, current: { index: 0 }, next: null, offered: { index: 1 } })
    const reloaded = page.waitForEvent('load')
    await page.getByRole('button', { name: walletBuild.take }).click()
    await reloaded
    expect(await wish('look')).toMatchObject({ stays: false, current: { version: '0.1.1', index: 1 }, next: null, offered: null })
    expect(await page.locator('body').getAttribute('data-build')).toBe('second')
    served = {}
    expect(await wish('look')).toMatchObject({ current: { index: 1 }, next: null, refused: { code: 'build/older' } })
    await expectSafe()
  })

  it('is changed by nothing that the browser does by itself once every page is closed, but for what was recorded', async () => {
    served = buildWith({ '/index.html': pageOf('third') }, '0.1.2')
    await log.record(manifestOf(served))
    expect(await wish('look')).toMatchObject({ next: { index: 2 } })
    await page.reload()
    expect(await page.locator('body').getAttribute('data-build')).toBe('second')
    await page.close()
    page = await context.newPage()
    await expectSafe()
    expect(await page.locator('body').getAttribute('data-build')).toBe('third')
  })

  it('shows evidence closed off from its keys, whatever the files try', async () => {
    page.context().on('request', (request) => { if (!request.url().startsWith('data:')) asked.push(request.url()) })
    await page.goto(`${pages.origin}/learning/new`)
    await unlock()
    await page.locator('#learning-title').fill('Welding')
    await page.getByRole('button', { name: walletLearning.form.keep }).click()
    await page.locator('main a', { hasText: 'Welding' }).click()
    const files = hostileFiles(pages.origin).slice(0, maxLearning.files)
    for (const [index, file] of files.entries()) {
      await page.locator('#evidence-file').setInputFiles(file)
      await page.locator('.evidence > li').nth(index).waitFor()
      await page.locator('.evidence > li').nth(index).getByRole('button', { name: walletLife.evidence.look }).click()
    }
    const first = page.locator('.evidence > li').first().frameLocator('iframe').locator('img')
    expect(await first.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(40)
    await page.getByText('Signed by the board').waitFor()
    const frames = await page.locator('iframe').evaluateAll((all) => all.map((frame) => [frame.getAttribute('sandbox'), (frame as HTMLIFrameElement).contentDocument]))
    expect(frames).toEqual([['', null], ['', null], ['', null]])
    expect(await page.evaluate(() => 'stolen' in globalThis)).toBe(false)
    expect(asked.filter((url) => url.includes('leak'))).toEqual([])
  })

  it('locks and says so when the node sends another service worker', async () => {
    await page.goto(`${pages.origin}/settings`)
    await unlock()
    await page.getByTestId('build').waitFor()
    served = { ...served, '/service-worker.js': { body: `${built('/service-worker.js').toString()}\n// another` } }
    await page.evaluate(async () => { await (await navigator.serviceWorker.ready).update() })
    await page.getByRole('alert').getByText(walletBuild.strangeTitle).waitFor()
    await page.getByRole('button', { name: words.unlock.open, exact: true }).waitFor()
    expect(asked).not.toContain('/stolen')
    await expectAccessible(page)
  })
})
