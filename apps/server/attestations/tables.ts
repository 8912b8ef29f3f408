import type { AttestationState } from 'everlearned/exchange/attestation'

/** Rows of `attestation`: one request to vouch for a record. */
export interface AttestationTable {
  /** Random: it is part of the link. */
  id: string
  link_token_hash: Buffer
  end_token_hash: Buffer
  state: AttestationState
  /** What is asked, as ciphertext; nothing once the request is over. */
  ciphertext: Buffer | null
  answer: Buffer | null
  /** The code that was sent, and the hashed address it was sent to, under the key file. */
  sealed_code: string | null
  code_expires_at: Date | null
  code_tries: number
  codes_sent: number
  /** The mail in the outbox, if it went there. */
  mail_id: string | null
  /** The DID of whoever answered a code, or signed in for an organisation. */
  confirmed_for: string | null
  created_at: Date
  expires_at: Date
}

/** Rows of `endorsement_status`: the two lists of one endorsement, and which of them is served. */
export interface EndorsementStatusTable {
  id: string
  standing: string
  withdrawn: string
  token_hash: Buffer
  created_at: Date
  withdrawn_at: Date | null
}

/** The tables of attestations. */
export interface AttestationTables {
  attestation: AttestationTable
  endorsement_status: EndorsementStatusTable
}
