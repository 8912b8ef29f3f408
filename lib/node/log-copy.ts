import { decodeUtf8 } from '../encoding/bytes.ts'
import { hashEmptyTree, type Sha256 } from '../ledger/merkle-hash.ts'
import { parseCheckpoint, type Checkpoint } from '../ledger/checkpoint.ts'
import { decodeEntries } from '../ledger/entry-bundle.ts'
import { LedgerError } from '../ledger/ledger-error.ts'
import { readTile } from '../ledger/log-reader.ts'
import type { MirrorStorage } from '../ledger/mirror-log.ts'
import { ProvenTiles } from '../ledger/proven-tiles.ts'
import { formatTilePath, tileAt, tileWidth } from '../ledger/tile.ts'
import type { ProvenCopy } from './replayed-registry.ts'

const rootsAtHand = 32

/** What a mirror keeps of a log, read again from its storage. */
export class LogCopy<Storage extends Pick<MirrorStorage, 'read'> = MirrorStorage> implements ProvenCopy {
  readonly storage: Storage
  readonly #sha256: Sha256
  readonly #roots = new Map<number, Uint8Array<ArrayBuffer>>()
  #checkpoint: Checkpoint | undefined

  private constructor(storage: Storage, sha256: Sha256, checkpoint: Checkpoint | undefined) {
    this.storage = storage
    this.#sha256 = sha256
    this.#checkpoint = checkpoint
  }

  static async open<Storage extends Pick<MirrorStorage, 'read'>>(storage: Storage, sha256: Sha256): Promise<LogCopy<Storage>> {
    const copy = new LogCopy(storage, sha256, undefined)
    await copy.refresh()
    return copy
  }

  /** Looks how far the copy has come. */
  async refresh(): Promise<void> {
    const bytes = await this.storage.read('checkpoint')
    this.#checkpoint = bytes === undefined ? undefined : parseCheckpoint(decodeUtf8(bytes))
  }

  get checkpoint(): Checkpoint | undefined {
    return this.#checkpoint
  }

  get size(): number {
    return this.#checkpoint?.size ?? 0
  }

  /** The root over the first `size` entries, which never changes; the last few that were asked for are at hand. */
  async rootAt(size: number): Promise<Uint8Array<ArrayBuffer>> {
    const known = this.#roots.get(size)
    if (known !== undefined) return known
    const root = size === 0 ? hashEmptyTree(this.#sha256) : await (await this.#tiles()).rootAt(size)
    const [oldest] = this.#roots.keys()
    if (this.#roots.size >= rootsAtHand && oldest !== undefined) this.#roots.delete(oldest)
    this.#roots.set(size, root)
    return root
  }

  async *entriesFrom(index: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const { size } = this
    for (let bundle = Math.floor(index / tileWidth); bundle * tileWidth < size; bundle += 1) {
      const tile = tileAt('entries', bundle, size)
      const bytes = tile === undefined ? undefined : await readTile((path) => this.storage.read(path), tile)
      if (tile === undefined || bytes === undefined) throw new LedgerError('ledger/mirror-damaged', `Cannot read ${formatTilePath({ level: 'entries', index: bundle, width: tileWidth })}: it is not there any more`)
      yield* decodeEntries(bytes, tile.width).slice(Math.max(0, index - bundle * tileWidth))
    }
  }

  async #tiles(): Promise<ProvenTiles> {
    if (this.#checkpoint === undefined) throw new RangeError('an empty copy has no tiles')
    return ProvenTiles.open((path) => this.storage.read(path), this.#checkpoint, this.#sha256)
  }
}
