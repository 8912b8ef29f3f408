import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../../../tools/test-browser.ts'
import { openTestNode, type TestNode } from '../open-test-node.ts'
import { makeSetUpLink } from './set-up.ts'

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, 'localhost', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

/** Runs in the page: the browser's own forms of WebAuthn's JSON, without a library between. */
const script = `
const post = async (url, body) => { const r = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }); return { status: r.status, body: await r.json() } }
window.setUp = async (owner) => {
  const { body } = await post('/api/setup/passkey-options', owner)
  const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(body) })
  window.passkey = credential.toJSON()
  return post('/api/setup', { ...owner, organisation: { name: 'Riverbend' }, passkey: window.passkey })
}
window.logIn = async (change) => {
  const { body } = await post('/api/session/passkey-options', {})
  const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(body) })
  window.answer = change === undefined ? credential.toJSON() : change(credential.toJSON())
  return post('/api/session/passkey', { response: window.answer })
}
window.again = () => post('/api/session/passkey', { response: window.answer })
window.session = async () => { const r = await fetch('/api/session'); return { status: r.status, body: await r.json() } }
`

interface Answer {
  readonly status: number
  readonly body: { readonly code?: string; readonly account?: { readonly displayName: string } }
}

describe('passkeys of owners', () => {
  let node: TestNode
  let browser: Browser
  let page: Page
  const run = (expression: string): Promise<Answer> => page.evaluate<Answer>(expression)

  beforeAll(async () => {
    const pages = mkdtempSync(join(tmpdir(), 'ler-passkeys-'))
    writeFileSync(join(pages, 'index.html'), '<!doctype html><script src="/page.js"></script>')
    writeFileSync(join(pages, 'page.js'), script)
    const port = await freePort()
    node = await openTestNode({ publicBaseUrl: `http://localhost:${port}`, pages: { node: pages, wallet: pages } })
    await node.app.listen({ host: 'localhost', port })
    browser = await launchBrowser()
    page = await browser.newPage()
    const authenticator = await page.context().newCDPSession(page)
    await authenticator.send('WebAuthn.enable')
    await authenticator.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true } })
    await page.goto(`http://localhost:${port}/`)
  })
  afterAll(async () => {
    await browser.close()
    await node.close()
  })

  it('set a node up, log in without a name, and answer a challenge once', async () => {
    const token = (await makeSetUpLink(node.context)).split('#')[1]
    const owner = JSON.stringify({ token, displayName: 'Registrar', loginName: 'registrar' })
    expect((await run(`setUp(${owner})`)).status).toBe(201)
    await page.context().clearCookies()
    expect((await run('session()')).status).toBe(401)
    expect(await run('logIn()')).toMatchObject({ status: 200, body: { account: { displayName: 'Registrar' } } })
    expect((await run('session()')).status).toBe(200)
    expect(await run('again()')).toMatchObject({ status: 401, body: { code: 'access/credentials-wrong' } })
  })

  it('are refused with a changed signature, another name, or after five minutes', async () => {
    const wrong = { status: 401, body: { code: 'access/credentials-wrong' } }
    expect(await run("logIn((answer) => { const { signature } = answer.response; answer.response.signature = signature.slice(0, -4) + (signature.at(-4) === 'A' ? 'B' : 'A') + signature.slice(-3); return answer })")).toMatchObject(wrong)
    expect(await run("logIn((answer) => ({ ...answer, id: 'AAAA', rawId: 'AAAA' }))")).toMatchObject(wrong)
    expect(await run('logIn((answer) => ({ id: answer.id }))')).toMatchObject(wrong)
    const { now } = node.clock
    const login = page.evaluate("(async () => { const r = await fetch('/api/session/passkey-options', { method: 'POST' }); const c = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(await r.json()) }); window.answer = c.toJSON() })()")
    await login
    node.clock.now = new Date(now.getTime() + 301_000)
    expect(await run('again()')).toMatchObject(wrong)
    node.clock.now = now
  })

  it('cannot be made with the challenge of another set-up', async () => {
    const token = (await makeSetUpLink(node.context)).split('#')[1]
    const answer = await run(`(async () => { const r = await fetch('/api/setup', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token: ${JSON.stringify(token)}, displayName: 'D', loginName: 'other', organisation: { name: 'O' }, passkey: window.passkey }) }); return { status: r.status, body: await r.json() } })()`)
    expect(answer).toMatchObject({ status: 400, body: { code: 'account/passkey-refused' } })
  })
})
