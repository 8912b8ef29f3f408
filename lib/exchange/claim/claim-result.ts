import type { JsonObject } from '../../encoding/canonical-json.ts'
import { parseLedgerProof, type LedgerProof } from '../../trust/ledger-proof.ts'
import { membersOf } from './_members.ts'

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
}

/** @throws ClaimError `claim/malformed`; TrustError and its kin when the ledger proof is malformed */
export function parseClaimResult(value: unknown): ClaimResult {
  const result = membersOf(value, 'claim result')
  const ledgerProof = result.objectOrNull('ledgerProof')
  return {
    credential: result.text('credential', maxCredentialLength),
    nonce: result.text('nonce', 100),
    ledgerProof: ledgerProof === null ? null : parseLedgerProof(ledgerProof),
    documents: result.object('documents'),
  }
}

/** The answer to "is this commitment on the log yet?"; with its nonce a recorded one becomes a {@link LedgerProof}. */
export type LedgerProofAnswer = { readonly state: 'pending' } | ({ readonly state: 'recorded' } & Omit<LedgerProof, 'type' | 'nonce'>)
