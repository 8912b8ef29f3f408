import { LedgerError } from './ledger-error.ts'
import { tileWidth } from './tile.ts'

/** The longest entry that a bundle can hold: its length is a uint16 (C2SP tlog-tiles, "Log entries"). */
export const maxEntryBytes = 65_535

/**
 * Writes entries one after the other, each behind its length as a big-endian uint16 (C2SP tlog-tiles, "Log entries").
 *
 * @throws LedgerError `ledger/entry-too-long`
 */
export function encodeEntries(entries: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(entries.reduce((length, entry) => length + 2 + entry.length, 0))
  let offset = 0
  for (const entry of entries) {
    if (entry.length > maxEntryBytes) throw new LedgerError('ledger/entry-too-long', `Cannot write entry: ${entry.length} bytes, at most ${maxEntryBytes} fit`)
    bytes[offset] = entry.length >> 8
    bytes[offset + 1] = entry.length & 0xff
    bytes.set(entry, offset + 2)
    offset += 2 + entry.length
  }
  return bytes
}

/**
 * Reads exactly `count` entries. Untrusted: lengths are checked before they are followed.
 *
 * @throws LedgerError `ledger/bundle-malformed`
 */
export function decodeEntries(bytes: Uint8Array<ArrayBuffer>, count: number): readonly Uint8Array<ArrayBuffer>[] {
  const entries: Uint8Array<ArrayBuffer>[] = []
  let offset = 0
  while (offset + 2 <= bytes.length && entries.length < count) {
    const end = offset + 2 + (bytes[offset] ?? 0) * 256 + (bytes[offset + 1] ?? 0)
    if (end > bytes.length) break
    entries.push(bytes.subarray(offset + 2, end))
    offset = end
  }
  if (entries.length !== count || offset !== bytes.length) throw new LedgerError('ledger/bundle-malformed', `Cannot read entries: not exactly ${count} of them`)
  return entries
}

/** Cuts a bundle of more entries down to its first `count`: a partial bundle is the beginning of the full one. */
export function firstEntries(bytes: Uint8Array<ArrayBuffer>, count: number): Uint8Array<ArrayBuffer> | undefined {
  let offset = 0
  for (let entry = 0; entry < Math.min(count, tileWidth); entry += 1) {
    if (offset + 2 > bytes.length) return undefined
    offset += 2 + (bytes[offset] ?? 0) * 256 + (bytes[offset + 1] ?? 0)
  }
  return offset <= bytes.length ? bytes.subarray(0, offset) : undefined
}
