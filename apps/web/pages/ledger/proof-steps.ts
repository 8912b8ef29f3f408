import { hashNode, type Sha256 } from 'everlearned/ledger'

/** One step from an entry up to the fingerprint of the whole list: what is joined on which side, and what comes of it. */
export interface ProofStep {
  readonly side: 'left' | 'right'
  readonly sibling: Uint8Array
  readonly result: Uint8Array
}

/** Walks an inclusion proof (RFC 9162, section 2.1.3.2) and keeps every step, to be shown. Whether it arrives at the right root is another question. */
export function proofSteps({ index, size, leafHash, hashes }: { readonly index: number, readonly size: number, readonly leafHash: Uint8Array, readonly hashes: readonly Uint8Array[] }, sha256: Sha256): readonly ProofStep[] {
  let [node, last, hash] = [index, size - 1, leafHash]
  return hashes.map((sibling) => {
    const isLeft = node % 2 === 1 || node === last
    hash = isLeft ? hashNode(sibling, hash, sha256) : hashNode(hash, sibling, sha256)
    // At the right edge of the tree a node without a partner rises alone.
    if (isLeft) while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)]
    ;[node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
    return { side: isLeft ? 'left' : 'right', sibling, result: hash }
  })
}
