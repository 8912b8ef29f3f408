import type { EncodingError } from '../encoding/encoding-error.ts'
import { gunzip, gzip } from '../encoding/gzip.ts'
import { decodeMultibase, encodeMultibase } from '../encoding/multibase.ts'
import { StatusError } from './status-error.ts'

/** The shortest list that hides one credential among many (Bitstring Status List 1.0, "Bitstring Encoding"): 16 KiB. */
export const minListLength = 131_072

/** Untrusted: longer lists are refused. */
export const maxListLength: number = 16 * 1024 * 1024 * 8

/** A list with no bit set. */
export function createBitstring(length: number = minListLength): Uint8Array<ArrayBuffer> {
  if (length < minListLength || length > maxListLength || length % 8 !== 0) throw new StatusError('status/length-invalid', `Cannot make status list: it must have between ${minListLength} and ${maxListLength} bits, in whole bytes`)
  return new Uint8Array(length / 8)
}

/**
 * Tells whether the bit at `index` is set.
 *
 * Index 0 is the left-most bit of the first byte (Bitstring Status List 1.0, "Bitstring Generation Algorithm"), the
 * opposite of most bit sets: keep the shift as it is.
 *
 * @throws StatusError `status/index-out-of-range`
 */
export function isBitSet(bits: Uint8Array, index: number): boolean {
  refuseOutOfRange(bits, index)
  return ((bits[index >>> 3] ?? 0) & (0x80 >>> (index & 7))) !== 0
}

/**
 * A copy of the list with the bit at `index` set or cleared.
 *
 * @throws StatusError `status/index-out-of-range`
 */
export function withBit(bits: Uint8Array, index: number, value: 0 | 1): Uint8Array<ArrayBuffer> {
  refuseOutOfRange(bits, index)
  const changed = new Uint8Array(bits)
  const mask = 0x80 >>> (index & 7)
  const byte = changed[index >>> 3] ?? 0
  changed[index >>> 3] = value === 1 ? byte | mask : byte & ~mask
  return changed
}

/** Writes a list as `encodedList`: GZIP, then base64url under the multibase prefix `u`. */
export async function encodeBitstring(bits: Uint8Array<ArrayBuffer>): Promise<string> {
  return encodeMultibase(await gzip(bits), 'u')
}

/**
 * Reads an `encodedList`.
 *
 * Untrusted: what comes out is bounded by {@link maxListLength}, and a list too short to hide anybody is refused.
 *
 * @throws StatusError `status/list-malformed`, `status/length-invalid`
 */
export async function decodeBitstring(encoded: string): Promise<Uint8Array<ArrayBuffer>> {
  if (encoded.length > maxListLength / 4) throw new StatusError('status/length-invalid', 'Cannot read status list: too long')
  let bits: Uint8Array<ArrayBuffer>
  try {
    bits = await gunzip(decodeMultibase(encoded, 'u'), maxListLength / 8)
  } catch (cause) {
    const isTooLong = (cause as EncodingError).code === 'encoding/gzip-too-large'
    throw new StatusError(isTooLong ? 'status/length-invalid' : 'status/list-malformed', `Cannot read status list: ${isTooLong ? 'too long' : 'not GZIP in base64url'}`, { cause })
  }
  if (bits.length * 8 < minListLength) throw new StatusError('status/length-invalid', `Cannot read status list: fewer than ${minListLength} bits`)
  return bits
}

function refuseOutOfRange(bits: Uint8Array, index: number): void {
  if (!Number.isSafeInteger(index) || index < 0 || index >= bits.length * 8) throw new StatusError('status/index-out-of-range', 'Cannot use status index: outside the list')
}
