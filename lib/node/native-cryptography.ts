import { ECDH, createPrivateKey, createPublicKey, generateKeyPairSync, hash, sign, verify, type JsonWebKey, type KeyObject } from 'node:crypto'
import { decodeBase64url } from '../encoding/base64url.ts'
import { concatBytes } from '../encoding/bytes.ts'
import { CryptoError } from '../crypto/crypto-error.ts'
import { signatureLengths, type Cryptography, type Digest, type KeyType, type PrivateKeyJwk, type PublicKey, type SigningKey } from '../crypto/cryptography.ts'
import { isPlainPoint } from '../crypto/is-plain-point.ts'
import { proveKeyPair } from '../crypto/prove-key-pair.ts'
import { publicKeyFromJwk, publicKeyToJwk } from '../crypto/public-key.ts'
import type { RsaPublicKey } from '../crypto/rsa-public-key.ts'
import { expandBase64urlNatively } from './expand-base64url.ts'
import { findSodium, type Sodium } from './find-sodium.ts'
import { randomBytes } from './random-bytes.ts'

/** Public keys are imported once: the import costs half of a verification. Oldest out first. */
const maxCachedKeys = 4_096
const cachedKeys = new Map<string, KeyObject>()

/** What each kind of ECDSA key signs the digest of. */
const digests = { 'P-256': 'sha256', 'P-384': 'sha384', 'P-521': 'sha512' } as const

/** The curves of ECDSA as OpenSSL names them, with the length of a coordinate in bytes. */
const curves = { 'P-256': { name: 'prime256v1', length: 32 }, 'P-384': { name: 'secp384r1', length: 48 }, 'P-521': { name: 'secp521r1', length: 66 } } as const

/** So many operations with keys of Ed25519 go by before libsodium is looked for: loading it takes as long as it saves over some hundred. */
const operationsBeforeSodium = 256

/** Primitives on Node's own OpenSSL; Ed25519 on libsodium instead, in a process that does much of it, where that is installed. */
export const nativeCryptography: Cryptography = createNativeCryptography(findSodium, operationsBeforeSodium)

/** The same with another way to find libsodium, which is asked once, at the operation of that number; its verdicts are OpenSSL's. */
export function createNativeCryptography(find: () => Sodium | undefined, operationsBefore = 0): Cryptography {
  let operations = 0
  let found: Sodium | undefined
  const sodium = (): Sodium | undefined => {
    if (operations > operationsBefore) return found
    operations += 1
    if (operations > operationsBefore) found = find()
    return found
  }
  const verifySignature: Cryptography['verifySignature'] = async (key, message, signature) => {
    if (key.type === 'BLS12-381' || signature.length !== signatureLengths[key.type]) return false
    try {
      if (key.type !== 'Ed25519') return verify(digests[key.type], message, { key: imported(key), dsaEncoding: 'ieee-p1363' }, signature)
      if (key.bytes.length !== 32 || !isPlainPoint(key.bytes) || !isPlainPoint(signature)) return false
      return sodium()?.crypto_sign_verify_detached(signature, message, key.bytes) ?? verify(null, message, imported(key), signature)
    } catch {
      return false
    }
  }
  return {
    sha256: digestBy('sha256', 32),
    sha384: digestBy('sha384', 48),
    randomBytes,
    generateKey: async (type) => generatePair(type, { privateKeyEncoding: { format: 'jwk' } }).privateKey as PrivateKeyJwk,
    generateSigningKey: async (type) => generateSigningKey(type, sodium),
    importSigningKey: async (jwk) => proveKeyPair(readSigningKey(jwk, sodium), verifySignature),
    verifySignature,
    verifyRsaSignature,
    expandBase64url: expandBase64urlNatively,
    findBlsArithmetic,
  }
}

/** So many operations of BBS go by before mcl is looked for: loading it takes as long as it saves over some of them. */
const operationsBeforeMcl = 4
let bbsOperations = 0
let mcl: ReturnType<NonNullable<Cryptography['findBlsArithmetic']>> | undefined

async function findBlsArithmetic(): Promise<Awaited<typeof mcl>> {
  bbsOperations += 1
  if (bbsOperations > operationsBeforeMcl) mcl ??= import('./mcl-arithmetic.ts').then(({ loadMclArithmetic }) => loadMclArithmetic())
  return mcl
}

function digestBy(algorithm: 'sha256' | 'sha384', length: number): Digest {
  return Object.assign((bytes: Uint8Array) => digestOf(algorithm, bytes, length), {
    ofText: (text: string) => digestOf(algorithm, text, length),
    hexOfText: (text: string) => hash(algorithm, text, 'hex'),
    base64urlOfText: (text: string) => hash(algorithm, text, 'base64url'),
  })
}

/** One call, its digest as a string of bytes: three times as fast on short input as a hash object and a buffer. */
function digestOf(algorithm: 'sha256' | 'sha384', bytes: Uint8Array | string, length: number): Uint8Array<ArrayBuffer> {
  const digits = hash(algorithm, bytes, 'binary')
  const digest = new Uint8Array(length)
  for (let index = 0; index < length; index += 1) digest[index] = digits.charCodeAt(index)
  return digest
}

/**
 * Makes a pair and writes the half asked for in one call: to export a half afterwards can block for good, when Node 20 discards what made
 * the pair while it holds the lock that both take.
 */
function generatePair(type: KeyType, encoding: object): { readonly privateKey: unknown; readonly publicKey: unknown } {
  return type === 'Ed25519' ? generateKeyPairSync('ed25519', encoding) : generateKeyPairSync('ec', { namedCurve: type, ...encoding })
}

/** The platform vouches for a pair that it has just made: neither point nor halves are proven, which would take ten times as long. */
function generateSigningKey(type: KeyType, sodium: () => Sodium | undefined): SigningKey {
  if (type === 'Ed25519') return readSigningKey(generatePair(type, { privateKeyEncoding: { format: 'jwk' } }).privateKey as PrivateKeyJwk, sodium)
  const { privateKey, publicKey } = generatePair(type, { publicKeyEncoding: { format: 'jwk' } })
  const { x, y } = publicKey as { readonly x: string; readonly y: string }
  const isOdd = (decodeBase64url(y).at(-1) ?? 0) & 1
  return { publicKey: { type, bytes: concatBytes(Uint8Array.of(2 + isOdd), decodeBase64url(x)) }, sign: signerOf(type, privateKey as KeyObject) }
}

function readSigningKey(jwk: PrivateKeyJwk, sodium: () => Sodium | undefined): SigningKey {
  const publicKey = publicKeyFromJwk(jwk)
  let key: KeyObject
  try {
    key = createPrivateKey({ key: { ...jwk }, format: 'jwk' })
  } catch (cause) {
    throw new CryptoError('crypto/key-malformed', 'Cannot import signing key: refused by the platform', { cause })
  }
  if (publicKey.type !== 'Ed25519') return { publicKey, sign: signerOf(publicKey.type, key) }
  const secretKey = concatBytes(decodeBase64url(jwk.d), publicKey.bytes)
  if (secretKey.length !== 64) throw new CryptoError('crypto/key-malformed', 'Cannot import signing key: d must have 32 bytes')
  return { publicKey, sign: async (message) => signWithSodium(sodium(), secretKey, message) ?? new Uint8Array(sign(null, message, key)) }
}

function signWithSodium(sodium: Sodium | undefined, secretKey: Uint8Array, message: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  if (sodium === undefined) return undefined
  const signature = new Uint8Array(64)
  sodium.crypto_sign_detached(signature, message, secretKey)
  return signature
}

function signerOf(type: Exclude<KeyType, 'Ed25519'>, key: KeyObject): SigningKey['sign'] {
  const input = { key, dsaEncoding: 'ieee-p1363' as const }
  return async (message) => new Uint8Array(sign(digests[type], message, input))
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
