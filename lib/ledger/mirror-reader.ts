import { decodeUtf8 } from '../encoding/bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { readTile, type LogReader } from './log-reader.ts'
import { firstEntries } from './entry-bundle.ts'
import { hashLength } from './merkle-hash.ts'
import { formatTilePath, parseTilePath, tileAt } from './tile.ts'

/**
 * Serves a copy as the log itself would: byte for byte, any width up to the size of the copy's checkpoint, and nothing that a
 * round of copying has not finished. Untrusted: the path.
 */
export function mirrorReader(read: LogReader): LogReader {
  return async (path) => {
    const checkpoint = await read('checkpoint')
    if (checkpoint === undefined || path === 'checkpoint') return checkpoint
    const tile = parseTilePath(path)
    const widest = tile === undefined ? undefined : tileAt(tile.level, tile.index, parseCheckpoint(decodeUtf8(checkpoint)).size)
    if (tile === undefined || widest === undefined || widest.width < tile.width) return undefined
    const exact = await readTile(read, tile)
    if (exact !== undefined || formatTilePath(widest) === path) return exact
    const wider = await readTile(read, widest)
    if (wider === undefined) return undefined
    return tile.level === 'entries' ? firstEntries(wider, tile.width) : wider.slice(0, tile.width * hashLength)
  }
}
