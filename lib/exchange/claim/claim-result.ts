import type { JsonObject } from '../../encoding/canonical-json.ts'
import { parseLedgerProof, type LedgerProof } from '../../trust/ledger-proof.ts'
import { malformed, membersOf } from './_members.ts'

/** Untrusted: the longest credential that a claim hands over. */
export const maxCredentialLength = 1_048_576

/** What a holder receives for a claim; the credential's text is kept unchanged for ever. */
export interface ClaimResult {
  /** The credential exactly as signed. */
  readonly credential: string
  /** base64url: with it the holder can show that the ledger's commitment is to this credential. */
  readonly nonce: string
  /** Null until the batch with this credential's commitment is on the log. */
  readonly ledgerProof: LedgerProof | null
  /** What checking it offline needs: DID and status documents by their URL or DID. */
  readonly documents: JsonObject
  /** While a guardian has a say: what the wallet keeps to. For the wallet alone, never part of the credential. */
  readonly guardian?: GuardianRule
}

/** Until when a guardian has a say over a record, and what they allow meanwhile. */
export interface GuardianRule {
  /** The first day on which it ends, `YYYY-MM-DD`. */
  readonly until: string
  /** Nothing, or links that end by themselves. */
  readonly sharing: 'none' | 'link'
}

/** @throws ClaimError `claim/malformed`; TrustError and its kin when the ledger proof is malformed */
export function parseClaimResult(value: unknown): ClaimResult {
  const result = membersOf(value, 'claim result')
  const ledgerProof = result.objectOrNull('ledgerProof')
  const guardian = result.objectOrNull('guardian')
  return {
    credential: result.text('credential', maxCredentialLength),
    nonce: result.text('nonce', 100),
    ledgerProof: ledgerProof === null ? null : parseLedgerProof(ledgerProof),
    documents: result.object('documents'),
    ...(guardian === null ? {} : { guardian: parseGuardianRule(guardian) }),
  }
}

function parseGuardianRule(value: JsonObject): GuardianRule {
  const rule = membersOf(value, 'guardian rule')
  const [until, sharing] = [rule.text('until', 10), rule.text('sharing', 10)]
  if (!/^\d{4}-\d{2}-\d{2}$/.test(until) || (sharing !== 'none' && sharing !== 'link')) throw malformed('guardian rule', 'it names no day, or another way to share')
  return { until, sharing }
}

/** The answer to "is this commitment on the log yet?"; with its nonce a recorded one becomes a {@link LedgerProof}. */
export type LedgerProofAnswer = { readonly state: 'pending' } | ({ readonly state: 'recorded' } & Omit<LedgerProof, 'type' | 'nonce'>)
