import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { webCryptography as cryptography } from 'everlearned/crypto'
import type { JsonObject } from 'everlearned/encoding'
import { proveHolder } from 'everlearned/exchange'
import { pageChallenge, parsePagePackage } from 'everlearned/exchange/public-page'
import {
  confirmLifeEntry, createMemoryWalletStorage, createProfile, deriveWalletKeys, draftLifeEntry, findProfileLines, openLifeKey, profileItemOf, publishProfile, unpublishProfile,
  type Fetch, type LifeEntry, type ProfileLine, type PublishContext, type WalletProfile,
} from 'everlearned/holder'
import { parseBundle, formatBundle } from 'everlearned/verifier'
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'
import { sweepPages } from '../public-pages/public-pages.ts'
import { makeTemporaryFolder } from '../../../tools/temporary-folder.ts'

const pages = makeTemporaryFolder('ler-pages-')
let node: TestNode
let owner: TestOwner
let base: string
let wallet: PublishContext
let entry: LifeEntry
let sent: { readonly method: string; readonly url: string; readonly body: string; readonly status: number }[] = []

const fetch: Fetch = async (url, init) => {
  const { body } = init ?? {}
  const method = (init?.method ?? 'GET') as 'GET'
  const answer = await node.app.inject({ url: new URL(url).pathname, method, headers: Object.fromEntries(new Headers(init?.headers)), ...(typeof body === 'string' ? { payload: body } : {}) })
  sent.push({ method, url: new URL(url).pathname, body: typeof body === 'string' ? body : '', status: answer.statusCode })
  return new Response(answer.statusCode === 204 ? null : answer.body, { status: answer.statusCode })
}

beforeAll(async () => {
  writeFileSync(join(pages, 'index.html'), '<!doctype html><html><head><title>Everlearned</title></head><body></body></html>')
  node = await openTestNode({ pages: { node: pages, wallet: pages } })
  owner = await addTestOwner(node)
  base = node.context.config.publicBaseUrl
  wallet = { keys: await deriveWalletKeys(new Uint8Array(32).fill(9)), storage: createMemoryWalletStorage(), cryptography, fetch, now: node.clock.now }
  const draft = await draftLifeEntry({ kind: 'employment', what: 'Convoy planner', story: 'Forty routes a day', skills: [] }, { kind: 'written' }, wallet)
  entry = await confirmLifeEntry(draft, { facts: draft.facts, sensitive: [] }, wallet)
})
afterAll(() => node.close())
beforeEach(async () => {
  sent = []
  await node.context.database.deleteFrom('rate_window').execute()
})

const inDays = (days: number): Date => new Date(node.clock.now.getTime() + days * 86_400_000)
const lines = (): readonly ProfileLine[] => findProfileLines({ items: [profileItemOf({ kind: 'entry', id: entry.id, entry })] }, { records: [], entries: [entry], reader: 'everybody' }, wallet).lines

async function publish({ isListed = false, days = 30, headline = 'Plans <routes> & "loads"' }: { readonly isListed?: boolean; readonly days?: number; readonly headline?: string } = {}): Promise<WalletProfile> {
  const profile = await createProfile({ title: 'Work', name: 'Sofia', headline, language: 'en', items: [] }, wallet)
  return publishProfile(profile, lines(), { ...wallet, wish: { node: base, isListed, expiresAt: inDays(days) } })
}

const read = (path: string): Promise<LightMyRequestResponse> => node.app.inject({ url: path })
const post = (body: JsonObject): Promise<LightMyRequestResponse> => node.app.inject({ method: 'POST', url: '/api/public-pages', payload: body })

/** A page as somebody would post it who made it by hand. */
async function handMade(bundle: string, { domain = base, challenge, signer = entry.id }: { readonly domain?: string; readonly challenge?: string; readonly signer?: string } = {}): Promise<JsonObject> {
  const content = { bundle, isListed: false, expiresAt: inDays(30) }
  const { signingKey: key } = await openLifeKey(signer, wallet)
  const { presentation } = await proveHolder({ key, challenge: challenge ?? pageChallenge(content, cryptography), domain, created: node.clock.now }, cryptography)
  return { ...content, expiresAt: content.expiresAt.toISOString(), proofs: [presentation] }
}
const plainBundle = (): string => formatBundle({ credentials: [entry.versions[0]?.credential ?? ''], documents: {}, status: {}, ledgerProofs: [], logs: [] })

describe('a public page', () => {
  it('is read by anybody, as it was published, until it is taken down: then it is gone at once, and nothing of it stays', async () => {
    const profile = await publish()
    const id = profile.page?.id ?? ''
    const answer = await read(`/api/public-pages/${id}`)
    const { bundle, isListed } = parsePagePackage(answer.json())
    expect([parseBundle(bundle).cover?.name, isListed, answer.headers['x-robots-tag'], answer.headers['cache-control'], answer.headers['set-cookie']]).toEqual(['Sofia', false, expect.stringContaining('noindex'), 'no-store', undefined])
    await unpublishProfile(profile, wallet)
    expect([(await read(`/api/public-pages/${id}`)).json<{ code: string }>().code, (await read(`/api/public-pages/${id}`)).statusCode, (await read(`/p/${id}`)).statusCode]).toEqual(['public-page/ended', 410, 410])
    expect(await node.context.database.selectFrom('public_page').select('id').where('id', '=', id).execute()).toEqual([])
    expect(await node.context.database.selectFrom('public_page_key').select('did').where('page_id', '=', id).execute()).toEqual([])
  })

  it('says its name and words in its head, escaped, and is kept from search engines until its person offers it to them', async () => {
    const quiet = await read(`/p/${(await publish()).page?.id}`)
    expect(quiet.body).toContain('<title>Sofia – Everlearned</title>')
    expect(quiet.body).toContain('content="Plans &lt;routes&gt; &amp; &quot;loads&quot;"')
    expect(quiet.body).toContain('<meta name="robots" content="noindex')
    expect([quiet.statusCode, quiet.headers['x-robots-tag'], quiet.headers['content-security-policy']]).toEqual([200, expect.stringContaining('noindex'), expect.stringContaining("default-src 'none'")])
    const listed = await read(`/p/${(await publish({ isListed: true, headline: '</title><script>alert(1)</script>$&' })).page?.id}`)
    expect([listed.headers['x-robots-tag'], listed.body.includes('robots'), listed.body.includes('<script>')]).toEqual([undefined, false, false])
    expect((await read('/p/never-was')).body).not.toContain('og:title')
  })

  it('is edited and renewed at the same address by whoever has its token, and by nobody else', async () => {
    const profile = await publish()
    const id = profile.page?.id ?? ''
    const again = await publishProfile({ ...profile, name: 'S. Reyes' }, lines(), { ...wallet, wish: { node: base, isListed: true, expiresAt: inDays(300) } })
    expect(again.page?.id).toBe(id)
    expect(sent.at(-1)).toMatchObject({ method: 'PUT', status: 204 })
    expect(parsePagePackage((await read(`/api/public-pages/${id}`)).json())).toMatchObject({ isListed: true, expiresAt: inDays(300).toISOString(), bundle: expect.stringContaining('S. Reyes') })
    for (const headers of [{}, { authorization: `Bearer ${'A'.repeat(43)}` }, { authorization: 'Basic x' }]) {
      expect((await node.app.inject({ method: 'DELETE', url: `/api/public-pages/${id}`, headers })).json()).toMatchObject({ status: 403, code: 'public-page/token-wrong' })
      expect((await node.app.inject({ method: 'PUT', url: `/api/public-pages/${id}`, headers, payload: await handMade(plainBundle()) })).json()).toMatchObject({ status: 403, code: 'public-page/token-wrong' })
    }
  })

  it('is over with its day, and swept', async () => {
    const id = (await publish({ days: 1 })).page?.id ?? ''
    const before = node.clock.now
    node.clock.now = inDays(1)
    expect((await read(`/api/public-pages/${id}`)).statusCode).toBe(410)
    expect(await sweepPages(node.context)).toBe(1)
    node.clock.now = before
    await expect(publish({ days: 400 })).rejects.toThrow(expect.objectContaining({ problemCode: 'public-page/expiry-invalid' }))
  })

  it('is taken down by who set the node up, and by no other person', async () => {
    const id = (await publish()).page?.id ?? ''
    const url = `/api/public-pages/${id}/take-down`
    const { database } = node.context
    await database.updateTable('account').set({ is_operator: false }).execute()
    expect((await owner.request({ method: 'POST', url })).json()).toMatchObject({ code: 'access/operator-required' })
    await database.updateTable('account').set({ is_operator: true }).execute()
    expect((await owner.request({ method: 'POST', url })).statusCode).toBe(204)
    expect((await read(`/api/public-pages/${id}`)).statusCode).toBe(410)
    expect((await owner.request({ method: 'POST', url })).statusCode).toBe(410)
  })
})

describe('a page is refused', () => {
  const codeOf = async (body: JsonObject): Promise<string> => (await post(body)).json<{ code: string }>().code

  it('when whoever posts it does not prove the keys of its records, for this node and this very page', async () => {
    expect((await post(await handMade(plainBundle()))).statusCode).toBe(201)
    const refused = 'public-page/holder-unproven'
    expect(await codeOf(await handMade(plainBundle(), { signer: 'another' }))).toBe(refused)
    expect(await codeOf(await handMade(plainBundle(), { domain: 'https://other.example' }))).toBe(refused)
    expect(await codeOf(await handMade(plainBundle(), { challenge: 'of another page' }))).toBe(refused)
    const made = await handMade(plainBundle())
    expect(await codeOf({ ...made, isListed: true })).toBe(refused)
    expect(await codeOf({ ...made, proofs: [{ type: 'VerifiablePresentation' }] })).toBe(refused)
    const nobody = JSON.stringify({ ...JSON.parse(entry.versions[0]?.credential ?? '') as object, credentialSubject: { type: 'AchievementSubject' } })
    expect(await codeOf(await handMade(plainBundle().replace(JSON.stringify(entry.versions[0]?.credential), () => JSON.stringify(nobody))))).toBe(refused)
  })

  it('when a record about somebody else stands inside one about its person', async () => {
    const own = JSON.parse(entry.versions[0]?.credential ?? '') as { readonly credentialSubject: object }
    const withInside = (inside: object): string => formatBundle({ ...parseBundle(plainBundle()), credentials: [JSON.stringify({ ...own, credentialSubject: { ...own.credentialSubject, verifiableCredential: [inside] } })] })
    expect((await post(await handMade(withInside(own)))).statusCode).toBe(201)
    expect(await codeOf(await handMade(withInside({ ...own, credentialSubject: { ...own.credentialSubject, id: 'did:key:z6MkqRYqQiSgvZQdnBytw86Qbs2ZWUkGv22od935YF4s8M7V' } })))).toBe('public-page/holder-unproven')
  })

  it('when it tells how its person is reached, or carries what others said', async () => {
    const bundle = parseBundle(plainBundle())
    const document = JSON.parse(bundle.credentials[0] ?? '') as { readonly credentialSubject: object }
    const withSubject = (more: object): string => formatBundle({ ...bundle, credentials: [JSON.stringify({ ...document, credentialSubject: { ...document.credentialSubject, ...more } })] })
    for (const text of [
      withSubject({ narrative: 'sofia@mail.example' }), withSubject({ identifier: { type: 'IdentityObject', hashed: true, identityHash: 'sha256$0' } }),
      formatBundle({ ...bundle, cover: { headline: 'Write to sofia@mail.example' } }), formatBundle({ ...bundle, endorsements: ['{}'] }),
    ]) expect(await codeOf(await handMade(text))).toBe('public-page/private')
  })

  it.each([['no bundle', '{}'], ['nothing', ' '], ['no credential', '{"type":"EverlearnedBundle","version":1,"credentials":[]}'], ['two members of one name', '{"type":"EverlearnedBundle","type":"x"}']])('when it is %s', async (_, text) => {
    expect(await codeOf(await handMade(text))).toBe('public-page/malformed')
  })
})
