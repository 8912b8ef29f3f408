import { equalBytes } from '../encoding/bytes.ts'
import type { Checkpoint } from './checkpoint.ts'
import { GrowingBundles } from './growing-bundles.ts'
import { GrowingTree } from './growing-tree.ts'
import { decodeFrames, segmentEntries } from './journal.ts'
import { LedgerError } from './ledger-error.ts'
import type { LogStorage } from './log-storage.ts'
import { LogTiles } from './log-tiles.ts'
import { hashLeaf, type Sha256 } from './merkle-hash.ts'
import { countAtLevel, formatTilePath, tileAt, tileWidth } from './tile.ts'

/** Tiles that are compared at the same time. */
const tilesAtOnce = 16

/** A log as its journal has it. */
export interface RecoveredLog {
  readonly tree: GrowingTree
  readonly bundles: GrowingBundles
}

/**
 * Brings a log back from its journal: cuts a torn tail, makes torn or missing tiles of the last segment again, and
 * holds the journal against the signed checkpoint. Whatever it returns is durable.
 *
 * @throws LedgerError `ledger/journal-damaged`, `ledger/journal-behind-checkpoint`, `ledger/root-differs`
 */
export async function recoverLog(storage: LogStorage, checkpoint: Checkpoint | undefined, sha256: Sha256): Promise<RecoveredLog> {
  const segments = await storage.listSegments()
  if (segments.some((segment, position) => segment !== position)) throw damaged('a segment is missing')
  const signed = Math.floor((checkpoint?.size ?? 0) / segmentEntries)
  const from = Math.max(0, Math.min(segments.length - 1, signed))
  // Tiles before the last segment may have been lost with the disk's cache or been altered: then everything is replayed.
  const recovered = (await replay(storage, { from, to: segments.length, checkpoint }, sha256))
    ?? (from > 0 ? await replay(storage, { from: 0, to: segments.length, checkpoint }, sha256) : undefined)
  if (recovered === undefined) throw new LedgerError('ledger/root-differs', 'Cannot open log: its journal does not lead to the root of its signed checkpoint')
  return recovered
}

interface Replay {
  readonly from: number
  readonly to: number
  readonly checkpoint: Checkpoint | undefined
}

/** Replays segments; undefined when they do not lead to the checkpoint's root. */
async function replay(storage: LogStorage, { from, to, checkpoint }: Replay, sha256: Sha256): Promise<RecoveredLog | undefined> {
  const tree = await resumeTree(storage, from * segmentEntries, sha256)
  const bundles = new GrowingBundles((from * segmentEntries) / tileWidth)
  let isRootRight = checkpoint === undefined || (tree.size === checkpoint.size && equalBytes(tree.root(), checkpoint.root))
  for (let segment = from; segment < to; segment += 1) {
    for (const entry of await readWholeFrames(storage, segment, { isLast: segment === to - 1, signedSize: checkpoint?.size ?? 0 }, sha256)) {
      tree.push(hashLeaf(entry, sha256))
      bundles.push(entry)
      if (tree.size === checkpoint?.size) isRootRight = equalBytes(tree.root(), checkpoint.root)
    }
  }
  if (tree.size < (checkpoint?.size ?? 0)) throw behindCheckpoint()
  if (!isRootRight) return undefined
  await restoreTiles(storage, { tree, bundles })
  return { tree, bundles }
}

async function resumeTree(storage: LogStorage, size: number, sha256: Sha256): Promise<GrowingTree> {
  const tiles = new LogTiles(storage, sha256)
  const unfinished = new Map<number, Uint8Array>()
  for (let level = 0; countAtLevel(level, size) > 0; level += 1) {
    const count = countAtLevel(level, size)
    const tile = tileAt(level, Math.floor(count / tileWidth), size)
    if (tile !== undefined) unfinished.set(level, await tiles.read(tile, size))
  }
  return GrowingTree.resume(size, unfinished, sha256)
}

async function readWholeFrames(
  storage: LogStorage, segment: number, place: { readonly isLast: boolean; readonly signedSize: number }, sha256: Sha256,
): Promise<readonly Uint8Array[]> {
  const bytes = (await storage.readSegment(segment)) ?? new Uint8Array(0)
  const { entries, length } = decodeFrames(bytes, sha256)
  const size = segment * segmentEntries + entries.length
  if (entries.length > segmentEntries || (!place.isLast && entries.length < segmentEntries)) throw damaged(`segment ${segment} has ${entries.length} entries`)
  // Cutting would destroy what was signed: leave the bytes for repair.
  if (place.isLast && size < place.signedSize) throw behindCheckpoint()
  // Also without a torn tail: a frame that was written but not yet forced to the disk must be durable before it is signed.
  if (place.isLast) await storage.truncateSegment(segment, length)
  return entries
}

async function restoreTiles(storage: LogStorage, { tree, bundles }: RecoveredLog): Promise<void> {
  const tiles = [...tree.takeTiles(), ...bundles.takeTiles()]
  for (let start = 0; start < tiles.length; start += tilesAtOnce) {
    await Promise.all(tiles.slice(start, start + tilesAtOnce).map(async (tile) => {
      const path = formatTilePath(tile)
      const present = await storage.read(path)
      if (present === undefined || !equalBytes(present, tile.bytes)) await storage.write([{ path, bytes: tile.bytes }])
    }))
  }
  await storage.removePartials(tiles.filter(({ width }) => width === tileWidth).map(formatTilePath))
}

function damaged(state: string): LedgerError {
  return new LedgerError('ledger/journal-damaged', `Cannot open log: ${state}`)
}

function behindCheckpoint(): LedgerError {
  return new LedgerError('ledger/journal-behind-checkpoint', 'Cannot open log: its journal has fewer entries than its signed checkpoint')
}
