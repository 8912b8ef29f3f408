import type { ColumnType } from 'kysely'
import type { ColumnMapping, RowToIssue } from 'everlearned/issuer'
import type { OrganisationKeyType } from '../accounts/organisation-keys.ts'
import type { MailFailure } from '../mail-error.ts'
import type { MailChannel } from '../mail.ts'

/** A JSON column: read as parsed, written as text. */
type JsonColumn<T> = ColumnType<T, string, string>

/** Rows of `achievement`. */
export interface AchievementTable {
  id: string
  organisation_id: string
  definition: JsonColumn<AchievementDefinition>
  created_at: Date
  updated_at: Date
}

/** What a template says; the same shape in requests, in `achievement.definition` and in `issue_job.definition`. */
export interface AchievementDefinition {
  readonly name: string
  readonly description: string
  readonly criteria: string
  readonly achievementType: string
  readonly validityMonths: number | null
  readonly alignments: readonly { readonly targetName: string; readonly targetUrl: string; readonly targetFramework?: string | undefined }[]
}

/** Rows of `upload`. */
export interface UploadTable {
  id: string
  organisation_id: string
  sha256: string
  /** Null once deleted. */
  content: Buffer | null
  created_at: Date
  /** Null for files that were brought before this was noted: `created_at` then. */
  brought_at: Date | null
  deleted_at: Date | null
}

/** Rows of `issue_job`. */
export interface IssueJobTable {
  id: string
  organisation_id: string
  achievement_id: string
  upload_id: string
  file_sha256: string
  definition: JsonColumn<AchievementDefinition>
  mapping: JsonColumn<ColumnMapping>
  date_order: 'mdy' | 'dmy' | null
  second_factor: boolean
  state: 'queued' | 'running' | 'done' | 'failed'
  failure_code: string | null
  total: number
  issued: number
  refused: number
  lease_owner: string | null
  lease_until: Date | null
  created_at: Date
  finished_at: Date | null
}

/** Rows of `issue_job_error`. */
export interface IssueJobErrorTable {
  job_id: string
  organisation_id: string
  line: number
  position: number
  field: string | null
  code: string
  message: string
}

/** What a set bit of a list stands for. */
export type ListPurpose = 'revocation' | 'suspension'

/** Rows of `status_list`. */
export interface StatusListTable {
  id: string
  organisation_id: string
  key_type: OrganisationKeyType
  purpose: ListPurpose
  size: number
  allocated: Buffer
  allocated_count: number
  /** Set where a credential is revoked or suspended, as the purpose says. */
  bits: Buffer
  published: string
  published_at: Date
  expires_at: Date
  created_at: Date
}

/** Why a credential was revoked; `superseded` by the one that its holder claimed. */
export type RevocationReason = 'superseded' | VoidReason

/** Why the issuer took a claim back. */
export type VoidReason = 'wrong-person' | 'wrong-details' | 'issued-in-error' | 'other'

/** Why an issuer lets a claim rest for a while. */
export type SuspendReason = 'under-review' | 'requirement-lapsed' | 'asked-by-recipient' | 'other'

/** Rows of `credential`. */
export interface CredentialTable {
  id: string
  organisation_id: string
  achievement_id: string
  job_id: string | null
  line: number | null
  credential_id: string
  /** Empty once erased. */
  document: string
  status_list_id: string
  status_index: number
  /** Null for credentials from before suspension: they can only be revoked. */
  suspension_list_id: string | null
  suspension_index: number | null
  revoked_at: Date | null
  revoked_reason: RevocationReason | null
  issued_at: Date
}

/** Rows of `claim`. */
export interface ClaimTable {
  id: string
  organisation_id: string
  achievement_id: string
  job_id: string | null
  delivery_credential_id: string
  bound_credential_id: string | null
  holder_did: string | null
  award: JsonColumn<RowToIssue>
  definition: JsonColumn<AchievementDefinition>
  recipient_search: string
  state: 'unclaimed' | 'bound' | 'voided'
  token_hash: Buffer
  sealed_token: string
  sealed_code: string | null
  code_failures: number
  void_reason: VoidReason | null
  suspended_at: Date | null
  suspend_reason: SuspendReason | null
  reissued_as: string | null
  issued_at: Date
  claimed_at: Date | null
  voided_at: Date | null
  /** When its person was erased; the columns that told of them are empty since. */
  erased_at: Date | null
}

/** Rows of `claim_copy`. */
export interface ClaimCopyTable {
  credential_id: string
  claim_id: string
  organisation_id: string
  created_at: Date
}

/** Rows of `claim_challenge`. */
export interface ClaimChallengeTable {
  challenge_hash: Buffer
  claim_id: string
  expires_at: Date
}

/** Rows of `ticket`. */
export interface TicketTable {
  id: string
  organisation_id: string
  claim_id: string
  state: 'open' | 'closed'
  resolution: 'dismissed' | 'reissued' | null
  attempts: number
  opened_at: Date
  last_attempt_at: Date
  closed_at: Date | null
}

/** Rows of `issuing_audit`. */
export interface IssuingAuditTable {
  id: string
  organisation_id: string
  actor: string
  action: string
  subject_id: string
  detail: string | null
  created_at: Date
}

/** Rows of `ledger_batch`. */
export interface LedgerBatchTable {
  id: string
  organisation_id: string | null
  job_id: string | null
  state: 'sealed' | 'recorded'
  entry: Buffer
  leaves: Buffer
  real_count: number
  leaf_count: number
  /** bigint: the driver reads it as text. */
  log_size: ColumnType<string, number, never>
  log_index: ColumnType<string | null, number | null, number | null>
  /** Null: this node's own log. */
  log_origin: ColumnType<string | null, string | null | undefined, string | null>
  other_size: ColumnType<string | null, number | null | undefined, number | null>
  sealed_at: Date
  recorded_at: Date | null
}

/** Rows of `commitment`. */
export interface CommitmentTable {
  credential_id: string
  organisation_id: string
  job_id: string | null
  commitment: Buffer
  nonce: Buffer
  pooled_at: Date | null
  batch_id: string | null
  position: number | null
  created_at: Date
}

/** Rows of `ledger_key`. */
export interface LedgerKeyTable {
  id: string
  origin: string
  public_key: Buffer
  sealed_private_key: string
  created_at: Date
}

/** Rows of `share`. */
export interface ShareTable {
  id: string
  ciphertext: Buffer
  end_token_hash: Buffer
  expires_at: Date
  created_at: Date
}

/** Rows of `claim_mail`: one a claim, once its link was to be mailed. */
export interface ClaimMailTable {
  claim_id: string
  organisation_id: string
  job_id: string | null
  message_id: string
  state: 'queued' | 'sending' | 'sent' | 'failed'
  failure_code: MailFailure | null
  channel: MailChannel | null
  tries: number
  due_at: Date
  lease_owner: string | null
  lease_until: Date | null
  settled_at: Date | null
}

/** The tables of issuing, ledger and shares: migrations 0002 to 0004, 0006, 0008 to 0010 and 0013. */
export interface IssuingTables {
  achievement: AchievementTable
  upload: UploadTable
  issue_job: IssueJobTable
  issue_job_error: IssueJobErrorTable
  status_list: StatusListTable
  credential: CredentialTable
  claim: ClaimTable
  claim_challenge: ClaimChallengeTable
  claim_copy: ClaimCopyTable
  claim_mail: ClaimMailTable
  ticket: TicketTable
  issuing_audit: IssuingAuditTable
  ledger_batch: LedgerBatchTable
  commitment: CommitmentTable
  ledger_key: LedgerKeyTable
  share: ShareTable
}
