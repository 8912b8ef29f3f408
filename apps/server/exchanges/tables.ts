import type { PolicyName } from 'everlearned/verifier'
import type { ColumnType } from 'kysely'

/** What an exchange is for: handing a credential over, or asking for some. */
export type ExchangeKind = 'issue' | 'verify'

/** What an organisation asks a holder. */
export interface ExchangeQuestion {
  /** Said to the holder in the organisation's own words. */
  readonly purpose: string
  /** A credential of all these types. */
  readonly types: readonly string[]
  readonly policy: PolicyName
  /** Where the holder may go on afterwards. */
  readonly redirectUrl?: string | undefined
}

/** One presentation that a holder showed, and what came of it. */
export interface ShownPresentation {
  /** The DID whose key signed it. */
  readonly holder: string
  /** Exactly what was verified. */
  readonly document: string
  /** As `ler verify --json` prints it. */
  readonly verdict: unknown
}

/** What the organisation gets to see of an answer. */
export interface ExchangeResult {
  readonly presentations: readonly ShownPresentation[]
}

/** A JSON column: read as parsed, written as text. */
type JsonColumn<T> = ColumnType<T | null, string | null, string | null>

/** Rows of `exchange`. */
export interface ExchangeTable {
  id: string
  organisation_id: string
  kind: ExchangeKind
  session_hash: Buffer
  state: 'open' | 'complete' | 'closed'
  challenge: string
  challenged_at: Date
  failures: number
  claim_id: string | null
  is_code_proven: boolean
  question: JsonColumn<ExchangeQuestion>
  asked_by: string | null
  result: JsonColumn<ExchangeResult>
  created_at: Date
  expires_at: Date
  finished_at: Date | null
}

/** The tables of exchanges: migration 0015. */
export interface ExchangeTables {
  exchange: ExchangeTable
}
