import type { RsaPublicKey } from './rsa-public-key.ts'

/** The kinds of key that sign here. */
export type KeyType = 'Ed25519' | 'P-256' | 'P-384'

/** How long a signature of each kind of key is, in bytes. */
export const signatureLengths: Readonly<Record<KeyType, number>> = { 'Ed25519': 64, 'P-256': 64, 'P-384': 96 }

/** A public key: 32 bytes for Ed25519, a compressed point of 33 bytes for P-256 and 49 for P-384. */
export interface PublicKey {
  readonly type: KeyType
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** A private key as a JSON Web Key (RFC 7517; OKP keys RFC 8037). Secret: never log or show it. */
export interface PrivateKeyJwk {
  readonly kty: 'OKP' | 'EC'
  readonly crv: KeyType
  readonly x: string
  readonly y?: string
  readonly d: string
}

/** A key that can sign; the private half stays inside. */
export interface SigningKey {
  readonly publicKey: PublicKey
  /** Signs bytes. ECDSA signatures are in IEEE P1363 form: over SHA-256 for P-256, over SHA-384 for P-384. */
  sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>
}

/** The cryptographic primitives of one platform: native in Node, WebCrypto in browsers and workers. */
export interface Cryptography {
  sha256(bytes: Uint8Array): Uint8Array<ArrayBuffer>
  sha384(bytes: Uint8Array): Uint8Array<ArrayBuffer>
  randomBytes(length: number): Uint8Array<ArrayBuffer>
  generateKey(type: KeyType): Promise<PrivateKeyJwk>
  /** @throws CryptoError `crypto/key-malformed` */
  importSigningKey(jwk: PrivateKeyJwk): Promise<SigningKey>
  /** Answers false for a wrong, malformed or non-canonical signature; never throws on untrusted input. */
  verifySignature(key: PublicKey, message: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): Promise<boolean>
  /** Tells whether an RS256 signature (RSASSA-PKCS1-v1_5 over SHA-256) is that of the key; never throws on untrusted input. */
  verifyRsaSignature(key: RsaPublicKey, message: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): Promise<boolean>
}
