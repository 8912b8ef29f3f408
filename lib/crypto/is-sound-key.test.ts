import { ECDH } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography } from '../node/native-cryptography.ts'
import type { Cryptography, KeyType } from './cryptography.ts'
import { isPlainPoint } from './is-plain-point.ts'
import { isSoundKey } from './is-sound-key.ts'
import { publicKeyFromJwk } from './public-key.ts'
import { webCryptography } from './web-cryptography.ts'

type Bytes = Uint8Array<ArrayBuffer>
const { Point } = ed25519
const order = Point.Fn.ORDER
const fieldOrder = Point.Fp.ORDER

const littleEndian = (number: bigint): Bytes => Uint8Array.from({ length: 32 }, (_, index) => Number((number >> BigInt(8 * index)) & 0xffn))
const numberOf = (bytes: Uint8Array): bigint => bytes.reduceRight((number, byte) => (number << 8n) + BigInt(byte), 0n)

/** A point of order eight: what is left of any other when the order of the group is taken out. */
function torsion(): InstanceType<typeof Point> {
  for (let y = 3n; ; y += 1n) {
    try {
      const point = Point.fromBytes(littleEndian(y), true).multiplyUnsafe(order - 1n).add(Point.fromBytes(littleEndian(y), true))
      if (!point.double().double().is0()) return point
    } catch { /* not on the curve */ }
  }
}

const eighth = torsion()
const small = Array.from({ length: 8 }, (_, times) => (times === 0 ? Point.ZERO : eighth.multiplyUnsafe(BigInt(times))))

/** Every way of writing a point of small order: canonical, above p where that fits, and with the other sign where x is 0. */
const smallEncodings: readonly Bytes[] = small.flatMap((point) => {
  const bytes = Uint8Array.from(point.toBytes())
  const y = numberOf(bytes) & ((1n << 255n) - 1n)
  const forms = [y, ...(y + fieldOrder < 1n << 255n ? [y + fieldOrder] : [])]
  return forms.flatMap((form) => [0n, 1n].map((sign) => littleEndian(form + (sign << 255n))))
})

describe('isSoundKey()', () => {
  it.each<KeyType>(['Ed25519', 'P-256', 'P-384', 'P-521'])('takes every %s key that a platform makes', async (type) => {
    for (let round = 0; round < 5; round += 1) {
      for (const { generateKey } of [nativeCryptography, webCryptography]) expect(isSoundKey(publicKeyFromJwk(await generateKey(type)) as never)).toBe(true)
    }
  })

  it('refuses every writing of every Ed25519 point of small order', () => {
    expect(new Set(small.map((point) => point.toHex())).size).toBe(8)
    expect(smallEncodings.length).toBeGreaterThanOrEqual(14)
    for (const bytes of smallEncodings) expect([isSoundKey({ type: 'Ed25519', bytes }), isPlainPoint(bytes)]).toEqual([false, false])
  })

  it('refuses an Ed25519 point in another form than the canonical one', () => {
    for (let above = 0n; above < 19n; above += 1n) expect(isPlainPoint(littleEndian(fieldOrder + above))).toBe(false)
    expect(isPlainPoint(littleEndian(fieldOrder - 2n))).toBe(true)
  })

  it('refuses points that are on no curve: half of all x of P-256 and P-384, half of all y of Ed25519', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 48, maxLength: 48 }), fc.constantFrom(2, 3), (random, prefix) => {
      for (const [type, length] of [['P-256', 32], ['P-384', 48]] as const) {
        const bytes = Uint8Array.from([prefix, ...random.subarray(0, length)])
        // What is taken is a point that OpenSSL takes as well, and what is refused one that it refuses.
        expect(isSoundKey({ type, bytes })).toBe(opensslTakes(type, bytes))
      }
      const bytes = Uint8Array.from(random.subarray(0, 32))
      expect(() => isSoundKey({ type: 'Ed25519', bytes })).not.toThrow()
    }), { numRuns: 60 })
    const taken = Array.from({ length: 64 }, (_, y) => isSoundKey({ type: 'Ed25519', bytes: littleEndian(BigInt(y) + (1n << 200n)) })).filter(Boolean).length
    expect(taken).toBeGreaterThan(16)
    expect(taken).toBeLessThan(48)
  })

  it('refuses coordinates above the field, the point at infinity, and keys of another length', () => {
    const above = Uint8Array.from([2, ...new Uint8Array(32).fill(0xff)])
    for (const bytes of [above, Uint8Array.of(0), new Uint8Array(33), new Uint8Array(0), new Uint8Array(65).fill(4)]) expect(isSoundKey({ type: 'P-256', bytes })).toBe(false)
    expect(isSoundKey({ type: 'Ed25519', bytes: new Uint8Array(31).fill(9) })).toBe(false)
  })
})

function opensslTakes(type: 'P-256' | 'P-384', bytes: Bytes): boolean {
  try {
    return ECDH.convertKey(bytes, type === 'P-256' ? 'prime256v1' : 'secp384r1').length > 0
  } catch {
    return false
  }
}

function withoutPlatformKeys(): void {
  const refuse = async (): Promise<never> => {
    throw new DOMException('Unrecognized name.', 'NotSupportedError')
  }
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto), subtle: { importKey: refuse, generateKey: refuse } })
}

const platforms: readonly { readonly platform: string; readonly cryptography: Cryptography; readonly prepare: () => void }[] = [
  { platform: 'Node', cryptography: nativeCryptography, prepare: () => undefined },
  { platform: 'WebCrypto', cryptography: webCryptography, prepare: () => undefined },
  { platform: 'a browser without the curve', cryptography: webCryptography, prepare: withoutPlatformKeys },
]

describe.each(platforms)('verifySignature() on $platform, of a signer who wants verifiers to disagree', ({ cryptography, prepare }) => {
  beforeEach(prepare)
  afterEach(() => {
    vi.unstubAllGlobals()
  })
  const message = encodeUtf8('one answer everywhere')
  const secret = 7n * 11n * 13n
  const key = Uint8Array.from(Point.BASE.multiply(secret).toBytes())
  const verify = (bytes: Bytes, signature: Bytes): Promise<boolean> => cryptography.verifySignature({ type: 'Ed25519', bytes }, message, signature)

  /** Signs with a first half of one's choice, and the scalar that fits it under a key. */
  const sign = (first: InstanceType<typeof Point>, nonce: bigint, under: Bytes): Bytes => {
    const half = Uint8Array.from(first.toBytes())
    const challenge = Point.Fn.create(numberOf(sha512(concatBytes(half, under, message))))
    return Uint8Array.from(concatBytes(half, littleEndian(Point.Fn.create(nonce + challenge * secret))))
  }

  it('takes what an honest signer makes', async () => {
    expect(await verify(key, sign(Point.BASE.multiply(99n), 99n, key))).toBe(true)
  })

  it('refuses a first half with a part of small order', async () => {
    for (const part of small.slice(1)) expect(await verify(key, sign(Point.BASE.multiply(99n).add(part), 99n, key))).toBe(false)
  })

  it('refuses a first half that is of small order itself', async () => {
    for (const part of small) expect(await verify(key, sign(part, 0n, key))).toBe(false)
  })

  it('refuses every signature under a key of small order, in every writing', async () => {
    for (const bytes of smallEncodings) {
      for (const half of [...smallEncodings, Uint8Array.from(Point.BASE.toBytes())]) expect(await verify(bytes, Uint8Array.from(concatBytes(half, littleEndian(half === smallEncodings[0] ? 0n : 1n))))).toBe(false)
    }
  })

  it('answers for a key with a part of small order as the equation without cofactor does', async () => {
    const mixed = Uint8Array.from(Point.BASE.multiply(secret).add(eighth).toBytes())
    const answers: boolean[] = []
    const expected: boolean[] = []
    for (let nonce = 1n; nonce <= 24n; nonce += 1n) {
      const signature = sign(Point.BASE.multiply(nonce), nonce, mixed)
      answers.push(await verify(mixed, signature))
      const challenge = Point.Fn.create(numberOf(sha512(concatBytes(signature.subarray(0, 32), mixed, message))))
      expected.push(challenge % 8n === 0n)
    }
    expect(answers).toEqual(expected)
  })
})
