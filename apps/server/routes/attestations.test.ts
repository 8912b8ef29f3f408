import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createEndorsement, matchesIdentity, readAddressStatement, readEndorsement, signCredential, type EndorsementWords } from 'everlearned/credential'
import { webCryptography as cryptography } from 'everlearned/crypto'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import { decodeBase64url, encodeBase64url } from 'everlearned/encoding'
import { linkTokenOf, makeTakeBack, newTakeBackId, takeBackUrl } from 'everlearned/exchange/attestation'
import {
  askToVouch, carryEndorsements, confirmLifeEntry, createMemoryWalletStorage, deriveWalletKeys, draftLifeEntry, fetchAnswers, formatAttestationLink, loadAttestations, makeLifeBundle, openAttestationRequest, partsToShare,
  sealAttestationAnswer, withdrawAttestation, type AttestationContext, type Fetch, type LifeEntry, type WalletAttestation,
} from 'everlearned/holder'
import { randomUrn } from 'everlearned/issuer'
import { trustNobody, verify, type Report } from 'everlearned/verifier'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listIssuers } from '../accounts/organisation-keys.ts'
import { sweepAttestations } from '../attestations/requests.ts'
import { addTestOwner, openTestNode, type TestNode, type TestOwner } from '../open-test-node.ts'

let node: TestNode
let owner: TestOwner
let base: string
let wallet: AttestationContext
let entry: LifeEntry

const fetch: Fetch = async (url, init) => {
  const { body } = init ?? {}
  const answer = await node.app.inject({ url: new URL(url).pathname, method: (init?.method ?? 'GET') as 'GET', headers: Object.fromEntries(new Headers(init?.headers)), ...(typeof body === 'string' ? { payload: body } : {}) })
  return new Response(answer.statusCode === 204 ? null : answer.body, { status: answer.statusCode })
}

beforeAll(async () => {
  node = await openTestNode()
  owner = await addTestOwner(node, 'Parish of St Anne')
  base = node.context.config.publicBaseUrl
  wallet = { keys: await deriveWalletKeys(new Uint8Array(32).fill(9)), storage: createMemoryWalletStorage(), cryptography, fetch, now: node.clock.now }
  const draft = await draftLifeEntry({ kind: 'volunteering', what: 'Treasurer of the parish', story: 'Raised 40,000', skills: [] }, { kind: 'written' }, wallet)
  entry = await confirmLifeEntry(draft, { facts: draft.facts, sensitive: [] }, wallet)
})
afterAll(() => node.close())
beforeEach(async () => void await node.context.database.deleteFrom('rate_window').execute())

const ask = (): Promise<WalletAttestation> => askToVouch({
  recordId: entry.id, node: base, asker: 'Michael', record: 'Treasurer of the parish', credential: entry.versions[0]?.credential ?? '', statement: 'Michael raised 40,000 and kept the books.',
  shown: [{ label: 'What', value: 'Treasurer of the parish' }], who: 'Rosa', address: 'rosa@parish.example', enough: 2, expiresAt: new Date(node.clock.now.getTime() + 14 * 86_400_000),
}, wallet)

const tokenOf = ({ key }: WalletAttestation): string => linkTokenOf(decodeBase64url(key), cryptography)
const call = ({ id }: { readonly id: string }, path: string, token: string, options: InjectOptions = {}): Promise<LightMyRequestResponse> =>
  node.app.inject({ method: 'POST', url: `/api/attestations/${id}${path}`, ...options, headers: { authorization: `Bearer ${token}`, ...options.headers } })

const outbox = (): readonly string[] => (existsSync(node.context.config.mail.outboxFolder) ? readdirSync(node.context.config.mail.outboxFolder).map((name) => readFileSync(`${node.context.config.mail.outboxFolder}/${name}`, 'utf8')) : [])
const codeIn = (mail: string | undefined): string => /(?:code is|código es|code est) (\d{6})/.exec(mail ?? '')?.[1] ?? ''

async function confirm(asked: WalletAttestation, endorser: string, address = 'rosa@parish.example'): Promise<string> {
  expect((await call(asked, '/code', tokenOf(asked), { payload: { address } })).statusCode).toBe(202)
  const answer = await call(asked, '/confirm', tokenOf(asked), { payload: { code: codeIn(outbox().find((mail) => mail.toLowerCase().includes(address.toLowerCase()))), endorser } })
  expect(answer.statusCode).toBe(200)
  return answer.json<{ statement: string }>().statement
}

const words: EndorsementWords = { statement: 'He raised 40,000 and kept the books.', relation: 'treasurer', since: '2019', conflicts: [], shown: [] }

/** What the page does in the browser of whoever is asked. */
async function vouch(asked: WalletAttestation): Promise<{ readonly takeBackToken: string; readonly statusId: string }> {
  const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
  const [did, created] = [didKey(signingKey.publicKey), node.clock.now]
  const signing = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created, cryptography }
  const addressStatement = await confirm(asked, did)
  const statusId = newTakeBackId(cryptography)
  const { entry: status, ...lists } = await makeTakeBack({ url: takeBackUrl(base, statusId), issuer: did }, signing)
  const endorsement = JSON.stringify(await signCredential(createEndorsement({ id: randomUrn(cryptography), issuer: { id: did, name: 'Rosa Diaz' }, about: asked.about, addressStatement, status, validFrom: created, ...words }), signing))
  const ciphertext = encodeBase64url(await sealAttestationAnswer({ endorsement }, decodeBase64url(asked.key), cryptography))
  const answer = await call(asked, '/answer', tokenOf(asked), { payload: { ciphertext, lists: { id: statusId, ...lists } } })
  expect(answer.statusCode).toBe(201)
  return { takeBackToken: answer.json<{ takeBackToken: string }>().takeBackToken, statusId }
}

async function judgeShared(isKnown = false): Promise<Report | undefined> {
  const bundle = await carryEndorsements(await makeLifeBundle([{ entry, parts: partsToShare(entry) }], wallet), wallet)
  const issuers = isKnown ? await listIssuers(node.context) : []
  const fetchDocument = async (url: string): Promise<unknown> => (await fetch(url)).json()
  return (await verify(new TextEncoder().encode(bundle), { cryptography, now: node.clock.now, documents: {}, trust: { ...trustNobody, issuers }, fetchDocument })).reports[0]
}

describe('a request to vouch for an entry', () => {
  it('is ciphertext to the node, which shows it to whoever has the link', async () => {
    const asked = await ask()
    const row = await node.context.database.selectFrom('attestation').selectAll().where('id', '=', asked.id).executeTakeFirstOrThrow()
    expect(row.ciphertext?.toString('latin1')).not.toMatch(/Michael|Rosa|40,000/)
    expect(JSON.stringify(row)).not.toContain('rosa@parish.example')
    const looked = (await call(asked, '', tokenOf(asked), { method: 'GET' })).json<{ ciphertext: string }>()
    expect(await openAttestationRequest(decodeBase64url(looked.ciphertext), decodeBase64url(asked.key))).toMatchObject({ asker: 'Michael', about: asked.about, statement: 'Michael raised 40,000 and kept the books.' })
    expect(formatAttestationLink(asked)).toBe(`${base}/vouch/${asked.id}#${asked.key}`)
    for (const token of ['A'.repeat(43), asked.endToken]) expect((await call(asked, '', token, { method: 'GET' })).json()).toMatchObject({ code: 'attestation/token-wrong' })
  })

  it('becomes an endorsement that the wallet fetches and carries, and the entry is endorsed', async () => {
    const { takeBackToken, statusId } = await vouch(await ask())
    const [answered] = (await fetchAnswers(await loadAttestations(wallet, entry.id), wallet)).filter(({ state }) => state === 'answered')
    expect(readEndorsement(JSON.parse(answered?.endorsement ?? '{}'))).toMatchObject({ name: 'Rosa Diaz', relation: 'treasurer', conflicts: [] })
    expect(await judgeShared()).toMatchObject({ integrity: 'passed', level: 'endorsed', endorsements: [{ level: 'endorsed', address: { outcome: 'passed' }, seen: { nodeUrl: base } }] })

    for (const [token, status] of [['A'.repeat(43), 403], [takeBackToken, 204], [takeBackToken, 204]] as const) {
      expect((await node.app.inject({ method: 'POST', url: `/api/endorsement-status/${statusId}/withdraw`, headers: { authorization: `Bearer ${token}` } })).statusCode).toBe(status)
    }
    expect(await judgeShared()).toMatchObject({ level: 'self-stated', endorsements: [{ level: null, report: { integrity: 'failed' } }] })
    if (answered !== undefined) await withdrawAttestation(answered, wallet)
  })

  it('is attested when an organisation signs for somebody who runs it', async () => {
    const asked = await ask()
    const signed = await owner.request({ method: 'POST', url: `/api/organisations/${owner.organisation.id}/endorsements`, payload: { request: asked.id, linkToken: tokenOf(asked), about: asked.about, words } })
    expect(signed.statusCode).toBe(201)
    const ciphertext = encodeBase64url(await sealAttestationAnswer({ endorsement: signed.json<{ endorsement: string }>().endorsement }, decodeBase64url(asked.key), cryptography))
    expect((await call(asked, '/answer', tokenOf(asked), { payload: { ciphertext } })).json()).toEqual({ takeBackToken: null })
    await fetchAnswers(await loadAttestations(wallet), wallet)
    expect(await judgeShared(true)).toMatchObject({ level: 'attested', endorsements: [{ level: 'attested', name: 'Parish of St Anne' }] })
    expect(await judgeShared()).toMatchObject({ level: 'endorsed' })
  })

  it('cannot be answered once it was withdrawn, and its link says so', async () => {
    const asked = await ask()
    await withdrawAttestation(asked, wallet)
    expect((await call(asked, '', tokenOf(asked), { method: 'GET' })).json()).toMatchObject({ state: 'withdrawn', ciphertext: null })
    for (const [path, payload] of [['/code', { address: 'a@b.example' }], ['/decline', {}], ['/answer', { ciphertext: 'AAAA' }], ['/confirm', { code: '123456', endorser: `did:key:z6Mk${'a'.repeat(44)}` }]] as const) {
      expect([path, (await call(asked, path, tokenOf(asked), { payload })).json<{ code: string }>().code]).toEqual([path, 'attestation/not-open'])
    }
  })

  it('is declined without a reason', async () => {
    const asked = await ask()
    expect((await call(asked, '/decline', tokenOf(asked))).statusCode).toBe(204)
    expect((await fetchAnswers([asked], wallet))[0]).toMatchObject({ state: 'declined' })
  })

  it('is deleted when its time is over', async () => {
    const asked = await ask()
    await call(asked, '/code', tokenOf(asked), { payload: { address: 'late@parish.example' } })
    const before = node.clock.now
    node.clock.now = new Date(before.getTime() + 15 * 86_400_000)
    await sweepAttestations(node.context)
    expect((await call(asked, '', tokenOf(asked), { method: 'GET' })).json()).toMatchObject({ code: 'attestation/ended' })
    expect(outbox().join()).not.toContain('late@parish.example')
    expect((await fetchAnswers([asked], wallet))[0]).toMatchObject({ state: 'expired' })
    node.clock.now = before
  })

  it.each([[0], [91]])('is not kept for %i days', async (days) => {
    const expiresAt = new Date(node.clock.now.getTime() + days * 86_400_000).toISOString()
    expect((await node.app.inject({ method: 'POST', url: '/api/attestations', payload: { ciphertext: 'AAAA', linkToken: 'A'.repeat(43), expiresAt } })).json()).toMatchObject({ code: 'attestation/expiry-invalid' })
  })
})

describe('a code', () => {
  const endorser = `did:key:z6Mk${'a'.repeat(44)}`

  it('makes the node state that an address answered, as a salted hash, and forget it', async () => {
    const asked = await ask()
    const statement = await confirm(asked, endorser, 'Rosa@Parish.example')
    expect(statement).not.toMatch(/rosa/i)
    const said = readAddressStatement(JSON.parse(statement))
    expect(said).toMatchObject({ endorser, nodeUrl: base, node: didKey(node.context.operatorKey.publicKey) })
    expect([matchesIdentity(said?.identity, 'rosa@parish.example', cryptography), matchesIdentity(said?.identity, 'other@parish.example', cryptography)]).toEqual([true, false])
    expect(await node.context.database.selectFrom('attestation').select(['sealed_code', 'mail_id']).where('id', '=', asked.id).executeTakeFirst()).toEqual({ sealed_code: null, mail_id: null })
    expect(outbox().join()).not.toMatch(/rosa@parish/i)
  })

  it('is guessed five times and no more, and works once', async () => {
    const asked = await ask()
    await call(asked, '/code', tokenOf(asked), { payload: { address: 'guess@parish.example', language: 'es' } })
    const code = codeIn(outbox().find((mail) => mail.includes('guess@parish.example'))?.replaceAll('=C3=B3', 'ó'))
    const wrong = code === '000000' ? '000001' : '000000'
    for (let tries = 0; tries < 5; tries += 1) expect((await call(asked, '/confirm', tokenOf(asked), { payload: { code: wrong, endorser } })).json()).toMatchObject({ code: 'attestation/code-wrong' })
    expect((await call(asked, '/confirm', tokenOf(asked), { payload: { code, endorser } })).json()).toMatchObject({ code: 'attestation/code-wrong' })
    await confirm(asked, endorser, 'again@parish.example')
    expect((await call(asked, '/confirm', tokenOf(asked), { payload: { code, endorser } })).json()).toMatchObject({ code: 'attestation/code-wrong' })
  })

  it('is good for one statement, however many ask with it at once', async () => {
    const asked = await ask()
    await call(asked, '/code', tokenOf(asked), { payload: { address: 'once@parish.example' } })
    const code = codeIn(outbox().find((mail) => mail.includes('once@parish.example')))
    const endorsers = ['a', 'b', 'c', 'd'].map((letter) => `did:key:z6Mk${letter.repeat(44)}`)
    const answers = await Promise.all(endorsers.map(async (each) => (await call(asked, '/confirm', tokenOf(asked), { payload: { code, endorser: each } })).statusCode))
    expect(answers.filter((status) => status === 200)).toHaveLength(1)
  })

  it('is sent so often and no more, by request and by address, and every address is answered alike', async () => {
    const asked = await ask()
    const answers = []
    for (let turn = 0; turn < 6; turn += 1) answers.push(await call(asked, '/code', tokenOf(asked), { payload: { address: 'often@parish.example' } }))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202, 202, 202, 429])
    expect(new Set(answers.slice(0, 5).map(({ body }) => body)).size).toBe(1)
    // The fifth was over what one address gets in an hour: it was answered alike and not sent, and what was sent before is gone.
    expect(outbox().join()).not.toContain('often@parish.example')
  })

  it('is needed for an answer', async () => {
    const asked = await ask()
    expect((await call(asked, '/answer', tokenOf(asked), { payload: { ciphertext: 'AAAA' } })).json()).toMatchObject({ code: 'attestation/not-confirmed' })
    await confirm(asked, endorser)
    const lists = { id: 'A'.repeat(22), standing: '{"id":"https://evil.example"}', withdrawn: '<script>' }
    expect((await call(asked, '/answer', tokenOf(asked), { payload: { ciphertext: 'AAAA', lists } })).json()).toMatchObject({ code: 'attestation/lists-malformed' })
    expect((await call(asked, '', tokenOf(asked), { method: 'GET' })).json()).toMatchObject({ state: 'open' })
  })

  it('answered with anything but an endorsement leaves the wallet with no word, and its shares as they were', async () => {
    for (const answer of [undefined, 'not json', '{"credentialSubject":{"id":"urn:uuid:1"}}']) {
      const asked = await ask()
      await confirm(asked, endorser)
      const ciphertext = answer === undefined ? 'AAAA' : encodeBase64url(await sealAttestationAnswer({ endorsement: answer }, decodeBase64url(asked.key), cryptography))
      await node.context.database.deleteFrom('rate_window').execute()
      expect((await call(asked, '/answer', tokenOf(asked), { payload: { ciphertext } })).statusCode).toBe(201)
      expect((await fetchAnswers([asked], wallet))[0]).toMatchObject({ state: 'declined' })
    }
    expect(await judgeShared()).toMatchObject({ integrity: 'passed' })
  })

  it.each(['', 'nobody', 'a@b', 'a@b.example\r\nBcc: c@d.example', `${'a'.repeat(300)}@b.example`])('is sent to no such address: %j', async (address) => {
    const asked = await ask()
    expect((await call(asked, '/code', tokenOf(asked), { payload: { address } })).statusCode).toBe(400)
  })
})
