import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setGlobalConfig } from '@openid4vc/oauth2'
import { Openid4vpClient, Openid4vpVerifier } from '@openid4vc/openid4vp'
import { compactDecrypt, importJWK } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAchievement, createAchievementCredential } from '../../credential/open-badge.ts'
import { signCredential } from '../../credential/sign-credential.ts'
import { didKey, didKeyVerificationMethod } from '../../did/did-key.ts'
import { decodeUtf8 } from '../../encoding/bytes.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { checkHolderProof } from '../holder-proof.ts'
import { domainOfOrigin, formatDcApiRequest, parseDcApiResponse } from './dc-api.ts'
import { parseDcqlQuery } from './dcql-query.ts'
import { formatResponseKey, makeResponseKey } from './encrypted-response.ts'
import { readRequest } from './read-request.ts'
import { formatTransactionData, statementTransaction } from './transaction-data.ts'
import { answerRequest, matchRequest, PresentationConsent } from './wallet.ts'

const now = new Date('2026-11-21T10:05:00Z')
const key = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const responseKey = await makeResponseKey('k1')
const credential = JSON.stringify(await signCredential(createAchievementCredential({
  id: 'urn:uuid:0f6f2a1e-6a0f-4b44-9f4b-3c1d0f6f2a1e', issuer: { id: didKey(key.publicKey), name: 'Example College' }, subject: { did: didKey(key.publicKey) }, validFrom: now,
  achievement: createAchievement({ id: 'https://college.example/achievements/1', name: 'Forklift', description: 'Operates a truck', criteria: { narrative: 'Test' }, achievementType: 'Certificate' }),
}), { signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), created: now, cryptography }))
const held = [{ id: 'forklift', credential }]

/** A verifier of another make; what it is sent lies here. */
let received: Record<string, unknown> = {}
let server: Server
let origin: string
const unasked = (): never => { throw new Error('nothing here is a token that somebody signed') }
const callbacks: ConstructorParameters<typeof Openid4vpVerifier>[0]['callbacks'] = {
  hash: (bytes) => cryptography.sha256(new Uint8Array(bytes)), signJwt: unasked, verifyJwt: unasked, encryptJwe: unasked,
  decryptJwe: async (jwe) => {
    const jwk = { kty: 'EC', crv: 'P-256', x: responseKey.x, y: responseKey.y, d: responseKey.d }
    const { plaintext } = await compactDecrypt(jwe, await importJWK(jwk, 'ECDH-ES'))
    return { decrypted: true, decryptionJwk: { ...jwk, kid: 'k1' }, payload: decodeUtf8(new Uint8Array(plaintext)) }
  },
}
const verifier = new Openid4vpVerifier({ callbacks })

beforeAll(async () => {
  setGlobalConfig({ allowInsecureUrls: true })
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => { body += part.toString() })
    request.on('end', () => {
      received = Object.fromEntries(new URLSearchParams(body))
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ redirect_uri: `${origin}/done` }))
    })
  })
  await new Promise<void>((resolve) => { server.listen(0, 'localhost', resolve) })
  origin = `http://localhost:${(server.address() as AddressInfo).port}`
})
afterAll(() => { server.close() })

describe('a request through the browser', () => {
  const data = { nonce: 'n-0S6_WzA2Mj', query: parseDcqlQuery({ credentials: [{ id: 'badge', format: 'ldp_vc', meta: {} }] }) }

  it('is read by a wallet of another make, whose answer names the page that asked', async () => {
    const wallet = new Openid4vpClient({ callbacks })
    const { protocol, data: payload } = formatDcApiRequest(data)
    const resolved = await wallet.resolveOpenId4vpAuthorizationRequest({ authorizationRequestPayload: payload as never, origin: 'https://hire.example' })
    expect({ protocol, version: resolved.version, effective: resolved.client.effective }).toMatchObject({ protocol: 'openid4vp-v1-unsigned', effective: domainOfOrigin('https://hire.example') })
    expect(formatDcApiRequest({ ...data, responseKey }).data).toMatchObject({ response_mode: 'dc_api.jwt', client_metadata: { jwks: { keys: [{ x: responseKey.x }] } } })
    for (const name of ['client_id', 'response_uri', 'state']) expect(payload).not.toHaveProperty(name)
  })

  it('is answered by presentations, in an envelope, or by an error; anything else is refused', async () => {
    const presented = { kind: 'presented', presentations: [{ queryId: 'badge', presentation: { type: 'x' } }] }
    expect(parseDcApiResponse({ protocol: 'openid4vp-v1-unsigned', data: { vp_token: { badge: [{ type: 'x' }] } } })).toMatchObject(presented)
    expect(parseDcApiResponse({ protocol: 'openid4vp-v1-unsigned', data: '{"vp_token":{"badge":[{"type":"x"}]}}' })).toMatchObject(presented)
    expect(parseDcApiResponse({ protocol: 'openid4vp-v1-unsigned', data: { response: 'a..b.c.d' } })).toEqual({ kind: 'encrypted', token: 'a..b.c.d' })
    expect(parseDcApiResponse({ protocol: 'openid4vp-v1-unsigned', data: { error: 'invalid_request' } })).toMatchObject({ kind: 'declined' })
    for (const value of [null, {}, { protocol: 'org-iso-mdoc', data: {} }, { protocol: 'openid4vp-v1-unsigned', data: '{' }]) expect(() => parseDcApiResponse(value)).toThrow(expect.objectContaining({ code: 'exchange/malformed' }))
  })
})

describe('a verifier of OpenID4VP of another make', () => {
  it.each(['direct_post', 'direct_post.jwt'] as const)('OP1, OP2, OP6, OP7, OP8, OP12: is answered by %s, with what it asked for, agreed to and bound to it', async (mode) => {
    const responseUri = `${origin}/response`
    const transaction = formatTransactionData(statementTransaction, ['badge'], { text: 'The rules of the yard' })
    const { authorizationRequest, authorizationRequestPayload } = await verifier.createOpenId4vpAuthorizationRequest({ authorizationRequestPayload: {
      response_type: 'vp_token', response_mode: mode, client_id: `redirect_uri:${responseUri}`, response_uri: responseUri, nonce: 'n-0S6_WzA2Mj', state: 'af0ifjsldkj', transaction_data: [transaction],
      dcql_query: { credentials: [{ id: 'badge', format: 'ldp_vc', meta: { type_values: [['https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential']] } }] },
      client_metadata: { vp_formats_supported: { ldp_vc: { cryptosuite_values: ['eddsa-rdfc-2022'] } }, ...(mode === 'direct_post.jwt' ? formatResponseKey(responseKey) : {}) } as never,
    } })
    const network = { fetch: (url: string, init: RequestInit) => fetch(url, init), loopbackOrigins: [origin] }
    const request = await readRequest(authorizationRequest, network)
    const consent = new PresentationConsent(request, await matchRequest(request, held, cryptography), { badge: ['forklift'] })
    expect(await answerRequest(consent, { ...network, cryptography, now, held, keyFor: () => ({ key }) })).toEqual({ redirectUri: `${origin}/done` })
    const parsed = await verifier.parseOpenid4vpAuthorizationResponse({ authorizationResponse: received, authorizationRequestPayload: authorizationRequestPayload as never, callbacks })
    if (parsed.type !== 'dcql') throw new Error('it answers DCQL')
    expect(parsed.expectedNonce).toBe('n-0S6_WzA2Mj')
    const [presentation] = parsed.dcql.presentations['badge'] ?? []
    const challenge = { challenge: parsed.expectedNonce, domain: `redirect_uri:${responseUri}`, now, maxAgeSeconds: 600, cryptography, dids: {} }
    expect(await checkHolderProof(presentation, challenge)).toMatchObject({ outcome: 'passed', holder: didKey(key.publicKey) })
    const { transaction_data_hashes: hashes } = presentation as JsonObject
    expect(await verifier.verifyTransactionData({ transactionData: [transaction], credentials: { badge: [{ transaction_data_hashes: hashes as string[] }] } })).toMatchObject([{ credentialId: 'badge' }])
  })
})
