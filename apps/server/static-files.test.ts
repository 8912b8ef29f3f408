import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App } from './app.ts'
import { openTestNode, testConfig, type TestNode } from './open-test-node.ts'
import { createWalletApp } from './wallet-app.ts'

const page = `<!doctype html><title>Pages</title>${'<p>text</p>'.repeat(100)}`

function makePages(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'ler-pages-')), 'pages')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), page)
  writeFileSync(join(folder, 'assets', 'page-B28n97c7.js'), 'export {}')
  writeFileSync(join(folder, 'service-worker.js'), 'self')
  writeFileSync(join(folder, '..', 'outside.txt'), 'secret')
  return folder
}

describe('the node\'s pages', () => {
  let node: TestNode
  beforeAll(async () => {
    const folder = makePages()
    node = await openTestNode({ pages: { node: folder, wallet: folder } })
  })
  afterAll(() => node.close())

  it.each(['/', '/setup', '/login', '/console', '/console/claims/1', '/claim/abc', '/verify', '/s/abc', '/ledger', '/api-guide', '/?x=1'])('answers %s with the page, whose router does the rest', async (url) => {
    const answer = await node.app.inject(url)
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([200, 'text/html; charset=utf-8', page])
    expect(answer.headers['cache-control']).toBe('no-cache')
  })

  it.each(['/api', '/api/nothing', '/console2', '/index.php', '/assets/none.js', '/../outside.txt', '/..%2Foutside.txt', '/assets/%2e%2e/%2e%2e/outside.txt', '//etc/passwd', '/__proto__', '/claim/a/b'])('has nothing at %s', async (url) => {
    const answer = await node.app.inject(url)
    expect([answer.statusCode, answer.body.includes('secret'), answer.body.includes('<!doctype')]).toEqual([404, false, false])
  })

  it('compresses with brotli for who takes it, and answers 304 to who has it', async () => {
    const answer = await node.app.inject({ url: '/', headers: { 'accept-encoding': 'gzip, br' } })
    expect(answer.headers).toMatchObject({ 'content-encoding': 'br', 'vary': 'accept-encoding' })
    expect(brotliDecompressSync(answer.rawPayload).toString()).toBe(page)
    expect((await node.app.inject({ url: '/', headers: { 'accept-encoding': 'gzip, br;q=0' } })).headers).not.toHaveProperty('content-encoding')
    expect((await node.app.inject({ url: '/', headers: { 'if-none-match': String(answer.headers.etag) } })).statusCode).toBe(304)
  })

  it('lets browsers keep what has its hash in its name, and ask again for all else', async () => {
    expect((await node.app.inject('/assets/page-B28n97c7.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect((await node.app.inject('/service-worker.js')).headers['cache-control']).toBe('no-cache')
  })

  it('forbids inline script, foreign script and frames, on pages as on answers', async () => {
    for (const url of ['/', '/health', '/api/nothing']) {
      const { headers } = await node.app.inject(url)
      const policy = String(headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';")
      expect(policy).toContain("frame-ancestors 'none'; require-trusted-types-for 'script'")
      expect(policy).not.toMatch(/unsafe|\*/)
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin' })
      expect(headers).not.toHaveProperty('strict-transport-security')
    }
  })
})

describe('the wallet\'s origin', () => {
  let app: App
  const config = testConfig({ pages: { node: '', wallet: makePages() }, rehearsal: false })
  beforeAll(async () => { app = await createWalletApp(config) })
  afterAll(() => app.close())

  const routes = [...readFileSync(new URL('../web/wallet/wallet-app.tsx', import.meta.url), 'utf8').matchAll(/<Route path="([^"]+)"/g)].map(([, path = '']) => path.replaceAll(/:\w+/g, '1'))

  it('answers each address of the wallet with the page, loaded anew too', async () => {
    expect(routes).toContain('/life/1/edit')
    for (const url of routes) expect([url, (await app.inject(url)).body]).toEqual([url, page])
  })

  it.each(['/api/node', '/api/session', '/console', '/metrics', '/openapi.json', '/ledger/checkpoint', '/../outside.txt'])('has nothing at %s', async (url) => {
    expect((await app.inject(url)).json()).toMatchObject({ status: 404, code: 'request/not-found' })
  })

  it('takes nothing', async () => {
    const answer = await app.inject({ method: 'POST', url: '/api/session', payload: {} })
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, HEAD'])
  })

  it('sends away unread what a device shares before its worker is there, and its address holds nothing of it', async () => {
    const written: string[] = []
    const logged = await createWalletApp(config, pino({ level: 'trace' }, { write: (line) => void written.push(line) }))
    const answer = await logged.inject({ method: 'POST', url: '/learning/shared', headers: { 'content-type': 'multipart/form-data; boundary=x' }, payload: `--x\r\ncontent-disposition: form-data; name="title"\r\n\r\nMy secret\r\n--x--${' '.repeat(3_000_000)}` })
    expect([answer.statusCode, answer.headers.location, answer.headers.connection]).toEqual([303, '/learning/new#lost', 'close'])
    expect(written.join()).not.toContain('secret')
    await logged.close()
  })

  it('may compile argon2 and reach nodes, and no page of another origin may read its answers', async () => {
    const { headers } = await app.inject('/')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';")
    expect(policy).toContain(`connect-src 'self' ${config.publicBaseUrl} https:;`)
    expect(policy).not.toContain("'unsafe-")
    expect(headers).not.toHaveProperty('access-control-allow-origin')
    expect(headers['strict-transport-security']).toBe('max-age=31536000')
  })

  it('tells a watchdog that it lives', async () => {
    expect((await app.inject('/health')).json()).toEqual({ status: 'ok', version: config.version, node: config.publicBaseUrl })
  })
})

describe('pages that were not built', () => {
  it('are named as such', async () => {
    const app = await createWalletApp(testConfig({ pages: { node: '', wallet: '/nowhere' } }))
    expect((await app.inject('/')).json()).toMatchObject({ status: 404, code: 'page/not-built' })
    await app.close()
  })
})
