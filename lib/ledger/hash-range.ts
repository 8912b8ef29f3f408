import { hashComplete, hashLength, hashNode, type Sha256 } from './merkle-hash.ts'
import { splitPoint, type LeafRange } from './merkle-range.ts'
import { tileHeight, tileWidth, type Tile } from './tile.ts'

/** The hash over a range of leaves, from tiles, as proofs need it: the range begins and ends where subtrees do. */
export async function hashRange({ start, end }: LeafRange, readTile: (tile: Tile) => Promise<Uint8Array>, sha256: Sha256): Promise<Uint8Array<ArrayBuffer>> {
  const count = end - start
  const split = count > 1 ? splitPoint(count) : 1
  if (split * 2 !== count && count !== 1) {
    const halves = [{ start, end: start + split }, { start: start + split, end }]
    const [left, right] = await Promise.all(halves.map((half) => hashRange(half, readTile, sha256)))
    if (left !== undefined && right !== undefined) return hashNode(left, right, sha256)
  }
  const level = Math.floor(Math.log2(count) / tileHeight)
  const [first, hashes] = [start / tileWidth ** level, count / tileWidth ** level]
  const tile = { level, index: Math.floor(first / tileWidth), width: (first % tileWidth) + hashes }
  return hashComplete((await readTile(tile)).subarray((first % tileWidth) * hashLength), sha256)
}
