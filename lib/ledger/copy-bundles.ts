import { concatBytes } from '../encoding/bytes.ts'
import { decodeEntries } from './entry-bundle.ts'
import { LedgerError } from './ledger-error.ts'
import { readTile, type LogReader } from './log-reader.ts'
import { hashLeaf, type Sha256 } from './merkle-hash.ts'
import type { Mirror } from './mirror-log.ts'
import type { ProvenTiles } from './proven-tiles.ts'
import { formatTilePath, tileAt, tileWidth, type Tile, type TileContent } from './tile.ts'

/** Bundles that are fetched at the same time. */
const bundlesAtOnce = 16

/** Why an entry is not copied: it never will be, or not yet. */
export interface EntryRefusal {
  readonly kind: 'refused' | 'later'
  readonly code: string
  /** One line. Public: no personal data. */
  readonly reason: string
}

/** What is copied, and how far the copy has come. */
export interface BundleCopy {
  readonly source: LogReader
  readonly mirror: Mirror
  readonly size: number
  readonly ownSize: number
}

/** An entry that was refused; nothing of its bundle was copied. */
export interface StoppedAt {
  readonly index: number
  readonly refusal: EntryRefusal
}

interface Bundle {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly entries: readonly Uint8Array<ArrayBuffer>[]
  readonly leafHashes: readonly Uint8Array<ArrayBuffer>[]
}

/**
 * Copies entry bundles, proven each, with the tiles that they hash to; what an interrupted round left is read instead of
 * fetched. Answers the entry at which `checkEntry` stopped it.
 *
 * @throws LedgerError `ledger/tile-missing`, `ledger/tile-differs`, `ledger/bundle-malformed`
 */
export async function copyBundles(tiles: ProvenTiles, copy: BundleCopy): Promise<StoppedAt | undefined> {
  const { mirror: { storage, checkFrom = copy.ownSize }, size, ownSize } = copy
  const first = Math.floor(Math.min(checkFrom, ownSize) / tileWidth)
  const tree = await tiles.treeAt(first * tileWidth)
  for (let from = first; from * tileWidth < size; from += bundlesAtOnce) {
    const wanted = Array.from({ length: bundlesAtOnce }, (_, at) => tileAt('entries', from + at, size)).filter((tile) => tile !== undefined)
    const bundles = await Promise.all(wanted.map((tile) => fetchBundle(tiles, tile, copy)))
    const files: TileContent[] = []
    let stopped: StoppedAt | undefined
    for (const [at, { bytes, entries, leafHashes }] of bundles.entries()) {
      stopped = await checkEntries(entries, (from + at) * tileWidth, copy)
      if (stopped !== undefined) break
      for (const leafHash of leafHashes) tree.push(leafHash)
      files.push({ level: 'entries', index: from + at, width: entries.length, bytes })
    }
    files.push(...tree.takeTiles().filter(({ width }) => width === tileWidth))
    if (tree.size === size) files.push(...tree.unfinishedTiles())
    await storage.write(files.map((tile) => ({ path: formatTilePath(tile), bytes: tile.bytes })))
    if (stopped !== undefined) return stopped
  }
  return undefined
}

/** The copy's own bundle when an earlier round kept it and it is proven, otherwise the source's. */
async function fetchBundle(tiles: ProvenTiles, tile: Tile, { source, mirror: { storage, cryptography: { sha256 } } }: BundleCopy): Promise<Bundle> {
  const kept = await storage.read(formatTilePath(tile))
  const own = kept === undefined ? undefined : readBundle(kept, tile.width, sha256)
  if (own !== undefined && (await tiles.hasLeaves(tile.index, concatBytes(...own.leafHashes)))) return own
  const bytes = await readTile(source, tile)
  if (bytes === undefined) throw new LedgerError('ledger/tile-missing', `Cannot read ${formatTilePath(tile)}: it is not there`)
  const bundle = readBundle(bytes, tile.width, sha256)
  if (bundle === undefined) throw new LedgerError('ledger/bundle-malformed', `Cannot read ${formatTilePath(tile)}: not exactly ${tile.width} entries`)
  if (await tiles.hasLeaves(tile.index, concatBytes(...bundle.leafHashes))) return bundle
  throw new LedgerError('ledger/tile-differs', `Cannot read ${formatTilePath(tile)}: it is not what the root demands`)
}

/** The entries of a bundle; undefined when the bytes, which may be torn or anything, are not exactly that. */
function readBundle(bytes: Uint8Array<ArrayBuffer>, count: number, sha256: Sha256): Bundle | undefined {
  try {
    const entries = decodeEntries(bytes, count)
    return { bytes, entries, leafHashes: entries.map((entry) => hashLeaf(entry, sha256)) }
  } catch (cause) {
    if (cause instanceof LedgerError) return undefined
    throw cause
  }
}

async function checkEntries(entries: readonly Uint8Array<ArrayBuffer>[], firstIndex: number, { mirror: { checkEntry, checkFrom }, ownSize }: BundleCopy): Promise<StoppedAt | undefined> {
  if (checkEntry === undefined) return undefined
  const from = Math.max(0, (checkFrom ?? ownSize) - firstIndex)
  for (let at = from; at < entries.length; at += 1) {
    const refusal = await checkEntry(entries[at] ?? new Uint8Array(0), firstIndex + at)
    if (refusal !== undefined) return { index: firstIndex + at, refusal }
  }
  return undefined
}
