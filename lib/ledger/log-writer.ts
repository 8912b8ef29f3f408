import { encodeUtf8 } from '../encoding/bytes.ts'
import { signCheckpoint, type Checkpoint } from './checkpoint.ts'
import { encodeFrame, segmentEntries } from './journal.ts'
import type { LogStorage } from './log-storage.ts'
import type { LogIdentity } from './open-log.ts'
import type { RecoveredLog } from './recover-log.ts'
import { countAtLevel, formatTilePath, tileWidth } from './tile.ts'

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
  readonly #identity: LogIdentity
  readonly #recovered: RecoveredLog
  /** Full forms of the tiles that are published as partial ones. */
  readonly #partialPaths = new Set<string>()
  #replacedPaths: string[] = []

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

  /** Adds leaves and answers the checkpoint that covers them. After a fault nothing may be written until the log was opened again. */
  async commit(leaves: readonly Leaf[]): Promise<Checkpoint> {
    for (let written = 0; written < leaves.length;) {
      const room = segmentEntries - (this.size % segmentEntries)
      await this.#writeSegment(leaves.slice(written, written + room))
      written += room
    }
    const checkpoint = await this.publishCheckpoint()
    // Partial tiles stay until a checkpoint covers the full one (C2SP tlog-tiles, "Partial Tiles").
    await this.#storage.removePartials(this.#replacedPaths)
    this.#replacedPaths = []
    return checkpoint
  }

  /** Signs for everything journalled, and publishes that. */
  async publishCheckpoint(): Promise<Checkpoint> {
    const { origin, signingKey, cryptography } = this.#identity
    const { tree } = this.#recovered
    const checkpoint = await signCheckpoint({ origin, size: tree.size, root: tree.root() }, signingKey, cryptography)
    await this.#storage.writeCheckpoint(encodeUtf8(checkpoint.text))
    return checkpoint
  }

  /** Journals leaves that fit into one segment, then publishes the tiles that they changed. */
  async #writeSegment(leaves: readonly Leaf[]): Promise<void> {
    const { tree, bundles } = this.#recovered
    // A restart looks at the last segment only: all tiles before it must be on the disk.
    if (tree.size % segmentEntries === 0 && tree.size > 0) await this.#storage.flush()
    const frame = encodeFrame(leaves.map(({ entry }) => entry), this.#identity.cryptography.sha256)
    const journalled = this.#storage.appendSegment(Math.floor(tree.size / segmentEntries), frame)
    // The disk works while the tree grows; nothing of it shows before the journal is durable.
    for (const { entry, leafHash } of leaves) {
      tree.push(leafHash)
      bundles.push(entry)
    }
    const tiles = [...tree.takeTiles(), ...bundles.takeTiles()]
    await journalled
    await this.#storage.write(tiles.map((tile) => ({ path: formatTilePath(tile), bytes: tile.bytes })))
    for (const { level, index, width } of tiles) {
      const path = formatTilePath({ level, index, width: tileWidth })
      if (width < tileWidth) this.#partialPaths.add(path)
      else if (this.#partialPaths.delete(path)) this.#replacedPaths.push(path)
    }
  }

  #rememberPartial(level: number | 'entries'): void {
    const index = Math.floor(countAtLevel(level, this.size) / tileWidth)
    this.#partialPaths.add(formatTilePath({ level, index, width: tileWidth }))
  }
}
