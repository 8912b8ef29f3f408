import { concatBytes } from '../encoding/bytes.ts'
import type { Cryptography } from './cryptography.ts'

const blockLength = 64

/** HMAC-SHA-256 (RFC 2104) with a key of at most 64 bytes. */
export function hmacSha256(key: Uint8Array, message: Uint8Array, { sha256 }: Pick<Cryptography, 'sha256'>): Uint8Array<ArrayBuffer> {
  if (key.length > blockLength) throw new RangeError('an HMAC key has at most 64 bytes')
  const padded = (pad: number): Uint8Array => Uint8Array.from({ length: blockLength }, (_, index) => (key[index] ?? 0) ^ pad)
  return sha256(concatBytes(padded(0x5c), sha256(concatBytes(padded(0x36), message))))
}
