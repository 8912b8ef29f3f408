import { equalBytes } from '../encoding/bytes.ts'
import { hashLength, hashNode, type Sha256 } from './merkle-hash.ts'
import { isCount } from './merkle-range.ts'

/** The claim that an older tree is the beginning of a newer one. Untrusted: every member. */
export interface ConsistencyClaim {
  readonly olderSize: number
  readonly newerSize: number
  readonly olderRoot: Uint8Array
  readonly newerRoot: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Verifies a consistency proof (RFC 9162, section 2.1.4.2); false for anything malformed and for an empty older tree. */
export function verifyConsistency(claim: ConsistencyClaim, sha256: Sha256): boolean {
  const { olderSize, newerSize, olderRoot, newerRoot, proof } = claim
  if (!isCount(olderSize) || !isCount(newerSize) || olderSize === 0 || olderSize > newerSize) return false
  if (olderSize === newerSize) return proof.length === 0 && equalBytes(olderRoot, newerRoot)
  if (![olderRoot, newerRoot, ...proof].every((hash) => hash.length === hashLength)) return false

  // Step 2: a complete older tree is itself the first node of the path.
  const path = isPowerOfTwo(olderSize) ? [olderRoot, ...proof] : [...proof]
  const first = path.shift()
  if (first === undefined) return false
  let [node, last] = [olderSize - 1, newerSize - 1]
  while (node % 2 === 1) [node, last] = [(node - 1) / 2, Math.floor(last / 2)]
  let [older, newer] = [first, first]
  for (const sibling of path) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      older = hashNode(sibling, older, sha256)
      newer = hashNode(sibling, newer, sha256)
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)]
    } else {
      newer = hashNode(newer, sibling, sha256)
    }
    ;[node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  }
  return last === 0 && equalBytes(older, olderRoot) && equalBytes(newer, newerRoot)
}

function isPowerOfTwo(count: number): boolean {
  let rest = count
  while (rest % 2 === 0) rest /= 2
  return rest === 1
}
