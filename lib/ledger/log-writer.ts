import { encodeUtf8, equalBytes } from '../encoding/bytes.ts'
import { signCheckpoint, type Checkpoint } from './checkpoint.ts'
import { decodeFrames, encodeFrame, segmentEntries } from './journal.ts'
import { LedgerError } from './ledger-error.ts'
import type { LogNews, LogStorage, LogTurns } from './log-storage.ts'
import { hashLeaf } from './merkle-hash.ts'
import type { LogIdentity } from './open-log.ts'
import type { RecoveredLog } from './recover-log.ts'
import { countAtLevel, formatTilePath, tileWidth, type TileContent } from './tile.ts'

/** A frame of the journal takes so many bytes of entries, or one entry. */
const maxFrameBytes = 16 * 1024 * 1024

/** So often a writer reads what was journalled while it read, before it makes the others wait. */
const maxPasses = 8

/** An entry with its leaf hash. */
export interface Leaf {
  readonly entry: Uint8Array
  readonly leafHash: Uint8Array<ArrayBuffer>
}

/**
 * Makes leaves durable, then published, then signed for, in this order: a crash between two steps loses nothing that was
 * acknowledged, and no size is ever signed with two roots, because what is signed is in the journal already.
 */
export class LogWriter {
  readonly #storage: LogStorage
  #identity: LogIdentity
  readonly #recovered: RecoveredLog
  /** Full forms of the tiles that are published as partial ones. */
  readonly #partialPaths = new Set<string>()
  #replacedPaths: string[] = []
  /** The segment up to which every tile is on the disk. */
  #flushedSegment = 0

  constructor(storage: LogStorage, identity: LogIdentity, recovered: RecoveredLog) {
    this.#storage = storage
    this.#identity = identity
    this.#recovered = recovered
    for (let level = 0; countAtLevel(level, recovered.tree.size) > 0; level += 1) this.#rememberPartial(level)
    this.#rememberPartial('entries')
  }

  /** Entries journalled so far. */
  get size(): number {
    return this.#recovered.tree.size
  }

  /** The key of the checkpoints from here on. */
  signUnder(signingKey: LogIdentity['signingKey']): void {
    this.#identity = { ...this.#identity, signingKey }
  }

  /** Begins a turn: takes in what others have journalled, and keeps them from it until {@link commit} or {@link endTurn}. */
  async takeTurn(): Promise<void> {
    const { turns } = this.#storage
    if (turns === undefined) return
    // Most of it without keeping anybody waiting; whoever appends faster than this writer reads has to wait in the end.
    for (let pass = 0; pass < maxPasses && (await this.#catchUp(turns, await turns.read(this.size))) > segmentEntries / 16; pass += 1) await this.#writeTiles()
    const turn = await turns.take(this.size)
    await this.#catchUp(turns, turn)
    // Another history than ours: the storage lost what it had acknowledged, and whatever we signed now would be a fork.
    if (turn.root === undefined || equalBytes(turn.root, this.#recovered.tree.root())) return
    throw new LedgerError('ledger/root-differs', 'Cannot append: the journal has another history than this writer has signed')
  }

  /** Takes in the journal up to the size that the news told, and answers by how many entries it grew. */
  async #catchUp(turns: LogTurns, news: LogNews): Promise<number> {
    const from = this.size
    this.#takeIn(news)
    while (this.size < news.size) {
      // What is not published yet must not pile up in memory.
      await this.#writeTiles()
      const more = await turns.read(this.size)
      if (more.frames.length === 0) throw new LedgerError('ledger/journal-damaged', 'Cannot append: a frame of the journal is missing')
      this.#takeIn(more)
    }
    return this.size - from
  }

  /** Ends a turn. */
  async endTurn(): Promise<void> {
    const { tree } = this.#recovered
    await this.#storage.turns?.end({ size: tree.size, root: tree.root() })
  }

  /** Lets go of a turn that a fault ended. */
  async abandonTurn(): Promise<void> {
    await this.#storage.turns?.abandon()
  }

  /** Adds leaves and answers the checkpoint that covers them. After a fault nothing may be written until the log was opened again. */
  async commit(leaves: readonly Leaf[]): Promise<Checkpoint> {
    for (let written = 0; written < leaves.length;) {
      const count = this.#countOfFrame(leaves, written)
      await this.#journal(leaves.slice(written, written + count))
      written += count
    }
    await this.endTurn()
    return this.publish()
  }

  /** Publishes the tiles of everything journalled, then signs for it. */
  async publish(): Promise<Checkpoint> {
    await this.#writeTiles()
    // A restart looks at the last signed segment only: all tiles before it must be on the disk.
    const segment = Math.floor(this.size / segmentEntries)
    if (segment > this.#flushedSegment) await this.#storage.flush()
    this.#flushedSegment = segment
    const checkpoint = await this.#publishCheckpoint()
    // Partial tiles stay until a checkpoint covers the full one (C2SP tlog-tiles, "Partial Tiles").
    await this.#storage.removePartials(this.#replacedPaths)
    this.#replacedPaths = []
    return checkpoint
  }

  /** Signs for everything journalled, and publishes that. */
  async #publishCheckpoint(): Promise<Checkpoint> {
    const { origin, signingKey, cryptography } = this.#identity
    const { tree } = this.#recovered
    const checkpoint = await signCheckpoint({ origin, size: tree.size, root: tree.root() }, signingKey, cryptography)
    await this.#storage.writeCheckpoint(encodeUtf8(checkpoint.text))
    return checkpoint
  }

  /** How many leaves the next frame takes: it neither crosses a segment nor grows without bounds. */
  #countOfFrame(leaves: readonly Leaf[], from: number): number {
    const room = Math.min(leaves.length - from, segmentEntries - (this.size % segmentEntries))
    let bytes = 0
    for (let count = 0; count < room; count += 1) {
      bytes += leaves[from + count]?.entry.length ?? 0
      if (bytes > maxFrameBytes && count > 0) return count
    }
    return room
  }

  /** Journals the leaves of one frame. */
  async #journal(leaves: readonly Leaf[]): Promise<void> {
    const frame = encodeFrame(leaves.map(({ entry }) => entry), this.#identity.cryptography.sha256)
    const journalled = this.#storage.appendSegment(Math.floor(this.size / segmentEntries), frame)
    // The disk works while the tree grows; nothing of it shows before the journal is durable.
    for (const { entry, leafHash } of leaves) this.#push(entry, leafHash)
    await journalled
  }

  /** Takes in frames of others; tiles that are published already are not written again. */
  #takeIn({ frames, publishedSize }: LogNews): void {
    const { sha256 } = this.#identity.cryptography
    const { entries, length } = decodeFrames(frames, sha256)
    if (length < frames.length) throw new LedgerError('ledger/journal-damaged', 'Cannot append: a frame of the journal is torn')
    if (this.size === publishedSize) this.#skipTiles()
    for (const entry of entries) {
      this.#push(entry, hashLeaf(entry, sha256))
      if (this.size === publishedSize) this.#skipTiles()
    }
  }

  #push(entry: Uint8Array, leafHash: Uint8Array<ArrayBuffer>): void {
    this.#recovered.tree.push(leafHash)
    this.#recovered.bundles.push(entry)
  }

  async #writeTiles(): Promise<void> {
    const tiles = this.#takeTiles()
    if (tiles.length === 0) return
    await this.#storage.write(tiles.map((tile) => ({ path: formatTilePath(tile), bytes: tile.bytes })))
    for (const { level, index, width } of tiles) {
      const path = formatTilePath({ level, index, width: tileWidth })
      if (width < tileWidth) this.#partialPaths.add(path)
      else if (this.#partialPaths.delete(path)) this.#replacedPaths.push(path)
    }
  }

  /** Leaves the tiles so far to the writer who published them. */
  #skipTiles(): void {
    for (const { level, index, width } of this.#takeTiles()) {
      const path = formatTilePath({ level, index, width: tileWidth })
      if (width < tileWidth) this.#partialPaths.add(path)
      else this.#partialPaths.delete(path)
    }
  }

  #takeTiles(): readonly TileContent[] {
    const { tree, bundles } = this.#recovered
    return [...tree.takeTiles(), ...bundles.takeTiles()]
  }

  #rememberPartial(level: number | 'entries'): void {
    const index = Math.floor(countAtLevel(level, this.size) / tileWidth)
    this.#partialPaths.add(formatTilePath({ level, index, width: tileWidth }))
  }
}
