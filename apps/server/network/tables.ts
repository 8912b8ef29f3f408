import type { ColumnType } from 'kysely'
import type { FollowAlarm, FollowRole } from 'everlearned/node'

type Count = ColumnType<string, number | string, number | string>

/** Rows of `followed_log`. */
export interface FollowedLogTable {
  id: string
  origin: string
  verifier_key: string
  url: string
  role: FollowRole
  joins: boolean
  created_at: Date
}

/** Rows of `network_alarm`: one of a kind for each log. */
export interface NetworkAlarmTable {
  kind: FollowAlarm['kind'] | 'policy-differs' | 'halted' | 'withheld'
  origin: string
  code: string
  reason: string
  /** JSON, as text on the way in. */
  proof: ColumnType<unknown, string | null, string | null>
  raised_at: Date
  ended_at: Date | null
}

/** Rows of `followed_growth`. */
export interface FollowedGrowthTable {
  origin: string
  size: Count
  reached_at: Date
}

/** Rows of `entry_mention`. */
export interface EntryMentionTable {
  origin: string
  entry_index: Count
  did: string
  part: 'by' | 'about'
  type: string
  leaves: number
}

/** Rows of `entry_kind`. */
export interface EntryKindTable {
  origin: string
  type: string
}

/** Rows of `mentions_read`. */
export interface MentionsReadTable {
  origin: string
  size: Count
}

/** Rows of `final_checkpoint`: one. */
export interface FinalCheckpointTable {
  id: string
  checkpoint: string
  made_at: Date
}

/** Rows of `cosignature`: the last of each cosigner. */
export interface CosignatureTable {
  cosigner: string
  size: Count
  cosigned_at: Date
}

/** Rows of `log_growth`. */
export interface LogGrowthTable {
  size: Count
  reached_at: Date
}

/** Rows of `list_snapshot`. */
export interface ListSnapshotTable {
  list_id: string
  digest: string
  published: string
  stated_at: Date
}

/** Rows of `ledger_receipt`. */
export interface LedgerReceiptTable {
  id: string
  origin: string
  url: string
  verifier_key: string
  entry: Buffer
  entry_index: Count
  proof: string
  received_at: Date
  state: 'pending' | 'kept' | 'withheld' | 'contradicted'
}

/** The tables of the migrations 0012, 0014 and 0016. */
export interface NetworkTables {
  final_checkpoint: FinalCheckpointTable
  cosignature: CosignatureTable
  log_growth: LogGrowthTable
  list_snapshot: ListSnapshotTable
  ledger_receipt: LedgerReceiptTable
  followed_log: FollowedLogTable
  network_alarm: NetworkAlarmTable
  followed_growth: FollowedGrowthTable
  entry_mention: EntryMentionTable
  entry_kind: EntryKindTable
  mentions_read: MentionsReadTable
}
