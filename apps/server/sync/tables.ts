import type { ColumnType } from 'kysely'

/** Rows of `sync_channel`: where the devices of one wallet meet. */
export interface SyncChannelTable {
  /** Derived from the wallet's key. */
  id: string
  token_hash: Buffer
  /** bigint: the driver reads it as text. */
  revision: ColumnType<string, number, number>
  entry_count: number
  byte_count: ColumnType<string, number, number>
  used_on: ColumnType<Date, string, string>
  closed_at: Date | null
}

/** Rows of `sync_entry`. */
export interface SyncEntryTable {
  channel_id: string
  name: string
  revision: ColumnType<string, number, number>
  ciphertext: Buffer
}

/** The tables of sync. */
export interface SyncTables {
  sync_channel: SyncChannelTable
  sync_entry: SyncEntryTable
}
