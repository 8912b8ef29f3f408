import { openEntry, type WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'
import type { LearningFacts } from './learning-facts.ts'
import type { LifeEvidence } from './life-entry.ts'
import type { SealedEntry } from './wallet-storage.ts'

/** How an item came into the log. */
export type LearningSource =
  | { readonly kind: 'written' }
  /** From another program on the device, through its share sheet. */
  | { readonly kind: 'shared' }
  /** From a line of a table. */
  | { readonly kind: 'file'; readonly name: string; readonly line: number }

/** One item of the learning log as the wallet keeps it, sealed. It is a note: nothing of it is signed until it is chosen for a portfolio. */
export interface LearningItem extends LearningFacts {
  /** Random; never leaves the wallet. */
  readonly id: string
  readonly evidence: readonly LifeEvidence[]
  /** Its person wants it for themselves: it is left out of portfolios unless they say otherwise. */
  readonly isPrivate: boolean
  readonly source: LearningSource
  readonly createdAt: string
  readonly changedAt: string
}

/** What a person says of an item, and whether it is private. */
export interface LearningDecision {
  readonly facts: LearningFacts
  readonly isPrivate: boolean
}

/** Items by day, the latest first, those without a day at the end; one that cannot be opened is named, never hidden. */
export async function loadLearning(context: WalletContext): Promise<{ readonly items: readonly LearningItem[]; readonly broken: readonly string[] }> {
  const broken: string[] = []
  const open = async (stored: SealedEntry): Promise<readonly LearningItem[]> => {
    try {
      return [await openEntry<LearningItem>(stored, context)]
    } catch (cause) {
      if (!(cause instanceof HolderError)) throw cause
      broken.push(stored.id)
      return []
    }
  }
  const items = (await Promise.all((await context.storage.loadEntries('learning')).map(open))).flat()
  return { items: items.toSorted((left, right) => lastDay(right).localeCompare(lastDay(left)) || right.createdAt.localeCompare(left.createdAt)), broken }
}

/**
 * Opens one item, or undefined when the wallet has none of that id.
 *
 * @throws HolderError `holder/seal-broken`
 */
export async function loadLearningItem(id: string, context: WalletContext): Promise<LearningItem | undefined> {
  const stored = await context.storage.loadEntry('learning', id)
  return stored === undefined ? undefined : openEntry<LearningItem>(stored, context)
}

function lastDay({ from = '', to = from }: LearningFacts): string {
  return to
}
