import { encodeHex } from '../encoding/hex.ts'
import { openEntry, saveEntry, type WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'

/** What came of a meeting with somebody else's system. */
export type ExchangeOutcome = 'received' | 'shown' | 'declined' | 'linked' | 'ended' | 'published' | 'unpublished'

/** One record of those that went over, as it was called then. */
export interface NotedRecord {
  /** Its name in this wallet; it may be gone since. */
  readonly id: string
  readonly name: string
  /** What could be seen of it, when that was a part; undefined is all. */
  readonly shown?: readonly string[]
}

/** Who asked for what, and what was given. For the person alone, sealed like everything. */
export interface ExchangeNote {
  readonly id: string
  readonly at: string
  readonly outcome: ExchangeOutcome
  /** Who it was, as far as its address says. */
  readonly host: string
  /** What they called themselves. */
  readonly calledName?: string | undefined
  /** Whether a registry knew them. */
  readonly isKnown: boolean
  /** For what, in their words. */
  readonly purpose?: string | undefined
  /** Of a link: until when it works. */
  readonly until?: string | undefined
  /** Types that were asked for. */
  readonly asked: readonly string[]
  readonly records: readonly NotedRecord[]
}

/** Writes down one meeting; answers the note. */
export async function saveExchangeNote(note: Omit<ExchangeNote, 'id' | 'at'>, { now, ...context }: WalletContext & { readonly now: Date }): Promise<ExchangeNote> {
  const kept = { ...note, id: encodeHex(context.cryptography.randomBytes(16)), at: now.toISOString() }
  await saveEntry('exchange', kept, context)
  return kept
}

/** All of them, newest first; one that is damaged does not take the others with it. */
export async function loadExchangeNotes(context: WalletContext): Promise<readonly ExchangeNote[]> {
  const notes: ExchangeNote[] = []
  for (const entry of await context.storage.loadEntries('exchange')) {
    try {
      notes.push(await openEntry<ExchangeNote>(entry, context))
    } catch (cause) {
      if (!(cause instanceof HolderError)) throw cause
    }
  }
  return notes.toSorted((left, right) => (left.at < right.at ? 1 : -1))
}

/** Forgets one. What was given stays given. */
export function removeExchangeNote(id: string, { storage }: Pick<WalletContext, 'storage'>): Promise<void> {
  return storage.removeEntry('exchange', id)
}
