import { concatBytes } from '../encoding/bytes.ts'
import type { Cryptography } from './cryptography.ts'

const blockLength = 64

/** HMAC-SHA-256 (RFC 2104) with a key of at most 64 bytes. */
export function hmacSha256(key: Uint8Array, message: Uint8Array, { sha256 }: Pick<Cryptography, 'sha256'>): Uint8Array<ArrayBuffer> {
  if (key.length > blockLength) throw new RangeError('an HMAC key has at most 64 bytes')
  return sha256(concatBytes(padded(key, 0x5c), sha256(concatBytes(padded(key, 0x36), message))))
}

function padded(key: Uint8Array, pad: number): Uint8Array {
  const block = new Uint8Array(blockLength).fill(pad)
  for (const [index, byte] of key.entries()) block[index] = byte ^ pad
  return block
}
