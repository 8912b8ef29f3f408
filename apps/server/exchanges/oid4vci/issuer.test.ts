import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Openid4vciClient, type Openid4vciClientOptions } from '@openid4vc/openid4vci'
import { parseSdJwt, signJws } from 'everlearned/credential'
import { publicKeyToJwk, type PrivateKeyJwk, type SigningKey } from 'everlearned/crypto'
import { didJwk, didKey, didKeyVerificationMethod } from 'everlearned/did'
import type { Json, JsonObject } from 'everlearned/encoding'
import { PeerRefusal, proveHolder } from 'everlearned/exchange'
import {
  beginAuthorization, fetchDeferred, finishAuthorization, formatCredentialOffer, isOfferLink, metadataUrl, notifyIssuer, OfferConsent, requestCredentials, requestToken, resolveOffer,
  type GrantedToken, type ReceivedAnswer,
} from 'everlearned/exchange/oid4vci'
import { checkReceived } from 'everlearned/holder'
import { createDocumentFetch, nativeCryptography as cryptography } from 'everlearned/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { claimCode } from '../../issuing/claim-token.ts'
import { makeClaims, openExchangeNode, type ExchangeNode, type TestClaim } from '../open-test-exchanges.ts'
import { presentStarted } from '../protocols.ts'
import { sweepExchanges } from '../sweep-exchanges.ts'
import { callbacksFor } from './independent-client.ts'

let node: ExchangeNode
beforeAll(async () => {
  node = await openExchangeNode(32)
})
afterAll(() => node.close())

const preAuthorized = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'
const newKey = async (type: 'Ed25519' | 'P-256' = 'Ed25519'): Promise<SigningKey> => cryptography.importSigningKey(await cryptography.generateKey(type))
const later = (seconds: number): void => { node.clock.now = new Date(node.clock.now.getTime() + seconds * 1_000) }

interface Started {
  readonly link: string
  readonly interactionUrl: string
  readonly issuer: string
  readonly id: string
}

async function start(claim?: TestClaim, body: object = {}): Promise<Started> {
  const { token } = claim ?? await node.nextClaim()
  const answer = await fetch(`${node.url}/api/claims/${token}/exchange`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const { protocols, interactionUrl, id } = await answer.json() as { readonly id: string; readonly interactionUrl: string; readonly protocols: Record<string, string> }
  return { id, interactionUrl, link: protocols['oid4vci-1.0'] ?? '', issuer: interactionUrl.replace('/interactions/', '/oid4vci/').replace('?iuv=1', '') }
}

interface Answered { readonly status: number; readonly headers: Headers; readonly body: JsonObject }

async function send(url: string, body: string | undefined, headers: Record<string, string> = {}): Promise<Answered> {
  const answer = await fetch(url, { method: 'POST', headers: { origin: 'https://wallet.example', ...headers }, ...(body === undefined ? {} : { body }) })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, body: text === '' ? {} : JSON.parse(text) as JsonObject }
}

const postForm = (url: string, form: Record<string, string>): Promise<Answered> => send(url, new URLSearchParams(form).toString(), { 'content-type': 'application/x-www-form-urlencoded' })
const postJson = (url: string, body: unknown, token?: string): Promise<Answered> => send(url, typeof body === 'string' ? body : JSON.stringify(body), { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) })

async function codeOf({ issuer }: Started): Promise<string> {
  const offer = await (await fetch(issuer.replace('/oid4vci/', '/offers/'))).json() as { grants: Record<string, { 'pre-authorized_code': string }> }
  return offer.grants[preAuthorized]?.['pre-authorized_code'] ?? ''
}

async function tokenOf(started: Started): Promise<string> {
  return String((await postForm(`${started.issuer}/token`, { 'grant_type': preAuthorized, 'pre-authorized_code': await codeOf(started) })).body['access_token'])
}

async function nonceOf({ issuer }: Started): Promise<string> {
  return String((await send(`${issuer}/nonce`, undefined)).body['c_nonce'])
}

const presentationFor = async (issuer: string, nonce: string, changes: Partial<Parameters<typeof proveHolder>[0]> = {}): Promise<JsonObject> =>
  (await proveHolder({ key: await newKey(), challenge: nonce, domain: issuer, created: node.clock.now, ...changes }, cryptography)).presentation
const requestFor = (proofs: readonly Json[], type = 'di_vp'): JsonObject => ({ credential_configuration_id: 'OpenBadgeCredential', proofs: { [type]: proofs } })

async function granted({ link }: Started, configurationId?: string): Promise<GrantedToken> {
  return requestToken(new OfferConsent(await resolveOffer(link, node.network), configurationId), undefined, node.network)
}

const receive = (token: GrantedToken, ...keys: readonly SigningKey[]): Promise<ReceivedAnswer> =>
  requestCredentials(token, keys.map((key) => [{ key }]), { ...node.network, cryptography, now: node.clock.now })

async function take(started: Started, ...keys: readonly SigningKey[]): Promise<readonly string[]> {
  const answer = await receive(await granted(started), ...keys)
  if (answer.kind !== 'given') throw new Error('the issuer gives')
  return answer.credentials
}

const checked = (text: string, holder: string): ReturnType<typeof checkReceived> => checkReceived(text, holder, { cryptography, now: node.clock.now, fetchDocument: createDocumentFetch({ allowedOrigins: [node.url] }) })
/** Runs `ler exchange`; `onTold` hears each line that it tells while it runs. */
function run(args: readonly string[], onTold: (line: string) => void = () => undefined): Promise<{ readonly code: number | null; readonly out: string; readonly told: string }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../../cli/ler.mjs', import.meta.url)), 'exchange', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, told]: [string[], string[]] = [[], []]
  createInterface(child.stdout).on('line', (line) => out.push(line))
  createInterface(child.stderr).on('line', (line) => {
    told.push(line)
    onTold(line)
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out: out.join('\n'), told: told.join('\n') })))
}

const refused = (error: string, status = 400): object => ({ status, body: { error, error_description: expect.any(String) } })

describe('OpenID4VCI, issuing', () => {
  it('OI1: both metadata documents are found from the offer, by reference and by value, and name the issuer to the byte', async () => {
    const { link, interactionUrl, issuer } = await start()
    expect(link).toBe(`openid-credential-offer://?credential_offer_uri=${encodeURIComponent(issuer.replace('/oid4vci/', '/offers/'))}`)
    expect(await (await fetch(interactionUrl, { headers: { accept: 'application/json' } })).json()).toMatchObject({ protocols: { 'oid4vci-1.0': link, 'OID4VCI': link } })
    const offer = await resolveOffer(link, node.network)
    expect(offer).toMatchObject({ host: new URL(node.url).host, issuer: { issuer, name: node.owner.organisation.name }, configurations: [{ id: 'OpenBadgeCredential', format: 'ldp_vc', name: 'Forklift operator' }] })
    const byValue = `openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify(formatCredentialOffer(offer.offer)))}`
    expect(await resolveOffer(byValue, node.network)).toEqual(offer)
    for (const [name, member] of [['openid-credential-issuer', 'credential_issuer'], ['oauth-authorization-server', 'issuer']] as const) {
      const url = metadataUrl(issuer, name)
      expect(url).toBe(`${node.url}/.well-known/${name}/oid4vci/${issuer.split('/').at(-1)}`)
      const answer = await fetch(url, { headers: { origin: 'https://wallet.example' } })
      expect({ cors: answer.headers.get('access-control-allow-origin'), type: answer.headers.get('content-type'), cache: answer.headers.get('cache-control'), body: await answer.json() })
        .toMatchObject({ cors: '*', type: expect.stringContaining('application/json'), cache: expect.stringContaining('max-age'), body: { [member]: issuer } })
    }
  })

  it('OI2–OI4: di_vp is among the proof types with both suites, and jwt is not alone', async () => {
    const { issuer } = await start()
    const metadata = await (await fetch(metadataUrl(issuer, 'openid-credential-issuer'))).json()
    expect(metadata).toMatchObject({
      credential_endpoint: `${issuer}/credential`, nonce_endpoint: `${issuer}/nonce`, deferred_credential_endpoint: `${issuer}/deferred_credential`, notification_endpoint: `${issuer}/notification`,
      batch_credential_issuance: { batch_size: 8 },
      credential_configurations_supported: {
        OpenBadgeCredential: {
          format: 'ldp_vc', credential_definition: { type: ['VerifiableCredential', 'OpenBadgeCredential'] },
          proof_types_supported: { di_vp: { proof_signing_alg_values_supported: ['eddsa-rdfc-2022', 'ecdsa-rdfc-2019'] }, jwt: { proof_signing_alg_values_supported: ['EdDSA', 'ES256'] } },
        },
        OpenBadgeCredentialSdJwt: { format: 'dc+sd-jwt', vct: expect.stringMatching(/OpenBadgeCredential$/) },
      },
    })
  })

  it('OI5, OI15: a node with a public address hands out https alone', async () => {
    const exchange = await node.context.database.selectFrom('exchange').selectAll().limit(1).executeTakeFirstOrThrow()
    const { protocols } = presentStarted({ exchange, sessionId: 'A'.repeat(22) }, { ...node.context.config, publicBaseUrl: 'https://college.example' })
    expect(decodeURIComponent(protocols['oid4vci-1.0'] ?? '')).toContain('credential_offer_uri=https://college.example/offers/')
  })

  it('OI6: the code gives a token of five minutes, once; used again, it ends the token', async () => {
    const started = await start()
    const form = { 'grant_type': preAuthorized, 'pre-authorized_code': await codeOf(started) }
    const url = `${started.issuer}/token`
    expect(await postForm(url, { grant_type: preAuthorized })).toMatchObject(refused('invalid_request'))
    expect(await postForm(url, { 'pre-authorized_code': 'x' })).toMatchObject(refused('invalid_request'))
    expect(await postForm(url, { ...form, 'grant_type': 'client_credentials' })).toMatchObject(refused('unsupported_grant_type'))
    expect(await postForm(url, { ...form, 'pre-authorized_code': 'wrong' })).toMatchObject(refused('invalid_grant'))
    expect(await postForm(url, { ...form, 'tx_code': '1234' })).toMatchObject(refused('invalid_request'))
    expect(await send(url, `${new URLSearchParams(form).toString()}&grant_type=other`)).toMatchObject(refused('invalid_request'))
    expect(await postForm(`${(await start()).issuer}/token`, form)).toMatchObject(refused('invalid_grant'))
    const first = await postForm(url, form)
    expect(first).toMatchObject({ status: 200, body: { access_token: expect.stringMatching(/^[\w-]{43}$/), token_type: 'Bearer', expires_in: 300 } })
    expect(first.headers.get('cache-control')).toBe('no-store')
    expect(first.body).not.toHaveProperty('c_nonce')
    expect(await postForm(url, form)).toMatchObject(refused('invalid_grant'))
    expect(await postJson(`${started.issuer}/credential`, requestFor([]), String(first.body['access_token']))).toMatchObject(refused('invalid_token', 401))
  })

  it('OI6: of two who redeem a code at once, none keeps a token beside the other', async () => {
    const started = await start()
    const form = { 'grant_type': preAuthorized, 'pre-authorized_code': await codeOf(started) }
    const answers = await Promise.all([postForm(`${started.issuer}/token`, form), postForm(`${started.issuer}/token`, form)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
  })

  it('OI6: an offer is over after ten minutes', async () => {
    const started = await start()
    const code = await codeOf(started)
    const now = node.clock.now
    later(600)
    expect(await postForm(`${started.issuer}/token`, { 'grant_type': preAuthorized, 'pre-authorized_code': code })).toMatchObject(refused('invalid_grant'))
    expect((await send(`${started.issuer}/nonce`, undefined)).status).toBe(404)
    await expect(resolveOffer(started.link, node.network)).rejects.toMatchObject({ status: 404 })
    node.clock.now = now
  })

  it('OI6: where the issuer asks for a code, the offer says so, and five wrong ones are the last', async () => {
    const [claim, other] = await makeClaims(2, { achievementType: 'Badge', secondFactor: true }, { node, owner: node.owner })
    if (claim === undefined || other === undefined) throw new Error('claims were made')
    const codeFor = async ({ id }: TestClaim): Promise<string> => claimCode((await node.context.database.selectFrom('claim').select('sealed_code').where('id', '=', id).executeTakeFirstOrThrow()).sealed_code ?? '', node.context)
    const offer = await resolveOffer((await start(claim)).link, node.network)
    expect(offer.offer.preAuthorized?.transactionCode).toMatchObject({ inputMode: 'numeric', length: 8 })
    const consent = new OfferConsent(offer)
    await expect(requestToken(consent, undefined, node.network)).rejects.toMatchObject({ code: 'exchange/code-missing' })
    const code = await codeFor(claim)
    await expect(requestToken(consent, code === '00000000' ? '00000001' : '00000000', node.network)).rejects.toMatchObject({ status: 400, reason: 'invalid_grant' })
    const answer = await receive(await requestToken(consent, `${code.slice(0, 4)} ${code.slice(4)}`, node.network), await newKey())
    expect(answer.kind).toBe('given')
    const half = await start(other)
    const pending = await postForm(`${half.issuer}/token`, { 'grant_type': preAuthorized, 'pre-authorized_code': await codeOf(half), 'tx_code': await codeFor(other) })
    expect(pending.status, 'the code is proven for the token alone').toBe(200)
    expect((await postJson(half.issuer.replace('/oid4vci/', '/exchanges/'), {})).status).toBe(403)
    const guessed = await start(other)
    const form = { 'grant_type': preAuthorized, 'pre-authorized_code': await codeOf(guessed) }
    expect(await postForm(`${guessed.issuer}/token`, form)).toMatchObject(refused('invalid_request'))
    for (let count = 0; count < 5; count += 1) expect(await postForm(`${guessed.issuer}/token`, { ...form, tx_code: 'wrong' })).toMatchObject(refused('invalid_grant'))
    expect(await postForm(`${guessed.issuer}/token`, { ...form, tx_code: await codeFor(other) })).toMatchObject(refused('invalid_grant'))
  })

  it.each(['Ed25519', 'P-256'] as const)('OI7–OI11, OI13, OI16, CI1–CI6: a holder with a key of %s gets an Open Badge 3.0 about that key, signed in the suite of its proof', async (type) => {
    const key = await newKey(type)
    const [text = ''] = await take(await start(), key)
    const credential = JSON.parse(text) as JsonObject
    expect(credential, 'OI7, OI8').toMatchObject({
      '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'], 'type': ['VerifiableCredential', 'OpenBadgeCredential'],
      'credentialSubject': { achievement: { id: expect.any(String), type: ['Achievement'], name: 'Forklift operator', description: expect.any(String), criteria: { narrative: 'Practical test' } } },
    })
    expect(credential['proof'], 'OI9').toMatchObject({ type: 'DataIntegrityProof', cryptosuite: type === 'Ed25519' ? 'eddsa-rdfc-2022' : 'ecdsa-rdfc-2019', created: expect.any(String), proofPurpose: 'assertionMethod', verificationMethod: expect.stringMatching(type === 'Ed25519' ? /#z6Mk/ : /#zDn/) })
    expect(credential['credentialStatus'], 'OI10').toMatchObject({ type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: expect.any(String) })
    expect((await checked(text, didKey(key.publicKey))).report, 'OI11').toMatchObject({ integrity: 'passed' })
    expect(credential['credentialSubject'], 'OI13').toMatchObject({ id: didKey(key.publicKey) })
    expect(credential['validUntil'], 'OI16').toMatch(/Z$/)
  })

  it('OI12: without a proof, or with one of another domain, purpose, nonce, time or holder, nothing is handed over', async () => {
    const started = await start()
    const { issuer } = started
    const token = await tokenOf(started)
    const ask = (body: JsonObject): Promise<Answered> => postJson(`${issuer}/credential`, body, token)
    expect(await ask({ credential_configuration_id: 'OpenBadgeCredential' })).toMatchObject(refused('invalid_proof'))
    expect(await ask(requestFor([]))).toMatchObject(refused('invalid_proof'))
    expect(await ask({ ...requestFor([{}]), proofs: { di_vp: [{}], jwt: ['e'] } })).toMatchObject(refused('invalid_proof'))
    expect(await ask(requestFor([await presentationFor(issuer, 'unknown')]))).toMatchObject(refused('invalid_nonce'))
    expect(await ask(requestFor([await presentationFor(issuer, await nonceOf(await start()))]))).toMatchObject(refused('invalid_nonce'))
    const nonce = await nonceOf(started)
    expect(await ask(requestFor([await presentationFor(issuer, nonce, { domain: 'https://evil.example' })]))).toMatchObject(refused('invalid_proof'))
    expect(await ask(requestFor([await presentationFor(issuer, nonce)])), 'a nonce works once').toMatchObject(refused('invalid_nonce'))
    const honest = await presentationFor(issuer, await nonceOf(started))
    expect(await ask(requestFor([{ ...honest, holder: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK' }])), 'holder is not who signed').toMatchObject(refused('invalid_proof'))
    const stolen = await presentationFor(issuer, await nonceOf(started))
    expect(await ask(requestFor([{ ...stolen, proof: { ...stolen['proof'] as JsonObject, verificationMethod: didKeyVerificationMethod((await newKey()).publicKey) } }])), 'a substituted key').toMatchObject(refused('invalid_proof'))
    const now = node.clock.now
    const old = await presentationFor(issuer, await nonceOf(started))
    const oldToken = token
    later(299)
    expect((await postJson(`${issuer}/credential`, requestFor([]), oldToken)).body).toMatchObject({ error: 'invalid_proof' })
    later(1)
    expect(await postJson(`${issuer}/credential`, requestFor([old]), oldToken), 'a token lives five minutes').toMatchObject(refused('invalid_token', 401))
    node.clock.now = now
    expect(await ask(requestFor([old]))).toMatchObject({ status: 200 })
  })

  it('OI12: a nonce runs out after five minutes, and the fifth wrong proof closes the exchange', async () => {
    const started = await start()
    const now = node.clock.now
    const nonce = await nonceOf(started)
    later(300)
    const token = await tokenOf(started)
    const ask = async (body: JsonObject): Promise<Answered> => postJson(`${started.issuer}/credential`, body, token)
    expect(await ask(requestFor([await presentationFor(started.issuer, nonce)]))).toMatchObject(refused('invalid_nonce'))
    for (let count = 0; count < 4; count += 1) expect(await ask(requestFor([await presentationFor(started.issuer, await nonceOf(started), { domain: 'https://evil.example' })]))).toMatchObject(refused('invalid_proof'))
    expect(await ask(requestFor([await presentationFor(started.issuer, await nonceOf(started), { domain: 'https://evil.example' })]))).toMatchObject(refused('credential_request_denied'))
    expect((await send(`${started.issuer}/nonce`, undefined)).status).toBe(429)
    node.clock.now = now
  })

  it('OI12, OI13: a token as proof is held to type, audience, nonce, time and exactly one key', async () => {
    const key = await newKey('P-256')
    const started = await start()
    const token = await tokenOf(started)
    const kid = didKeyVerificationMethod(key.publicKey)
    const iat = Math.floor(node.clock.now.getTime() / 1_000)
    const jwk = { ...publicKeyToJwk(key.publicKey) }
    const ask = async (header: JsonObject, payload: JsonObject = {}, signer = key): Promise<Answered> =>
      postJson(`${started.issuer}/credential`, requestFor([await signJws({ typ: 'openid4vci-proof+jwt', ...header }, { aud: started.issuer, iat, nonce: await nonceOf(started), ...payload }, signer)], 'jwt'), token)
    expect(await ask({ kid, typ: 'JWT' })).toMatchObject(refused('invalid_proof'))
    expect(await ask({ kid }, { aud: 'https://evil.example' })).toMatchObject(refused('invalid_proof'))
    expect(await ask({ kid, jwk })).toMatchObject(refused('invalid_proof'))
    expect(await ask({ kid }, {}, await newKey('P-256'))).toMatchObject(refused('invalid_proof'))
    const other = await start()
    const answer = await postJson(`${other.issuer}/credential`, requestFor([await signJws({ typ: 'openid4vci-proof+jwt', jwk }, { aud: other.issuer, iat, nonce: await nonceOf(other) }, key)], 'jwt'), await tokenOf(other))
    expect(answer).toMatchObject({ status: 200, body: { credentials: [{ credential: { credentialSubject: { id: didJwk(key.publicKey) }, proof: { cryptosuite: 'ecdsa-rdfc-2019' } } }] } })
  })

  it('OI14: the credential endpoint takes a token of its own exchange, and answers each mistake by its name', async () => {
    const started = await start()
    const url = `${started.issuer}/credential`
    const none = await postJson(url, requestFor([]))
    expect({ ...none, challenge: none.headers.get('www-authenticate') }).toMatchObject({ ...refused('invalid_token', 401), challenge: 'Bearer' })
    expect(await postJson(url, requestFor([]), 'wrong')).toMatchObject(refused('invalid_token', 401))
    expect(await postJson(url, requestFor([]), await tokenOf(await start()))).toMatchObject(refused('invalid_token', 401))
    const token = await tokenOf(started)
    expect(await postJson(url, '{', token)).toMatchObject(refused('invalid_credential_request'))
    expect(await postJson(url, [], token)).toMatchObject(refused('invalid_credential_request'))
    expect(await postJson(url, { ...requestFor(['x']), credential_identifier: 'both' }, token)).toMatchObject(refused('invalid_credential_request'))
    expect(await postJson(url, { ...requestFor(['x']), credential_configuration_id: 'Another' }, token)).toMatchObject(refused('unknown_credential_configuration'))
    expect(await postJson(url, { proofs: { jwt: ['x'] }, credential_identifier: 'OpenBadgeCredential' }, token)).toMatchObject(refused('unknown_credential_identifier'))
    expect(await postJson(url, { ...requestFor(['x']), credential_response_encryption: {} }, token)).toMatchObject(refused('invalid_encryption_parameters'))
    const answer = await postJson(url, requestFor([await presentationFor(started.issuer, await nonceOf(started))]), token)
    expect({ status: answer.status, cors: answer.headers.get('access-control-allow-origin'), cache: answer.headers.get('cache-control') }).toEqual({ status: 200, cors: '*', cache: 'no-store' })
    expect(await postJson(url, requestFor(['x']), token), 'it is handed over once').toMatchObject(refused('credential_request_denied'))
    expect(JSON.stringify(none.body)).not.toMatch(/Person|example\.org|stack/)
  })

  it('OI14: a claim that was taken back, or that another holder has, is denied', async () => {
    const claim = await node.nextClaim()
    const voided = await granted(await start(claim))
    await node.owner.request({ method: 'POST', url: `/api/organisations/${node.owner.organisation.id}/claims/${claim.id}/void`, payload: { reason: 'wrong-person' } })
    await expect(receive(voided, await newKey())).rejects.toMatchObject({ reason: 'credential_request_denied' })
    const taken = await node.nextClaim()
    await take(await start(taken), await newKey())
    await expect(take(await start(taken), await newKey())).rejects.toMatchObject({ reason: 'credential_request_denied' })
  })

  it('CI5: several keys get a credential each, all of which fall with the claim', async () => {
    const claim = await node.nextClaim()
    const keys = [await newKey('P-256'), await newKey('Ed25519'), await newKey('P-256')]
    const texts = await take(await start(claim), ...keys)
    expect(texts.map((text) => (JSON.parse(text) as { credentialSubject: { id: string } }).credentialSubject.id)).toEqual(keys.map(({ publicKey }) => didKey(publicKey)))
    expect(new Set(texts.map((text) => JSON.stringify((JSON.parse(text) as JsonObject)['credentialStatus']))).size).toBe(3)
    const repeated = keys[0] === undefined ? [] : [keys[0], keys[0]]
    await expect(take(await start(), ...repeated)).rejects.toMatchObject({ reason: 'invalid_proof' })
    await node.owner.request({ method: 'POST', url: `/api/organisations/${node.owner.organisation.id}/claims/${claim.id}/void`, payload: { reason: 'wrong-person' } })
    later(120)
    for (const [index, text] of texts.entries()) {
      const { publicKey } = keys[index] ?? await newKey()
      expect((await checked(text, didKey(publicKey))).report.checks).toContainEqual(expect.objectContaining({ check: 'status', outcome: 'failed' }))
    }
  })

  it('a holder takes the same claim as a token bound to their key, also after they took it as a document', async () => {
    const claim = await node.nextClaim()
    const key = await newKey('P-256')
    await take(await start(claim), key)
    const started = await start(claim)
    const offer = await resolveOffer(started.link.replace(/(offers%2F[\w-]+)/, '$1%3Fformat%3Ddc%252Bsd-jwt'), node.network)
    const answer = await receive(await requestToken(new OfferConsent(offer), undefined, node.network), key)
    if (answer.kind !== 'given') throw new Error('the issuer gives')
    const [text = ''] = answer.credentials
    expect(parseSdJwt(text).message).toMatchObject({ header: { typ: 'dc+sd-jwt', alg: 'ES256' }, payload: { cnf: { jwk: { ...publicKeyToJwk(key.publicKey) } } } })
    expect((await checked(text, didKey(key.publicKey))).report.integrity).toBe('passed')
  })

  it('while a claim is suspended, its credential comes later, for a week', async () => {
    const [claim] = await makeClaims(1, { achievementType: 'License' }, { node, owner: node.owner })
    if (claim === undefined) throw new Error('a claim was made')
    const started = await start(claim)
    const token = await granted(started)
    const change = (verb: string): Promise<unknown> => node.owner.request({ method: 'POST', url: `/api/organisations/${node.owner.organisation.id}/claims/${claim.id}/${verb}`, ...(verb === 'suspend' ? { payload: { reason: 'other' } } : {}) })
    await change('suspend')
    const key = await newKey()
    const deferred = await receive(token, key)
    if (deferred.kind !== 'deferred') throw new Error('the issuer defers')
    const now = node.clock.now
    later(3_600)
    expect(await fetchDeferred(token, deferred, node.network)).toEqual(deferred)
    expect((await postJson(started.issuer.replace('/oid4vci/', '/exchanges/'), {})).status, 'for everybody else the exchange is over').toBe(429)
    await expect(fetchDeferred(token, { ...deferred, transactionId: 'another' }, node.network)).rejects.toMatchObject({ reason: 'invalid_transaction_id' })
    await change('resume')
    const given = await fetchDeferred(token, deferred, node.network)
    expect(given.kind === 'given' && JSON.parse(given.credentials[0] ?? '')).toMatchObject({ credentialSubject: { id: didKey(key.publicKey) } })
    await expect(fetchDeferred(token, deferred, node.network)).rejects.toMatchObject({ reason: 'invalid_transaction_id' })
    node.clock.now = now
  })

  it('the desk sees what the wallet says became of the credential', async () => {
    const started = await start()
    const token = await granted(started)
    const answer = await receive(token, await newKey())
    if (answer.kind !== 'given') throw new Error('the issuer gives')
    const url = `${started.issuer}/notification`
    expect(await postJson(url, { notification_id: answer.notificationId, event: 'eaten' }, token.accessToken)).toMatchObject(refused('invalid_notification_request'))
    expect(await postJson(url, { notification_id: 'another', event: 'credential_accepted' }, token.accessToken)).toMatchObject(refused('invalid_notification_id'))
    expect(await postJson(url, { notification_id: answer.notificationId, event: 'credential_accepted' })).toMatchObject(refused('invalid_token', 401))
    expect(await notifyIssuer(token, answer.notificationId, 'credential_accepted', node.network)).toBe(true)
    expect((await node.owner.request({ url: `/api/organisations/${node.owner.organisation.id}/exchanges/${started.id}` })).json()).toMatchObject({ state: 'complete', notified: 'credential_accepted' })
  })

  it('a person fetches a code at the page of the issuer, with the second factor, and PKCE binds it to their wallet', async () => {
    const [claim] = await makeClaims(1, { achievementType: 'Course', secondFactor: true }, { node, owner: node.owner })
    const started = await start(claim)
    const link = started.link.replace(/(offers%2F[\w-]+)/, '$1%3Fgrant%3Dauthorization_code')
    const begin = async (redirectUri: string) => beginAuthorization(new OfferConsent(await resolveOffer(link, node.network)), { clientId: 'wallet', redirectUri }, { ...node.network, cryptography })
    const pending = await begin('http://127.0.0.1:5555/back?x=1')
    const page = await fetch(pending.url, { headers: { 'accept-language': 'ar' } })
    expect(page.headers.get('content-security-policy')?.replace(/'sha256-[A-Za-z0-9+/]{43}='/, 'STYLE')).toBe("default-src 'none'; style-src STYLE; img-src data:; form-action 'self' http://127.0.0.1:5555; base-uri 'none'; frame-ancestors 'none'")
    const html = await page.text()
    expect(html).toContain('<html lang="ar" dir="rtl">')
    expect(html).toContain('127.0.0.1:5555')
    const fields = Object.fromEntries(new URL(pending.url).searchParams)
    const submit = (answer: Record<string, string>): Promise<Response> => fetch(`${started.issuer}/authorize`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ ...fields, ...answer }), redirect: 'manual' })
    const wrong = await submit({ answer: 'agree', claim_code: 'no' })
    expect({ status: wrong.status, html: await wrong.text() }).toMatchObject({ status: 200, html: expect.stringContaining('role="alert"') })
    const declined = await submit({ answer: 'decline' })
    await expect(finishAuthorization(pending, declined.headers.get('location') ?? '', node.network)).rejects.toMatchObject({ code: 'exchange/declined' })
    const { sealed_code: sealed } = await node.context.database.selectFrom('claim').select('sealed_code').where('id', '=', claim?.id ?? '').executeTakeFirstOrThrow()
    const back = (await submit({ answer: 'agree', claim_code: claimCode(sealed ?? '', node.context) })).headers.get('location') ?? ''
    expect(back).toMatch(/^http:\/\/127\.0\.0\.1:5555\/back\?x=1&code=[\w-]{43}&state=[\w-]{22}&iss=/)
    await expect(finishAuthorization({ ...pending, state: 'another' }, back, node.network)).rejects.toMatchObject({ code: 'exchange/answer-foreign' })
    await expect(finishAuthorization({ ...pending, codeVerifier: 'another' }, back, node.network)).rejects.toMatchObject({ reason: 'invalid_grant' })
    const token = await finishAuthorization(pending, back, node.network)
    expect(token.credentialIdentifiers).toEqual({ OpenBadgeCredential: ['OpenBadgeCredential'] })
    expect((await receive(token, await newKey())).kind).toBe('given')
  })

  it.each([
    ['an address elsewhere without https', { redirect_uri: 'http://wallet.example/back' }],
    ['a scheme of its own', { redirect_uri: 'javascript:alert(1)' }],
    ['a fragment', { redirect_uri: 'https://wallet.example/#x' }],
    ['plain PKCE', { code_challenge_method: 'plain' }],
    ['no PKCE', { code_challenge: '' }],
    ['a token right away', { response_type: 'token' }],
    ['no client', { client_id: '' }],
  ])('the page sends nobody anywhere for a request with %s', async (_, change) => {
    const { issuer } = await start(undefined)
    const fields = { response_type: 'code', client_id: 'w', redirect_uri: 'https://wallet.example/back', code_challenge: 'A'.repeat(43), code_challenge_method: 'S256', ...change }
    for (const answer of [await fetch(`${issuer}/authorize?${new URLSearchParams(fields).toString()}`), await fetch(`${issuer}/authorize`, { method: 'POST', body: new URLSearchParams({ ...fields, answer: 'agree' }), redirect: 'manual' })]) {
      expect({ status: answer.status, type: answer.headers.get('content-type'), location: answer.headers.get('location') }).toEqual({ status: 400, type: 'text/html; charset=utf-8', location: null })
    }
  })

  it('no code, token or nonce stands in the database, and what is over is removed', async () => {
    const started = await start()
    const secrets = [await codeOf(started), await tokenOf(started), await nonceOf(started), started.issuer.split('/').at(-1) ?? '']
    const tables = ['exchange', 'exchange_grant', 'exchange_nonce'] as const
    const dump = async (): Promise<string> => JSON.stringify(await Promise.all(tables.map((table) => node.context.database.selectFrom(table).selectAll().execute())))
    const kept = await dump()
    for (const secret of secrets) expect(kept).not.toContain(secret)
    const now = node.clock.now
    later(9 * 86_400)
    await sweepExchanges(node.context)
    expect(JSON.parse(await dump())).toEqual([[], [], []])
    node.clock.now = now
  })

  it('a wallet of another make (@openid4vc/openid4vci) takes a claim, with each of its grants', async () => {
    const jwk: PrivateKeyJwk = await cryptography.generateKey('P-256')
    const key = await cryptography.importSigningKey(jwk)
    const client = new Openid4vciClient({ callbacks: callbacksFor(key) as Openid4vciClientOptions['callbacks'] })
    const takeBy = async (link: string, grant: 'pre-authorized' | 'authorization', started: Started): Promise<unknown> => {
      expect(isOfferLink(link)).toBe(true)
      const credentialOffer = await client.resolveCredentialOffer(link)
      const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer)
      const [authorizationServerMetadata] = issuerMetadata.authorizationServers
      if (authorizationServerMetadata === undefined) throw new Error('the issuer names its server')
      const authorize = async (): Promise<string> => {
        const { authorizationRequestUrl, pkce } = await client.createAuthorizationRequestUrlFromOffer({ credentialOffer, issuerMetadata, clientId: 'another-wallet', redirectUri: 'https://wallet.example/back' })
        const fields = Object.fromEntries(new URL(authorizationRequestUrl).searchParams)
        const page = await fetch(`${started.issuer}/authorize`, { method: 'POST', body: new URLSearchParams({ ...fields, answer: 'agree' }), redirect: 'manual' })
        const { code = '' } = client.parseAndVerifyAuthorizationResponseRedirectUrl({ url: page.headers.get('location') ?? '', authorizationServerMetadata })
        const { accessTokenResponse } = await client.retrieveAuthorizationCodeAccessTokenFromOffer({ credentialOffer, issuerMetadata, authorizationCode: code, redirectUri: 'https://wallet.example/back', pkceCodeVerifier: pkce?.codeVerifier ?? '', additionalRequestPayload: { client_id: 'another-wallet' } })
        return accessTokenResponse.access_token
      }
      const accessToken = grant === 'authorization' ? await authorize() : (await client.retrievePreAuthorizedCodeAccessTokenFromOffer({ credentialOffer, issuerMetadata })).accessTokenResponse.access_token
      const { c_nonce: nonce } = await client.requestNonce({ issuerMetadata })
      const [credentialConfigurationId = ''] = credentialOffer.credential_configuration_ids
      const { jwt } = await client.createCredentialRequestJwtProof({ issuerMetadata, credentialConfigurationId, nonce, issuedAt: node.clock.now, signer: { method: 'did', didUrl: didKeyVerificationMethod(key.publicKey), alg: 'ES256' } })
      const { credentialResponse } = await client.retrieveCredentials({ issuerMetadata, accessToken, credentialConfigurationId, proofs: { jwt: [jwt] } })
      await client.sendNotification({ issuerMetadata, accessToken, notification: { notificationId: credentialResponse.notification_id ?? '', event: 'credential_accepted' } })
      return credentialResponse.credentials?.[0]
    }
    const plain = await start()
    expect(await takeBy(plain.link, 'pre-authorized', plain)).toMatchObject({ credential: { credentialSubject: { id: didKey(key.publicKey) }, proof: { cryptosuite: 'ecdsa-rdfc-2019' } } })
    const paged = await start()
    expect(await takeBy(paged.link.replace(/(offers%2F[\w-]+)/, '$1%3Fgrant%3Dauthorization_code%26format%3Ddc%252Bsd-jwt'), 'authorization', paged)).toMatchObject({ credential: expect.stringContaining('~') })
  })

  it('ler exchange accept takes an offer: it looks first, then gives the code, or waits for the page of the issuer', async () => {
    const now = node.clock.now
    node.clock.now = new Date()
    const folder = mkdtempSync(join(tmpdir(), 'ler-offer-'))
    const jwk = await cryptography.generateKey('P-256')
    const holder = didKey((await cryptography.importSigningKey(jwk)).publicKey)
    writeFileSync(join(folder, 'key.json'), JSON.stringify(jwk))
    const wallet = ['--key', join(folder, 'key.json'), '--allow', node.url, '--json']
    const claims = await makeClaims(2, { achievementType: 'MicroCredential', secondFactor: true }, { node, owner: node.owner })
    const [byCode, byPage] = await Promise.all(claims.map(async (claim) => {
      const { sealed_code: sealed } = await node.context.database.selectFrom('claim').select('sealed_code').where('id', '=', claim.id).executeTakeFirstOrThrow()
      return { ...await start(claim), code: claimCode(sealed ?? '', node.context) }
    }))
    if (byCode === undefined || byPage === undefined) throw new Error('claims were made')
    expect(await run(['accept', byCode.link, ...wallet])).toMatchObject({ code: 0, out: expect.stringContaining('"sent": false') })
    const taken = await run(['accept', byCode.interactionUrl, ...wallet, '--yes', '--code', byCode.code, '--out', folder])
    expect({ ...taken, out: JSON.parse(taken.out) as unknown }).toMatchObject({ code: 0, out: { holder, credentials: [{ integrity: 'passed', file: join(folder, 'credential-1.json') }] } })
    expect(await node.context.database.selectFrom('exchange').select('notified').where('id', '=', byCode.id).execute()).toEqual([{ notified: 'credential_accepted' }])
    const link = byPage.link.replace(/(offers%2F[\w-]+)/, '$1%3Fgrant%3Dauthorization_code')
    const fetched = await run(['accept', link, ...wallet, '--yes'], (line) => {
      if (!line.startsWith('http')) return
      void fetch(`${byPage.issuer}/authorize`, { method: 'POST', body: new URLSearchParams({ ...Object.fromEntries(new URL(line).searchParams), answer: 'agree', claim_code: byPage.code }) })
    })
    expect({ ...fetched, out: JSON.parse(fetched.out) as unknown }).toMatchObject({ code: 0, out: { holder, credentials: [{ integrity: 'passed' }] } })
    rmSync(folder, { recursive: true })
    node.clock.now = now
  }, 60_000)

  it('a refusal reaches the wallet with the issuer’s reason', async () => {
    const started = await start()
    await tokenOf(started)
    await expect(granted(started)).rejects.toBeInstanceOf(PeerRefusal)
  })
})
