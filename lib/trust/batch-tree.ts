import { hashLeaf, hashLength, hashNode, type Sha256 } from '../ledger/merkle-hash.ts'
import { verifyInclusion } from '../ledger/verify-inclusion.ts'
import type { BatchEntry } from './batch-entry.ts'

/** All hashes of a batch, from its leaves to its root; make it once, take every path from it. */
export interface BatchTree {
  readonly size: number
  readonly root: Uint8Array<ArrayBuffer>
  /** The hashes of each height, concatenated; the lowest first. */
  readonly levels: readonly Uint8Array<ArrayBuffer>[]
}

/** Hashes the leaves of a batch, 32 bytes each, their number a power of two, into a tree (RFC 6962, section 2.1). */
export function buildBatchTree(leaves: Uint8Array, sha256: Sha256): BatchTree {
  const size = leaves.length / hashLength
  if (!Number.isInteger(Math.log2(size))) throw new RangeError('the leaves of a batch are a power of two')
  const levels = [new Uint8Array(leaves.length)]
  for (let index = 0; index < size; index += 1) levels[0]?.set(hashLeaf(hashAt(leaves, index), sha256), index * hashLength)
  for (let count = size / 2; count >= 1; count /= 2) {
    const [below, level] = [levels.at(-1) ?? leaves, new Uint8Array(count * hashLength)]
    for (let index = 0; index < count; index += 1) level.set(hashNode(hashAt(below, index * 2), hashAt(below, index * 2 + 1), sha256), index * hashLength)
    levels.push(level)
  }
  return { size, root: (levels.at(-1) ?? leaves).slice(), levels }
}

/** The hashes that lead from a leaf to the root of its batch, from its sibling up. */
export function batchPath(tree: BatchTree, index: number): readonly Uint8Array<ArrayBuffer>[] {
  if (!Number.isInteger(index) || index < 0 || index >= tree.size) throw new RangeError('the batch has no such leaf')
  return tree.levels.slice(0, -1).map((level, height) => hashAt(level, Math.floor(index / 2 ** height) ^ 1).slice())
}

/** Tells whether a path leads from a commitment to the root of a batch. Untrusted: index and path. */
export function verifyBatchPath(commitment: Uint8Array, at: { readonly index: number; readonly path: readonly Uint8Array[] }, batch: BatchEntry, sha256: Sha256): boolean {
  return verifyInclusion({ index: at.index, size: batch.size, leafHash: hashLeaf(commitment, sha256), proof: at.path, root: batch.root }, sha256)
}

function hashAt<Bytes extends Uint8Array>(hashes: Bytes, index: number): Bytes {
  return hashes.subarray(index * hashLength, (index + 1) * hashLength) as Bytes
}
