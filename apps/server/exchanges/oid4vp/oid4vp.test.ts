import { DEFAULT_MIN_VERSION } from 'node:tls'
import { Openid4vpClient } from '@openid4vc/openid4vp'
import { addProof, credentialsContextUrl, signPresentation } from 'everlearned/credential'
import type { SigningKey } from 'everlearned/crypto'
import { didKey, didKeyVerificationMethod } from 'everlearned/did'
import { decodeBase64url, encodeUtf8, type JsonObject } from 'everlearned/encoding'
import { proveHolder, type HolderKey } from 'everlearned/exchange'
import { answerRequest, declineRequest, formatRequestByValue, matchRequest, PresentationConsent, readRequest, type Delivered, type PresentationRequest } from 'everlearned/exchange/oid4vp'
import { fetchInteraction } from 'everlearned/exchange/vcalm'
import { nativeCryptography as cryptography } from 'everlearned/node'
import type { Report } from 'everlearned/verifier'
import fc from 'fast-check'
import { CompactEncrypt, importJWK, type JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callbacksFor } from '../oid4vci/independent-client.ts'
import { openSession } from '../exchange-session.ts'
import { openPresentingWorld, webHolder, type ExchangeNode } from '../open-test-exchanges.ts'
import type { CredentialVariant, TestIssuer } from '../open-test-issuer.ts'
import { presentStarted } from '../protocols.ts'
import type { ExchangeResult } from '../tables.ts'
import { stateOf } from './question.ts'

const clock = { now: new Date('2026-05-20T12:00:00Z') }
let node: ExchangeNode
let issuer: TestIssuer
let key: SigningKey
let webKey: SigningKey
let holder: string

beforeAll(async () => {
  ;({ node, issuer, key, webKey, holder } = await openPresentingWorld(0, clock))
})
afterAll(async () => {
  await node.close()
  await issuer.close()
})

interface Started { readonly id: string; readonly interactionUrl: string; readonly protocols: Readonly<Record<string, string>> }

async function begin(payload: object = {}): Promise<Started> {
  const answer = await node.owner.request({ method: 'POST', url: `/api/organisations/${node.owner.organisation.id}/exchanges`, payload: { kind: 'verify', purpose: 'For the crane job', policy: 'integrity-only', ...payload } })
  expect(answer.statusCode).toBe(201)
  return answer.json<Started>()
}

const linkOf = ({ protocols }: Started): string => protocols['oid4vp-1.0'] ?? ''
const ask = (started: Started): Promise<PresentationRequest> => readRequest(linkOf(started), node.network)
const foreign = (variant?: CredentialVariant): Promise<string> => issuer.issue(holder, variant)

async function answer(credentials: readonly string[], request: PresentationRequest, own: HolderKey = { key }): Promise<Delivered> {
  const held = credentials.map((credential, index) => ({ id: `record-${index}`, credential }))
  const match = await matchRequest(request, held, cryptography)
  const consent = new PresentationConsent(request, match, { badge: ['record-0'] })
  return answerRequest(consent, { ...node.network, cryptography, now: clock.now, held, keyFor: () => own })
}

async function post(url: string, body: JsonObject | string | URLSearchParams): Promise<{ readonly status: number; readonly body: JsonObject; readonly cache: string | null; readonly origin: string | null }> {
  const isObject = typeof body === 'object' && !(body instanceof URLSearchParams)
  const said = await fetch(url, { method: 'POST', headers: { 'content-type': isObject ? 'application/json' : 'application/x-www-form-urlencoded' }, body: isObject ? JSON.stringify(body) : body })
  return { status: said.status, body: await said.json() as JsonObject, cache: said.headers.get('cache-control'), origin: said.headers.get('access-control-allow-origin') }
}

interface Seen { readonly state: string; readonly failures: number; readonly result: ExchangeResult | null }

async function seen({ id }: Started): Promise<Seen> {
  return (await node.owner.request({ url: `/api/organisations/${node.owner.organisation.id}/exchanges/${id}` })).json<Seen>()
}

async function verdictOn(credential: string, payload: object = {}, own?: HolderKey): Promise<Report> {
  const started = await begin(payload)
  expect(await answer([credential], await ask(started), own)).toEqual({ redirectUri: undefined })
  return (await seen(started)).result?.presentations[0]?.verdict as Report
}

const finding = ({ checks }: Report, name: string): unknown => checks.find(({ check }) => check === name)

/** A presentation made by hand for a request, with something about it changed. */
async function handMade({ nonce, clientId }: PresentationRequest, changes: object = {}, credentials: readonly string[] = []): Promise<JsonObject> {
  const shown = credentials.map((credential) => JSON.parse(credential) as JsonObject)
  return (await proveHolder({ key, challenge: nonce, domain: clientId, credentials: shown, created: clock.now, ...changes }, cryptography)).presentation
}

const refused = { status: 400, body: { error: 'invalid_request', error_description: expect.any(String) } }

describe('OpenID4VP, verifying', () => {
  it('OV1, OV5, OV7, OV16: an Open Badge answers the request, is taken out of the answer, and accepted when it is valid', async () => {
    const credential = await foreign()
    const started = await begin({ redirectUrl: 'https://hire.example/done' })
    const request = await ask(started)
    expect(request).toMatchObject({ host: new URL(node.url).host, clientName: node.owner.organisation.name, purpose: 'For the crane job', question: { kind: 'dcql' } })
    const { redirectUri } = await answer([credential], request)
    const { state, result } = await seen(started)
    expect({ state, redirectUri }).toEqual({ state: 'complete', redirectUri: `https://hire.example/done#response_code=${result?.responseCode}` })
    expect(result?.presentations).toMatchObject([{ holder, verdict: { integrity: 'passed', accepted: 'yes', presentation: { outcome: 'passed' } } }])
    expect((JSON.parse(result?.presentations[0]?.document ?? '') as JsonObject)['verifiableCredential']).toEqual([JSON.parse(credential)])
  })

  it('OV2, OV3: the request asks for a Data Integrity presentation in both languages, with another nonce each time, and is never stored', async () => {
    const started = await begin()
    const url = new URL(linkOf(started))
    const requestUri = url.searchParams.get('request_uri') ?? ''
    const [first, second] = [await fetch(requestUri), await fetch(requestUri)]
    const [one, two] = [await first.json() as JsonObject, await second.json() as JsonObject]
    expect(first.headers.get('cache-control')).toBe('no-store')
    expect(first.headers.get('access-control-allow-origin')).toBe('*')
    expect(one['nonce']).not.toBe(two['nonce'])
    const responseUri = requestUri.replace(/request$/, 'response')
    expect({ ...two, client_id: url.searchParams.get('client_id') }).toEqual({
      ...two, response_type: 'vp_token', response_mode: 'direct_post', client_id: `redirect_uri:${responseUri}`, response_uri: responseUri,
      dcql_query: { credentials: [{ id: 'badge', format: 'ldp_vc', meta: { type_values: [['https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential']] } }] },
      presentation_definition: { id: 'badge', purpose: 'For the crane job', format: { ldp_vp: { proof_type: ['DataIntegrityProof'] } }, input_descriptors: [{ id: 'badge', constraints: { fields: [{ path: ['$.type'], filter: { type: 'array', contains: { const: 'OpenBadgeCredential' } } }] } }] },
    })
    expect(two).toMatchObject({ client_metadata: { vp_formats_supported: { ldp_vc: { proof_type_values: ['DataIntegrityProof'], cryptosuite_values: expect.arrayContaining(['eddsa-rdfc-2022', 'ecdsa-rdfc-2019']) } } } })
    expect(JSON.stringify(two)).not.toContain('jwt_v')
  })

  it('OV4, OV15: a node with a public address gives out https alone, of TLS 1.2 or newer; the interaction names both spellings', async () => {
    expect(DEFAULT_MIN_VERSION).toBe('TLSv1.2')
    const { exchange, sessionId } = await openSession({ organisation_id: node.owner.organisation.id, kind: 'verify', claim_id: null, is_code_proven: false, question: { purpose: 'Why', types: ['OpenBadgeCredential'], policy: 'known-issuer' }, asked_by: null }, node.context)
    const { protocols } = presentStarted({ exchange, sessionId }, { publicBaseUrl: 'https://hire.example' })
    const { searchParams } = new URL(protocols['oid4vp-1.0'] ?? '')
    expect([...searchParams]).toEqual([['client_id', `redirect_uri:https://hire.example/vp/${sessionId}/response`], ['request_uri', `https://hire.example/vp/${sessionId}/request`]])
    expect(protocols['OID4VP']).toBe(protocols['oid4vp-1.0'])
    const started = await begin()
    expect((await fetchInteraction(started.interactionUrl, node.network)).protocols).toMatchObject({ 'OID4VP': linkOf(started), 'oid4vp-1.0': linkOf(started) })
  })

  it('OV5: an answer may come as JSON, as a form, or in the dialect before 1.0, told apart by its presentation', async () => {
    const credential = await foreign()
    const send = async (make: (vp: JsonObject, request: PresentationRequest) => JsonObject | URLSearchParams): Promise<unknown> => {
      const started = await begin()
      const request = await ask(started)
      const said = await post(request.responseUri, make(await handMade(request, {}, [credential]), request))
      expect(said).toEqual({ status: 200, body: {}, cache: 'no-store', origin: '*' })
      return (await seen(started)).result?.presentations
    }
    const submission = { id: 's', definition_id: 'badge', descriptor_map: [{ id: 'badge', format: 'ldp_vp', path: '$' }] }
    const accepted = [{ holder, verdict: { accepted: 'yes' } }]
    expect(await send((vp, { state = '' }) => ({ vp_token: { badge: [vp] }, state }))).toMatchObject(accepted)
    expect(await send((vp, { state = '' }) => new URLSearchParams({ vp_token: JSON.stringify({ badge: [vp] }), state }))).toMatchObject(accepted)
    expect(await send((vp) => ({ vp_token: vp, presentation_submission: submission }))).toMatchObject(accepted)
    expect(await send((vp) => new URLSearchParams({ vp_token: JSON.stringify(vp), presentation_submission: JSON.stringify(submission) }))).toMatchObject(accepted)
  })

  it.each([
    ['nothing', {}],
    ['no object', '[]'],
    ['not JSON', '{'],
    ['a query that was not asked', { vp_token: { licence: [{}] } }],
    ['an empty answer', { vp_token: { badge: [] } }],
    ['text in the place of a presentation', { vp_token: { badge: ['eyJhbGciOiJub25lIn0.e30.'] } }],
    ['two for one', { vp_token: { badge: [{}, {}] } }],
    ['an unsigned one', { vp_token: { badge: [{ '@context': [credentialsContextUrl], 'type': ['VerifiablePresentation'] }] } }],
    ['one of version 1', { vp_token: { badge: [{ '@context': ['https://www.w3.org/2018/credentials/v1'], 'type': ['VerifiablePresentation'] }] } }],
    ['something encrypted', { response: 'a.b.c.d.e' }],
  ])('OV6: an answer that is %s is refused as an invalid request', async (_, body) => {
    const started = await begin()
    expect(await post((await ask(started)).responseUri, body)).toMatchObject(refused)
    expect((await seen(started)).state).toBe('open')
  })

  it('OV6: an answer of another nonce, domain, time, purpose, state or key, expired or shown twice is refused', async () => {
    const credential = await foreign()
    const started = await begin()
    const request = await ask(started)
    const { responseUri, state = '' } = request
    const badge = async (changes: object): Promise<JsonObject> => ({ vp_token: { badge: [await handMade(request, changes, [credential])] }, state })
    expect(await post(responseUri, await badge({ domain: 'redirect_uri:https://evil.example/response' }))).toMatchObject(refused)
    expect(await post(responseUri, { ...await badge({}), state: 'another' })).toMatchObject(refused)
    const honest = await handMade(request, {}, [credential])
    const expired = { ...honest, proof: { ...honest['proof'] as JsonObject, expires: '2026-05-20T11:59:00Z' } }
    expect(await post(responseUri, { vp_token: { badge: [expired] }, state })).toMatchObject(refused)
    expect(await seen(started)).toMatchObject({ state: 'open', failures: 2 })
    expect((await post(responseUri, { vp_token: { badge: [honest] }, state })).status).toBe(200)
    expect(await post(responseUri, { vp_token: { badge: [honest] }, state })).toMatchObject(refused)

    const other = await begin()
    const asked = await ask(other)
    expect(await post(asked.responseUri, { vp_token: { badge: [honest] } })).toMatchObject(refused)
    const substituted = await signPresentation({ holder: didKey(webKey.publicKey), challenge: asked.nonce, domain: asked.clientId }, { signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), created: clock.now, cryptography })
    expect(await post(asked.responseUri, { vp_token: { badge: [substituted] } })).toMatchObject(refused)

    const third = await begin()
    const again = await ask(third)
    const purpose = await addProof({ '@context': [credentialsContextUrl], 'type': ['VerifiablePresentation'], holder }, { proofPurpose: 'assertionMethod', challenge: again.nonce, domain: again.clientId }, { signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), created: clock.now, cryptography })
    expect(await post(again.responseUri, { vp_token: { badge: [purpose] } })).toMatchObject(refused)
    expect(await post(again.responseUri, { vp_token: { badge: [await handMade(again, { created: new Date(clock.now.getTime() - 901_000) })] } })).toMatchObject(refused)
    await ask(third)
    expect(await post(again.responseUri, { vp_token: { badge: [await handMade(again, {}, [credential])] } })).toMatchObject(refused)
  })

  it('OV6: after five wrong proofs the exchange is over; an unknown one, one whose time is over, and one that hands out never answer', async () => {
    const started = await begin()
    const request = await ask(started)
    const wrong = { vp_token: { badge: [await handMade(request, { challenge: 'other' })] } }
    for (let count = 0; count < 5; count += 1) expect(await post(request.responseUri, wrong)).toMatchObject(refused)
    expect((await seen(started)).state).toBe('closed')
    await expect(ask(started)).rejects.toMatchObject({ code: 'exchange/peer-refused', status: 400, reason: 'invalid_request' })
    expect(await post(`${node.url}/vp/none/response`, wrong)).toMatchObject(refused)
    const late = await begin()
    node.clock.now = new Date(clock.now.getTime() + 601_000)
    await expect(ask(late)).rejects.toMatchObject({ status: 400 })
    node.clock.now = clock.now
  })

  it('OV6: whatever arrives is refused as an invalid request, and is no fault of the node\'s', async () => {
    const { responseUri } = await ask(await begin())
    const member = fc.constantFrom('vp_token', 'state', 'response', 'presentation_submission', 'type', 'badge', 'proof')
    const body = fc.oneof(fc.dictionary(member, fc.oneof(fc.jsonValue(), fc.array(fc.dictionary(member, fc.jsonValue())), fc.dictionary(member, fc.array(fc.jsonValue())))), fc.jsonValue())
    await fc.assert(fc.asyncProperty(body, fc.boolean(), async (value, isForm) => {
      const parameters = Object.entries(typeof value === 'object' && value !== null ? value : {}).map(([name, part]): [string, string] => [name, JSON.stringify(part)])
      const said = await fetch(responseUri, { method: 'POST', body: isForm ? new URLSearchParams(parameters) : JSON.stringify(value) })
      expect({ status: said.status, body: await said.json() as unknown }).toMatchObject(refused)
    }), { numRuns: 40 })
  })

  it('OV8, OV18: a credential without what Open Badges 3.0 asks for is received, and fails its schema', async () => {
    const verdict = await verdictOn(await foreign({ alter: ({ credentialSubject: { achievement, ...subject }, ...rest }) => ({ ...rest, credentialSubject: { ...subject, achievement: { ...achievement, criteria: undefined as never } } }) }), { policy: 'known-issuer' })
    expect(finding(verdict, 'schema')).toMatchObject({ outcome: 'failed' })
    expect(verdict.accepted).not.toBe('yes')
  })

  it.each(['Ed25519', 'P-256'] as const)('OV9, CV2: a credential is verified in both suites: %s', async (type) => {
    expect(await verdictOn(await foreign({ type }))).toMatchObject({ integrity: 'passed', accepted: 'yes' })
  })

  it.each([
    ['did:key with Ed25519', () => ({ key })],
    ['did:key with P-256', () => ({ key: webKey })],
    ['did:web with P-256', () => ({ key: webKey, did: webHolder, verificationMethod: `${webHolder}#key-1` })],
  ] as const)('OV9, OV10, CV1, CV3, CV4: verifies presentations in every suite and resolves issuers and holders: %s', async (_, keyOf) => {
    const { did = didKey(keyOf().key.publicKey) } = keyOf() as HolderKey
    expect(await verdictOn(await issuer.issue(did, { type: keyOf().key === key ? 'P-256' : 'Ed25519' }), {}, keyOf())).toMatchObject({ integrity: 'passed', accepted: 'yes' })
  })

  it('OV11, OV19: an expired credential is received, and not accepted', async () => {
    const verdict = await verdictOn(await foreign({ validUntil: new Date(clock.now.getTime() - 1_000) }))
    expect(finding(verdict, 'validity-period')).toMatchObject({ outcome: 'failed' })
    expect(verdict).toMatchObject({ integrity: 'failed', accepted: 'no' })
  })

  it('OV12, OV17: a credential with a broken signature is received without a word to the wallet, and not accepted', async () => {
    const verdict = await verdictOn((await foreign()).replace('Crane operator', 'Crane director'))
    expect(finding(verdict, 'proof')).toMatchObject({ outcome: 'failed' })
    expect(verdict).toMatchObject({ integrity: 'failed', accepted: 'no' })
  })

  it('OV13, OV20: a revoked credential is received, and not accepted', async () => {
    const verdict = await verdictOn(await foreign({ list: 'revoked' }))
    expect(finding(verdict, 'status')).toMatchObject({ outcome: 'failed' })
    expect(verdict).toMatchObject({ integrity: 'failed', accepted: 'no' })
  })

  it('OV13, OV14: a list that cannot be had, is old or forged leaves the status unknown, never passed', async () => {
    const found: unknown[] = []
    for (const list of ['gone', 'old', 'forged'] as const) {
      const verdict = await verdictOn(await foreign({ list }))
      found.push([list, (finding(verdict, 'status') as { readonly outcome: string }).outcome, verdict.integrity])
    }
    expect(found).toEqual([['gone', 'unknown', 'unknown'], ['old', 'unknown', 'unknown'], ['forged', 'unknown', 'unknown']])
  })

  it('whoever shows the credential of another, or something else than was asked for, is found out', async () => {
    const verdict = await verdictOn(await foreign(), {}, { key: webKey })
    expect(finding(verdict, 'holder-binding')).toMatchObject({ outcome: 'failed', code: 'holder-binding/other-subject' })
    const started = await begin({ types: ['EndorsementCredential'] })
    const request = await ask(started)
    expect((await post(request.responseUri, { vp_token: { badge: [await handMade(request, {}, [await foreign()])] } })).status).toBe(200)
    expect((await seen(started)).result?.presentations).toMatchObject([{ isUnasked: true, verdict: { integrity: 'passed', accepted: 'no' } }])
  })

  it('a wallet that says no ends the exchange, which is an ordinary end', async () => {
    const started = await begin()
    const request = await ask(started)
    expect(await post(request.responseUri, new URLSearchParams({ error: 'access_denied', state: 'wrong' }))).toMatchObject(refused)
    expect(await declineRequest(request, { ...node.network, cryptography })).toEqual({ redirectUri: undefined })
    expect(await seen(started)).toMatchObject({ state: 'complete', result: { presentations: [], isDeclined: true } })
    await expect(answer([await foreign()], request)).rejects.toMatchObject({ status: 400, reason: 'invalid_request' })
  })

  it('an answer that was to be encrypted is taken only so, by direct_post.jwt', async () => {
    const credential = await foreign()
    const started = await begin({ isEncrypted: true })
    const request = await ask(started)
    expect(request).toMatchObject({ responseMode: 'direct_post.jwt', recipient: { encryption: 'A256GCM' } })
    expect(await post(request.responseUri, { vp_token: { badge: [await handMade(request, {}, [credential])] } })).toMatchObject(refused)
    await answer([credential], request)
    expect(await seen(started)).toMatchObject({ state: 'complete', result: { presentations: [{ verdict: { accepted: 'yes' } }] } })
  })

  it('what the holder is to agree to must be signed with the presentation', async () => {
    const credential = await foreign()
    const started = await begin({ agreement: 'The rules of the yard, of May 2026' })
    const request = await ask(started)
    expect(request.transactions).toMatchObject([{ credentialIds: ['badge'], content: { text: 'The rules of the yard, of May 2026' } }])
    expect(await post(request.responseUri, { vp_token: { badge: [await handMade(request, {}, [credential])] } })).toMatchObject(refused)
    await answer([credential], request)
    const { result } = await seen(started)
    expect(result?.presentations).toMatchObject([{ verdict: { integrity: 'passed', accepted: 'yes' } }])
    expect((JSON.parse(result?.presentations[0]?.document ?? '') as JsonObject)['transaction_data_hashes']).toHaveLength(1)
  })

  it.each([[false], [true]])('OV5, OV16: a wallet of another make answers and is accepted, encrypted: %s', async (isEncrypted) => {
    const started = await begin({ isEncrypted })
    // It takes requests in one language alone, which is what the node sends with LER_OID4VP_LEGACY_QUERY=0.
    const { presentation_definition: _, ...payload } = await (await fetch(new URL(linkOf(started)).searchParams.get('request_uri') ?? '')).json() as JsonObject
    const wallet = new Openid4vpClient({ callbacks: {
      ...callbacksFor(key), decryptJwe: () => ({ decrypted: false }),
      encryptJwe: async (encryptor, data) => {
        if (encryptor.method !== 'jwk') throw new Error('the key stands in the request')
        const { alg = '', enc = '', apu, apv, publicJwk } = encryptor
        const encrypting = new CompactEncrypt(encodeUtf8(data)).setProtectedHeader({ alg, enc, kid: publicJwk.kid ?? '' })
        encrypting.setKeyManagementParameters({ ...(apu === undefined ? {} : { apu: decodeBase64url(apu) }), ...(apv === undefined ? {} : { apv: decodeBase64url(apv) }) })
        return { encryptionJwk: publicJwk, jwe: await encrypting.encrypt(await importJWK({ ...publicJwk } as JWK, alg)) }
      },
    } })
    const { authorizationRequestPayload, client, dcql, version } = await wallet.resolveOpenId4vpAuthorizationRequest({ authorizationRequestPayload: payload as never })
    expect({ prefix: client.prefix, version, asks: dcql?.query }).toMatchObject({ prefix: 'redirect_uri', asks: { credentials: [{ id: 'badge', format: 'ldp_vc' }] } })
    const vp = await handMade(await readRequest(formatRequestByValue(payload), node.network), {}, [await foreign()])
    const made = await wallet.createOpenid4vpAuthorizationResponse({
      authorizationRequestPayload, authorizationResponsePayload: { vp_token: { badge: [vp] } },
      ...(isEncrypted ? { jarm: { encryption: { nonce: 'a-wallet-nonce' }, serverMetadata: { authorization_signing_alg_values_supported: [], authorization_encryption_alg_values_supported: ['ECDH-ES'], authorization_encryption_enc_values_supported: ['A256GCM'] } } } : {}),
    })
    const { response } = await wallet.submitOpenid4vpAuthorizationResponse({ authorizationRequestPayload: authorizationRequestPayload as never, authorizationResponsePayload: made.authorizationResponsePayload, ...(made.jarm === undefined ? {} : { jarm: made.jarm }) })
    expect(response.status).toBe(200)
    expect(await seen(started)).toMatchObject({ state: 'complete', result: { presentations: [{ holder, verdict: { accepted: 'yes' } }] } })
  })

  it('the state tells the request apart and the session from nothing', () => {
    expect(stateOf('one')).not.toBe(stateOf('two'))
    expect(stateOf('one')).toMatch(/^[\w-]{22}$/)
  })
})
