import { openEntry, saveEntry, type WalletContext } from './entry.ts'

/** When this wallet was last backed up. */
export interface BackupNote {
  readonly id: 'backup'
  readonly madeAt: string
}

/** Remembers that a backup was completed. */
export function saveBackupNote(madeAt: Date, context: WalletContext): Promise<void> {
  return saveEntry<BackupNote>('note', { id: 'backup', madeAt: madeAt.toISOString() }, context)
}

/** When the last backup was completed, or undefined when there is none. */
export async function loadBackupNote(context: WalletContext): Promise<BackupNote | undefined> {
  const entry = await context.storage.loadEntry('note', 'backup')
  return entry === undefined ? undefined : openEntry<BackupNote>(entry, context)
}
