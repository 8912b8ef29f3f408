import { decode, encode } from 'cborg'
import { concatBytes, equalBytes } from '../encoding/bytes.ts'
import { decodeMultibase, encodeMultibase } from '../encoding/multibase.ts'

/** Untrusted: longer proof values are refused before they are decoded. */
export const maxProofValueLength: number = 1024 * 1024

/** Writes the parts of a proof value that shows or hides statements: three bytes that say which kind it is, then CBOR (RFC 8949). */
export function formatComponents(header: Uint8Array, components: readonly unknown[]): string {
  return encodeMultibase(concatBytes(header, encode(components)), 'u')
}

/** Tells whether a proof value claims to be of a kind. */
export function hasHeader(proofValue: string, header: Uint8Array): boolean {
  return proofValue.startsWith(encodeMultibase(header, 'u'))
}

/**
 * Reads the parts of a proof value of one kind; none when it is malformed or of another.
 *
 * Untrusted: CBOR without tags, written in the one way that is shortest, no key twice.
 */
export function parseComponents(proofValue: string, header: Uint8Array): readonly unknown[] {
  if (proofValue.length > maxProofValueLength) return []
  try {
    const bytes = decodeMultibase(proofValue, 'u')
    if (!equalBytes(bytes.subarray(0, header.length), header)) return []
    const encoded = bytes.subarray(header.length)
    const value: unknown = decode(encoded, strict)
    return Array.isArray(value) && equalBytes(encode(value, inOrder), encoded) ? value : []
  } catch {
    // Whatever it makes of the decoders, also an overflow of the call stack: it is malformed.
    return []
  }
}

const strict = { strict: true, useMaps: true, rejectDuplicateMapKeys: true, allowIndefinite: false, allowUndefined: false, allowInfinity: false, allowNaN: false, allowBigInt: false } as const
const inOrder = { mapSorter: (): number => 0 }

/** Tells whether a part is a list of indexes, ascending, none twice. */
export function areAscending(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((index, place) => isIndex(index) && (place === 0 || index > Number(value[place - 1])))
}

/** Tells whether a part is an index. */
export function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

/** Tells whether a part is bytes of one length. */
export function isBytes(value: unknown, length: number): value is Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array && value.length === length
}
