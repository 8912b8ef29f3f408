import { walletClaim } from '../../messages/wallet-claim.ts'
import { codeOf } from './code-of.ts'

/** What went wrong, for people: what happened, and what to do now. */
export interface FaultWords { readonly title: string; readonly text: string }

const faults = walletClaim.faults

/** By the code of our own errors, or of the node's refusal (RFC 9457). */
const wordsOfCode: Readonly<Record<string, FaultWords>> = {
  'claim/link-malformed': faults.linkMalformed,
  'claim/not-found': faults.unknown,
  'claim/already-bound': faults.bound,
  'claim/voided': faults.voided,
  'claim/suspended': faults.suspended,
  'claim/code-wrong': faults.wrongCode,
  'claim/code-missing': faults.wrongCode,
  'claim/code-locked': faults.locked,
  'claim/presentation-refused': faults.challenge,
  'claim/too-many-challenges': faults.tooMany,
  'claim/reissued': faults.voided,
  'claim/malformed': faults.malformed,
  'holder/node-origin': faults.nodeOrigin,
  'holder/node-unreachable': faults.offline,
  'holder/answer-malformed': faults.malformed,
  'holder/credential-refused': faults.dishonest,
  'rate/exceeded': faults.tooMany,
}

/** Trying the same link again cannot help. */
const lastWords: readonly FaultWords[] = [faults.linkMalformed, faults.nodeOrigin, faults.unknown, faults.bound, faults.voided, faults.locked]

/** Tells whether trying again may help after this fault. */
export function mayTryAgain(words: FaultWords): boolean {
  return !lastWords.includes(words)
}

/** The words for what a claim threw. */
export function explainClaimFault(thrown: unknown): FaultWords {
  return wordsOfCode[codeOf(thrown)] ?? faults.other
}
