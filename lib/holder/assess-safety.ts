import type { BackupNote } from './backup-note.ts'
import type { RecoveryNote } from './recovery-note.ts'
import type { SyncState } from './sync-state.ts'
import type { WalletRecord } from './wallet-record.ts'

/**
 * What would be left if this device were lost now.
 *
 * - `empty`: there is nothing to lose yet
 * - `safe`: everything comes back
 * - `stale`: what is newer than the last backup is lost
 * - `keys-only`: the words or the people bring back the keys, and no record
 * - `nothing`: all is lost
 */
export type Safety = 'empty' | 'safe' | 'stale' | 'keys-only' | 'nothing'

/** Tells what would be left if this device were lost now. */
export function assessSafety(records: readonly Pick<WalletRecord, 'addedAt'>[], { backup, recovery, sync }: {
  readonly backup: Pick<BackupNote, 'madeAt'> | undefined
  readonly recovery: Omit<RecoveryNote, 'id'>
  readonly sync: Pick<SyncState, 'syncedAt'> | undefined
}): Safety {
  const newest = records.reduce((latest, { addedAt }) => (addedAt > latest ? addedAt : latest), '')
  if (newest === '') return 'empty'
  const hasKeys = recovery.phraseAt !== undefined || recovery.people !== undefined
  const isSynced = sync?.syncedAt !== null && sync?.syncedAt !== undefined && sync.syncedAt >= newest
  if ((backup !== undefined && backup.madeAt >= newest) || (hasKeys && isSynced)) return 'safe'
  if (backup !== undefined) return 'stale'
  return hasKeys ? 'keys-only' : 'nothing'
}
