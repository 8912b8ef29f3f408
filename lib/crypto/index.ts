/**
 * Keys and primitives: Ed25519 (RFC 8032), ECDSA P-256 and P-384 (FIPS 186-5), SHA-2, Multikey (Controlled Identifiers 1.0),
 * JSON Web Keys (RFC 7517, RFC 8037).
 *
 * ```ts
 * const jwk = await webCryptography.generateKey('Ed25519')
 * const multikey = encodeMultikey(publicKeyFromJwk(jwk)) // z6Mk…
 * ```
 */
export { CryptoError } from './crypto-error.ts'
export type { Cryptography, KeyType, PrivateKeyJwk, PublicKey, SigningKey } from './cryptography.ts'
export { decodeMultikey, encodeMultikey } from './multikey.ts'
export { publicKeyFromJwk, publicKeyToJwk, type PublicKeyJwk } from './public-key.ts'
export { rsaPublicKey, type RsaPublicKey } from './rsa-public-key.ts'
export { ed25519Jwk, webCryptography } from './web-cryptography.ts'
