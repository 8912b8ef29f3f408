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
  kind: FollowAlarm['kind'] | 'policy-differs'
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

/** Rows of `mentions_read`. */
export interface MentionsReadTable {
  origin: string
  size: Count
}

/** The tables of migration 0014. */
export interface NetworkTables {
  followed_log: FollowedLogTable
  network_alarm: NetworkAlarmTable
  followed_growth: FollowedGrowthTable
  entry_mention: EntryMentionTable
  mentions_read: MentionsReadTable
}
