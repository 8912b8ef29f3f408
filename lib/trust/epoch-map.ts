import { concatBytes, equalBytes } from '../encoding/bytes.ts'
import type { Sha256 } from '../ledger/merkle-hash.ts'

/**
 * A sparse Merkle tree over 256-bit keys, in which a subtree with one leaf is that leaf: presence and absence both have short
 * proofs, and the root does not tell in which order the leaves came.
 *
 *     leaf  = SHA-256(0x00 | key (32) | digest of the value (32))
 *     inner = SHA-256(0x01 | left (32) | right (32)), the next bit of the key leads left (0) or right (1)
 *     empty = 32 zero bytes
 *
 * A map is never changed: a change makes another map that shares all but one path with it.
 */
export type EpochMap = EpochNode | null

interface Leaf { readonly key: Uint8Array; readonly value: Uint8Array; hash?: Uint8Array<ArrayBuffer> }
interface Inner { readonly left: EpochMap; readonly right: EpochMap; hash?: Uint8Array<ArrayBuffer> }
type EpochNode = Leaf | Inner

/** A map without leaves. */
export const emptyEpochMap: EpochMap = null

/** Bytes of keys, digests and hashes. */
const width = 32
const emptyHash = new Uint8Array(width)

/** Untrusted: no path is longer than a key has bits. */
const maxDepth = 256

/** That a key holds a value, or nothing, in the map of a root. */
export interface EpochProof {
  /** Hashes beside the path, from the root down. */
  readonly siblings: readonly Uint8Array[]
  /** The leaf at the end of the path when it is that of another key; absent when the path ends in nothing. */
  readonly other?: { readonly key: Uint8Array; readonly value: Uint8Array }
}

/** The map in which `key` holds the value of this digest; both have 32 bytes. */
export function changeMap(map: EpochMap, key: Uint8Array, value: Uint8Array): EpochMap {
  if (key.length !== width || value.length !== width) throw new RangeError('keys and digests have 32 bytes')
  return insert(map, { key, value }, 0)
}

/** The root of a map; hashes only what changed since it was last asked. */
export function rootOfMap(map: EpochMap, sha256: Sha256): Uint8Array<ArrayBuffer> {
  if (map === null) return emptyHash.slice()
  map.hash ??= isLeaf(map)
    ? hashOfLeaf(map, sha256)
    : hashOfInner(rootOfMap(map.left, sha256), rootOfMap(map.right, sha256), sha256)
  return map.hash
}

/** Proves what a key holds in a map, or that it holds nothing. */
export function proveInMap(map: EpochMap, key: Uint8Array, sha256: Sha256): EpochProof {
  const siblings: Uint8Array[] = []
  let node = map
  for (let depth = 0; node !== null && !isLeaf(node); depth += 1) {
    const isRight = bitOf(key, depth)
    siblings.push(rootOfMap(isRight ? node.left : node.right, sha256))
    node = isRight ? node.right : node.left
  }
  return node === null || equalBytes(node.key, key) ? { siblings } : { siblings, other: { key: node.key, value: node.value } }
}

/** What a proof is about: a key, and the digest of the value it shall hold or null for none. */
export interface EpochClaim {
  readonly key: Uint8Array
  readonly value: Uint8Array | null
  readonly root: Uint8Array
}

/** Verifies a proof of presence or absence; false for anything malformed. Untrusted: the proof. */
export function verifyEpochProof({ key, value, root }: EpochClaim, { siblings, other }: EpochProof, sha256: Sha256): boolean {
  const parts = [key, root, ...siblings, ...(value === null ? [] : [value]), ...(other === undefined ? [] : [other.key, other.value])]
  if (siblings.length > maxDepth || parts.some(({ length }) => length !== width)) return false
  if (other !== undefined && (value !== null || equalBytes(other.key, key) || sharedBits(other.key, key) < siblings.length)) return false
  const end = value === null ? other : { key, value }
  let hash = end === undefined ? emptyHash : hashOfLeaf(end, sha256)
  for (let depth = siblings.length - 1; depth >= 0; depth -= 1) {
    const sibling = siblings[depth] ?? emptyHash
    hash = bitOf(key, depth) ? hashOfInner(sibling, hash, sha256) : hashOfInner(hash, sibling, sha256)
  }
  return equalBytes(hash, root)
}

function insert(node: EpochMap, leaf: Leaf, depth: number): EpochNode {
  if (node === null) return leaf
  if (isLeaf(node)) return equalBytes(node.key, leaf.key) ? leaf : join(node, leaf, depth)
  return bitOf(leaf.key, depth) ? { left: node.left, right: insert(node.right, leaf, depth + 1) } : { left: insert(node.left, leaf, depth + 1), right: node.right }
}

/** The least tree that holds two leaves apart. */
function join(one: Leaf, other: Leaf, depth: number): Inner {
  const [first, second] = [bitOf(one.key, depth), bitOf(other.key, depth)]
  if (first !== second) return first ? { left: other, right: one } : { left: one, right: other }
  const below = join(one, other, depth + 1)
  return first ? { left: null, right: below } : { left: below, right: null }
}

function isLeaf(node: EpochNode): node is Leaf {
  return 'key' in node
}

function bitOf(key: Uint8Array, depth: number): boolean {
  return (((key[depth >> 3] ?? 0) >> (7 - (depth & 7))) & 1) === 1
}

function sharedBits(left: Uint8Array, right: Uint8Array): number {
  let depth = 0
  while (depth < maxDepth && bitOf(left, depth) === bitOf(right, depth)) depth += 1
  return depth
}

function hashOfLeaf({ key, value }: Pick<Leaf, 'key' | 'value'>, sha256: Sha256): Uint8Array<ArrayBuffer> {
  return sha256(concatBytes(Uint8Array.of(0), key, value))
}

function hashOfInner(left: Uint8Array, right: Uint8Array, sha256: Sha256): Uint8Array<ArrayBuffer> {
  return sha256(concatBytes(Uint8Array.of(1), left, right))
}
