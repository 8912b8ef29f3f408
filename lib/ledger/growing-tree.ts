import { hashComplete, hashEmptyTree, hashLength, hashNode, type Sha256 } from './merkle-hash.ts'
import { countAtLevel, tileHeight, tileWidth, type TileContent } from './tile.ts'

interface Level {
  /** Hashes of the tile that is being filled. */
  bytes: Uint8Array<ArrayBuffer>
  width: number
  index: number
  isChanged: boolean
}

/**
 * A Merkle tree that only grows: it keeps the roots of its complete subtrees and the unfinished tile of every
 * level, so memory stays logarithmic in the number of leaves, and gives out the tiles that each growth changed.
 */
export class GrowingTree {
  readonly #sha256: Sha256
  readonly #levels: Level[] = []
  /** Roots of the complete subtrees, largest first: one for each 1 in the binary form of the size. */
  readonly #edge: Uint8Array<ArrayBuffer>[] = []
  #completed: TileContent[] = []
  #size = 0

  constructor(sha256: Sha256) {
    this.#sha256 = sha256
  }

  /** Takes up a tree of `size` leaves again; `unfinished` gives the partial tile of each level that has one. */
  static resume(size: number, unfinished: ReadonlyMap<number, Uint8Array>, sha256: Sha256): GrowingTree {
    const tree = new GrowingTree(sha256)
    tree.#size = size
    for (let level = 0; countAtLevel(level, size) > 0; level += 1) {
      const count = countAtLevel(level, size)
      const partial = unfinished.get(level) ?? new Uint8Array(0)
      const bytes = new Uint8Array(tileWidth * hashLength)
      bytes.set(partial)
      tree.#levels.push({ bytes, width: count % tileWidth, index: Math.floor(count / tileWidth), isChanged: false })
      tree.#edge.unshift(...completeSubtrees(partial, sha256))
    }
    return tree
  }

  get size(): number {
    return this.#size
  }

  /** Adds one leaf. */
  push(leafHash: Uint8Array<ArrayBuffer>): void {
    let hash = leafHash
    this.#record(0, hash)
    // Each trailing 1 of the size is a complete subtree that the new one joins.
    let [rest, height] = [this.#size, 1]
    for (; rest % 2 === 1; rest = (rest - 1) / 2, height += 1) {
      hash = hashNode(this.#edge.pop() ?? hash, hash, this.#sha256)
      if (height % tileHeight === 0) this.#record(height / tileHeight, hash)
    }
    this.#edge.push(hash)
    this.#size += 1
  }

  /** The root over all leaves so far. */
  root(): Uint8Array<ArrayBuffer> {
    return this.#edge.reduceRight<Uint8Array<ArrayBuffer> | undefined>(
      (right, left) => (right === undefined ? left : hashNode(left, right, this.#sha256)), undefined,
    ) ?? hashEmptyTree(this.#sha256)
  }

  /** The tiles that were completed or grew since the last call. */
  takeTiles(): readonly TileContent[] {
    const tiles = [...this.#completed, ...this.unfinishedTiles().filter(({ level }) => typeof level === 'number' && this.#levels[level]?.isChanged === true)]
    this.#completed = []
    for (const level of this.#levels) level.isChanged = false
    return tiles
  }

  /** The partial tile of each level that has one. */
  unfinishedTiles(): readonly TileContent[] {
    return this.#levels
      .map(({ bytes, width, index }, level) => ({ level, index, width, bytes: bytes.slice(0, width * hashLength) }))
      .filter(({ width }) => width > 0)
  }

  #record(level: number, hash: Uint8Array): void {
    const at = (this.#levels[level] ??= { bytes: new Uint8Array(tileWidth * hashLength), width: 0, index: 0, isChanged: false })
    at.bytes.set(hash, at.width * hashLength)
    at.width += 1
    at.isChanged = true
    if (at.width < tileWidth) return
    this.#completed.push({ level, index: at.index, width: tileWidth, bytes: at.bytes })
    this.#levels[level] = { bytes: new Uint8Array(tileWidth * hashLength), width: 0, index: at.index + 1, isChanged: false }
  }
}

/** The roots of the complete subtrees over a partial tile, largest first. */
function completeSubtrees(hashes: Uint8Array, sha256: Sha256): readonly Uint8Array<ArrayBuffer>[] {
  const roots: Uint8Array<ArrayBuffer>[] = []
  let offset = 0
  for (let count = tileWidth / 2; count >= 1; count /= 2) {
    if (hashes.length - offset < count * hashLength) continue
    roots.push(hashComplete(hashes.subarray(offset, offset + count * hashLength), sha256))
    offset += count * hashLength
  }
  return roots
}
