import { DEFAULT_MIN_VERSION } from 'node:tls'
import { signPresentation } from 'everlearned/credential'
import type { SigningKey } from 'everlearned/crypto'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import { encodeUtf8, type JsonObject } from 'everlearned/encoding'
import { maxPresentedCredentials, proveHolder, type HolderKey } from 'everlearned/exchange'
import { answerExchange, Consent, declineExchange, fetchInteraction, matchesQuery, startExchange, type AskedStep, type WalletStep } from 'everlearned/exchange/vcalm'
import { nativeCryptography as cryptography } from 'everlearned/node'
import type { Report } from 'everlearned/verifier'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTestOwner } from '../open-test-node.ts'
import { openSession } from './exchange-session.ts'
import { openPresentingWorld, webHolder, type ExchangeNode } from './open-test-exchanges.ts'
import type { CredentialVariant, TestIssuer } from './open-test-issuer.ts'
import { presentStarted } from './protocols.ts'
import type { ExchangeResult } from './tables.ts'

const clock = { now: new Date('2026-05-20T12:00:00Z') }
let node: ExchangeNode
let issuer: TestIssuer
let key: SigningKey
let webKey: SigningKey
let holder: string

beforeAll(async () => {
  ;({ node, issuer, key, webKey, holder } = await openPresentingWorld(2, clock))
})
afterAll(async () => {
  await node.close()
  await issuer.close()
})

interface Started { readonly id: string; readonly interactionUrl: string; readonly protocols: { readonly vcapi: string } }

async function begin(payload: object = {}): Promise<Started> {
  const answer = await node.owner.request({ method: 'POST', url: `/api/organisations/${node.owner.organisation.id}/exchanges`, payload: { kind: 'verify', purpose: 'For the forklift job', ...payload } })
  expect(answer.statusCode).toBe(201)
  return answer.json<Started>()
}

async function post(url: string, body: unknown): Promise<{ readonly status: number; readonly type: string | null; readonly body: JsonObject }> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body) })
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.json() as JsonObject }
}

async function asked({ protocols: { vcapi } }: Started): Promise<AskedStep> {
  const step = await startExchange(vcapi, node.network)
  if (step.kind !== 'asked') throw new Error('the exchange asks')
  return step
}

async function show(credentials: readonly string[], started: Started, own: HolderKey = { key }): Promise<WalletStep> {
  return answerExchange(new Consent(await asked(started), credentials), own, { ...node.network, cryptography, now: clock.now })
}

interface Seen { readonly state: string; readonly failures: number; readonly result: ExchangeResult | null }

async function seen({ id }: Started): Promise<Seen> {
  return (await node.owner.request({ url: `/api/organisations/${node.owner.organisation.id}/exchanges/${id}` })).json<Seen>()
}

/** The verdict on one credential that the holder shows. */
async function verdictOn(credentials: readonly string[], payload: object = {}, own?: HolderKey): Promise<Report> {
  const started = await begin(payload)
  expect(await show(credentials, started, own)).toMatchObject({ kind: 'done' })
  return (await seen(started)).result?.presentations[0]?.verdict as Report
}

const foreign = (variant?: CredentialVariant): Promise<string> => issuer.issue(holder, variant)
const finding = ({ checks }: Report, name: string): unknown => checks.find(({ check }) => check === name)

/** A credential of this very node, handed over to the holder by VCALM. */
async function own(): Promise<string> {
  const { token } = await node.nextClaim()
  const { protocols } = (await post(`${node.url}/api/claims/${token}/exchange`, {})).body as unknown as Started
  const step = await answerExchange(new Consent(await asked({ id: '', interactionUrl: '', protocols })), { key }, { ...node.network, cryptography, now: clock.now })
  if (step.kind !== 'given') throw new Error('a credential is handed over')
  return JSON.stringify(step.credentials[0])
}

describe('VCALM, verifying', () => {
  it('VV1, VV4, VV15: from the interaction URL to the verdict: a valid credential of an issuer that is known is accepted', async () => {
    const credential = await own()
    const started = await begin({ redirectUrl: 'https://hire.example/done' })
    const { exchangeUrl, protocols } = await fetchInteraction(started.interactionUrl, node.network)
    expect(protocols['vcapi']).toBe(exchangeUrl)
    const step = await asked(started)
    expect(step.request.credentialQueries.every((query) => matchesQuery(JSON.parse(credential) as JsonObject, query))).toBe(true)
    expect((await seen(started)).state).toBe('open')
    expect(await answerExchange(new Consent(step, [credential]), { key }, { ...node.network, cryptography, now: clock.now })).toEqual({ kind: 'done', redirectUrl: 'https://hire.example/done', exchangeUrl, host: new URL(node.url).host })
    expect(await seen(started)).toMatchObject({ state: 'complete', result: { presentations: [{ holder, verdict: { integrity: 'passed', accepted: 'yes', policy: 'known-issuer', presentation: { outcome: 'passed' } } }] } })
  })

  it('VV2, VV6: the request asks for an OpenBadgeCredential by example, for a purpose, and for a proof of the holder', async () => {
    const started = await begin()
    expect((await post(started.protocols.vcapi, {})).body).toMatchObject({
      verifiablePresentationRequest: {
        query: [
          { type: 'QueryByExample', credentialQuery: { reason: 'For the forklift job', example: { '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'], 'type': ['OpenBadgeCredential'] }, acceptedCryptosuites: expect.arrayContaining([{ cryptosuite: 'eddsa-rdfc-2022' }, { cryptosuite: 'ecdsa-rdfc-2019' }]) as unknown } },
          { type: 'DIDAuthentication' },
        ],
        challenge: expect.stringMatching(/^[\w-]{43}$/), domain: started.protocols.vcapi,
      },
    })
  })

  it('VV3, VV14: a node with a public address gives out https alone, of TLS 1.2 or newer', async () => {
    expect(DEFAULT_MIN_VERSION).toBe('TLSv1.2')
    const { exchange, sessionId } = await openSession({ organisation_id: node.owner.organisation.id, kind: 'verify', claim_id: null, is_code_proven: false, question: { purpose: 'Why', types: ['OpenBadgeCredential'], policy: 'known-issuer' }, asked_by: null }, node.context)
    const { interactionUrl, protocols } = presentStarted({ exchange, sessionId }, { publicBaseUrl: 'https://hire.example' })
    for (const url of [interactionUrl, ...Object.values(protocols)]) expect(url).toMatch(/^(?:https:\/\/hire\.example\/|openid)/)
  })

  it.each([
    ['not JSON', '{', 400, /PARSING_ERROR$/],
    ['no presentation', { verifiablePresentation: 'eyJ' }, 400, /MALFORMED_VALUE_ERROR$/],
    ['an unsigned one', { verifiablePresentation: { '@context': ['https://www.w3.org/ns/credentials/v2'], 'type': ['VerifiablePresentation'] } }, 400, /CRYPTOGRAPHIC_SECURITY_ERROR$/],
  ])('VV5, VV7: errors are problem details in both readings: %s', async (_, message, status, type) => {
    const answer = await post((await begin()).protocols.vcapi, message)
    expect(answer).toMatchObject({ status, type: expect.stringMatching(/^application\/problem\+json/), body: { type: expect.stringMatching(type), status, errors: [{ type: expect.stringMatching(type), status }] } })
    expect(await post(`${node.url}/exchanges/none`, {})).toMatchObject({ status: 404, body: { type: `${node.url}/problems/exchange-not-found`, errors: [{}] } })
  })

  it.each([
    ['of version 1', { '@context': ['https://www.w3.org/2018/credentials/v1'] }],
    ['of another type', { type: ['VerifiableCredential'] }],
    ['with text for credentials', { verifiableCredential: ['eyJhbGciOi'] }],
    ['with too many credentials', { verifiableCredential: Array.from({ length: maxPresentedCredentials + 1 }, () => ({})) }],
  ])('VV8: a presentation that is %s is not one of VCDM 2.0', async (_, changes) => {
    const started = await begin()
    const { request: { challenge, domain } } = await asked(started)
    const { presentation } = await proveHolder({ key, challenge, domain, created: clock.now }, cryptography)
    expect(await post(started.protocols.vcapi, { verifiablePresentation: { ...presentation, ...changes } })).toMatchObject({ status: 400, body: { type: expect.stringMatching(/MALFORMED_VALUE_ERROR$/) } })
    expect(await seen(started)).toMatchObject({ state: 'open', failures: 0 })
  })

  it('VV9: a presentation of another challenge, domain or time, expired, or by another key is refused, and the exchange stays open', async () => {
    const credential = await foreign()
    const started = await begin()
    const { vcapi } = started.protocols
    const { request: { challenge, domain } } = await asked(started)
    const make = async (changes: object): Promise<JsonObject> => (await proveHolder({ key, challenge, domain, created: clock.now, credentials: [JSON.parse(credential) as JsonObject], ...changes }, cryptography)).presentation
    const refused = { status: 400, body: { type: expect.stringMatching(/CRYPTOGRAPHIC_SECURITY_ERROR$/) } }
    expect(await post(vcapi, { verifiablePresentation: await make({ domain: 'https://evil.example/exchanges/1' }) })).toMatchObject(refused)
    const honest = await make({})
    const proof = honest['proof'] as JsonObject
    expect(await post(vcapi, { verifiablePresentation: { ...honest, proof: { ...proof, expires: '2026-05-20T11:59:00Z' } } })).toMatchObject(refused)
    expect(await seen(started)).toMatchObject({ state: 'open', failures: 2, result: null })
    expect((await post(vcapi, { verifiablePresentation: honest })).status).toBe(200)
    expect((await post(vcapi, { verifiablePresentation: honest })).status).toBe(409)

    const other = await begin()
    expect(await post(other.protocols.vcapi, { verifiablePresentation: honest })).toMatchObject(refused)
    expect(await post(other.protocols.vcapi, { verifiablePresentation: await make({ created: new Date(clock.now.getTime() - 901_000), challenge: (await asked(other)).request.challenge, domain: other.protocols.vcapi }) })).toMatchObject(refused)
  })

  it('VV1: a question whose time is over takes no presentation', async () => {
    const started = await begin()
    const { request: { challenge, domain } } = await asked(started)
    const { presentation } = await proveHolder({ key, challenge, domain, created: clock.now }, cryptography)
    const now = node.clock.now
    node.clock.now = new Date(now.getTime() + 600_000)
    const answer = await post(started.protocols.vcapi, { verifiablePresentation: presentation })
    node.clock.now = now
    expect(answer).toMatchObject({ status: 404, body: { type: `${node.url}/problems/exchange-not-found` } })
  })

  it.each([
    ['did:key with Ed25519', () => ({ key })],
    ['did:key with P-256', () => ({ key: webKey })],
    ['did:web with P-256', () => ({ key: webKey, did: webHolder, verificationMethod: `${webHolder}#key-1` })],
  ] as const)('VV9, CV1, CV4: a holder is resolved and verified: %s', async (_, keyOf) => {
    const { did = didKey(keyOf().key.publicKey) } = keyOf() as HolderKey
    expect(await verdictOn([await issuer.issue(did)], { policy: 'integrity-only' }, keyOf())).toMatchObject({ integrity: 'passed', accepted: 'yes' })
  })

  it('VV9: a did:web whose document cannot be had proves nothing', async () => {
    await expect(show([], await begin(), { key: webKey, did: 'did:web:localhost%3A1', verificationMethod: 'did:web:localhost%3A1#key-1' })).rejects.toMatchObject({ code: 'exchange/peer-refused', status: 400 })
  })

  it('VV10, VV17: a credential without what Open Badges 3.0 asks for fails its schema', async () => {
    const credential = await foreign({ alter: ({ credentialSubject: { achievement, ...subject }, ...rest }) => ({ ...rest, credentialSubject: { ...subject, achievement: { ...achievement, criteria: undefined as never } } }) })
    const verdict = await verdictOn([credential])
    expect(finding(verdict, 'schema')).toMatchObject({ outcome: 'failed' })
    expect(verdict.accepted).not.toBe('yes')
  })

  it.each(['Ed25519', 'P-256'] as const)('VV11, CV2: a credential is verified in both suites: %s', async (type) => {
    expect(await verdictOn([await foreign({ type })])).toMatchObject({ integrity: 'passed' })
  })

  it('VV12: a list that cannot be had, is old or forged leaves the status unknown, never passed', async () => {
    const found: unknown[] = []
    for (const list of ['gone', 'old', 'forged'] as const) {
      const verdict = await verdictOn([await foreign({ list })])
      found.push([list, (finding(verdict, 'status') as { readonly outcome: string }).outcome, verdict.integrity])
    }
    expect(found).toEqual([['gone', 'unknown', 'unknown'], ['old', 'unknown', 'unknown'], ['forged', 'unknown', 'unknown']])
  })

  it('VV13: an issuer that no registry knows is told apart from a signature that is wrong', async () => {
    const verdict = await verdictOn([await foreign()])
    expect(verdict).toMatchObject({ integrity: 'passed', accepted: 'no' })
    expect(finding(verdict, 'issuer-trust')).toMatchObject({ outcome: 'failed' })
  })

  it('VV16: a credential with a broken signature is received, and not accepted', async () => {
    const verdict = await verdictOn([(await foreign()).replace('Crane operator', 'Crane director')])
    expect(finding(verdict, 'proof')).toMatchObject({ outcome: 'failed' })
    expect(verdict).toMatchObject({ integrity: 'failed', accepted: 'no' })
  })

  it('VV18: an expired credential is received, and not accepted', async () => {
    const verdict = await verdictOn([await foreign({ validUntil: new Date(clock.now.getTime() - 1_000) })])
    expect(finding(verdict, 'validity-period')).toMatchObject({ outcome: 'failed' })
    expect(verdict).toMatchObject({ integrity: 'failed', accepted: 'no' })
  })

  it('VV19: a revoked credential is received, and not accepted', async () => {
    const verdict = await verdictOn([await foreign({ list: 'revoked' })])
    expect(finding(verdict, 'status')).toMatchObject({ outcome: 'failed' })
    expect(verdict).toMatchObject({ integrity: 'failed', accepted: 'no' })
  })

  it('whoever shows the credential of another is found out', async () => {
    const verdict = await verdictOn([await foreign()], { policy: 'integrity-only' }, { key: webKey })
    expect(finding(verdict, 'holder-binding')).toMatchObject({ outcome: 'failed', code: 'holder-binding/other-subject' })
    expect(verdict.accepted).toBe('no')
  })

  it('VV9: an answer of several keys proves each of them, and one wrong proof among them refuses it whole', async () => {
    const [mine, other] = [await foreign(), await issuer.issue(didKey(webKey.publicKey))]
    const keyFor = async (text: string): Promise<HolderKey> => ({ key: text === other ? webKey : key })
    const started = await begin({ policy: 'integrity-only' })
    await answerExchange(new Consent(await asked(started), [mine, other]), keyFor, { ...node.network, cryptography, now: clock.now })
    const { state, result } = await seen(started)
    expect({ state, result }).toMatchObject({ state: 'complete', result: { presentations: [{ holder, verdict: { accepted: 'yes' } }, { holder: didKey(webKey.publicKey), verdict: { accepted: 'yes' } }] } })
    for (const { verdict } of result?.presentations ?? []) expect(finding(verdict as Report, 'holder-binding')).toMatchObject({ outcome: 'passed' })

    const second = await begin()
    const { request: { challenge, domain } } = await asked(second)
    const [good, bad] = await Promise.all([{ key, challenge }, { key: webKey, challenge: 'another' }].map(async (each) => (await proveHolder({ ...each, domain, created: clock.now }, cryptography)).presentation))
    expect(await post(second.protocols.vcapi, { verifiablePresentation: [good, bad] })).toMatchObject({ status: 400, body: { type: expect.stringMatching(/CRYPTOGRAPHIC_SECURITY_ERROR$/) } })
    expect(await post(second.protocols.vcapi, { verifiablePresentation: Array.from({ length: 4 }, () => ({ verifiableCredential: Array.from({ length: 10 }, () => ({})) })) })).toMatchObject({ status: 400, body: { type: expect.stringMatching(/MALFORMED_VALUE_ERROR$/) } })
    expect(await seen(second)).toMatchObject({ state: 'open', failures: 1, result: null })
  })

  it('a holder declines by presenting nothing, which ends the exchange in order', async () => {
    const started = await begin({ redirectUrl: 'https://hire.example/done' })
    await declineExchange(await asked(started), node.network)
    expect(await seen(started)).toMatchObject({ state: 'complete', failures: 0, result: { presentations: [], isDeclined: true } })
    await expect(declineExchange(await asked(await begin()).then((step) => ({ ...step, exchangeUrl: started.protocols.vcapi })), node.network)).rejects.toMatchObject({ status: 409 })
  })

  it('an answer without a credential is an answer, and says nothing', async () => {
    const started = await begin()
    expect(await show([], started)).toMatchObject({ kind: 'done' })
    expect(await seen(started)).toMatchObject({ state: 'complete', result: { presentations: [{ holder, verdict: { credentials: [], accepted: 'unknown' } }] } })
  })

  it('VP6, VP8, VP10, CP1, CP4: what the verifier keeps is what the wallet signed, the proofs of the credentials untouched', async () => {
    const credential = await foreign()
    const started = await begin()
    await show([credential], started)
    const { result } = await seen(started)
    const document = JSON.parse(result?.presentations[0]?.document ?? '') as JsonObject
    expect(document['verifiableCredential']).toEqual([JSON.parse(credential)])
    expect(document['proof']).toMatchObject({ cryptosuite: 'eddsa-rdfc-2022', domain: started.protocols.vcapi })
  })

  it('keeps an answer from other organisations, and for its own only as long as it wants it', async () => {
    const started = await begin()
    await show([await foreign()], started)
    const stranger = await addTestOwner(node, 'Another School')
    expect((await stranger.request({ url: `/api/organisations/${stranger.organisation.id}/exchanges/${started.id}` })).statusCode).toBe(404)
    expect((await stranger.request({ url: `/api/organisations/${stranger.organisation.id}/exchanges` })).json()).toEqual({ exchanges: [] })
    expect((await stranger.request({ method: 'DELETE', url: `/api/organisations/${stranger.organisation.id}/exchanges/${started.id}` })).statusCode).toBe(404)
    const mine = { url: `/api/organisations/${node.owner.organisation.id}/exchanges/${started.id}` }
    expect((await node.owner.request(mine)).json<Seen>().result?.presentations).toHaveLength(1)
    expect((await node.owner.request({ ...mine, method: 'DELETE' })).statusCode).toBe(204)
    expect((await node.owner.request(mine)).statusCode).toBe(404)
  })

  it('refuses a presentation of more than a mebibyte', async () => {
    const { protocols: { vcapi } } = await begin()
    expect((await post(vcapi, { verifiablePresentation: { padding: 'x'.repeat(1_048_576) } })).status).toBe(413)
    expect(encodeUtf8(vcapi).length).toBeLessThan(400)
  })

  it('a proof that names a holder and is signed by another is refused', async () => {
    const started = await begin()
    const { request: { challenge, domain } } = await asked(started)
    const presentation = await signPresentation({ holder: didKey(webKey.publicKey), challenge, domain }, { signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), created: clock.now, cryptography })
    expect((await post(started.protocols.vcapi, { verifiablePresentation: presentation })).status).toBe(400)
  })
})

describe('what a person reads before anything begins', () => {
  const alternative = 'Do the practical test with us instead.'

  it('says who asks, why, and how one goes on without a record: to wallets of any make, to ours, and on the page', async () => {
    const started = await begin({ alternative, minutes: 60 })
    const { about } = await fetchInteraction(started.interactionUrl, node.network)
    expect(about).toEqual({ organisation: { name: node.owner.organisation.name, did: node.owner.organisation.did }, purpose: 'For the forklift job', alternative })
    expect((await asked(started)).request.credentialQueries[0]?.reason).toBe(`For the forklift job\n\n${alternative}`)
    const page = await (await fetch(started.interactionUrl, { headers: { 'accept': 'text/html', 'accept-language': 'en' } })).text()
    expect(page).toContain(alternative)
    expect(page).toContain('You may decline.')
  })

  it('is written on the page as text, whatever an organisation types', async () => {
    const started = await begin({ purpose: '<script>alert(1)</script>', alternative: '"><img src=x>' })
    const answer = await fetch(started.interactionUrl, { headers: { accept: 'text/html' } })
    const page = await answer.text()
    expect(page).not.toMatch(/<script>|<img src=x>/)
    // And were it not: the page may run nothing, load nothing and be framed by nobody; its one style is named by its hash.
    const policy = answer.headers.get('content-security-policy') ?? ''
    const [, style = ''] = /<style>([^<]*)<\/style>/.exec(page) ?? []
    expect(policy).toContain(`style-src 'sha256-${Buffer.from(cryptography.sha256(encodeUtf8(style))).toString('base64')}'`)
    expect(policy).toMatch(/^default-src 'none';.*form-action 'none'.*frame-ancestors 'none'/)
    expect(policy).not.toMatch(/unsafe|script-src/)
  })
})
