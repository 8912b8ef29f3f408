import { openEntry, saveEntry, type WalletContext } from './entry.ts'

/** Which ways back into the wallet its owner has prepared. */
export interface RecoveryNote {
  readonly id: 'recovery'
  /** When they showed that they had written the words down. */
  readonly phraseAt?: string
  readonly people?: TrustedPeople
}

/** The set of cards that trusted people have; the cards themselves are kept nowhere. */
export interface TrustedPeople {
  readonly setId: string
  readonly threshold: number
  readonly names: readonly string[]
  readonly madeAt: string
}

/** Remembers a way back, beside those that were prepared before. */
export async function saveRecoveryNote(changes: Omit<RecoveryNote, 'id'>, context: WalletContext): Promise<void> {
  await saveEntry<RecoveryNote>('note', { ...(await loadRecoveryNote(context)), ...changes, id: 'recovery' }, context)
}

/** The ways back that were prepared. */
export async function loadRecoveryNote(context: WalletContext): Promise<Omit<RecoveryNote, 'id'>> {
  const entry = await context.storage.loadEntry('note', 'recovery')
  return entry === undefined ? {} : openEntry<RecoveryNote>(entry, context)
}
