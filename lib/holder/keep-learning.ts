import { encodeHex } from '../encoding/hex.ts'
import { saveEntry, type WalletContext } from './entry.ts'
import { filesInUse } from './files-in-use.ts'
import { HolderError } from './holder-error.ts'
import { maxLearning, tidyLearning } from './learning-facts.ts'
import type { LearningDecision, LearningItem, LearningSource } from './learning-item.ts'
import type { LifeContext } from './life-entry.ts'
import type { RemovedEntry } from './put-back.ts'
import { type FileContent, saveFile } from './wallet-file.ts'

/**
 * Keeps new items, in their order.
 *
 * @throws HolderError `holder/learning-full` when the log would be longer than its limit, and as {@link tidyLearning} does; nothing is kept then
 */
export async function keepLearning(decisions: readonly (LearningDecision & { readonly source: LearningSource })[], context: LifeContext): Promise<readonly LearningItem[]> {
  const held = (await context.storage.loadEntries('learning')).length
  if (held + decisions.length > maxLearning.items) throw new HolderError('holder/learning-full', `Cannot keep items: a log has ${maxLearning.items} at most`)
  const items = decisions.map(({ facts, isPrivate, source }, index): LearningItem => {
    const now = new Date(context.now.getTime() + index).toISOString()
    return { ...tidyLearning(facts), id: encodeHex(context.cryptography.randomBytes(16)), evidence: [], isPrivate, source, createdAt: now, changedAt: now }
  })
  for (const item of items) await saveEntry('learning', item, context)
  return items
}

/**
 * Keeps an item as its person says it now.
 *
 * @throws HolderError as {@link tidyLearning} does
 */
export function changeLearning({ id, evidence, source, createdAt }: LearningItem, { facts, isPrivate }: LearningDecision, context: LifeContext): Promise<LearningItem> {
  return keep({ ...tidyLearning(facts), id, evidence, isPrivate, source, createdAt, changedAt: '' }, context)
}

/** Takes items out of the log, and those of their files that nothing else uses. Portfolios that were made of them stay as they are. */
export async function removeLearning(items: readonly LearningItem[], context: WalletContext): Promise<RemovedEntry> {
  const used = await filesInUse(context, items.map(({ id }) => id))
  const files = new Set(items.flatMap(({ evidence }) => evidence.map(({ id }) => id)).filter((id) => !used.has(id)))
  const names = [...items.map(({ id }) => ['learning', id] as const), ...[...files].map((id) => ['file', id] as const)]
  const stored = await Promise.all(names.map(([kind, id]) => context.storage.loadEntry(kind, id)))
  for (const [kind, id] of names) await context.storage.removeEntry(kind, id)
  return stored.filter((each) => each !== undefined)
}

/**
 * Puts a file beside an item, sealed, by the digest of its bytes.
 *
 * @throws HolderError `holder/file-too-large`, `holder/evidence-too-many`
 */
export async function addLearningFile(item: LearningItem, file: FileContent, context: LifeContext): Promise<LearningItem> {
  if (item.evidence.length >= maxLearning.files) throw new HolderError('holder/evidence-too-many', `Cannot keep the file: the item has ${maxLearning.files} already`)
  const { id, name, mediaType } = await saveFile(file, context)
  return item.evidence.some((each) => each.id === id) ? item : keep({ ...item, evidence: [...item.evidence, { id, name, mediaType, size: file.bytes.length }] }, context)
}

/** Takes a file from an item, and out of the wallet unless something else has it too. */
export async function removeLearningFile(item: LearningItem, id: string, context: LifeContext): Promise<LearningItem> {
  const left = await keep({ ...item, evidence: item.evidence.filter((each) => each.id !== id) }, context)
  if (!(await filesInUse(context)).has(id)) await context.storage.removeEntry('file', id)
  return left
}

async function keep(item: LearningItem, context: LifeContext): Promise<LearningItem> {
  const kept = { ...item, changedAt: context.now.toISOString() }
  await saveEntry('learning', kept, context)
  return kept
}
