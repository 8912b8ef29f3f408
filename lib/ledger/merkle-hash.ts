import type { Cryptography } from '../crypto/cryptography.ts'

/** SHA-256, as every hash of the tree (C2SP tlog-tiles, "Merkle Tree"). */
export type Sha256 = Cryptography['sha256']

/** Bytes of one hash. */
export const hashLength = 32

// Hashing is synchronous and keeps no reference to its input, so one buffer serves every leaf of usual length and every inner node.
const leafInput = new Uint8Array(1_024)
const nodeInput = new Uint8Array(1 + 2 * hashLength)
nodeInput[0] = 0x01

/** Hashes one entry into its leaf (RFC 6962, section 2.1): SHA-256(0x00 || entry). */
export function hashLeaf(entry: Uint8Array, sha256: Sha256): Uint8Array<ArrayBuffer> {
  const input = entry.length < leafInput.length ? leafInput.subarray(0, 1 + entry.length) : new Uint8Array(1 + entry.length)
  input.set(entry, 1)
  return sha256(input)
}

/** Hashes two subtrees into their parent (RFC 6962, section 2.1): SHA-256(0x01 || left || right). */
export function hashNode(left: Uint8Array, right: Uint8Array, sha256: Sha256): Uint8Array<ArrayBuffer> {
  nodeInput.set(left, 1)
  nodeInput.set(right, 1 + hashLength)
  return sha256(nodeInput)
}

/** The root of a tree without leaves (RFC 6962, section 2.1). */
export function hashEmptyTree(sha256: Sha256): Uint8Array<ArrayBuffer> {
  return sha256(new Uint8Array(0))
}

/** The root over consecutive complete subtrees of one height, given as concatenated hashes; their number is a power of two. */
export function hashComplete(hashes: Uint8Array, sha256: Sha256): Uint8Array<ArrayBuffer> {
  if (hashes.length === hashLength) return hashes.slice()
  const half = hashes.length / 2
  return hashNode(hashComplete(hashes.subarray(0, half), sha256), hashComplete(hashes.subarray(half), sha256), sha256)
}
