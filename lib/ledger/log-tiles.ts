import { concatBytes } from '../encoding/bytes.ts'
import { decodeEntries, encodeEntries, firstEntries } from './entry-bundle.ts'
import { hashRange } from './hash-range.ts'
import { decodeFrames, segmentEntries } from './journal.ts'
import { LedgerError } from './ledger-error.ts'
import type { LogStorage } from './log-storage.ts'
import { hashComplete, hashLeaf, hashLength, type Sha256 } from './merkle-hash.ts'
import type { LeafRange } from './merkle-range.ts'
import { formatTilePath, tileAt, tileWidth, type Tile } from './tile.ts'

/** Reads the tiles of a log and makes a missing or torn one again, in the end from the journal. */
export class LogTiles {
  readonly #storage: LogStorage
  readonly #sha256: Sha256

  constructor(storage: LogStorage, sha256: Sha256) {
    this.#storage = storage
    this.#sha256 = sha256
  }

  /** The bytes of a tile of a tree of `size` leaves, cut to `tile.width`; `size` must be journalled. */
  async read(tile: Tile, size: number): Promise<Uint8Array<ArrayBuffer>> {
    const widest = tileAt(tile.level, tile.index, size)
    if (widest === undefined || widest.width < tile.width) throw new RangeError('the tree does not reach this tile')
    // A partial file goes when the full one has come, which may be between two reads.
    for (const form of [widest, { ...widest, width: tileWidth }]) {
      const found = cut(await this.#storage.read(formatTilePath(form)), form, tile.width)
      if (found !== undefined) return found
    }
    const bytes = await this.#rebuild(widest, size)
    await this.#storage.write([{ path: formatTilePath(widest), bytes }])
    return cut(bytes, widest, tile.width) ?? bytes
  }

  /** The entries of bundle `index` of a tree of `size` leaves. */
  async readEntries(index: number, size: number): Promise<readonly Uint8Array<ArrayBuffer>[]> {
    const bundle = tileAt('entries', index, size)
    return bundle === undefined ? [] : decodeEntries(await this.read(bundle, size), bundle.width)
  }

  /** The hash over a range of leaves, as proofs need it: the range begins and ends where subtrees do. */
  async hashRange(range: LeafRange, size: number): Promise<Uint8Array<ArrayBuffer>> {
    return hashRange(range, (tile) => this.read(tile, size), this.#sha256)
  }

  async #rebuild(tile: Tile, size: number): Promise<Uint8Array<ArrayBuffer>> {
    if (tile.level === 'entries') return this.#rebuildBundle(tile)
    if (tile.level === 0) {
      const entries = await this.readEntries(tile.index, size)
      return concatBytes(...entries.map((entry) => hashLeaf(entry, this.#sha256)))
    }
    const hashes: Uint8Array<ArrayBuffer>[] = []
    for (let child = 0; child < tile.width; child += 1) {
      const below = { level: tile.level - 1, index: tile.index * tileWidth + child, width: tileWidth }
      hashes.push(hashComplete(await this.read(below, size), this.#sha256))
    }
    return concatBytes(...hashes)
  }

  async #rebuildBundle({ index, width }: Tile): Promise<Uint8Array<ArrayBuffer>> {
    const first = index * tileWidth
    const segment = await this.#storage.readSegment(Math.floor(first / segmentEntries))
    const { entries } = decodeFrames(segment ?? new Uint8Array(0), this.#sha256)
    const found = entries.slice(first % segmentEntries, (first % segmentEntries) + width)
    if (found.length < width) throw new LedgerError('ledger/journal-damaged', `Cannot rebuild bundle ${index}: the journal lacks its entries`)
    return encodeEntries(found)
  }
}

/** The first `width` of a tile's content, or undefined when the content is not a whole tile of that form. */
function cut(bytes: Uint8Array<ArrayBuffer> | undefined, form: Tile, width: number): Uint8Array<ArrayBuffer> | undefined {
  if (bytes === undefined) return undefined
  if (form.level !== 'entries') return bytes.length === form.width * hashLength ? bytes.subarray(0, width * hashLength) : undefined
  return firstEntries(bytes, form.width)?.length === bytes.length ? firstEntries(bytes, width) : undefined
}
