import type { EncodingError } from '../encoding/encoding-error.ts'
import { expandBase64url, gzip, type ExpandBase64url } from '../encoding/gzip.ts'
import { encodeMultibase } from '../encoding/multibase.ts'
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

/** Several bits for one credential at most: a message among 256 (Bitstring Status List 1.0, "statusSize", sets no limit). */
export const maxStatusSize = 8

/**
 * The value that `size` bits hold for the credential at `index`, most significant bit first.
 *
 * @throws StatusError `status/index-out-of-range`
 */
export function readStatus(bits: Uint8Array, index: number, size = 1): number {
  let value = 0
  for (let bit = 0; bit < size; bit += 1) value = value * 2 + (isBitSet(bits, index * size + bit) ? 1 : 0)
  return value
}

/**
 * A copy of the list with the bit at `index` set or cleared.
 *
 * @throws StatusError `status/index-out-of-range`
 */
export function withBit(bits: Uint8Array, index: number, value: 0 | 1): Uint8Array<ArrayBuffer> {
  return withStatuses(bits, [index], { size: 1, value })
}

/**
 * A copy of the list in which the credentials at all `indices` have the status `value`, written in `size` bits each.
 *
 * @throws StatusError `status/index-out-of-range`, and nothing is changed
 */
export function withStatuses(bits: Uint8Array, indices: Iterable<number>, { size, value }: { readonly size: number; readonly value: number }): Uint8Array<ArrayBuffer> {
  if (size < 1 || size > maxStatusSize || !Number.isInteger(value) || value < 0 || value >= 2 ** size) throw new RangeError(`a status of ${size} bits cannot be ${value}`)
  const changed = new Uint8Array(bits)
  for (const index of indices) {
    for (let bit = 0; bit < size; bit += 1) writeBit(changed, index * size + bit, (value >>> (size - 1 - bit)) & 1)
  }
  return changed
}

function writeBit(bits: Uint8Array, index: number, value: number): void {
  refuseOutOfRange(bits, index)
  const mask = 0x80 >>> (index & 7)
  const byte = bits[index >>> 3] ?? 0
  bits[index >>> 3] = value === 1 ? byte | mask : byte & ~mask
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
export async function decodeBitstring(encoded: string, expand: ExpandBase64url = expandBase64url): Promise<Uint8Array<ArrayBuffer>> {
  if (encoded.length > maxListLength / 4) throw new StatusError('status/length-invalid', 'Cannot read status list: too long')
  if (!encoded.startsWith('u')) throw new StatusError('status/list-malformed', 'Cannot read status list: not GZIP in base64url')
  let bits: Uint8Array<ArrayBuffer>
  try {
    bits = await expand(encoded.slice(1), 'gzip', maxListLength / 8)
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
