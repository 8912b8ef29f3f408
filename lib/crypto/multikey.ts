import { concatBytes, equalBytes } from '../encoding/bytes.ts'
import { decodeMultibase, encodeMultibase } from '../encoding/multibase.ts'
import { CryptoError } from './crypto-error.ts'
import type { PublicKey, PublicKeyType } from './cryptography.ts'

/** Multicodec prefixes of public keys, with the length of the key that follows (Controlled Identifiers 1.0, "Multikey"). */
const prefixes: readonly { readonly type: PublicKeyType; readonly prefix: readonly [number, number]; readonly length: number }[] = [
  { type: 'Ed25519', prefix: [0xed, 0x01], length: 32 },
  { type: 'P-256', prefix: [0x80, 0x24], length: 33 },
  { type: 'P-384', prefix: [0x81, 0x24], length: 49 },
  { type: 'BLS12-381', prefix: [0xeb, 0x01], length: 96 },
]

/** Writes a public key in Multikey form: `z6Mk…` for Ed25519, `zDn…` for P-256, `z82…` for P-384, `zUC7…` for BLS12-381 G2. */
export function encodeMultikey(key: PublicKey): string {
  const { prefix } = prefixes.find(({ type }) => type === key.type) ?? unsupported()
  return encodeMultibase(concatBytes(Uint8Array.from(prefix), key.bytes), 'z')
}

/**
 * Reads a public key in Multikey form.
 *
 * @throws CryptoError `crypto/key-unsupported` on another multicodec, `crypto/key-length` on a wrong length
 * @throws EncodingError on text that is not base58btc
 */
export function decodeMultikey(text: string): PublicKey {
  const bytes = decodeMultibase(text, 'z')
  const { type, length } = prefixes.find(({ prefix }) => prefix[0] === bytes[0] && prefix[1] === bytes[1]) ?? unsupported()
  if (bytes.length !== length + 2) throw new CryptoError('crypto/key-length', `Cannot read ${type} key: it must have ${length} bytes`)
  return { type, bytes: bytes.slice(2) }
}

/** The multicodec prefix of the one type of secret key that is written here: of BLS12-381 G2 (Controlled Identifiers 1.0, "Multikey"). */
const secretPrefix = Uint8Array.of(0x8a, 0x26)

/** Writes a secret key of BLS12-381 G2 in Multikey form: `z488…`. Secret: never log or show it. */
export function encodeSecretMultikey(secretKey: Uint8Array<ArrayBuffer>): string {
  return encodeMultibase(concatBytes(secretPrefix, secretKey), 'z')
}

/**
 * Reads a secret key of BLS12-381 G2 in Multikey form.
 *
 * @throws CryptoError `crypto/key-unsupported` on another multicodec, `crypto/key-length`
 * @throws EncodingError on text that is not base58btc
 */
export function decodeSecretMultikey(text: string): Uint8Array<ArrayBuffer> {
  const bytes = decodeMultibase(text, 'z')
  if (!equalBytes(bytes.subarray(0, 2), secretPrefix)) throw new CryptoError('crypto/key-unsupported', 'Cannot read secret key: it is none of BLS12-381 G2')
  if (bytes.length !== 34) throw new CryptoError('crypto/key-length', 'Cannot read secret key: it must have 32 bytes')
  return bytes.slice(2)
}

function unsupported(): never {
  throw new CryptoError('crypto/key-unsupported', 'Cannot use key: its type is none of Ed25519, P-256, P-384 and BLS12-381 G2')
}
