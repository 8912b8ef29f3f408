import { encode, Tagged } from 'cborg'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import { decodeHex } from '../../encoding/hex.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { CredentialError } from '../credential-error.ts'
import { verifyMessage } from '../jose/verify-message.ts'
import type { ProofFinding } from '../verify-proofs.ts'
import { isCose, parseCose, signCose } from './cose-sign1.ts'

const now = new Date('2026-11-21T12:00:00Z')
const key = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
const document = { issuer: 'did:example:1', credentialSubject: { name: 'Ana' } }
const sign = (): Promise<Uint8Array<ArrayBuffer>> => signCose({ typ: 'application/vc+cose', kid: 'did:example:1#1' }, document, key)
const bytesOf = (value: unknown): Uint8Array<ArrayBuffer> => new Uint8Array(encode(value))

function verify(bytes: Uint8Array<ArrayBuffer>, publicKey = key.publicKey): Promise<ProofFinding> {
  return verifyMessage(parseCose(bytes), { cryptography, now, types: ['vc+cose'], findKeys: async (kid) => ({ keys: [{ publicKey, verificationMethod: kid ?? '' }] }) })
}

describe('signCose() and parseCose()', () => {
  it.each([['Ed25519', 'EdDSA'], ['P-256', 'ES256'], ['P-384', 'ES384']] as const)('sign and read with %s', async (type, alg) => {
    const signer = await cryptography.importSigningKey(await cryptography.generateKey(type))
    const bytes = await signCose({ typ: 'application/vc+cose', kid: 'did:example:1#1' }, document, signer)
    expect(isCose(bytes)).toBe(true)
    expect(parseCose(bytes)).toMatchObject({ header: { alg, kid: 'did:example:1#1', typ: 'application/vc+cose' }, payload: document })
    expect(await verify(bytes, signer.publicKey)).toMatchObject({ outcome: 'passed', verificationMethod: 'did:example:1#1', proofBytes: bytes })
    expect(await verify(bytes)).toMatchObject({ outcome: 'failed' })
  })

  it('read what RFC 9052 signs: the context string, the protected header, nothing, the payload', async () => {
    const header = bytesOf(new Map<number, unknown>([[1, -7], [16, 'application/vc+cose']]))
    const payload = encodeUtf8(JSON.stringify(document))
    const input = new Uint8Array([0x84, 0x6a, ...encodeUtf8('Signature1'), 0x58, header.length, ...header, 0x40, 0x58, payload.length, ...payload])
    expect(parseCose(bytesOf(new Tagged(18, [header, new Map(), payload, await key.sign(input)]))).input).toEqual(input)
  })

  it('commit to the same bytes whatever stands outside the protected header', async () => {
    const bytes = await sign()
    const { input: _, signature, ...read } = parseCose(bytes)
    const decorated = bytesOf(new Tagged(18, [parseHeader(bytes), new Map([[4, encodeUtf8('another')]]), encodeUtf8(JSON.stringify(document)), signature]))
    expect(parseCose(decorated)).toMatchObject({ header: read.header, tokenBytes: read.tokenBytes })
    expect(await verify(decorated)).toMatchObject({ outcome: 'passed' })
  })

  it('fail an unknown algorithm, critical parameters and another type', async () => {
    const make = async (header: ReadonlyMap<number, unknown>): Promise<ProofFinding> => verify(bytesOf(new Tagged(18, [bytesOf(header), new Map(), encodeUtf8('{}'), new Uint8Array(64)])))
    expect(await make(new Map([[16, 'vc+cose']]))).toMatchObject({ outcome: 'failed', code: 'proof/header-malformed' })
    expect(await make(new Map<number, unknown>([[1, 5], [16, 'vc+cose']]))).toMatchObject({ outcome: 'failed', code: 'proof/algorithm-unknown' })
    expect(await make(new Map<number, unknown>([[1, -37], [16, 'vc+cose']]))).toMatchObject({ outcome: 'unknown', code: 'proof/not-supported' })
    expect(await make(new Map<number, unknown>([[1, -7], [2, [99]], [16, 'vc+cose']]))).toMatchObject({ outcome: 'failed', code: 'proof/critical-header' })
    expect(await make(new Map<number, unknown>([[1, -7], [16, 'vp+cose']]))).toMatchObject({ outcome: 'failed', code: 'proof/type-mismatch' })
    expect(await make(new Map<number, unknown>([[1, -7]]))).toMatchObject({ outcome: 'failed', code: 'proof/type-mismatch' })
  })

  it('refuse other structures', async () => {
    const [header, payload] = [bytesOf(new Map([[1, -7]])), encodeUtf8('{}')]
    const hostile = [
      new Uint8Array(), Uint8Array.of(0xd2), Uint8Array.of(0xd2, 0x84), bytesOf([header, new Map(), payload, payload]), bytesOf(new Tagged(17, [header, new Map(), payload, payload])),
      bytesOf(new Tagged(18, [header, new Map(), payload])), bytesOf(new Tagged(18, [header, new Map(), null, payload])), bytesOf(new Tagged(18, [header, [], payload, payload])),
      bytesOf(new Tagged(18, [bytesOf([1]), new Map(), payload, payload])), bytesOf(new Tagged(18, [bytesOf(new Map<number, unknown>([[4, encodeUtf8('k')], [1, -7]])), new Map(), encodeUtf8('[]'), payload])),
      decodeHex('d28446a2012601264340'), decodeHex(`d284${'81'.repeat(200_000)}`), new Uint8Array([...await sign(), 0]), decodeHex('d2849f40ff'), decodeHex('d2845bffffffffffffffff'),
    ]
    for (const bytes of hostile) expect(() => parseCose(bytes as Uint8Array<ArrayBuffer>)).toThrow(CredentialError)
  })

  it('answer any bytes with a message or a CredentialError, and pass none in which a bit was flipped', async () => {
    const bytes = await sign()
    await fc.assert(fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
      const changed = bytes.slice()
      changed[bit >> 3]! ^= 1 << (bit % 8)
      const outcome = await Promise.resolve().then(() => verify(changed)).then((finding) => finding.outcome, (error: unknown) => (error instanceof CredentialError ? 'refused' : String(error)))
      expect(['failed', 'refused', 'unknown']).toContain(outcome)
    }), { numRuns: 300 })
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (rest) => {
      expect(() => parseCose(new Uint8Array([0xd2, 0x84, ...rest]))).toThrow(CredentialError)
    }))
  })
})

function parseHeader(bytes: Uint8Array): Uint8Array {
  // The tag, the list, and a byte string whose length takes one more byte.
  return bytes[2] === 0x58 ? bytes.slice(4, 4 + (bytes[3] ?? 0)) : bytes.slice(3, 3 + ((bytes[2] ?? 0) & 0x1f))
}
