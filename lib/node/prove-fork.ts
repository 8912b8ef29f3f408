import { equalBytes } from '../encoding/bytes.ts'
import { EverlearnedError } from '../error.ts'
import type { Checkpoint } from '../ledger/checkpoint.ts'
import { findFork, type ForkProof } from '../ledger/fork-proof.ts'
import type { LogReader } from '../ledger/log-reader.ts'
import type { Sha256 } from '../ledger/merkle-hash.ts'
import { ProvenTiles } from '../ledger/proven-tiles.ts'
import { SourceError } from './log-source.ts'

/** Whoever holds no copy proves by the tiles of the log itself that two checkpoints, both signed by it, part ways; undefined when they do not, or when the log does not serve what would tell. */
export async function proveFork(checkpoints: readonly [Checkpoint, Checkpoint], source: LogReader, sha256: Sha256): Promise<ForkProof | undefined> {
  const [one, other] = checkpoints
  const [older, newer] = one.size <= other.size ? [one, other] : [other, one]
  if (older.size === newer.size) return equalBytes(older.root, newer.root) ? undefined : { older, newer, rootInNewer: newer.root, consistency: [] }
  try {
    return await findFork(older, newer, await ProvenTiles.open(source, newer, sha256))
  } catch (cause) {
    // Tiles of another tree prove nothing about this one.
    if (cause instanceof EverlearnedError && !(cause instanceof SourceError)) return undefined
    throw cause
  }
}
