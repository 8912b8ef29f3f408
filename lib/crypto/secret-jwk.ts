import { ed25519 } from '@noble/curves/ed25519.js'
import { p256 } from '@noble/curves/nist.js'
import { encodeBase64url } from '../encoding/base64url.ts'
import type { PrivateKeyJwk } from './cryptography.ts'
import { publicKeyToJwk } from './public-key.ts'

/** The JSON Web Key of an Ed25519 secret of 32 bytes, as it comes out of a key derivation. */
export function ed25519Jwk(secret: Uint8Array<ArrayBuffer>): PrivateKeyJwk {
  const publicKey = publicKeyToJwk({ type: 'Ed25519', bytes: ed25519.getPublicKey(secret) as Uint8Array<ArrayBuffer> })
  return { kty: 'OKP', crv: 'Ed25519', x: publicKey.x, d: publicKeyToJwk({ type: 'Ed25519', bytes: secret }).x }
}

/**
 * The JSON Web Key of a P-256 secret, made of 48 uniform bytes as they come out of a key derivation
 * (FIPS 186-5, "Key Pair Generation using Extra Random Bits").
 */
export function p256Jwk(uniform: Uint8Array<ArrayBuffer>): PrivateKeyJwk {
  const secret = p256.utils.randomSecretKey(uniform) as Uint8Array<ArrayBuffer>
  return { ...publicKeyToJwk({ type: 'P-256', bytes: p256.getPublicKey(secret) as Uint8Array<ArrayBuffer> }), d: encodeBase64url(secret) }
}
