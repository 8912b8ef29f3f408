import { concatBytes } from '../encoding/bytes.ts'
import type { Cryptography } from './cryptography.ts'

const blockLength = 64

/** HMAC-SHA-256 (RFC 2104) with a key of at most 64 bytes. */
export function hmacSha256(key: Uint8Array, message: Uint8Array, cryptography: Pick<Cryptography, 'sha256'>): Uint8Array<ArrayBuffer> {
  return hmacSha256Under(key, cryptography)(message)
}

/** The same for many messages under one key. */
export function hmacSha256Under(key: Uint8Array, { sha256 }: Pick<Cryptography, 'sha256'>): (message: Uint8Array) => Uint8Array<ArrayBuffer> {
  if (key.length > blockLength) throw new RangeError('an HMAC key has at most 64 bytes')
  const [inner, outer] = [padded(key, 0x36), padded(key, 0x5c)]
  return (message) => sha256(concatBytes(outer, sha256(concatBytes(inner, message))))
}

function padded(key: Uint8Array, pad: number): Uint8Array {
  const block = new Uint8Array(blockLength)
  for (let index = 0; index < blockLength; index += 1) block[index] = (key[index] ?? 0) ^ pad
  return block
}
