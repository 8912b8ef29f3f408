import { describe, expect, it } from 'vitest'
import { parseJws, signJws } from '../credential/jose/jws.ts'
import { issueSdJwt } from '../credential/sd-jwt/issue-sd-jwt.ts'
import { presentSdJwt } from '../credential/sd-jwt/present-sd-jwt.ts'
import { publicKeyToJwk } from '../crypto/public-key.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { didWebDocument } from '../did/did-web.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { trustNobody } from './policy.ts'
import { readToken, type Token } from './token.ts'
import { verifyCredentialToken, verifyPresentationToken, verifyStatusToken, verifyTokenHolder } from './token-proof.ts'
import type { VerifyContext } from './verify-context.ts'

const now = new Date('2026-11-21T12:00:00Z')
const seconds = now.getTime() / 1_000
const newKey = async (): Promise<{ signingKey: Awaited<ReturnType<typeof cryptography.importSigningKey>>; did: string; kid: string }> => {
  const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
  return { signingKey, did: didKey(signingKey.publicKey), kid: didKeyVerificationMethod(signingKey.publicKey) }
}
const [issuer, thief] = [await newKey(), await newKey()]
const context = (more: Partial<VerifyContext> = {}): VerifyContext => ({ cryptography, now, documents: {}, trust: trustNobody, ...more })
const sign = (header: JsonObject, payload: JsonObject, by = issuer): Promise<string> => signJws({ kid: by.kid, ...header }, payload, by.signingKey)

function tokenOf(text: string): Token {
  const token = readToken(text, cryptography)
  if (token === undefined) throw new Error('no token')
  return token
}

describe('verifyPresentationToken()', () => {
  const presentation: JsonObject = { '@context': ['https://www.w3.org/ns/credentials/v2'], 'type': ['VerifiablePresentation'], 'holder': issuer.did, 'nonce': 'c', 'aud': ['d', 'e'] }
  const asked = { challenge: 'c', domain: 'd' }
  const verify = async (changes: JsonObject = {}, more: Partial<VerifyContext> = asked, header: JsonObject = {}, by = issuer): Promise<string> => {
    const { outcome, code } = await verifyPresentationToken(tokenOf(await sign({ typ: 'vp+jwt', ...header }, { ...presentation, ...changes }, by)), context(more))
    return code ?? outcome
  }

  it.each<[string, JsonObject]>([
    ['as it is', {}], ['for one domain', { aud: 'd' }], ['that ends later', { exp: seconds + 1 }], ['that began', { nbf: seconds }], ['that begins within what clocks differ', { nbf: seconds + 60 }],
  ])('passes one %s', async (_what, changes) => {
    expect(await verify(changes)).toBe('passed')
  })

  it.each<[string, JsonObject]>([
    ['challenge-mismatch', { nonce: 'other' }], ['challenge-mismatch', { nonce: ['c'] }], ['challenge-mismatch', { nonce: null }], ['domain-mismatch', { aud: 'other' }], ['domain-mismatch', { aud: [] }], ['domain-mismatch', { aud: [['d']] }],
    ['expired', { exp: seconds }], ['expired', { exp: 'never' }], ['expired', { exp: null }], ['created-in-future', { nbf: seconds + 3_600 }], ['created-in-future', { nbf: 'soon' }],
  ])('refuses it: %s of %j', async (code, changes) => {
    expect(await verify(changes)).toBe(`proof/${code}`)
  })

  it('refuses another type and another key, and asks for nothing that it was not asked to ask', async () => {
    expect(await verify({}, asked, { typ: 'vc+jwt' })).toBe('proof/type-mismatch')
    expect(await verify({}, asked, { kid: issuer.kid }, thief)).toBe('proof/signature-invalid')
    expect(await verify({ nonce: 'other', aud: 'other' }, {})).toBe('passed')
  })

  it('takes a key for signing credentials for none to present with', async () => {
    const did = 'did:web:holder.example'
    const document = didWebDocument(did, [{ fragment: 'k', publicKey: issuer.signingKey.publicKey, isRetired: false }]) as unknown as JsonObject
    const found = await verify({ holder: did }, { ...asked, documents: { [did]: { ...document, authentication: [] } } }, { kid: `${did}#k` })
    expect(found).toBe('proof/key-not-allowed')
  })
})

describe('verifyStatusToken()', () => {
  const verify = async (header: JsonObject = {}, by = issuer, of = issuer.did): Promise<string> => {
    const { outcome, code } = await verifyStatusToken(parseJws(await sign({ typ: 'statuslist+jwt', ...header }, { sub: 'https://college.example/1' }, by)), of, context())
    return code ?? outcome
  }

  it('passes one that a key of the issuer signed', async () => {
    expect(await verify()).toBe('passed')
  })

  it('refuses one of another, of another type, or in the name of the issuer', async () => {
    expect(await verify({}, thief)).toBe('proof/key-of-another')
    expect(await verify({ kid: issuer.kid }, thief)).toBe('proof/signature-invalid')
    for (const typ of ['JWT', 'vc+jwt', 'statuslist+cwt', '']) expect(await verify({ typ })).toBe('proof/type-mismatch')
    expect(await verify({ alg: 'none' })).toBe('proof/missing')
  })

  it('leaves one open whose issuer cannot be looked up', async () => {
    expect(await verify({ kid: 'did:web:college.example#1' }, issuer, 'did:web:college.example')).toBe('proof/key-unavailable')
  })
})

describe('verifyTokenHolder()', () => {
  const claims: JsonObject = { vct: 'urn:x', iss: issuer.did, name: 'Ana', cnf: { jwk: { ...publicKeyToJwk(thief.signingKey.publicKey) } } }
  const issue = (payload: JsonObject): Promise<string> => issueSdJwt({ claims: payload, hidden: [['name']], header: { typ: 'dc+sd-jwt', kid: issuer.kid } }, { signingKey: issuer.signingKey, cryptography })
  const show = async (by = thief): Promise<string> => presentSdJwt(await issue(claims), { shown: [], keyBinding: { signingKey: by.signingKey, nonce: 'c', audience: 'd', now } }, cryptography)

  it('has nothing to say of a bearer, nor of a token that knows no holder', async () => {
    const { cnf: _, ...bearer } = claims
    expect(await verifyTokenHolder(tokenOf(await issue(bearer)), context({ challenge: 'c' }))).toBeUndefined()
    expect(await verifyTokenHolder(tokenOf(await issue(claims)), context())).toBeUndefined()
    expect(await verifyTokenHolder(tokenOf(await sign({ typ: 'vc+jwt' }, { ...claims })), context({ challenge: 'c' }))).toBeUndefined()
  })

  it('fails a bound one that nobody signed when a challenge was given', async () => {
    expect(await verifyTokenHolder(tokenOf(await issue(claims)), context({ challenge: 'c' }))).toMatchObject({ outcome: 'failed', code: 'proof/key-binding-missing' })
  })

  it('passes whoever holds the key, for this occasion, and nobody else', async () => {
    expect(await verifyTokenHolder(tokenOf(await show()), context({ challenge: 'c', domain: 'd' }))).toMatchObject({ outcome: 'passed' })
    expect(await verifyTokenHolder(tokenOf(await show(issuer)), context({ challenge: 'c' }))).toMatchObject({ outcome: 'failed', code: 'proof/signature-invalid' })
    expect(await verifyTokenHolder(tokenOf(await show()), context({ challenge: 'other' }))).toMatchObject({ outcome: 'failed', code: 'proof/challenge-mismatch' })
    expect(await verifyTokenHolder(tokenOf(await show()), context({ domain: 'other' }))).toMatchObject({ outcome: 'failed', code: 'proof/domain-mismatch' })
  })
})

describe('verifyCredentialToken()', () => {
  it('fails disclosures that were made up, however good the signature', async () => {
    const text = await issueSdJwt({ claims: { vct: 'urn:x', iss: issuer.did }, hidden: [], header: { typ: 'dc+sd-jwt', kid: issuer.kid } }, { signingKey: issuer.signingKey, cryptography })
    const made = Buffer.from('["salt","admin",true]').toString('base64url')
    expect(await verifyCredentialToken(tokenOf(text), context(), {})).toMatchObject({ outcome: 'passed' })
    expect(await verifyCredentialToken(tokenOf(`${text}${made}~`), context(), {})).toMatchObject({ outcome: 'failed', code: 'proof/disclosure-unreferenced' })
    expect(tokenOf(`${text}${made}~`).claims).not.toHaveProperty('admin')
  })
})
