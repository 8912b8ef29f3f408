import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { decodeHex, encodeHex } from '../encoding/hex.ts'
import { findSodium } from '../node/find-sodium.ts'
import { createNativeCryptography, nativeCryptography } from '../node/native-cryptography.ts'
import { disputedSignatures } from './_hostile-signatures.ts'
import { signatureLengths, type Cryptography, type KeyType, type PublicKey } from './cryptography.ts'
import { publicKeyFromJwk, type PublicKeyJwk } from './public-key.ts'
import { webCryptography } from './web-cryptography.ts'

const vectors = join(import.meta.dirname, '../../../shared/data/vectors/wycheproof')
const isPresent = existsSync(vectors)

interface WycheproofFile {
  readonly testGroups: readonly {
    readonly publicKeyJwk?: PublicKeyJwk
    readonly publicKey: { readonly pk?: string; readonly uncompressed?: string }
    readonly tests: readonly { readonly tcId: number; readonly msg: string; readonly sig: string; readonly result: 'valid' | 'invalid' | 'acceptable' }[]
  }[]
}

function keyOf({ publicKeyJwk, publicKey }: WycheproofFile['testGroups'][number]): PublicKey {
  if (publicKey.pk !== undefined) return { type: 'Ed25519', bytes: decodeHex(publicKey.pk) }
  if (publicKeyJwk !== undefined) return publicKeyFromJwk(publicKeyJwk)
  const point = decodeHex(publicKey.uncompressed ?? '')
  const length = (point.length - 1) / 2
  return { type: length === 32 ? 'P-256' : 'P-384', bytes: Uint8Array.from([2 + (point[2 * length]! & 1), ...point.subarray(1, 1 + length)]) }
}

const keyTypes: readonly KeyType[] = ['Ed25519', 'P-256', 'P-384', 'P-521']

/** Test numbers whose verdict differs from the published one. */
async function wrongVerdicts(file: string, cryptography: Cryptography): Promise<{ readonly count: number; readonly wrong: readonly number[] }> {
  const { testGroups } = JSON.parse(readFileSync(join(vectors, file), 'utf8')) as WycheproofFile
  const wrong: number[] = []
  let count = 0
  for (const group of testGroups) {
    for (const { tcId, msg, sig, result } of group.tests) {
      const isAccepted = await cryptography.verifySignature(keyOf(group), decodeHex(msg), decodeHex(sig))
      count += 1
      if (isAccepted !== (result === 'valid')) wrong.push(tcId)
    }
  }
  return { count, wrong }
}

/** A browser whose WebCrypto knows neither curve: the library's own verification takes over. */
function withoutPlatformKeys(): void {
  const { subtle } = crypto
  const refuse = async (): Promise<never> => {
    throw new DOMException('Unrecognized name.', 'NotSupportedError')
  }
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto), subtle: { digest: subtle.digest.bind(subtle), importKey: refuse, generateKey: refuse } })
}

const platforms = [
  { platform: 'Node', cryptography: createNativeCryptography(() => undefined), prepare: () => undefined },
  { platform: 'Node with libsodium, where that is installed', cryptography: createNativeCryptography(findSodium), prepare: () => undefined },
  { platform: 'WebCrypto', cryptography: webCryptography, prepare: () => undefined },
  { platform: 'a browser without these curves', cryptography: webCryptography, prepare: withoutPlatformKeys },
]

describe.each(platforms)('verifySignature() on $platform', ({ cryptography, prepare }) => {
  beforeEach(prepare)
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it.skipIf(!isPresent)('gives no wrong verdict on Wycheproof Ed25519', async () => {
    expect(await wrongVerdicts('ed25519_test.json', cryptography)).toEqual({ count: 151, wrong: [] })
  })

  it('gives the one verdict on signatures of Ed25519 that implementations disagree about', async () => {
    const wrong: string[] = []
    for (const { name, key, message, signature, isAccepted } of disputedSignatures()) {
      if (await cryptography.verifySignature({ type: 'Ed25519', bytes: key }, message, signature) !== isAccepted) wrong.push(name)
    }
    expect(wrong).toEqual([])
  })

  it('accepts RFC 8032, section 7.1, test 2, and not with any bit changed', async () => {
    const key: PublicKey = { type: 'Ed25519', bytes: decodeHex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c') }
    const signature = decodeHex('92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00')
    expect(await cryptography.verifySignature(key, Uint8Array.of(0x72), signature)).toBe(true)
    for (let bit = 0; bit < 512; bit += 7) {
      const changed = signature.slice()
      changed[bit >> 3]! ^= 1 << (bit % 8)
      expect(await cryptography.verifySignature(key, Uint8Array.of(0x72), changed)).toBe(false)
    }
    expect(await cryptography.verifySignature(key, Uint8Array.of(0x73), signature)).toBe(false)
  })

  it('answers false, and never throws, for any key and signature that are none', async () => {
    const bytes = fc.uint8Array({ maxLength: 100 })
    await fc.assert(fc.asyncProperty(fc.constantFrom(...keyTypes), bytes, bytes, bytes, async (type, key, message, signature) => {
      expect(await cryptography.verifySignature({ type, bytes: key }, message, signature)).toBe(false)
    }))
  })
})

// libsodium has a part in Ed25519 only.
describe.each(platforms.filter(({ platform }) => !platform.includes('libsodium')))('verifySignature() with keys of ECDSA on $platform', ({ cryptography, prepare }) => {
  beforeEach(prepare)
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it.skipIf(!isPresent)('gives no wrong verdict on Wycheproof ECDSA P-256', async () => {
    expect(await wrongVerdicts('ecdsa_secp256r1_sha256_p1363_test.json', cryptography)).toEqual({ count: 262, wrong: [] })
  })

  it.skipIf(!isPresent)('gives no wrong verdict on Wycheproof ECDSA P-384', async () => {
    expect(await wrongVerdicts('ecdsa_secp384r1_sha384_p1363_test.json', cryptography)).toEqual({ count: 280, wrong: [] })
  }, 60_000)
})

describe('a signature of one platform', () => {
  it.each(keyTypes)('verifies on every other: %s', async (type) => {
    const message = encodeUtf8('a diploma')
    for (const maker of [nativeCryptography, webCryptography]) {
      const jwk = await maker.generateKey(type)
      for (const { publicKey, sign } of [await nativeCryptography.importSigningKey(jwk), await webCryptography.importSigningKey(jwk), await maker.generateSigningKey(type)]) {
        const signature = await sign(message)
        expect(signature.length).toBe(signatureLengths[type])
        for (const verifier of [nativeCryptography, webCryptography]) {
          expect(await verifier.verifySignature(publicKey, message, signature)).toBe(true)
          expect(await verifier.verifySignature(publicKey, encodeUtf8('a degree'), signature)).toBe(false)
        }
      }
    }
  })

  it.each(['P-256', 'P-384', 'P-521'] as const)('verifies in a browser without the curve, and no other does: %s', async (type) => {
    const { publicKey, sign } = await nativeCryptography.importSigningKey(await nativeCryptography.generateKey(type))
    const signature = await sign(encodeUtf8('a diploma'))
    withoutPlatformKeys()
    const isVerified = async (message: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> => webCryptography.verifySignature(publicKey, encodeUtf8(message), bytes)
    const verdicts = [await isVerified('a diploma', signature), await isVerified('a degree', signature), await isVerified('a diploma', new Uint8Array(signature.length)), await isVerified('a diploma', signature.slice(1))]
    vi.unstubAllGlobals()
    expect(verdicts).toEqual([true, false, false, false])
  })

  it('is the same with Ed25519 where the browser lacks it', async () => {
    const jwk = await nativeCryptography.generateKey('Ed25519')
    const message = encodeUtf8('a diploma')
    const expected = await (await nativeCryptography.importSigningKey(jwk)).sign(message)
    withoutPlatformKeys()
    const signature = await (await webCryptography.importSigningKey(jwk)).sign(message)
    const made = await webCryptography.generateKey('Ed25519')
    const short = await webCryptography.generateSigningKey('Ed25519')
    expect(await webCryptography.verifySignature(short.publicKey, message, await short.sign(message))).toBe(true)
    for (const type of ['P-256', 'P-384', 'P-521'] as const) await expect(webCryptography.generateKey(type)).rejects.toMatchObject({ code: 'crypto/key-unsupported' })
    vi.unstubAllGlobals()
    expect(encodeHex(signature)).toBe(encodeHex(expected))
    expect((await nativeCryptography.importSigningKey(made)).publicKey).toEqual(publicKeyFromJwk(made))
  })
})

describe.each(platforms)('importSigningKey() on $platform', ({ cryptography, prepare }) => {
  beforeEach(prepare)
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('refuses a key that is no key, or whose halves do not belong together', async () => {
    for (const type of keyTypes) {
      const [good, other] = [await nativeCryptography.generateKey(type), await nativeCryptography.generateKey(type)]
      const hostile = [{ ...good, d: other.d }, { ...good, d: '####' }, { ...good, x: '' }, { ...good, x: 'AAAA' }, { ...good, d: '' }, { ...good, d: 'AAAA' }]
      for (const jwk of hostile) await expect(cryptography.importSigningKey(jwk)).rejects.toMatchObject({ code: expect.stringMatching(/^(crypto|encoding)\//) })
    }
    for (const type of ['P-256', 'P-384', 'P-521'] as const) {
      const good = await nativeCryptography.generateKey(type)
      for (const jwk of [{ ...good, x: good.y! }, { ...good, y: 'AAAA' }, { ...good, y: good.x }, { ...good, crv: type === 'P-256' ? 'P-384' as const : 'P-256' as const }]) {
        await expect(cryptography.importSigningKey(jwk)).rejects.toMatchObject({ code: 'crypto/key-malformed' })
      }
    }
  })
})

describe('sha256() and sha384()', () => {
  it('are the same on every platform, and those of FIPS 180-4', () => {
    expect(encodeHex(nativeCryptography.sha384(encodeUtf8('abc')))).toBe('cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7')
    expect(encodeHex(nativeCryptography.sha256(encodeUtf8('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(nativeCryptography.sha256(bytes)).toEqual(webCryptography.sha256(bytes))
      expect(nativeCryptography.sha384(bytes)).toEqual(webCryptography.sha384(bytes))
    }))
  })
})

describe('randomBytes()', () => {
  it.each(platforms.slice(0, 2))('gives as many as asked, and others each time, on $platform', ({ cryptography }) => {
    expect(cryptography.randomBytes(0).length).toBe(0)
    expect(cryptography.randomBytes(32)).not.toEqual(cryptography.randomBytes(32))
  })
})
