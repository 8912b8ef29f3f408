import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeMultibase } from '../encoding/multibase.ts'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { decodeMultikey, encodeMultikey } from './multikey.ts'
import { publicKeyFromJwk, publicKeyToJwk } from './public-key.ts'

const vectors = new URL('../../../shared/data/vectors/w3c-vc-di-ecdsa/TestVectors/', import.meta.url)

describe('decodeMultikey()', () => {
  it('reads the key of the did:key specification and writes it back', () => {
    const text = 'z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'
    const key = decodeMultikey(text)
    expect(key).toMatchObject({ type: 'Ed25519' })
    expect(key.bytes.length).toBe(32)
    expect(encodeMultikey(key)).toBe(text)
  })

  it.each([['Ed25519', /^z6Mk/], ['P-256', /^zDn/], ['P-384', /^z82/]] as const)('reads back every %s key, also as a JSON Web Key', async (type, beginning) => {
    for (let turn = 0; turn < 8; turn += 1) {
      const key = publicKeyFromJwk(await nativeCryptography.generateKey(type))
      expect(decodeMultikey(encodeMultikey(key))).toEqual(key)
      expect(publicKeyFromJwk(publicKeyToJwk(key))).toEqual(key)
      expect(encodeMultikey(key)).toMatch(beginning)
    }
  })

  it('refuses other bases, other kinds of key and wrong lengths', () => {
    const multikey = (...bytes: readonly number[]): string => encodeMultibase(Uint8Array.from(bytes), 'z')
    expect(() => decodeMultikey('uAAAA')).toThrowError(expect.objectContaining({ code: 'encoding/multibase' }))
    expect(() => decodeMultikey('')).toThrowError(expect.objectContaining({ code: 'encoding/multibase' }))
    expect(() => decodeMultikey('z')).toThrowError(expect.objectContaining({ code: 'crypto/key-unsupported' }))
    expect(() => decodeMultikey(multikey(0xec, 0x01, ...new Uint8Array(32)))).toThrowError(expect.objectContaining({ code: 'crypto/key-unsupported' }))
    expect(() => decodeMultikey(multikey(0xed, 0x01, ...new Uint8Array(31)))).toThrowError(expect.objectContaining({ code: 'crypto/key-length' }))
    expect(() => decodeMultikey(multikey(0x80, 0x24, ...new Uint8Array(65)))).toThrowError(expect.objectContaining({ code: 'crypto/key-length' }))
  })

  it.skipIf(!existsSync(vectors))('reads the P-384 key of Data Integrity ECDSA Cryptosuites', () => {
    const { publicKeyMultibase } = JSON.parse(readFileSync(new URL('p384KeyPair.json', vectors), 'utf8')) as { publicKeyMultibase: string }
    expect(encodeMultikey(decodeMultikey(publicKeyMultibase))).toBe(publicKeyMultibase)
    expect(decodeMultikey(publicKeyMultibase)).toMatchObject({ type: 'P-384' })
  })

  it('throws only errors with a code on arbitrary text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(() => decodeMultikey(text)).toThrowError(expect.objectContaining({ code: expect.stringMatching(/^(crypto|encoding)\//) }))
    }))
  })
})

describe('publicKeyToJwk()', () => {
  it('refuses bytes that are no point of their curve', () => {
    for (const bytes of [new Uint8Array(33), new Uint8Array(33).fill(4), new Uint8Array(33).fill(0xff).with(0, 2), new Uint8Array(0), new Uint8Array(65)]) {
      expect(() => publicKeyToJwk({ type: 'P-256', bytes: bytes as Uint8Array<ArrayBuffer> })).toThrowError(expect.objectContaining({ code: 'crypto/key-malformed' }))
    }
    for (const bytes of [new Uint8Array(49), new Uint8Array(49).fill(0xff).with(0, 3), new Uint8Array(33), new Uint8Array(97)]) {
      expect(() => publicKeyToJwk({ type: 'P-384', bytes: bytes as Uint8Array<ArrayBuffer> })).toThrowError(expect.objectContaining({ code: 'crypto/key-malformed' }))
    }
  })
})
