import { DEFAULT_MIN_VERSION } from 'node:tls'
import type { SigningKey } from 'everlearned/crypto'
import { createKeyResolver, signPresentation, verifyProofs, type DataIntegrityProof } from 'everlearned/credential'
import { createDidDocument, didJwk, didKey, didKeyVerificationMethod } from 'everlearned/did'
import type { JsonObject } from 'everlearned/encoding'
import { proveHolder, type HolderKey } from 'everlearned/exchange'
import { answerExchange, Consent, fetchInteraction, startExchange, type WalletStep } from 'everlearned/exchange/vcalm'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { trustNobody, verify, type Report } from 'everlearned/verifier'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claimCode } from '../issuing/claim-token.ts'
import { loadOwnDocument } from '../issuing/verify-document.ts'
import { findOpenExchange } from './exchange-session.ts'
import { handOver } from './hand-over.ts'
import { makeClaims, openExchangeNode, webHolder, type ExchangeNode, type TestClaim } from './open-test-exchanges.ts'
import { presentStarted } from './protocols.ts'
import { sweepExchanges } from './sweep-exchanges.ts'

let node: ExchangeNode
let webKey: SigningKey
const newKey = async (type: 'Ed25519' | 'P-256' = 'Ed25519'): Promise<HolderKey> => ({ key: await cryptography.importSigningKey(await cryptography.generateKey(type)) })

beforeAll(async () => {
  webKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
  node = await openExchangeNode(37, { staticDocuments: { [webHolder]: createDidDocument(webHolder, [{ fragment: 'key-1', publicKey: webKey.publicKey }], ['authentication']) } })
})
afterAll(() => node.close())

interface Started { readonly id: string; readonly interactionUrl: string; readonly protocols: { readonly vcapi: string } }

async function start(claim?: TestClaim, body: object = {}): Promise<Started> {
  const { token } = claim ?? await node.nextClaim()
  const answer = await fetch(`${node.url}/api/claims/${token}/exchange`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  expect(answer.status).toBe(201)
  return await answer.json() as Started
}

async function post(url: string, body: unknown): Promise<{ readonly status: number; readonly headers: Headers; readonly body: JsonObject }> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', 'origin': 'https://wallet.example' }, body: typeof body === 'string' ? body : JSON.stringify(body) })
  return { status: answer.status, headers: answer.headers, body: await answer.json() as JsonObject }
}

async function askedOf(exchangeUrl: string): Promise<Extract<WalletStep, { kind: 'asked' }>> {
  const step = await startExchange(exchangeUrl, node.network)
  if (step.kind !== 'asked') throw new Error('the exchange asks')
  return step
}

async function take(exchangeUrl: string, key: HolderKey): Promise<JsonObject> {
  const step = await answerExchange(new Consent(await askedOf(exchangeUrl)), key, { ...node.network, cryptography, now: node.clock.now })
  if (step.kind !== 'given' || step.credentials[0] === undefined) throw new Error('the exchange gives a credential')
  return step.credentials[0]
}

async function verdictOn(credential: JsonObject): Promise<Report> {
  const { reports: [report] } = await verify(new TextEncoder().encode(JSON.stringify(credential)), { cryptography, now: node.clock.now, documents: {}, fetchDocument: (url) => loadOwnDocument(url, node.context), trust: trustNobody })
  if (report === undefined) throw new Error('a credential gets a report')
  return report
}

/** A presentation that a wallet would post, with something made otherwise. */
async function proofFor(exchangeUrl: string, changes: { readonly challenge?: string; readonly domain?: string; readonly created?: Date } = {}, key?: HolderKey): Promise<JsonObject> {
  const { request: { challenge, domain } } = await askedOf(exchangeUrl)
  return (await proveHolder({ ...(key ?? await newKey()), challenge, domain, created: node.clock.now, ...changes }, cryptography)).presentation
}

describe('VCALM, issuing', () => {
  it('VI1: the interaction URL is there as a QR code and as text, and a GET answers with the protocols', async () => {
    const { interactionUrl } = await start()
    expect(interactionUrl).toMatch(new RegExp(`^${node.url}/interactions/[A-Za-z0-9_-]{22}\\?iuv=1$`))
    const page = await fetch(interactionUrl, { headers: { 'accept': 'text/html', 'accept-language': 'ar-SY,en;q=0.5' } })
    expect(page.headers.get('content-type')).toContain('text/html')
    const html = await page.text()
    expect(html).toContain('<html lang="ar" dir="rtl">')
    expect(html).toContain(`<code dir="ltr">${interactionUrl}</code>`)
    expect(html).toContain('src="data:image/svg+xml;base64,')
    expect(await (await fetch(interactionUrl, { headers: { accept: 'application/json' } })).json()).toMatchObject({ protocols: { vcapi: expect.any(String) } })
  })

  it('VI2: the exchange endpoint answers a POST, from any origin, and nobody stores the answer', async () => {
    const { protocols: { vcapi } } = await start()
    const { status, headers } = await post(vcapi, {})
    expect({ status, cors: headers.get('access-control-allow-origin'), cache: headers.get('cache-control') }).toEqual({ status: 200, cors: '*', cache: 'no-store' })
  })

  it('VI3: a node with a public address hands out https alone, of TLS 1.2 or newer', async () => {
    expect(DEFAULT_MIN_VERSION).toBe('TLSv1.2')
    const config = { ...node.context.config, publicBaseUrl: 'https://college.example' }
    const exchange = await node.context.database.selectFrom('exchange').selectAll().limit(1).executeTakeFirstOrThrow()
    const { interactionUrl, protocols } = presentStarted({ exchange, sessionId: 'A'.repeat(22) }, config)
    for (const url of [interactionUrl, ...Object.values(protocols)]) expect(url).toMatch(/^(?:https:\/\/college\.example\/|openid)/)
  })

  it.each([
    ['not JSON', '{', 400, 'https://www.w3.org/TR/vc-data-model#PARSING_ERROR'],
    ['a list', [], 400, 'https://www.w3.org/TR/vc-data-model#PARSING_ERROR'],
    ['a member twice', '{"a":1,"a":2}', 400, 'https://www.w3.org/TR/vc-data-model#PARSING_ERROR'],
    ['no presentation', { verifiablePresentation: 'eyJ' }, 400, 'https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR'],
    ['none, as whoever declines a question', { verifiablePresentation: [] }, 400, 'https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR'],
    ['several', { verifiablePresentation: [{}, {}] }, 400, 'https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR'],
    ['something else', { hello: 1 }, 400, 'https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR'],
    ['a presentation of version 1', { verifiablePresentation: { '@context': ['https://www.w3.org/2018/credentials/v1'], 'type': ['VerifiablePresentation'] } }, 400, 'https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR'],
    ['an unsigned one', { verifiablePresentation: { '@context': ['https://www.w3.org/ns/credentials/v2'], 'type': ['VerifiablePresentation'] } }, 400, 'https://www.w3.org/TR/vc-data-model#CRYPTOGRAPHIC_SECURITY_ERROR'],
  ])('VI4, VI7: errors of the exchange are problem details in both readings: %s', async (_, message, status, type) => {
    const { protocols: { vcapi } } = await start()
    const answer = await post(vcapi, message)
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(answer).toMatchObject({ status, body: { type, status, title: expect.any(String), detail: expect.any(String), errors: [{ type, status, title: expect.any(String), detail: expect.any(String) }] } })
    expect(JSON.stringify(answer.body)).not.toMatch(/stack|Person|example\.org/)
  })

  it('VI4: an exchange that does not exist, or whose time is over, is not found', async () => {
    const notFound = { status: 404, body: { type: `${node.url}/problems/exchange-not-found`, errors: [{ status: 404 }] } }
    expect(await post(`${node.url}/exchanges/${'A'.repeat(22)}`, {})).toMatchObject(notFound)
    const { protocols: { vcapi }, interactionUrl } = await start()
    const now = node.clock.now
    node.clock.now = new Date(now.getTime() + 600_000)
    expect(await post(vcapi, {})).toMatchObject(notFound)
    expect((await fetch(interactionUrl)).status).toBe(404)
    node.clock.now = now
  })

  it('VI5: vcapi is among the protocols, an absolute URL, at the exchange as well', async () => {
    const { interactionUrl, protocols: { vcapi } } = await start()
    expect(await fetchInteraction(interactionUrl, node.network)).toMatchObject({ host: new URL(node.url).host, exchangeUrl: vcapi })
    expect(await (await fetch(`${vcapi}/protocols`)).json()).toMatchObject({ protocols: { vcapi } })
  })

  it('VI6: an empty body gets a request with a DIDAuthentication query and a challenge, the same until it is met', async () => {
    const { protocols: { vcapi } } = await start()
    const { body } = await post(vcapi, {})
    expect(body).toEqual({
      verifiablePresentationRequest: {
        query: [{
          type: 'DIDAuthentication', acceptedMethods: [{ method: 'key' }, { method: 'web' }, { method: 'jwk' }],
          acceptedCryptosuites: [{ cryptosuite: 'eddsa-rdfc-2022' }, { cryptosuite: 'ecdsa-rdfc-2019' }],
        }],
        challenge: expect.stringMatching(/^[\w-]{43}$/), domain: vcapi,
        interact: { service: [{ type: 'VerifiableCredentialApiExchangeService', serviceEndpoint: vcapi }] },
      },
    })
    expect((await post(vcapi, '')).body).toEqual(body)
    expect(await (await fetch(`${vcapi}/request`)).json()).toEqual(body)
  })

  it.each(['Ed25519', 'P-256'] as const)('VI8, CI5: the subject of the credential is the DID whose %s key signed', async (type) => {
    const { key } = await newKey(type)
    if (!('sign' in key)) throw new Error('a signing key was made')
    const { protocols: { vcapi } } = await start()
    expect((await take(vcapi, { key }))['credentialSubject']).toMatchObject({ id: didKey(key.publicKey) })
    const other = await start()
    expect((await take(other.protocols.vcapi, { key, did: didJwk(key.publicKey) }))['credentialSubject']).toMatchObject({ id: didJwk(key.publicKey) })
  })

  it('VI8, CI6: a holder with a did:web is resolved before anything is bound to it', async () => {
    const { protocols: { vcapi } } = await start()
    const verificationMethod = `${webHolder}#key-1`
    expect(await post(vcapi, { verifiablePresentation: await proofFor(vcapi, {}, { ...await newKey('P-256'), did: webHolder, verificationMethod }) })).toMatchObject({ status: 400 })
    expect((await take(vcapi, { key: webKey, did: webHolder, verificationMethod }))['credentialSubject']).toMatchObject({ id: webHolder })
  })

  it('VI8: another domain, challenge, purpose, time, key or holder gets nothing, and the right proof still does', async () => {
    const { protocols: { vcapi } } = await start()
    const refused = { status: 400, body: { type: 'https://www.w3.org/TR/vc-data-model#CRYPTOGRAPHIC_SECURITY_ERROR', errors: [{}] } }
    expect(await post(vcapi, { verifiablePresentation: await proofFor(vcapi, { domain: 'https://evil.example/exchanges/1' }) })).toMatchObject(refused)
    expect(await post(vcapi, { verifiablePresentation: await proofFor(vcapi, { challenge: 'another' }) })).toMatchObject(refused)
    expect(await take(vcapi, await newKey())).toMatchObject({ type: ['VerifiableCredential', 'OpenBadgeCredential'] })

    const second = (await start()).protocols.vcapi
    expect(await post(second, { verifiablePresentation: await proofFor(second, { created: new Date(node.clock.now.getTime() + 301_000) }) })).toMatchObject(refused)
    expect(await post(second, { verifiablePresentation: await proofFor(second, { created: new Date(node.clock.now.getTime() - 901_000) }) })).toMatchObject(refused)
    const honest = await proofFor(second)
    const stolen = { ...honest, proof: { ...honest['proof'] as DataIntegrityProof, verificationMethod: didKeyVerificationMethod((await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))).publicKey) } }
    expect(await post(second, { verifiablePresentation: stolen })).toMatchObject(refused)
    const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    const { request: { challenge, domain } } = await askedOf(second)
    const stated = await signPresentation({ holder: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK', challenge, domain }, { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: node.clock.now, cryptography })
    expect(await post(second, { verifiablePresentation: stated })).toMatchObject(refused)
  })

  it('VI8: the third wrong proof burns the challenge, the fifth closes the exchange', async () => {
    const { protocols: { vcapi } } = await start()
    const early = await proofFor(vcapi)
    for (let count = 0; count < 3; count += 1) expect((await post(vcapi, { verifiablePresentation: await proofFor(vcapi, { challenge: 'wrong' }) })).status).toBe(400)
    expect((await post(vcapi, { verifiablePresentation: early })).status).toBe(400)
    const closed = { status: 429, body: { type: `${node.url}/problems/too-many-requests` } }
    expect(await post(vcapi, { verifiablePresentation: early })).toMatchObject(closed)
    expect(await post(vcapi, {})).toMatchObject(closed)
  })

  it('VI8: an exchange is used once: a replay gets nothing, and of two answers at once one does', async () => {
    const claim = await node.nextClaim()
    const { protocols: { vcapi }, id } = await start(claim)
    const key = await newKey()
    const [one, other] = await Promise.all([proofFor(vcapi, {}, key), proofFor(vcapi, {}, await newKey())])
    const answers = await Promise.all([post(vcapi, { verifiablePresentation: one }), post(vcapi, { verifiablePresentation: other })])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const { credentials } = await node.context.database.selectFrom('credential').innerJoin('claim', 'claim.bound_credential_id', 'credential.id')
      .select((of) => of.fn.countAll<string>().as('credentials')).where('claim.id', '=', claim.id).executeTakeFirstOrThrow()
    expect(credentials).toBe('1')
    expect(await post(vcapi, { verifiablePresentation: one })).toMatchObject({ status: 409, body: { type: `${node.url}/problems/exchange-complete` } })
    expect((await fetch(`${vcapi}/request`)).status).toBe(409)
    expect((await node.owner.request({ url: `/api/organisations/${node.owner.organisation.id}/exchanges/${id}` })).json()).toMatchObject({ kind: 'issue', state: 'complete', claimId: claim.id, result: null })
  })

  it('VI8: the same holder gets the same credential again, another is refused and the registrar told', async () => {
    const claim = await node.nextClaim()
    const key = await newKey()
    const first = await take((await start(claim)).protocols.vcapi, key)
    expect(await take((await start(claim)).protocols.vcapi, key)).toEqual(first)
    const { protocols: { vcapi } } = await start(claim)
    expect(await post(vcapi, { verifiablePresentation: await proofFor(vcapi) })).toMatchObject({ status: 409, body: { code: 'claim/already-bound' } })
    expect((await node.owner.request({ url: `/api/organisations/${node.owner.organisation.id}/tickets` })).json()).toMatchObject({ tickets: [{ claimId: claim.id }] })
  })

  it('VI9–VI14, CI1–CI4: what is handed over is an Open Badge 3.0 of VCDM 2.0 with one proof, a live status list, an issuer that resolves and an end', async () => {
    const credential = await take((await start()).protocols.vcapi, await newKey())
    const { did } = node.owner.organisation
    expect(credential, 'VI9').toMatchObject({ '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'], 'type': ['VerifiableCredential', 'OpenBadgeCredential'] })
    expect(credential, 'VI10').toMatchObject({
      issuer: { id: did, type: ['Profile'] }, validFrom: expect.stringMatching(/Z$/),
      credentialSubject: { achievement: { id: expect.any(String), type: ['Achievement'], name: 'Forklift operator', description: expect.any(String), criteria: { narrative: 'Practical test' } } },
    })
    expect(credential['proof'], 'VI11').toMatchObject({ type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', proofPurpose: 'assertionMethod', created: expect.any(String), verificationMethod: expect.stringContaining(did) })
    const { credentialStatus } = credential as { readonly credentialStatus: { readonly statusListCredential: string } }
    expect(credentialStatus, 'VI12').toMatchObject({ type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: expect.any(String) })
    const list = await fetch(credentialStatus.statusListCredential)
    expect({ type: list.headers.get('content-type'), cors: list.headers.get('access-control-allow-origin') }).toEqual({ type: expect.stringContaining('application/vc'), cors: '*' })
    expect(await list.json()).toMatchObject({ issuer: did, proof: { cryptosuite: 'eddsa-rdfc-2022' } })
    expect(await verdictOn(credential), 'VI13').toMatchObject({ integrity: 'passed' })
    expect(await verifyProofs(credential, { resolveKey: createKeyResolver({}), cryptography, now: node.clock.now, expectedPurpose: 'assertionMethod' })).toMatchObject([{ outcome: 'passed' }])
    expect(credential['validUntil'], 'VI14').toMatch(/Z$/)
  })

  it('VI14: a degree, which never lapses, is handed over with an end too, and not as a base for copies', async () => {
    const [degree] = await makeClaims(1, { achievementType: 'BachelorDegree', validityMonths: null }, { node, owner: node.owner })
    expect(await take((await start(degree)).protocols.vcapi, await newKey())).toMatchObject({ validUntil: expect.stringMatching(/^2076-/), proof: { cryptosuite: 'eddsa-rdfc-2022' } })
  })

  it('VI11, CI1, CI3: is signed with P-256 where a protocol asks for that, and the key of the organisation vouches for it', async () => {
    const { interactionUrl } = await start()
    const exchange = await findOpenExchange(/interactions\/([\w-]+)/.exec(interactionUrl)?.[1] ?? '', 'issue', node.context)
    const { key } = await newKey()
    if (!('sign' in key)) throw new Error('a signing key was made')
    const credential = await handOver(exchange, { holder: didKey(key.publicKey), keyType: 'P-256' }, node.context)
    expect(credential['proof']).toMatchObject({ cryptosuite: 'ecdsa-rdfc-2019' })
    expect(await verdictOn(credential)).toMatchObject({ integrity: 'passed' })
    await expect(findOpenExchange(/interactions\/([\w-]+)/.exec(interactionUrl)?.[1] ?? '', 'issue', node.context)).rejects.toMatchObject({ code: 'exchange/complete' })
  })

  it('VI12: what the issuer takes back after it was handed over is revoked', async () => {
    const claim = await node.nextClaim()
    const credential = await take((await start(claim)).protocols.vcapi, await newKey())
    expect(await verdictOn(credential)).toMatchObject({ integrity: 'passed' })
    await node.owner.request({ method: 'POST', url: `/api/organisations/${node.owner.organisation.id}/claims/${claim.id}/void`, payload: { reason: 'wrong-person' } })
    const { checks, integrity } = await verdictOn(credential)
    expect({ integrity, status: checks.find(({ check }) => check === 'status')?.outcome }).toEqual({ integrity: 'failed', status: 'failed' })
  })

  it('a claim has twenty open exchanges at most', async () => {
    const claim = await node.nextClaim()
    for (let count = 0; count < 20; count += 1) await start(claim)
    expect((await post(`${node.url}/api/claims/${claim.token}/exchange`, {})).body).toMatchObject({ code: 'claim/too-many-challenges' })
  })

  it('where the issuer asks for a code, VCALM is offered only to who gave it', async () => {
    const [claim] = await makeClaims(1, { achievementType: 'Badge', secondFactor: true }, { node, owner: node.owner })
    if (claim === undefined) throw new Error('a claim was made')
    const { sealed_code: sealed } = await node.context.database.selectFrom('claim').select('sealed_code').where('id', '=', claim.id).executeTakeFirstOrThrow()
    const without = await start(claim)
    expect(without.protocols).not.toHaveProperty('vcapi')
    const exchangeUrl = without.interactionUrl.replace('/interactions/', '/exchanges/').replace('?iuv=1', '')
    expect(await post(exchangeUrl, {})).toMatchObject({ status: 403, body: { code: 'claim/code-missing' } })
    expect((await post(`${node.url}/api/claims/${claim.token}/exchange`, { code: '000000' })).body).toMatchObject({ code: 'claim/code-wrong' })
    const { protocols: { vcapi } } = await start(claim, { code: claimCode(sealed ?? '', node.context) })
    expect(await take(vcapi, await newKey())).toMatchObject({ name: 'Forklift operator' })
  })

  it('a claim that was taken back, or erased, is not handed over', async () => {
    const claim = await node.nextClaim()
    const { protocols: { vcapi } } = await start(claim)
    await node.owner.request({ method: 'POST', url: `/api/organisations/${node.owner.organisation.id}/claims/${claim.id}/void`, payload: { reason: 'wrong-person' } })
    expect(await post(vcapi, { verifiablePresentation: await proofFor(vcapi) })).toMatchObject({ status: 410, body: { type: `${node.url}/problems/claim-voided` } })
    expect((await post(`${node.url}/api/claims/${claim.token}/exchange`, {})).status).toBe(410)
    expect((await node.owner.request({ method: 'POST', url: `/api/organisations/${node.owner.organisation.id}/claims/${claim.id}/erase`, payload: { reach: 'this', confirm: 'erase' } })).statusCode).toBeLessThan(300)
    expect(await node.context.database.selectFrom('exchange').select('id').where('claim_id', '=', claim.id).execute()).toEqual([])
  })

  it('the desk hands over its own claims and nobody else’s', async () => {
    const { id } = await node.nextClaim()
    const url = `/api/organisations/${node.owner.organisation.id}/exchanges`
    const started = await node.owner.request({ method: 'POST', url, payload: { kind: 'issue', claimId: id } })
    expect(started.statusCode).toBe(201)
    expect(await take(started.json<Started>().protocols.vcapi, await newKey())).toMatchObject({ name: 'Forklift operator' })
    expect((await node.owner.request({ method: 'POST', url, payload: { kind: 'issue', claimId: 'none' } })).statusCode).toBe(404)
    expect((await node.owner.request({ url })).json<{ exchanges: { state: string }[] }>().exchanges).toContainEqual(expect.objectContaining({ state: 'complete', claimId: id, askedBy: expect.stringMatching(/^account:/) as string }))
  })

  it('no address of an exchange stands in the database, and what is over is removed', async () => {
    const { interactionUrl } = await start()
    const session = /interactions\/([\w-]+)/.exec(interactionUrl)?.[1] ?? ''
    expect(JSON.stringify(await node.context.database.selectFrom('exchange').selectAll().execute())).not.toContain(session)
    const now = node.clock.now
    node.clock.now = new Date(now.getTime() + 2 * 86_400_000)
    await sweepExchanges(node.context)
    expect(await node.context.database.selectFrom('exchange').select('id').execute()).toEqual([])
    node.clock.now = now
  })
})
