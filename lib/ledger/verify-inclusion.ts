import { equalBytes } from '../encoding/bytes.ts'
import { hashLength, hashNode, type Sha256 } from './merkle-hash.ts'
import { isCount } from './merkle-range.ts'

/** The claim that a leaf stands at an index of a tree. Untrusted: every member. */
export interface InclusionClaim {
  readonly index: number
  readonly size: number
  readonly leafHash: Uint8Array
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}

/** Verifies an inclusion proof (RFC 9162, section 2.1.3.2); false for anything malformed. */
export function verifyInclusion(claim: InclusionClaim, sha256: Sha256): boolean {
  const { index, size, leafHash, proof, root } = claim
  if (!isCount(index) || !isCount(size) || index >= size) return false
  if (![leafHash, root, ...proof].every((hash) => hash.length === hashLength)) return false
  let [node, last, hash] = [index, size - 1, leafHash]
  for (const sibling of proof) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      hash = hashNode(sibling, hash, sha256)
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)]
    } else {
      hash = hashNode(hash, sibling, sha256)
    }
    ;[node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  }
  return last === 0 && equalBytes(hash, root)
}
