import { concatBytes } from '../encoding/bytes.ts'
import { decodeMultibase, encodeMultibase } from '../encoding/multibase.ts'
import { CryptoError } from './crypto-error.ts'
import type { KeyType, PublicKey } from './cryptography.ts'

/** Multicodec prefixes of public keys, with the length of the key that follows (Controlled Identifiers 1.0, "Multikey"). */
const prefixes: readonly { readonly type: KeyType; readonly prefix: readonly [number, number]; readonly length: number }[] = [
  { type: 'Ed25519', prefix: [0xed, 0x01], length: 32 },
  { type: 'P-256', prefix: [0x80, 0x24], length: 33 },
  { type: 'P-384', prefix: [0x81, 0x24], length: 49 },
]

/** Writes a public key in Multikey form: `z6Mk…` for Ed25519, `zDn…` for P-256, `z82…` for P-384. */
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

function unsupported(): never {
  throw new CryptoError('crypto/key-unsupported', 'Cannot use key: its type is none of Ed25519, P-256 and P-384')
}
