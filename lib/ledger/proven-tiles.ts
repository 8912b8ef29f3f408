import { equalBytes } from '../encoding/bytes.ts'
import type { TreeHead } from './checkpoint.ts'
import { GrowingTree } from './growing-tree.ts'
import { hashRange } from './hash-range.ts'
import { LedgerError } from './ledger-error.ts'
import { readTile, type LogReader } from './log-reader.ts'
import { hashComplete, hashEmptyTree, hashLength, type Sha256 } from './merkle-hash.ts'
import { consistencyRanges, inclusionRanges, type LeafRange } from './merkle-range.ts'
import { countAtLevel, formatTilePath, tileAt, tileWidth, type Tile } from './tile.ts'

interface Place {
  readonly reader: LogReader
  readonly head: Pick<TreeHead, 'size' | 'root'>
}

/** Tiles of a published log that are proven to be those of one root, so that it does not matter who serves them. */
export class ProvenTiles {
  readonly #place: Place
  readonly #sha256: Sha256
  /** The partial tile of each level that has one; together they hash to the root. */
  readonly #edge: ReadonlyMap<number, Uint8Array<ArrayBuffer>>
  /** The full tile of each level that was asked for last. */
  readonly #recent = new Map<number, { readonly index: number; readonly bytes: Uint8Array<ArrayBuffer> }>()

  private constructor(place: Place, edge: ReadonlyMap<number, Uint8Array<ArrayBuffer>>, sha256: Sha256) {
    this.#place = place
    this.#edge = edge
    this.#sha256 = sha256
  }

  /**
   * Opens the tree of a head. Untrusted: what the reader answers.
   *
   * @throws LedgerError `ledger/tile-missing`, `ledger/root-differs`
   */
  static async open(reader: LogReader, head: Pick<TreeHead, 'size' | 'root'>, sha256: Sha256): Promise<ProvenTiles> {
    const edge = new Map<number, Uint8Array<ArrayBuffer>>()
    for (const tile of edgeTiles(head.size)) edge.set(tile.level, await readExactly(reader, tile))
    if (!equalBytes(GrowingTree.resume(head.size, edge, sha256).root(), head.root)) {
      throw new LedgerError('ledger/root-differs', `Cannot read log: its tiles do not hash to the root of size ${head.size}`)
    }
    return new ProvenTiles({ reader, head }, edge, sha256)
  }

  /**
   * The first `width` hashes of a tile.
   *
   * @throws LedgerError `ledger/tile-missing`, `ledger/tile-differs`
   */
  async read({ level, index, width }: Tile & { readonly level: number }): Promise<Uint8Array<ArrayBuffer>> {
    const whole = tileAt(level, index, this.#place.head.size)
    if (whole === undefined || whole.width < width) throw new RangeError('the tree does not reach this tile')
    const bytes = whole.width === tileWidth ? await this.#readFull(level, index) : this.#edge.get(level)
    if (bytes === undefined) throw new RangeError('the tree has no such tile')
    return bytes.subarray(0, width * hashLength)
  }

  /** The tree of the first `size` leaves, ready to grow. */
  async treeAt(size: number): Promise<GrowingTree> {
    const unfinished = new Map<number, Uint8Array>()
    for (const tile of edgeTiles(size)) unfinished.set(tile.level, await this.read(tile))
    return GrowingTree.resume(size, unfinished, this.#sha256)
  }

  /** The root over the first `size` leaves. */
  async rootAt(size: number): Promise<Uint8Array<ArrayBuffer>> {
    return size === 0 ? hashEmptyTree(this.#sha256) : (await this.treeAt(size)).root()
  }

  /** The hashes that prove that the tree of `older` leaves begins this one (RFC 6962, section 2.1.2). */
  consistencyProof(older: number): Promise<readonly Uint8Array<ArrayBuffer>[]> {
    return this.#hashes(consistencyRanges(older, this.#place.head.size))
  }

  /** The hashes that prove a leaf (RFC 6962, section 2.1.1). */
  inclusionProof(index: number): Promise<readonly Uint8Array<ArrayBuffer>[]> {
    return this.#hashes(inclusionRanges(index, this.#place.head.size))
  }

  #hashes(ranges: readonly LeafRange[]): Promise<readonly Uint8Array<ArrayBuffer>[]> {
    const read = async ({ level, ...tile }: Tile): Promise<Uint8Array> => this.read({ ...tile, level: Number(level) })
    return Promise.all(ranges.map((range) => hashRange(range, read, this.#sha256)))
  }

  /** Tells whether these are the hashes of all leaves under bundle `index`. */
  async hasLeaves(index: number, hashes: Uint8Array): Promise<boolean> {
    if (tileAt(0, index, this.#place.head.size)?.width !== hashes.length / hashLength) return false
    const edge = hashes.length / hashLength < tileWidth ? this.#edge.get(0) : undefined
    return edge === undefined ? equalBytes(hashComplete(hashes, this.#sha256), await this.#hashOf(0, index)) : equalBytes(hashes, edge)
  }

  async #readFull(level: number, index: number): Promise<Uint8Array<ArrayBuffer>> {
    const recent = this.#recent.get(level)
    if (recent?.index === index) return recent.bytes
    const tile = { level, index, width: tileWidth }
    const [bytes, hash] = [await readExactly(this.#place.reader, tile), await this.#hashOf(level, index)]
    if (!equalBytes(hashComplete(bytes, this.#sha256), hash)) {
      throw new LedgerError('ledger/tile-differs', `Cannot read ${formatTilePath(tile)}: it is not what the root demands`)
    }
    this.#recent.set(level, { index, bytes })
    return bytes
  }

  /** The hash of a full tile, which stands in the level above. */
  async #hashOf(level: number, index: number): Promise<Uint8Array<ArrayBuffer>> {
    const position = index % tileWidth
    return (await this.read({ level: level + 1, index: Math.floor(index / tileWidth), width: position + 1 })).subarray(position * hashLength)
  }
}

/** The partial tiles of a tree of `size` leaves: one at most on a level. */
export function edgeTiles(size: number): readonly (Tile & { readonly level: number })[] {
  const tiles: (Tile & { readonly level: number })[] = []
  for (let level = 0; countAtLevel(level, size) > 0; level += 1) {
    const count = countAtLevel(level, size)
    if (count % tileWidth > 0) tiles.push({ level, index: Math.floor(count / tileWidth), width: count % tileWidth })
  }
  return tiles
}

async function readExactly(reader: LogReader, tile: Tile): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readTile(reader, tile)
  if (bytes?.length === tile.width * hashLength) return bytes
  throw new LedgerError('ledger/tile-missing', `Cannot read ${formatTilePath(tile)}: not there, or not of its length`)
}
