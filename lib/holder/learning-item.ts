import { isJsonObject } from '../credential/parse-json.ts'
import { openEntry, type WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'
import { isDay, type LearningFacts, learningKinds, readWebAddress } from './learning-facts.ts'
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
      const item = await openEntry<unknown>(stored, context)
      if (isLearningItem(item)) return [item]
    } catch (cause) {
      if (!(cause instanceof HolderError)) throw cause
    }
    broken.push(stored.id)
    return []
  }
  const items = (await Promise.all((await context.storage.loadEntries('learning')).map(open))).flat()
  return { items: items.toSorted((left, right) => lastDay(right).localeCompare(lastDay(left)) || right.createdAt.localeCompare(left.createdAt)), broken }
}

/**
 * Opens one item, or undefined when the wallet has none of that id, or none that is whole.
 *
 * @throws HolderError `holder/seal-broken`
 */
export async function loadLearningItem(id: string, context: WalletContext): Promise<LearningItem | undefined> {
  const stored = await context.storage.loadEntry('learning', id)
  const item = stored === undefined ? undefined : await openEntry<unknown>(stored, context)
  return isLearningItem(item) ? item : undefined
}

/** Untrusted: an item may come out of an export that anybody made. */
function isLearningItem(value: unknown): value is LearningItem {
  if (!isJsonObject(value)) return false
  const { id, kind, title, provider, url, from, to, minutes, reflection, skills, evidence, isPrivate, source, createdAt, changedAt } = value
  const isText = (member: unknown): member is string => typeof member === 'string'
  return [id, title, createdAt, changedAt].every(isText) && [provider, reflection].every((member) => member === undefined || isText(member))
    && learningKinds.some((each) => each === kind) && [from, to].every((day) => day === undefined || (isText(day) && isDay(day))) && (url === undefined || (isText(url) && readWebAddress(url) === url))
    && (minutes === undefined || typeof minutes === 'number') && typeof isPrivate === 'boolean' && Array.isArray(skills) && skills.every(isText)
    && Array.isArray(evidence) && evidence.every((file) => isJsonObject(file) && [file['id'], file['name'], file['mediaType']].every(isText) && /^[0-9a-f]{64}$/.test(String(file['id'])) && typeof file['size'] === 'number')
    && isJsonObject(source) && (source['kind'] === 'written' || source['kind'] === 'shared' || (source['kind'] === 'file' && isText(source['name']) && typeof source['line'] === 'number'))
}

function lastDay({ from = '', to = from }: LearningFacts): string {
  return to
}
