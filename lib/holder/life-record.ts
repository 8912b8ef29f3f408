import { type LifeContext, type LifeEntry, lifeKeyName, loadLifeEntries } from './life-entry.ts'
import { filledParts } from './life-facts.ts'
import { partsToShare } from './share-life.ts'
import { signLife } from './sign-life-entry.ts'
import type { WalletRecord } from './wallet-record.ts'

/**
 * What somebody says of themselves, in the shape in which an exchange looks through records: confirmed entries, without what is private.
 * Nothing is kept: an entry of which a part stays out is signed for this occasion.
 */
export async function loadOwnWord(node: string, context: LifeContext): Promise<readonly WalletRecord[]> {
  const { entries } = await loadLifeEntries(context)
  const shown = entries.filter((entry) => entry.versions.length > 0 && partsToShare(entry).length > 0)
  return Promise.all(shown.map((entry) => recordOf(entry, node, context)))
}

/** Tells whether such a record is its person's own word: nobody else signed it. */
export function isOwnWord({ id, keyName }: Pick<WalletRecord, 'id' | 'keyName'>): boolean {
  return keyName === lifeKeyName(id)
}

async function recordOf(entry: LifeEntry, origin: string, context: LifeContext): Promise<WalletRecord> {
  const parts = partsToShare(entry)
  const latest = entry.versions.at(-1)
  const credential = latest !== undefined && parts.length === filledParts(entry).length ? latest.credential : await signLife(entry, parts, context)
  return { id: entry.id, credential, nonce: null, ledgerProof: null, logs: [], status: {}, documents: {}, addedAt: entry.changedAt, origin, keyName: lifeKeyName(entry.id) }
}
