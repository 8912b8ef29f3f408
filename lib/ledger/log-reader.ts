import { firstEntries } from './entry-bundle.ts'
import { hashLength } from './merkle-hash.ts'
import { formatTilePath, tileWidth, type Tile } from './tile.ts'

/** Reads a file of a published log by its path; undefined when there is none. Untrusted: whatever it answers. */
export type LogReader = (path: string) => Promise<Uint8Array<ArrayBuffer> | undefined>

/** A partial tile may be gone when the full one has come (C2SP tlog-tiles, "Partial Tiles"): its beginning serves as well. */
export async function readTile(reader: LogReader, tile: Tile): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const exact = await reader(formatTilePath(tile))
  if (exact !== undefined || tile.width === tileWidth) return exact
  const full = await reader(formatTilePath({ ...tile, width: tileWidth }))
  if (full === undefined) return undefined
  return tile.level === 'entries' ? firstEntries(full, tile.width) : full.slice(0, tile.width * hashLength)
}
