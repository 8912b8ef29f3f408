import { p256 } from '@noble/curves/nist.js'
import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import { CryptoError } from './crypto-error.ts'
import type { PrivateKeyJwk, PublicKey } from './cryptography.ts'

/** A public key as a JSON Web Key, ready for import by WebCrypto or Node. */
export interface PublicKeyJwk {
  readonly kty: 'OKP' | 'EC'
  readonly crv: 'Ed25519' | 'P-256'
  readonly x: string
  readonly y?: string
}

/** @throws CryptoError `crypto/key-malformed` when the bytes are no point of the curve */
export function publicKeyToJwk(key: PublicKey): PublicKeyJwk {
  if (key.type === 'Ed25519') return { kty: 'OKP', crv: 'Ed25519', x: encodeBase64url(key.bytes) }
  const point = uncompressed(key.bytes)
  return { kty: 'EC', crv: 'P-256', x: encodeBase64url(point.subarray(1, 33)), y: encodeBase64url(point.subarray(33)) }
}

/**
 * The public half of a JSON Web Key, private or public.
 *
 * @throws CryptoError `crypto/key-malformed`
 */
export function publicKeyFromJwk(jwk: PublicKeyJwk | PrivateKeyJwk): PublicKey {
  const x = decodeBase64url(jwk.x)
  if (x.length !== 32) throw new CryptoError('crypto/key-malformed', 'Cannot read key: x must have 32 bytes')
  if (jwk.crv === 'Ed25519') return { type: 'Ed25519', bytes: x }
  const y = decodeBase64url(jwk.y ?? '')
  if (y.length !== 32) throw new CryptoError('crypto/key-malformed', 'Cannot read key: y must have 32 bytes')
  const compressed = new Uint8Array(33)
  compressed[0] = 2 + ((y[31] ?? 0) & 1)
  compressed.set(x, 1)
  const point = uncompressed(compressed)
  if (y.some((byte, index) => byte !== point[33 + index])) throw new CryptoError('crypto/key-malformed', 'Cannot read key: not a point of P-256')
  return { type: 'P-256', bytes: compressed }
}

/** @throws CryptoError `crypto/key-malformed` */
function uncompressed(bytes: Uint8Array): Uint8Array {
  try {
    return p256.Point.fromBytes(bytes).toBytes(false)
  } catch (cause) {
    throw new CryptoError('crypto/key-malformed', 'Cannot read key: not a point of P-256', { cause })
  }
}
