import type { NotificationEvent } from 'everlearned/exchange/oid4vci'
import type { PolicyName } from 'everlearned/verifier'
import type { ColumnType } from 'kysely'

/** What an exchange is for: handing a credential over, or asking for some. */
export type ExchangeKind = 'issue' | 'verify'

/** What an organisation asks a holder. */
export interface ExchangeQuestion {
  /** Said to the holder in the organisation's own words. */
  readonly purpose: string
  /** What people do who would rather show nothing, in the organisation's own words. */
  readonly alternative?: string | undefined
  /** A credential of all these types. */
  readonly types: readonly string[]
  readonly policy: PolicyName
  /** Where the holder may go on afterwards. */
  readonly redirectUrl?: string | undefined
  /** What the holder agrees to by showing it, in protocols that have a place for that. */
  readonly agreement?: string | undefined
  /** Under which the answer is to be encrypted, in protocols that have a place for that. */
  readonly sealedResponseKey?: string | undefined
}

/** One presentation that a holder showed, and what came of it. */
export interface ShownPresentation {
  /** The DID whose key signed it. */
  readonly holder: string
  /** Exactly what was verified. */
  readonly document: string
  /** As `ler verify --json` prints it. */
  readonly verdict: unknown
  /** It is something else than what was asked for. */
  readonly isUnasked?: true
}

/** What the organisation gets to see of an answer. */
export interface ExchangeResult {
  readonly presentations: readonly ShownPresentation[]
  /** The holder said no, or had nothing to show. */
  readonly isDeclined?: true
  /** Who comes back to the organisation's own page with this is who answered. */
  readonly responseCode?: string
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
  /** What the holder's wallet said that became of the credential; not every protocol tells. */
  notified: ColumnType<NotificationEvent | null, NotificationEvent | null | undefined, NotificationEvent>
}

/** For whom an authorization code is good. */
export interface CodeBinding {
  readonly clientId: string
  readonly redirectUri: string
  /** Of the method S256. */
  readonly codeChallenge: string
  /** Configurations whose names the token repeats. */
  readonly detailed: readonly string[]
}

/** Credentials that come later: for whom, and in which form. */
export interface Deferral {
  readonly holders: readonly { readonly holder: string; readonly keyType: 'Ed25519' | 'P-256' }[]
  readonly configurationId: string
}

/** Rows of `exchange_grant`: a code of OpenID4VCI and the token that was given for it. */
export interface ExchangeGrantTable {
  id: string
  exchange_id: string
  code_hash: Buffer
  binding: JsonColumn<CodeBinding>
  expires_at: Date
  used_at: Date | null
  token_hash: Buffer | null
  token_expires_at: Date | null
  identified: JsonColumn<readonly string[]>
  transaction_hash: Buffer | null
  deferral: JsonColumn<Deferral>
  notification_hash: Buffer | null
}

/** Rows of `exchange_nonce`. */
export interface ExchangeNonceTable {
  nonce_hash: Buffer
  exchange_id: string
  expires_at: Date
}

/** The tables of exchanges: migrations 0015 and 0019. */
export interface ExchangeTables {
  exchange: ExchangeTable
  exchange_grant: ExchangeGrantTable
  exchange_nonce: ExchangeNonceTable
}
