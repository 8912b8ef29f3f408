import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KeyType, SigningKey } from '../../crypto/cryptography.ts'
import { publicKeyToJwk } from '../../crypto/public-key.ts'
import { rsaPublicKey } from '../../crypto/rsa-public-key.ts'
import { webCryptography } from '../../crypto/web-cryptography.ts'
import { decodeBase64url, encodeBase64url } from '../../encoding/base64url.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { CredentialError } from '../credential-error.ts'
import type { ProofFinding } from '../verify-proofs.ts'
import type { VerificationKey } from './jose-algorithm.ts'
import { parseJws, signJws } from './jws.ts'
import { verifyMessage, type MessageContext } from './verify-message.ts'

const now = new Date('2026-11-21T12:00:00Z')
const claims = { iss: 'did:example:1', iat: now.getTime() / 1_000 }
const newKey = async (type: KeyType): Promise<SigningKey> => cryptography.importSigningKey(await cryptography.generateKey(type))
const key = await newKey('Ed25519')
const part = (value: unknown): string => encodeBase64url(encodeUtf8(JSON.stringify(value)))

function verify(token: string, publicKey: VerificationKey = key.publicKey, changes: Partial<MessageContext> = {}): Promise<ProofFinding> {
  const context = { cryptography, now, types: ['vc+jwt'], findKeys: async () => ({ keys: [{ publicKey, verificationMethod: 'did:example:1#1' }] }), ...changes }
  return verifyMessage(parseJws(token), context)
}

describe('verifyMessage()', () => {
  it.each([['Ed25519', 'EdDSA'], ['P-256', 'ES256'], ['P-384', 'ES384']] as const)('passes what a key of %s signed, on every platform, as %s', async (type, alg) => {
    const signer = await newKey(type)
    const token = await signJws({ typ: 'vc+jwt' }, claims, signer)
    for (const platform of [cryptography, webCryptography]) {
      expect(await verify(token, signer.publicKey, { cryptography: platform })).toEqual({ outcome: 'passed', cryptosuite: alg, verificationMethod: 'did:example:1#1', created: now, publicKey: signer.publicKey, proofBytes: encodeUtf8(token) })
    }
    expect(await verify(token, (await newKey(type)).publicKey)).toMatchObject({ outcome: 'failed', code: 'proof/signature-invalid' })
  })

  it('passes RS256, which is never signed here', async () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2_048 })
    const { n = '', e = '' } = pair.publicKey.export({ format: 'jwk' })
    const input = `${part({ alg: 'RS256', typ: 'vc+jwt' })}.${part(claims)}`
    const token = `${input}.${sign('sha256', Buffer.from(input), pair.privateKey).toString('base64url')}`
    expect(await verify(token, rsaPublicKey(n, e))).toMatchObject({ outcome: 'passed', cryptosuite: 'RS256' })
    expect(await verify(`${input}.${encodeBase64url(new Uint8Array(256))}`, rsaPublicKey(n, e))).toMatchObject({ outcome: 'failed', code: 'proof/signature-invalid' })
  })

  it('takes any spelling of the type, and another algorithm name of the same key', async () => {
    for (const typ of ['vc+jwt', 'VC+JWT', 'application/vc+jwt', 'Application/Vc+Jwt']) expect(await verify(await signJws({ typ }, claims, key))).toMatchObject({ outcome: 'passed' })
    expect(await verify(await signJws({ alg: 'Ed25519', typ: 'vc+jwt' }, claims, key))).toMatchObject({ outcome: 'passed' })
  })

  it.each<[string, JsonObject]>([
    ['missing', { alg: 'none' }], ['missing', { alg: 'NoNe' }], ['algorithm-symmetric', { alg: 'HS256' }], ['algorithm-unknown', { alg: 'MD5' }], ['algorithm-unknown', { alg: 'constructor' }],
    ['key-mismatch', { alg: 'ES256' }], ['key-mismatch', { alg: 'RS256' }], ['header-malformed', { alg: 7 }],
    ['type-mismatch', { typ: 'kb+jwt' }], ['type-mismatch', { typ: 'at+jwt' }], ['type-mismatch', { typ: '' }], ['header-malformed', { typ: ['vc+jwt'] }],
    ['critical-header', { crit: ['exp'] }], ['critical-header', { crit: [] }], ['critical-header', { crit: ['b64'], b64: false }], ['payload-unencoded', { b64: false }], ['payload-unencoded', { b64: true }],
  ])('fails %s: %j', async (code, header) => {
    expect(await verify(await signJws({ typ: 'vc+jwt', ...header }, claims, key))).toMatchObject({ outcome: 'failed', code: `proof/${code}` })
  })

  it('leaves an algorithm open that is sound and not supported', async () => {
    expect(await verify(await signJws({ alg: 'PS256', typ: 'vc+jwt' }, claims, key))).toMatchObject({ outcome: 'unknown', code: 'proof/not-supported' })
  })

  it('never takes a public key for a shared secret', async () => {
    const signer = await newKey('P-256')
    const secrets = [signer.publicKey.bytes, JSON.stringify(publicKeyToJwk(signer.publicKey)), createPublicKey({ key: { ...publicKeyToJwk(signer.publicKey) }, format: 'jwk' }).export({ type: 'spki', format: 'pem' })]
    for (const secret of secrets) {
      for (const alg of ['HS256', 'ES256', 'hs256']) {
        const input = `${part({ alg, typ: 'vc+jwt' })}.${part(claims)}`
        expect((await verify(`${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`, signer.publicKey)).outcome).toBe('failed')
      }
    }
  })

  it('never uses a key or an address that the header brings along', async () => {
    const forger = await newKey('Ed25519')
    for (const brought of [{ jwk: { ...publicKeyToJwk(forger.publicKey) } }, { jku: 'https://evil.example' }, { x5u: 'https://evil.example' }, { x5c: ['AAAA'] }]) {
      const token = await signJws({ typ: 'vc+jwt', ...brought }, claims, forger)
      expect(await verify(token)).toMatchObject({ outcome: 'failed', code: 'proof/signature-invalid' })
      const unnamed = async (): Promise<{ outcome: 'unknown'; code: string; reason: string }> => ({ outcome: 'unknown', code: 'proof/key-unavailable', reason: 'none' })
      expect((await verify(token, key.publicKey, { findKeys: unnamed })).outcome).not.toBe('passed')
    }
    const nobody = async (): Promise<{ outcome: 'failed'; code: string; reason: string }> => ({ outcome: 'failed', code: 'proof/key-unnamed', reason: 'none' })
    const code = async (header: JsonObject): Promise<string | undefined> => (await verify(await signJws({ typ: 'vc+jwt', ...header }, claims, forger), key.publicKey, { findKeys: nobody })).code
    const own = { jwk: { ...publicKeyToJwk(forger.publicKey) } }
    expect([await code({}), await code(own), await code({ x5c: [] })]).toEqual(['proof/key-unnamed', 'proof/key-embedded', 'proof/certificate-not-supported'])
    for (const jwk of [{}, { ...own.jwk, d: 'AAAA' }, { ...publicKeyToJwk(key.publicKey) }, { kty: 'oct', k: 'AAAA' }]) expect(await code({ jwk })).toBe('proof/signature-invalid')
  })

  it('fails what is dated in the future, and bears clocks that differ a little', async () => {
    const at = (seconds: number): Promise<string> => signJws({ typ: 'vc+jwt' }, { iat: now.getTime() / 1_000 + seconds }, key)
    expect(await verify(await at(200))).toMatchObject({ outcome: 'passed' })
    expect(await verify(await at(400))).toMatchObject({ outcome: 'failed', code: 'proof/created-in-future' })
  })

  it('tries the keys of an issuer who names none, up to a number', async () => {
    const token = await signJws({ typ: 'vc+jwt' }, claims, key)
    const others = await Promise.all(Array.from({ length: 16 }, () => newKey('Ed25519')))
    const keys = others.map(({ publicKey }, index) => ({ publicKey, verificationMethod: `did:example:1#${index}` }))
    const mine = { publicKey: key.publicKey, verificationMethod: 'did:example:1#mine' }
    expect(await verify(token, key.publicKey, { findKeys: async () => ({ keys: [...keys.slice(0, 15), mine] }) })).toMatchObject({ outcome: 'passed', verificationMethod: 'did:example:1#mine' })
    expect((await verify(token, key.publicKey, { findKeys: async () => ({ keys: [...keys, mine] }) })).outcome).toBe('failed')
  })

  it('passes no token in which a bit was flipped', async () => {
    for (const type of ['Ed25519', 'P-256'] as const) {
      const signer = await newKey(type)
      const token = await signJws({ typ: 'vc+jwt' }, claims, signer)
      await fc.assert(fc.asyncProperty(fc.nat(token.length - 1), fc.integer({ min: 0, max: 6 }), async (position, bit) => {
        const changed = token.slice(0, position) + String.fromCharCode(token.charCodeAt(position) ^ (1 << bit)) + token.slice(position + 1)
        const outcome = await Promise.resolve().then(() => verify(changed, signer.publicKey)).then((finding) => finding.outcome, (error: unknown) => (error instanceof CredentialError ? 'refused' : 'fault'))
        expect(['failed', 'unknown', 'refused']).toContain(outcome)
      }), { numRuns: 200 })
    }
  })
})

describe('parseJws()', () => {
  it.each(['', '.', '..', 'a.b', 'a.b.c.d', `${part([])}.${part({})}.`, `${part({})}.${part('x')}.`, `${part({})}.${part({})}.=`, `${part({})}.${part({})}.A`, ` ${part({})}.${part({})}.`, `${part({})}=.${part({})}.`])('refuses %j', (text) => {
    expect(() => parseJws(text)).toThrow(CredentialError)
  })

  it('refuses a token that is too long, before it is decoded', () => {
    expect(() => parseJws(`${'a'.repeat(2_097_152)}.b.c`)).toThrow(expect.objectContaining({ code: 'credential/too-large' }))
  })

  it('keeps the signed bytes as they came, whatever their spelling', () => {
    const spaced = `${encodeBase64url(encodeUtf8('{ "alg" : "EdDSA" }'))}.${encodeBase64url(encodeUtf8('{ "a":1 }'))}`
    const { input, header, payload } = parseJws(`${spaced}.AA`)
    expect([new TextDecoder().decode(input), header, payload]).toEqual([spaced, { alg: 'EdDSA' }, { a: 1 }])
    expect(decodeBase64url('AA')).toEqual(Uint8Array.of(0))
  })
})
