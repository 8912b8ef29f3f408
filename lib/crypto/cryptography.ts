import type { ExpandBase64url } from '../encoding/gzip.ts'
import type { BlsArithmetic } from './bls-arithmetic.ts'
import type { RsaPublicKey } from './rsa-public-key.ts'

/** The kinds of key that sign here. */
export type KeyType = 'Ed25519' | 'P-256' | 'P-384' | 'P-521'

/** How long a signature of each kind of key is, in bytes. */
export const signatureLengths: Readonly<Record<KeyType, number>> = { 'Ed25519': 64, 'P-256': 64, 'P-384': 96, 'P-521': 132 }

/** The kinds of key that are read here: those that sign bytes, and points of BLS12-381 G2, which sign lists of messages ({@link BbsSigningKey}). */
export type PublicKeyType = KeyType | 'BLS12-381'

/** A public key: 32 bytes for Ed25519, a compressed point of 33 bytes for P-256, 49 for P-384, 67 for P-521 and 96 for BLS12-381. */
export interface PublicKey<Type extends PublicKeyType = PublicKeyType> {
  readonly type: Type
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
  readonly publicKey: PublicKey<KeyType>
  /** Signs bytes. ECDSA signatures are in IEEE P1363 form: over SHA-256 for P-256, SHA-384 for P-384, SHA-512 for P-521. */
  sign(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>
}

/** A key that signs a list of messages, of which its holder later shows some (BBS). The private half stays inside. */
export interface BbsSigningKey {
  readonly publicKey: PublicKey<'BLS12-381'>
  /** Signs a header, which is always shown, and messages, each of which may be hidden. */
  signMessages(header: Uint8Array<ArrayBuffer>, messages: readonly Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>>
}

/** A hash function. */
export interface Digest {
  (bytes: Uint8Array): Uint8Array<ArrayBuffer>
  /** The same of a text in UTF-8, on platforms that hash texts without making bytes of them first. The text must be well formed. */
  readonly ofText?: (text: string) => Uint8Array<ArrayBuffer>
  /** The same in base64url without padding. */
  readonly base64urlOfText?: (text: string) => string
  /** And the same again, in lower-case hexadecimal: for many short texts most of the cost is that of making bytes of their digests. */
  readonly hexOfText?: (text: string) => string
}

/** The cryptographic primitives of one platform: native in Node, WebCrypto in browsers and workers. */
export interface Cryptography {
  readonly sha256: Digest
  readonly sha384: Digest
  randomBytes(length: number): Uint8Array<ArrayBuffer>
  generateKey(type: KeyType): Promise<PrivateKeyJwk>
  /** Makes a key that lives as long as the program holds it: several times as fast as making one to be kept, and importing that. */
  generateSigningKey(type: KeyType): Promise<SigningKey>
  /** @throws CryptoError `crypto/key-malformed` */
  importSigningKey(jwk: PrivateKeyJwk): Promise<SigningKey>
  /** Answers false for a wrong, malformed or non-canonical signature; never throws on untrusted input. */
  verifySignature(key: PublicKey, message: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): Promise<boolean>
  /** Tells whether an RS256 signature (RSASSA-PKCS1-v1_5 over SHA-256) is that of the key; never throws on untrusted input. */
  verifyRsaSignature(key: RsaPublicKey, message: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): Promise<boolean>
  /** No cryptography, but like it what some platforms do many times as fast as the web's own functions: expands status lists. */
  readonly expandBase64url?: ExpandBase64url
  /** A faster arithmetic for BBS than the plain one, where the platform has one and does enough to load it. */
  readonly findBlsArithmetic?: () => Promise<BlsArithmetic | undefined>
}
