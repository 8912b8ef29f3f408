import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { decodeBase64url } from '../encoding/base64url.ts'
import { concatBytes, equalBytes } from '../encoding/bytes.ts'
import { CryptoError } from './crypto-error.ts'
import { signatureLengths, type KeyType, type PrivateKeyJwk, type PublicKey, type SigningKey } from './cryptography.ts'
import { isPlainPoint } from './is-plain-point.ts'
import { proveKeyPair } from './prove-key-pair.ts'
import { publicKeyFromJwk, publicKeyToJwk } from './public-key.ts'
import type { RsaPublicKey } from './rsa-public-key.ts'
import { ed25519Jwk } from './secret-jwk.ts'

const algorithms = {
  'Ed25519': { create: { name: 'Ed25519' }, use: { name: 'Ed25519' } },
  'P-256': { create: { name: 'ECDSA', namedCurve: 'P-256' }, use: { name: 'ECDSA', hash: 'SHA-256' } },
  'P-384': { create: { name: 'ECDSA', namedCurve: 'P-384' }, use: { name: 'ECDSA', hash: 'SHA-384' } },
  'P-521': { create: { name: 'ECDSA', namedCurve: 'P-521' }, use: { name: 'ECDSA', hash: 'SHA-512' } },
} as const

const libraryCurves = { 'P-256': p256, 'P-384': p384, 'P-521': p521 } as const

/** As {@link Cryptography} has it. */
export async function generateKey(type: KeyType): Promise<PrivateKeyJwk> {
  const pair = await crypto.subtle.generateKey(algorithms[type].create, true, ['sign', 'verify']).catch(() => undefined)
  if (pair === undefined) return generateWithoutPlatform(type)
  const { kty, crv, x, y, d } = await crypto.subtle.exportKey('jwk', (pair as CryptoKeyPair).privateKey)
  return { kty, crv, x, d, ...(y === undefined ? {} : { y }) } as PrivateKeyJwk
}

function generateWithoutPlatform(type: KeyType): PrivateKeyJwk {
  if (type !== 'Ed25519') throw new CryptoError('crypto/key-unsupported', `Cannot make ${type} key: this platform lacks it`)
  const secret = ed25519.utils.randomSecretKey()
  return ed25519Jwk(secret as Uint8Array<ArrayBuffer>)
}

/** As {@link Cryptography} has it. */
export async function generateSigningKey(type: KeyType): Promise<SigningKey> {
  const { create, use } = algorithms[type]
  const pair = await crypto.subtle.generateKey(create, false, ['sign', 'verify']).catch(() => undefined)
  if (pair === undefined) return importSigningKey(generateWithoutPlatform(type))
  const { privateKey, publicKey } = pair as CryptoKeyPair
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))
  return { publicKey: { type, bytes: type === 'Ed25519' ? raw : compress(raw) }, sign: async (message) => new Uint8Array(await crypto.subtle.sign(use, privateKey, message)) }
}

/** A point of the platform's own making: 4, x and y become the parity of y and x. */
function compress(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  return concatBytes(Uint8Array.of(2 + ((raw.at(-1) ?? 0) & 1)), raw.subarray(1, (raw.length + 1) / 2))
}

/** As {@link Cryptography} has it. */
export async function importSigningKey(jwk: PrivateKeyJwk): Promise<SigningKey> {
  const publicKey = publicKeyFromJwk(jwk)
  const { create, use } = algorithms[jwk.crv]
  const key = await crypto.subtle.importKey('jwk', { ...jwk }, create, false, ['sign']).catch(() => undefined)
  if (key !== undefined) {
    return proveKeyPair({ publicKey, sign: async (message) => new Uint8Array(await crypto.subtle.sign(use, key, message)) }, verifySignature)
  }
  if (jwk.crv !== 'Ed25519') throw new CryptoError('crypto/key-malformed', 'Cannot import signing key: refused by the platform')
  const secret = decodeBase64url(jwk.d)
  return proveKeyPair({ publicKey, sign: async (message) => ed25519.sign(message, secret) as Uint8Array<ArrayBuffer> }, verifySignature)
}

/** As {@link Cryptography} has it. */
export async function verifySignature(key: PublicKey, message: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): Promise<boolean> {
  if (key.type === 'BLS12-381' || signature.length !== signatureLengths[key.type]) return false
  if (key.type === 'Ed25519' && !(isPlainPoint(key.bytes) && isPlainPoint(signature))) return false
  try {
    const { create, use } = algorithms[key.type]
    const imported = await crypto.subtle.importKey('jwk', { ...publicKeyToJwk(key) }, create, false, ['verify']).catch(() => undefined)
    if (imported !== undefined) return await crypto.subtle.verify(use, imported, signature, message)
    if (key.type === 'Ed25519') return verifyEd25519(key.bytes, message, signature)
    return libraryCurves[key.type].verify(signature, message, key.bytes, { lowS: false })
  } catch {
    return false
  }
}

/**
 * Verifies as the platforms do, without the cofactor (RFC 8032, "Verify": sufficient, but not required): the library itself multiplies
 * by it, and so takes signatures that OpenSSL and browsers refuse.
 */
function verifyEd25519(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const { Point } = ed25519
  const [first, second] = [signature.subarray(0, 32), signature.subarray(32)]
  const scalar = numberOf(second)
  if (scalar >= Point.Fn.ORDER) return false
  const challenge = Point.Fn.create(numberOf(sha512(concatBytes(first, key, message))))
  return equalBytes(Point.BASE.multiplyUnsafe(scalar).subtract(Point.fromBytes(key, false).multiplyUnsafe(challenge)).toBytes(), first)
}

/** Bytes as a number, the least significant first. */
function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((number, byte) => (number << 8n) + BigInt(byte), 0n)
}

const rs256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

/** As {@link Cryptography} has it. */
export async function verifyRsaSignature({ n, e }: RsaPublicKey, message: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('jwk', { kty: 'RSA', n, e }, rs256, false, ['verify'])
    return await crypto.subtle.verify(rs256, key, signature, message)
  } catch {
    return false
  }
}
