/**
 * Keys and primitives: Ed25519 (RFC 8032), ECDSA P-256, P-384 and P-521 (FIPS 186-5), SHA-2, BBS over BLS12-381
 * (draft-irtf-cfrg-bbs-signatures), Multikey (Controlled Identifiers 1.0), JSON Web Keys (RFC 7517, RFC 8037).
 *
 * ```ts
 * const jwk = await webCryptography.generateKey('Ed25519')
 * const multikey = encodeMultikey(publicKeyFromJwk(jwk)) // z6Mk…
 * ```
 */
export { generateBbsKey, importBbsSigningKey } from './bbs.ts'
export { CryptoError } from './crypto-error.ts'
export type { BbsSigningKey, Cryptography, KeyType, PrivateKeyJwk, PublicKey, PublicKeyType, SigningKey } from './cryptography.ts'
export { decodeMultikey, decodeSecretMultikey, encodeMultikey, encodeSecretMultikey } from './multikey.ts'
export { publicKeyFromJwk, publicKeyToJwk, type PublicKeyJwk } from './public-key.ts'
export { rsaPublicKey, type RsaPublicKey } from './rsa-public-key.ts'
export { ed25519Jwk, p256Jwk } from './secret-jwk.ts'
export { webCryptography } from './web-cryptography.ts'
