import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EverlearnedError } from '../../error.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { didJwk } from '../../did/did-jwk.ts'
import { didKey } from '../../did/did-key.ts'
import { parseAuthorizationRequest } from './authorization-request.ts'
import { formatCredentialOffer, formatOfferLink, isOfferLink, parseCredentialOffer, parseOfferLink, preAuthorizedGrantType } from './credential-offer.ts'
import { parseCredentialRequest, parseCredentialResponse, parseDeferredRequest, parseNotification } from './credential-message.ts'
import { metadataUrl, parseIssuerMetadata } from './issuer-metadata.ts'
import { checkJwtProof, chooseProof, makeKeyProof, nonceOf } from './key-proof.ts'
import { parseServerMetadata } from './server-metadata.ts'
import { codeChallengeOf, judgeCode, parseAuthorizationDetails, parseTokenRequest, parseTokenResponse, type TokenRequest } from './token-message.ts'

const vectors = new URL('../../../../shared/data/vectors/openid4vc/vci/examples/', import.meta.url)
const isAbsent = !existsSync(vectors)
const example = (name: string): unknown => JSON.parse(readFileSync(new URL(name, vectors), 'utf8'))
const now = new Date('2026-11-21T10:00:00Z')
const issuer = 'https://college.example/oid4vci/1'
const offer = { credential_issuer: issuer, credential_configuration_ids: ['Badge'] }

/** How reading ends: `read`, `refused` by name, or in a fault. */
function endOf(read: () => unknown): string {
  try {
    read()
    return 'read'
  } catch (error) {
    return error instanceof EverlearnedError ? 'refused' : String(error)
  }
}

describe('credential offers', () => {
  it('are read back as they were written, by value and by reference', () => {
    const whole = {
      issuer, configurationIds: ['Badge', 'Other'], authorization: { issuerState: 'state', authorizationServer: undefined },
      preAuthorized: { code: 'code', transactionCode: { inputMode: 'text', length: 5, description: 'Sent by mail' } as const, authorizationServer: undefined },
    }
    expect(parseCredentialOffer(formatCredentialOffer(whole))).toEqual(whole)
    expect(parseOfferLink(`openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify(formatCredentialOffer(whole)))}`)).toEqual({ kind: 'value', offer: whole })
    expect(parseOfferLink(` ${formatOfferLink('https://college.example/offers/1?x=1&y')} `)).toEqual({ kind: 'reference', url: 'https://college.example/offers/1?x=1&y' })
    expect(parseOfferLink('https://wallet.example/take?credential_offer_uri=https%3A%2F%2Fa.example')).toEqual({ kind: 'reference', url: 'https://a.example' })
  })

  it.each([
    ['nothing', ''], ['another link', 'https://college.example/interactions/1?iuv=1'], ['no offer', 'openid-credential-offer://'], ['two offers', `openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify(offer))}&credential_offer_uri=x`],
    ['what is not JSON', 'openid-credential-offer://?credential_offer=%7B'], ['a member twice', `openid-credential-offer://?credential_offer=${encodeURIComponent('{"a":1,"a":1}')}`],
    ['too much', `openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify({ ...offer, more: 'x'.repeat(17_000) }))}`],
  ])('are refused when the link holds %s', (_, text) => {
    expect(() => parseOfferLink(text)).toThrow(EverlearnedError)
  })

  it.each([
    ['no issuer', { ...offer, credential_issuer: undefined }], ['no configuration', { ...offer, credential_configuration_ids: [] }], ['a configuration that is no text', { ...offer, credential_configuration_ids: [1] }],
    ['too many', { ...offer, credential_configuration_ids: Array.from({ length: 33 }, String) }], ['a grant without a code', { ...offer, grants: { [preAuthorizedGrantType]: {} } }], ['grants that are a list', { ...offer, grants: [] }],
  ])('are refused with %s', (_, value) => {
    expect(() => parseCredentialOffer(JSON.parse(JSON.stringify(value)))).toThrow(/Cannot read credential offer/)
  })

  it.skipIf(isAbsent)('of the specification are read', () => {
    expect(parseCredentialOffer(example('credential_offer_pre-authz_code.json'))).toMatchObject({ preAuthorized: { code: 'adhjhdjajkdkhjhdj', transactionCode: { inputMode: 'numeric', description: expect.any(String) } } })
    expect(parseCredentialOffer(example('credential_offer_multiple_credentials.json')).configurationIds).toHaveLength(2)
    expect(isOfferLink('OPENID-CREDENTIAL-OFFER://?credential_offer_uri=x')).toBe(true)
  })
})

describe('metadata', () => {
  const metadata = {
    credential_issuer: issuer, credential_endpoint: `${issuer}/credential`,
    credential_configurations_supported: { Badge: { format: 'ldp_vc', proof_types_supported: { di_vp: { proof_signing_alg_values_supported: ['eddsa-rdfc-2022'] }, jwt: { proof_signing_alg_values_supported: ['ES256'], key_attestations_required: {} } }, display: [{ name: 'Old place' }] } },
  }

  it('lies between host and path of its issuer', () => {
    expect(metadataUrl(issuer, 'openid-credential-issuer')).toBe('https://college.example/.well-known/openid-credential-issuer/oid4vci/1')
    expect(metadataUrl('https://college.example', 'oauth-authorization-server')).toBe('https://college.example/.well-known/oauth-authorization-server')
    for (const bad of ['college', 'https://college.example/?x', 'https://college.example/#x']) expect(() => metadataUrl(bad, 'openid-credential-issuer')).toThrow(EverlearnedError)
  })

  it('is its own authorization server unless it names one, takes one key unless it says more, and proofs that need an attestation are left out', () => {
    expect(parseIssuerMetadata(metadata, issuer)).toMatchObject({ authorizationServers: [issuer], batchSize: 1, nonceEndpoint: undefined, configurations: [{ id: 'Badge', name: 'Old place', isBound: true, proofTypes: { di_vp: ['eddsa-rdfc-2022'] } }] })
    expect(parseIssuerMetadata(metadata, issuer).configurations[0]?.proofTypes).not.toHaveProperty('jwt')
  })

  it('of another issuer, of too much, or of encryption alone is refused', () => {
    expect(() => parseIssuerMetadata(metadata, `${issuer}/`)).toThrow(expect.objectContaining({ code: 'exchange/issuer-mismatch' }))
    expect(() => parseIssuerMetadata({ ...metadata, credential_response_encryption: { encryption_required: true } }, issuer)).toThrow(expect.objectContaining({ code: 'exchange/not-supported' }))
    expect(() => parseIssuerMetadata({ ...metadata, credential_configurations_supported: Object.fromEntries(Array.from({ length: 257 }, (_, index) => [index, { format: 'x' }])) }, issuer)).toThrow(/more than 256/)
    expect(() => parseServerMetadata({ issuer: 'https://evil.example', token_endpoint: 'https://evil.example/token' }, issuer)).toThrow(expect.objectContaining({ code: 'exchange/issuer-mismatch' }))
    expect(parseServerMetadata({ issuer, token_endpoint: issuer, authorization_endpoint: issuer, require_pushed_authorization_requests: true }, issuer).authorizationEndpoint).toBeUndefined()
  })
})

describe('codes and tokens', () => {
  const good: TokenRequest = { kind: 'authorization', code: 'c', redirectUri: 'https://w.example', codeVerifier: 'verifier', clientId: 'w', isDetailed: false }
  const state = { isUsed: false, expiresAt: new Date(now.getTime() + 1), binding: { clientId: 'w', redirectUri: 'https://w.example', codeChallenge: codeChallengeOf('verifier', cryptography) } }
  const judged = (change: object, code: object = {}): string => judgeCode({ ...state, ...code }, { ...good, ...change } as TokenRequest, { now, cryptography })

  it('are good for the client, the address and the verifier that they were made for, in time and once', () => {
    expect(judged({})).toBe('good')
    for (const change of [{ redirectUri: 'https://x.example' }, { redirectUri: undefined }, { codeVerifier: 'other' }, { codeVerifier: undefined }, { clientId: 'x' }, { kind: 'pre-authorized' }]) expect(judged(change)).toBe('refused')
    expect(judged({}, { expiresAt: now })).toBe('refused')
    expect(judged({}, { isUsed: true })).toBe('replayed')
    expect(judged({ kind: 'pre-authorized' }, { binding: null })).toBe('good')
    expect(judged({}, { binding: null })).toBe('refused')
    expect(judgeCode(undefined, good, { now, cryptography })).toBe('refused')
  })

  it('have challenges as RFC 7636 shows one', () => {
    expect(codeChallengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk', cryptography)).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
  })

  it('are asked for and answered as described, or refused', () => {
    expect(parseTokenRequest({ 'grant_type': preAuthorizedGrantType, 'pre-authorized_code': 'c', 'tx_code': '1' })).toEqual({ kind: 'pre-authorized', code: 'c', transactionCode: '1', isDetailed: false })
    expect(() => parseTokenRequest({})).toThrow(expect.objectContaining({ error: 'invalid_request' }))
    expect(() => parseTokenRequest({ grant_type: 'password', code: 'c' })).toThrow(expect.objectContaining({ error: 'unsupported_grant_type' }))
    expect(parseTokenResponse({ access_token: 't', token_type: 'bearer', authorization_details: [{ credential_configuration_id: 'Badge', credential_identifiers: ['one'] }] })).toEqual({ accessToken: 't', nonce: undefined, credentialIdentifiers: { Badge: ['one'] } })
    expect(() => parseTokenResponse({ access_token: 't', token_type: 'DPoP' })).toThrow(expect.objectContaining({ code: 'exchange/not-supported' }))
    expect(parseAuthorizationDetails(undefined)).toEqual([])
    expect(() => parseAuthorizationDetails('{')).toThrow(/not JSON/)
  })

  it.skipIf(isAbsent)('name configurations as the specification’s examples do', () => {
    expect(parseAuthorizationDetails(readFileSync(new URL('authorization_details_multiple_credentials.json', vectors), 'utf8'))).toEqual(['UniversityDegreeCredential', 'org.iso.18013.5.1.mDL'])
  })
})

describe('credential messages', () => {
  it('give, defer, or are refused; the shape of drafts is read too', () => {
    expect(parseCredentialResponse({ credentials: [{ credential: { a: 1 } }, { credential: 'a.b.c~' }], notification_id: 'n' })).toEqual({ kind: 'given', credentials: ['{\n  "a": 1\n}', 'a.b.c~'], notificationId: 'n' })
    expect(parseCredentialResponse({ credential: { a: 1 } })).toMatchObject({ kind: 'given', credentials: ['{\n  "a": 1\n}'] })
    expect(parseCredentialResponse({ transaction_id: 't', interval: 1e9 })).toEqual({ kind: 'deferred', transactionId: 't', intervalSeconds: 86_400 })
    for (const bad of [{}, { credentials: [] }, { credentials: [{}] }, { credentials: ['text'] }, { transaction_id: 't', credentials: [{ credential: 'x' }] }, { credentials: Array.from({ length: 33 }, () => ({ credential: 'x' })) }, []]) {
      expect(() => parseCredentialResponse(bad)).toThrow(expect.objectContaining({ code: 'exchange/malformed' }))
    }
    expect(() => parseNotification({ notification_id: 'n', event: 'x' })).toThrow(expect.objectContaining({ error: 'invalid_notification_request' }))
    expect(() => parseDeferredRequest({})).toThrow(expect.objectContaining({ error: 'invalid_transaction_id' }))
  })

  it('of any shape are read or refused by name, never otherwise', () => {
    const readers = [parseCredentialOffer, parseCredentialResponse, parseTokenResponse, parseNotification, parseDeferredRequest, (value: unknown) => parseCredentialRequest(value, { maxProofs: 2 }), (value: unknown) => parseIssuerMetadata(value, issuer)]
    fc.assert(fc.property(fc.oneof(fc.jsonValue(), fc.record({ credentials: fc.jsonValue(), proofs: fc.jsonValue(), credential_configuration_id: fc.jsonValue(), grants: fc.jsonValue(), credential_issuer: fc.constant(issuer), credential_configurations_supported: fc.jsonValue() })), (value) => {
      for (const read of readers) expect(endOf(() => read(value))).toMatch(/read|refused/)
    }), { numRuns: 200 })
  })

  it('of any text as the address to go back to send nobody elsewhere than https or this machine', () => {
    fc.assert(fc.property(fc.oneof(fc.webUrl({ validSchemes: ['http', 'https'] }), fc.string(), fc.constantFrom('javascript:alert(1)', 'https://u:p@a.example', 'http://127.0.0.1.evil.example', 'data:text/html,x')), (redirectUri) => {
      const end = endOf(() => parseAuthorizationRequest({ response_type: 'code', client_id: 'w', redirect_uri: redirectUri, code_challenge: 'A'.repeat(43), code_challenge_method: 'S256' }))
      expect(end).toMatch(/read|refused/)
      expect(end === 'refused' || /^(?:https:|http:\/\/(?:localhost|127\.[\d.]+|\[::1\])(?:[:/?]|$))/i.test(redirectUri)).toBe(true)
    }), { numRuns: 50 })
  })
})

describe('key proofs', () => {
  const configuration = { id: 'Badge', format: 'ldp_vc', name: undefined, scope: undefined, bindingMethods: [], isBound: true, proofTypes: { jwt: ['EdDSA', 'ES256'] } }
  const context = { issuer, nonce: 'n', now, maxAgeSeconds: 600, cryptography, dids: {} }
  const occasion = { issuer, nonce: 'n', created: now }

  it.each(['Ed25519', 'P-256'] as const)('by a token are made and passed with a key of %s, named by its DID or brought along', async (type) => {
    const key = await cryptography.importSigningKey(await cryptography.generateKey(type))
    for (const [bindingMethods, holder] of [[['did:key'], didKey(key.publicKey)], [['jwk'], didJwk(key.publicKey)]] as const) {
      const choice = await chooseProof({ ...configuration, bindingMethods }, [{ key }], cryptography)
      if (choice === undefined) throw new Error('the key suits')
      const made = await makeKeyProof(choice, occasion, cryptography)
      expect(made.holder).toBe(holder)
      expect(nonceOf('jwt', made.proof)).toBe('n')
      expect(await checkJwtProof(made.proof, context)).toMatchObject({ outcome: 'passed', holder, keyType: type })
      const refusals = await Promise.all([
        checkJwtProof(made.proof, { ...context, nonce: 'other' }), checkJwtProof(made.proof, { ...context, issuer: 'https://evil.example' }), checkJwtProof(made.proof, { ...context, now: new Date(now.getTime() + 901_000) }),
        checkJwtProof(made.proof, { ...context, now: new Date(now.getTime() - 301_000) }), checkJwtProof(`${String(made.proof).slice(0, -4)}AAAA`, context), checkJwtProof({ not: 'a token' }, context),
      ])
      expect(refusals.map(({ outcome, holder: nobody }) => [outcome, nobody])).toEqual(refusals.map(() => ['failed', null]))
    }
  })

  it('of a did:web whose document cannot be had stay unknown, and prove nobody', async () => {
    const key = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
    const choice = await chooseProof(configuration, [{ key, did: 'did:web:holder.example', verificationMethod: 'did:web:holder.example#key-1' }], cryptography)
    if (choice === undefined) throw new Error('the key suits')
    const { proof } = await makeKeyProof(choice, occasion, cryptography)
    expect(await checkJwtProof(proof, context)).toMatchObject({ outcome: 'unknown', code: 'proof/key-unavailable', holder: null })
  })

  it('are none where the issuer takes no algorithm or method of the keys', async () => {
    const key = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    expect(await chooseProof({ ...configuration, proofTypes: { jwt: ['ES256'], di_vp: ['ecdsa-rdfc-2019'] } }, [{ key }], cryptography)).toBeUndefined()
    expect(await chooseProof({ ...configuration, bindingMethods: ['did:web'] }, [{ key }], cryptography)).toBeUndefined()
  })
})
