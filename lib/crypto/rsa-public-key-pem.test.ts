import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CryptoError } from './crypto-error.ts'
import { rsaPublicKeyFromPem } from './rsa-public-key-pem.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
const pem = rsa.export({ format: 'pem', type: 'spki' }) as string
const malformed = expect.objectContaining({ code: 'crypto/key-malformed' })

function attempt(read: () => unknown): { readonly key: unknown } | { readonly error: unknown } {
  try {
    return { key: read() }
  } catch (error) {
    return { error }
  }
}

describe('rsaPublicKeyFromPem()', () => {
  it('reads the modulus and exponent that were written', () => {
    const { n, e } = rsa.export({ format: 'jwk' })
    expect(rsaPublicKeyFromPem(pem)).toEqual({ type: 'RSA', n, e })
    expect(rsaPublicKeyFromPem(pem.replaceAll('\n', '\r\n'))).toEqual({ type: 'RSA', n, e })
  })

  it('refuses other keys, private keys, and keys that are too short', () => {
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }) as string
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'pem', type: 'spki' }) as string
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'pem', type: 'spki' }) as string
    const old = rsa.export({ format: 'pem', type: 'pkcs1' }) as string
    for (const text of [other, curve, short, old, '', 'x', pem.slice(0, -30), pem + pem, pem.replace('A', '!')]) expect(() => rsaPublicKeyFromPem(text)).toThrow(malformed)
  })

  it('refuses what is cut off or changed in its frame, and never crashes', () => {
    const body = Buffer.from(pem.split('\n').slice(1, -2).join(''), 'base64')
    const wrap = (bytes: Uint8Array): string => `-----BEGIN PUBLIC KEY-----\n${Buffer.from(bytes).toString('base64')}\n-----END PUBLIC KEY-----`
    for (const length of [0, 1, 2, 4, 19, 24, 30, body.length - 1]) expect(() => rsaPublicKeyFromPem(wrap(body.subarray(0, length)))).toThrow(malformed)
    fc.assert(fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (place, flip) => {
      const changed = new Uint8Array(body)
      changed[place] = (changed[place] ?? 0) ^ flip
      const outcome = attempt(() => rsaPublicKeyFromPem(wrap(changed)))
      expect('key' in outcome || outcome.error instanceof CryptoError).toBe(true)
    }), { seed: 1 })
  })
})
