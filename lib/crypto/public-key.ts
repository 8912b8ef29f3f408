import { p256, p384, p521 } from '@noble/curves/nist.js'
import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import { concatBytes } from '../encoding/bytes.ts'
import { CryptoError } from './crypto-error.ts'
import type { KeyType, PrivateKeyJwk, PublicKey } from './cryptography.ts'

/** A public key as a JSON Web Key, ready for import by WebCrypto or Node. */
export interface PublicKeyJwk {
  readonly kty: 'OKP' | 'EC'
  readonly crv: KeyType
  readonly x: string
  readonly y?: string
}

/** The curves of ECDSA, with the length of a coordinate in bytes. */
const curves = { 'P-256': { curve: p256, length: 32 }, 'P-384': { curve: p384, length: 48 }, 'P-521': { curve: p521, length: 66 } } as const

/**
 * Refuses bytes that cannot be a key of their type. Whether those of BLS12-381 are a point of its group is told when they are
 * used: the arithmetic of that curve is only loaded then.
 *
 * @throws CryptoError `crypto/key-malformed`
 */
export function refuseMalformedKey(key: PublicKey): void {
  if (key.type !== 'BLS12-381') publicKeyToJwk(key)
  // Compressed, and not the point at infinity.
  else if (((key.bytes[0] ?? 0) & 0xc0) !== 0x80) throw new CryptoError('crypto/key-malformed', 'Cannot read key: not a point of BLS12-381 G2')
}

/** @throws CryptoError `crypto/key-malformed` when the bytes are no point of the curve, `crypto/key-unsupported` for BLS12-381 */
export function publicKeyToJwk(key: PublicKey): PublicKeyJwk {
  if (key.type === 'BLS12-381') throw new CryptoError('crypto/key-unsupported', 'Cannot write key of BLS12-381 as a JSON Web Key')
  if (key.type === 'Ed25519') return { kty: 'OKP', crv: 'Ed25519', x: encodeBase64url(key.bytes) }
  const { length } = curves[key.type]
  const point = uncompressed(key.type, key.bytes)
  return { kty: 'EC', crv: key.type, x: encodeBase64url(point.subarray(1, 1 + length)), y: encodeBase64url(point.subarray(1 + length)) }
}

/**
 * The public half of a JSON Web Key, private or public.
 *
 * @throws CryptoError `crypto/key-malformed`
 */
export function publicKeyFromJwk(jwk: PublicKeyJwk | PrivateKeyJwk): PublicKey<KeyType> {
  if (jwk.crv === 'Ed25519') return { type: 'Ed25519', bytes: coordinate('x', jwk.x, 32) }
  const { length } = curves[jwk.crv]
  const [x, y] = [coordinate('x', jwk.x, length), coordinate('y', jwk.y ?? '', length)]
  const compressed = new Uint8Array(1 + length)
  compressed[0] = 2 + ((y[length - 1] ?? 0) & 1)
  compressed.set(x, 1)
  refuseNoPoint(jwk.crv, concatBytes(Uint8Array.of(4), x, y))
  return { type: jwk.crv, bytes: compressed }
}

function coordinate(name: string, text: string, length: number): Uint8Array<ArrayBuffer> {
  const bytes = decodeBase64url(text)
  if (bytes.length !== length) throw new CryptoError('crypto/key-malformed', `Cannot read key: ${name} must have ${length} bytes`)
  return bytes
}

/** @throws CryptoError `crypto/key-malformed` */
function refuseNoPoint(type: keyof typeof curves, uncompressedPoint: Uint8Array): void {
  try {
    curves[type].curve.Point.fromBytes(uncompressedPoint)
  } catch (cause) {
    throw new CryptoError('crypto/key-malformed', `Cannot read key: not a point of ${type}`, { cause })
  }
}

/** @throws CryptoError `crypto/key-malformed` */
function uncompressed(type: keyof typeof curves, bytes: Uint8Array): Uint8Array {
  const { curve, length } = curves[type]
  try {
    // A point may also come uncompressed, in the same bytes under another name: here a key has one form.
    if (bytes.length !== 1 + length) throw new RangeError('not compressed')
    return curve.Point.fromBytes(bytes).toBytes(false)
  } catch (cause) {
    throw new CryptoError('crypto/key-malformed', `Cannot read key: not a point of ${type}`, { cause })
  }
}
