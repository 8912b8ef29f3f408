import { decodeUtf8, encodeUtf8, equalBytes } from '../encoding/bytes.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { EverlearnedError } from '../error.ts'
import { parseCheckpoint, verifyCheckpoint, type Checkpoint } from './checkpoint.ts'
import { copyBundles, type EntryRefusal } from './copy-bundles.ts'
import { findFork, type ForkProof } from './fork-proof.ts'
import { LedgerError } from './ledger-error.ts'
import type { LogReader } from './log-reader.ts'
import type { LogStorage } from './log-storage.ts'
import { ProvenTiles } from './proven-tiles.ts'
import { countAtLevel, formatTilePath, tileAt, tileWidth } from './tile.ts'
import { parseVerifierKey, type VerifierKey } from './verifier-key.ts'

/** Where a mirror keeps its copy: files as they are published, without a journal. */
export type MirrorStorage = Pick<LogStorage, 'read' | 'write' | 'writeCheckpoint' | 'removePartials' | 'flush'>

/** Whose copy is kept, where, and what its entries must be. */
export interface Mirror {
  readonly storage: MirrorStorage
  /** The log's verifier key string. */
  readonly verifierKey: string
  /** The keys of the log at a size, as far as the entries tell that were checked by then; `verifierKey` at any size when absent. */
  readonly keysAt?: (size: number) => readonly VerifierKey[]
  readonly cryptography: Cryptography
  /** Copies up to this one, signed by the log, instead of the one that the source publishes. */
  readonly target?: Checkpoint
  /** Judges each entry, in order; the copy stops before one that it refuses. */
  readonly checkEntry?: (entry: Uint8Array<ArrayBuffer>, index: number) => Promise<EntryRefusal | undefined>
  /** The first entry that `checkEntry` sees; without it the first after the copy's checkpoint. */
  readonly checkFrom?: number
}

/** How a round of copying ended. Whatever is copied before is kept, and the next round goes on from there. */
export type MirrorReport =
  /** The copy is that of this checkpoint; `added` entries are new since the copy's last. */
  | { readonly outcome: 'copied'; readonly checkpoint: Checkpoint; readonly added: number }
  /** The source shows an older checkpoint, which the copy goes on from. */
  | { readonly outcome: 'behind'; readonly checkpoint: Checkpoint }
  /** The source serves what its checkpoint does not stand for. */
  | { readonly outcome: 'not-proven'; readonly code: string; readonly reason: string }
  | { readonly outcome: 'entry-refused'; readonly index: number; readonly refusal: EntryRefusal }
  /** The log tells another history than it told this mirror; the copy is left as it is. */
  | { readonly outcome: 'forked'; readonly proof: ForkProof }

/**
 * Copies what a log published since the last time. The log is not believed: the copy begins at entry 0, every file is proven
 * to belong to a checkpoint that the log signed before it is kept, and that checkpoint to go on from the copy's last. May be
 * stopped anywhere. One at a time on one storage. Untrusted: the source, which may as well be another mirror.
 *
 * @throws LedgerError `ledger/mirror-foreign` when the storage holds another log; and whatever source and storage throw
 */
export async function mirrorLog(source: LogReader, mirror: Mirror): Promise<MirrorReport> {
  const own = await loadOwn(mirror)
  try {
    const target = mirror.target ?? parseCheckpoint(decodeUtf8((await source('checkpoint')) ?? missing('checkpoint')))
    if (!(await isSigned(target, mirror))) throw new LedgerError('ledger/checkpoint-signature-invalid', 'Cannot copy log: its checkpoint is not signed by its key')
    return await copyTo(target, { source, mirror, own })
  } catch (cause) {
    // What the source serves is judged; that it cannot be reached is a fault.
    if (cause instanceof EverlearnedError && verdictCodes.has(cause.code)) return { outcome: 'not-proven', code: cause.code, reason: cause.message }
    throw cause
  }
}

const verdictCodes: ReadonlySet<string> = new Set([
  'ledger/tile-missing', 'ledger/tile-differs', 'ledger/root-differs', 'ledger/bundle-malformed', 'ledger/checkpoint-missing',
  'ledger/checkpoint-signature-invalid', 'ledger/log-key-retired', 'ledger/checkpoint-malformed', 'ledger/note-malformed', 'encoding/utf8', 'encoding/base64',
])

interface Copying {
  readonly source: LogReader
  readonly mirror: Mirror
  readonly own: Checkpoint | undefined
}

async function copyTo(target: Checkpoint, { source, mirror, own }: Copying): Promise<MirrorReport> {
  const { storage, cryptography: { sha256 } } = mirror
  if (own !== undefined && target.size < own.size) return lookBack(target, own, mirror)
  if (own?.size === target.size) return compareHeads(target, own, storage)
  const tiles = await ProvenTiles.open(source, target, sha256)
  const proof = own === undefined ? undefined : await findFork(own, target, tiles)
  if (proof !== undefined) return { outcome: 'forked', proof }

  const stopped = await copyBundles(tiles, { source, mirror, size: target.size, ownSize: own?.size ?? 0 })
  await storage.flush()
  if (stopped !== undefined) return { outcome: 'entry-refused', ...stopped }
  // Among the entries may be one after which the key that signed counts no more.
  if (!(await isSigned(target, mirror))) throw new LedgerError('ledger/log-key-retired', 'Cannot copy log: its checkpoint is not signed by the key that its entries name')
  await storage.writeCheckpoint(encodeUtf8(target.text))
  await storage.removePartials(replacedPaths(own?.size ?? 0, target.size))
  return { outcome: 'copied', checkpoint: target, added: target.size - (own?.size ?? 0) }
}

/** The source is behind, or shows a history that is not ours: our own tiles tell. */
async function lookBack(target: Checkpoint, own: Checkpoint, { storage, cryptography: { sha256 } }: Mirror): Promise<MirrorReport> {
  const tiles = await ProvenTiles.open((path) => storage.read(path), own, sha256)
  const proof = await findFork(target, own, tiles)
  return proof === undefined ? { outcome: 'behind', checkpoint: target } : { outcome: 'forked', proof }
}

async function compareHeads(target: Checkpoint, own: Checkpoint, storage: MirrorStorage): Promise<MirrorReport> {
  if (!equalBytes(target.root, own.root)) return { outcome: 'forked', proof: { older: own, newer: target, rootInNewer: target.root, consistency: [] } }
  // The same head may have gathered cosignatures meanwhile.
  const isRicher = target.note.signatures.length > own.note.signatures.length
  if (isRicher) await storage.writeCheckpoint(encodeUtf8(target.text))
  return { outcome: 'copied', checkpoint: isRicher ? target : own, added: 0 }
}

async function loadOwn(mirror: Mirror): Promise<Checkpoint | undefined> {
  const bytes = await mirror.storage.read('checkpoint')
  if (bytes === undefined) return undefined
  const own = parseCheckpoint(decodeUtf8(bytes))
  if (await isSigned(own, mirror)) return own
  throw new LedgerError('ledger/mirror-foreign', 'Cannot copy log: the storage holds that of another origin or key')
}

async function isSigned(checkpoint: Checkpoint, { verifierKey, keysAt, cryptography }: Mirror): Promise<boolean> {
  for (const key of keysAt?.(checkpoint.size) ?? [parseVerifierKey(verifierKey, cryptography.sha256)]) {
    if (await verifyCheckpoint(checkpoint, key, cryptography)) return true
  }
  return false
}

/** The full tiles that stand where the copy of `older` entries had partial ones. */
function replacedPaths(older: number, newer: number): readonly string[] {
  const levels = ['entries', 0, 1, 2, 3, 4, 5, 6] as const
  return levels.flatMap((level) => {
    const tile = tileAt(level, Math.floor(countAtLevel(level, older) / tileWidth), newer)
    return tile?.width === tileWidth && countAtLevel(level, older) % tileWidth > 0 ? [formatTilePath(tile)] : []
  })
}

function missing(path: string): never {
  throw new LedgerError('ledger/checkpoint-missing', `Cannot copy log: there is no ${path}`)
}
