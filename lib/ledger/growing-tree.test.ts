import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes } from '../encoding/bytes.ts'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { GrowingTree } from './growing-tree.ts'
import { hashEmptyTree, hashLeaf, hashNode } from './merkle-hash.ts'
import { splitPoint } from './merkle-range.ts'
import { countAtLevel, tileWidth } from './tile.ts'

const { sha256 } = nativeCryptography
const leaves = Array.from({ length: 70_000 }, (_, index) => hashLeaf(Uint8Array.of(index >> 16, (index >> 8) & 0xff, index & 0xff), sha256))

/** The root as RFC 6962, section 2.1 defines it. */
function referenceRoot(start: number, end: number): Uint8Array<ArrayBuffer> {
  if (end - start === 1) return leaves[start]!
  const middle = start + splitPoint(end - start)
  return hashNode(referenceRoot(start, middle), referenceRoot(middle, end), sha256)
}

function grown(size: number): GrowingTree {
  const tree = new GrowingTree(sha256)
  for (const leaf of leaves.slice(0, size)) tree.push(leaf)
  return tree
}

describe('GrowingTree', () => {
  it('has the root of the definition at every size', () => {
    const tree = new GrowingTree(sha256)
    expect(tree.root()).toEqual(hashEmptyTree(sha256))
    for (let size = 1; size <= 700; size += 1) {
      tree.push(leaves[size - 1]!)
      expect(tree.root()).toEqual(referenceRoot(0, size))
    }
  })

  it('gives out the tiles of the definition for 70,000 leaves', () => {
    const tree = grown(70_000)
    const tiles = tree.takeTiles()
    expect(tiles.length).toBe(273 + 1 + 1 + 1 + 1)
    for (const { level, index, width, bytes } of tiles.filter((tile) => tile.level !== 0 || tile.index % 50 === 0)) {
      const span = tileWidth ** Number(level)
      const hashes = Array.from({ length: width }, (_, at) => referenceRoot((index * tileWidth + at) * span, (index * tileWidth + at + 1) * span))
      expect(bytes).toEqual(concatBytes(...hashes))
    }
    expect(tree.takeTiles()).toEqual([])
    expect(tree.unfinishedTiles().map(({ level, width }) => [level, width])).toEqual([[0, 112], [1, 17], [2, 1]])
  })

  it('resumes at any size from its unfinished tiles as if it had never stopped', () => {
    fc.assert(fc.property(fc.nat(5_000), fc.integer({ min: 1, max: 600 }), (size, more) => {
      const before = grown(size)
      const resumed = GrowingTree.resume(size, new Map(before.unfinishedTiles().map(({ level, bytes }) => [Number(level), bytes])), sha256)
      expect(resumed.root()).toEqual(before.root())
      before.takeTiles()
      for (const leaf of leaves.slice(size, size + more)) {
        before.push(leaf)
        resumed.push(leaf)
      }
      expect(resumed.root()).toEqual(before.root())
      expect(resumed.takeTiles()).toEqual(before.takeTiles())
    }), { numRuns: 40 })
  })

  it('keeps at most one unfinished tile a level', () => {
    for (const { level, width } of grown(69_999).unfinishedTiles()) expect(width).toBe(countAtLevel(level, 69_999) % tileWidth)
  })
})
