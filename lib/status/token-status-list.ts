import type { Json } from '../encoding/canonical-json.ts'
import { EncodingError } from '../encoding/encoding-error.ts'
import { expandBase64url, type ExpandBase64url } from '../encoding/gzip.ts'
import { maxListLength } from './bitstring.ts'
import { StatusError } from './status-error.ts'

/** A list as it stands in a status list token. */
export interface EncodedStatusList {
  /** Bits of one entry: 1, 2, 4 or 8. */
  readonly bits: Json | undefined
  /** ZLIB, then base64url. */
  readonly lst: Json | undefined
}

/** Tells the status at an index of a list that takes so many bytes. */
export type StatusReader = ((index: number) => number) & { readonly byteLength: number }

/**
 * Reads a list of statuses (Token Status List, "Status List"); the answer gives the status at an index.
 *
 * Index 0 stands in the lowest bits of the first byte, the opposite of Bitstring Status List.
 *
 * Untrusted: what comes out is bounded by {@link maxListLength}.
 *
 * @throws StatusError `status/list-malformed`, `status/length-invalid`; from the answer `status/index-out-of-range`
 */
export async function decodeStatusList({ bits, lst }: EncodedStatusList, expand: ExpandBase64url = expandBase64url): Promise<StatusReader> {
  if (bits !== 1 && bits !== 2 && bits !== 4 && bits !== 8) throw new StatusError('status/list-malformed', 'Cannot read status list: its entries have another number of bits than 1, 2, 4 or 8')
  if (typeof lst !== 'string') throw new StatusError('status/list-malformed', 'Cannot read status list: it has no list')
  const bytes = await bytesOf(lst, expand)
  const perByte = 8 / bits
  const read = (index: number): number => {
    if (!Number.isSafeInteger(index) || index < 0 || index >= bytes.length * perByte) throw new StatusError('status/index-out-of-range', 'Cannot use status index: outside the list')
    const byte = bytes[Math.floor(index / perByte)] ?? 0
    return (byte >>> ((index % perByte) * bits)) & ((1 << bits) - 1)
  }
  return Object.assign(read, { byteLength: bytes.length })
}

async function bytesOf(lst: string, expand: ExpandBase64url): Promise<Uint8Array> {
  if (lst.length > maxListLength / 4) throw new StatusError('status/length-invalid', 'Cannot read status list: too long')
  try {
    return await expand(lst, 'zlib', maxListLength / 8)
  } catch (cause) {
    if (!(cause instanceof EncodingError)) throw cause
    const isTooLong = cause.code === 'encoding/zlib-too-large'
    throw new StatusError(isTooLong ? 'status/length-invalid' : 'status/list-malformed', `Cannot read status list: ${isTooLong ? 'too long' : 'not ZLIB in base64url'}`, { cause })
  }
}
