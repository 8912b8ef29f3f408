import { decodeUtf8 } from 'everlearned/encoding'
import { decodeEntries, formatTilePath, parseCheckpoint, tileWidth, type LogReader, type TransparencyLog } from 'everlearned/ledger'

/** Reads the entries of a published log from `from` up to, and without, `to`. Fewer when it does not reach so far. */
export type EntryReader = (from: number, to: number) => Promise<readonly Uint8Array<ArrayBuffer>[]>

/** Reads this node's own log. */
export function ownEntries(log: TransparencyLog): EntryReader {
  return (from, to) => readEntries((path) => log.resource(path), log.checkpoint.size, from, to)
}

/** Reads the copy of another's log. */
export function copiedEntries(reader: LogReader): EntryReader {
  return async (from, to) => {
    const bytes = await reader('pending')
    return bytes === undefined ? [] : readEntries(reader, parseCheckpoint(decodeUtf8(bytes)).size, from, to)
  }
}

async function readEntries(reader: LogReader, size: number, from: number, to: number): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const end = Math.min(to, size)
  const entries: Uint8Array<ArrayBuffer>[] = []
  for (let index = Math.floor(from / tileWidth); index * tileWidth < end; index += 1) {
    const width = Math.min(tileWidth, size - index * tileWidth)
    const bytes = await reader(formatTilePath({ level: 'entries', index, width }))
    if (bytes === undefined) break
    entries.push(...decodeEntries(bytes, width).slice(Math.max(0, from - index * tileWidth), end - index * tileWidth))
  }
  return entries
}
