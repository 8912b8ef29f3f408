import type { Cryptography } from '../crypto/cryptography.ts'
import type { Policy } from './policy.ts'
import { satisfies, type Finality } from './satisfies.ts'
import { verifyTlogProof, type TlogProof } from './tlog-proof.ts'

/** What a proof shows under a policy. It holds when the entry `isIncluded` and the checkpoint `isFinal`. */
export interface FinalProofVerdict extends Finality {
  /** The proof leads from the entry to the root of its checkpoint. */
  readonly isIncluded: boolean
}

/** Judges a proof of an entry under a policy (C2SP tlog-proof, "Verifying a tlog proof"): whether it is final, by whom and when. */
export async function verifyFinalProof(entry: Uint8Array, { proof, policy }: { readonly proof: TlogProof; readonly policy: Policy }, cryptography: Cryptography): Promise<FinalProofVerdict> {
  const isIncluded = verifyTlogProof(entry, proof, cryptography.sha256)
  return { isIncluded, ...(await satisfies(policy, proof.checkpoint, cryptography)) }
}
