import type { WalletContext } from './entry.ts'
import { loadLearning } from './learning-item.ts'
import { loadLifeEntries } from './life-entry.ts'

/** The files that entries of a life and items of the learning log name, those of `except` apart. */
export async function filesInUse(context: WalletContext, except: readonly string[] = []): Promise<ReadonlySet<string>> {
  const [{ entries }, { items }] = await Promise.all([loadLifeEntries(context), loadLearning(context)])
  return new Set([...entries, ...items].filter(({ id }) => !except.includes(id)).flatMap(({ evidence }) => evidence.map(({ id }) => id)))
}
