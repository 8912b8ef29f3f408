import { encodeHex } from '../encoding/hex.ts'
import { saveEntry, type WalletContext } from './entry.ts'
import { filesInUse } from './files-in-use.ts'
import { isDraft, type LifeContext, type LifeDecision, type LifeEntry, type LifeSource } from './life-entry.ts'
import { type LifeFacts, tidyFacts } from './life-facts.ts'
import { sensitiveParts } from './sensitive-words.ts'
import type { RemovedEntry } from './put-back.ts'

/** Keeps a new draft. What might be sensitive in it is marked so, for its person to see and to change. */
export async function draftLifeEntry(facts: LifeFacts, source: LifeSource, context: LifeContext): Promise<LifeEntry> {
  const now = context.now.toISOString()
  const tidy = tidyFacts(facts)
  const entry: LifeEntry = { id: encodeHex(context.cryptography.randomBytes(16)), facts: tidy, evidence: [], sensitive: sensitiveParts(tidy), source, versions: [], createdAt: now, changedAt: now }
  await saveEntry('life', entry, context)
  return entry
}

/**
 * Keeps a draft as it is now; nothing is signed.
 *
 * @throws HolderError as {@link draftLifeEntry} does
 */
export async function keepDraft(entry: LifeEntry, { facts, sensitive }: LifeDecision, context: LifeContext): Promise<LifeEntry> {
  if (!isDraft(entry)) throw new TypeError('Cannot keep as a draft what was confirmed')
  const kept: LifeEntry = { ...entry, facts: tidyFacts(facts), sensitive, changedAt: context.now.toISOString() }
  await saveEntry('life', kept, context)
  return kept
}

/** Takes an entry out of the wallet, and those of its files that nothing else uses. */
export async function removeLifeEntry(entry: LifeEntry, context: WalletContext): Promise<RemovedEntry> {
  const used = await filesInUse(context, [entry.id])
  const names = [['life', entry.id] as const, ...entry.evidence.filter(({ id }) => !used.has(id)).map(({ id }) => ['file', id] as const)]
  const stored = await Promise.all(names.map(([kind, id]) => context.storage.loadEntry(kind, id)))
  for (const [kind, id] of names) await context.storage.removeEntry(kind, id)
  return stored.filter((each) => each !== undefined)
}
