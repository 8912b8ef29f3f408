import { ECDH, createPrivateKey, createPublicKey, generateKeyPairSync, hash, randomBytes, sign, verify, type JsonWebKey, type KeyObject } from 'node:crypto'
import { CryptoError } from '../crypto/crypto-error.ts'
import { signatureLengths, type Cryptography, type Digest, type KeyType, type PrivateKeyJwk, type PublicKey, type SigningKey } from '../crypto/cryptography.ts'
import { isPlainPoint } from '../crypto/is-plain-point.ts'
import { proveKeyPair } from '../crypto/prove-key-pair.ts'
import { publicKeyFromJwk, publicKeyToJwk } from '../crypto/public-key.ts'
import type { RsaPublicKey } from '../crypto/rsa-public-key.ts'

/** Public keys are imported once: the import costs half of a verification. Oldest out first. */
const maxCachedKeys = 4_096
const cachedKeys = new Map<string, KeyObject>()

/** What each kind of key signs the digest of; Ed25519 takes the message itself. */
const digests = { 'Ed25519': null, 'P-256': 'sha256', 'P-384': 'sha384', 'P-521': 'sha512' } as const

/** The curves of ECDSA as OpenSSL names them, with the length of a coordinate in bytes. */
const curves = { 'P-256': { name: 'prime256v1', length: 32 }, 'P-384': { name: 'secp384r1', length: 48 }, 'P-521': { name: 'secp521r1', length: 66 } } as const

/** Primitives on Node's own OpenSSL. */
export const nativeCryptography: Cryptography = {
  sha256: digestBy('sha256', 32),
  sha384: digestBy('sha384', 48),
  randomBytes: (length) => new Uint8Array(randomBytes(length)),
  generateKey,
  importSigningKey,
  verifySignature,
  verifyRsaSignature,
}

function digestBy(algorithm: 'sha256' | 'sha384', length: number): Digest {
  return Object.assign((bytes: Uint8Array) => digestOf(algorithm, bytes, length), { ofText: (text: string) => digestOf(algorithm, text, length) })
}

/** One call, its digest as a string of bytes: three times as fast on short input as a hash object and a buffer. */
function digestOf(algorithm: 'sha256' | 'sha384', bytes: Uint8Array | string, length: number): Uint8Array<ArrayBuffer> {
  const digits = hash(algorithm, bytes, 'binary')
  const digest = new Uint8Array(length)
  for (let index = 0; index < length; index += 1) digest[index] = digits.charCodeAt(index)
  return digest
}

async function generateKey(type: KeyType): Promise<PrivateKeyJwk> {
  const { privateKey } = type === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: type })
  return privateKey.export({ format: 'jwk' }) as unknown as PrivateKeyJwk
}

async function importSigningKey(jwk: PrivateKeyJwk): Promise<SigningKey> {
  const publicKey = publicKeyFromJwk(jwk)
  let key: KeyObject
  try {
    key = createPrivateKey({ key: { ...jwk }, format: 'jwk' })
  } catch (cause) {
    throw new CryptoError('crypto/key-malformed', 'Cannot import signing key: refused by the platform', { cause })
  }
  const digest = digests[jwk.crv]
  // A bare key where that will do: reading the options of the other form costs a twentieth of a signature.
  const input = jwk.crv === 'Ed25519' ? key : { key, dsaEncoding: 'ieee-p1363' as const }
  return proveKeyPair({ publicKey, sign: async (message) => new Uint8Array(sign(digest, message, input)) }, verifySignature)
}

async function verifySignature(key: PublicKey, message: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): Promise<boolean> {
  if (key.type === 'BLS12-381' || signature.length !== signatureLengths[key.type]) return false
  if (key.type === 'Ed25519' && !(isPlainPoint(key.bytes) && isPlainPoint(signature))) return false
  try {
    return verify(digests[key.type], message, key.type === 'Ed25519' ? imported(key) : { key: imported(key), dsaEncoding: 'ieee-p1363' }, signature)
  } catch {
    return false
  }
}

async function verifyRsaSignature({ n, e }: RsaPublicKey, message: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    return verify('sha256', message, createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' }), signature)
  } catch {
    return false
  }
}

function imported(key: PublicKey): KeyObject {
  const name = `${key.type}:${Buffer.from(key.bytes).toString('base64')}`
  const known = cachedKeys.get(name)
  if (known !== undefined) return known
  const made = createPublicKey({ key: jwkOf(key), format: 'jwk' })
  if (cachedKeys.size >= maxCachedKeys) cachedKeys.delete(cachedKeys.keys().next().value ?? '')
  cachedKeys.set(name, made)
  return made
}

/** OpenSSL finds the other coordinate of a compressed point several times as fast as the library for browsers does. */
function jwkOf(key: PublicKey): JsonWebKey {
  if (key.type === 'Ed25519' || key.type === 'BLS12-381') return { ...publicKeyToJwk(key) }
  const { name, length } = curves[key.type]
  if (key.bytes.length !== 1 + length) throw new CryptoError('crypto/key-malformed', `Cannot read key: not a point of ${key.type}`)
  const point = Buffer.from(ECDH.convertKey(key.bytes, name, undefined, undefined, 'uncompressed') as Buffer)
  return { kty: 'EC', crv: key.type, x: point.toString('base64url', 1, 1 + length), y: point.toString('base64url', 1 + length) }
}
