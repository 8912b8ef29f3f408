import { formatBundle, parseBundle, type Bundle } from '../verifier/bundle.ts'
import { joinBundles } from './join-bundles.ts'
import type { LifeContext } from './life-entry.ts'
import { type BundleContext, makeBundle } from './make-bundle.ts'
import { type LifeChoice, makeLifeBundle } from './share-life.ts'
import { canShowParts, type FactName, factsOf } from './shown-copy.ts'
import type { WalletRecord } from './wallet-record.ts'

/** What stands in a résumé, in its order. */
export interface ResumeChoice {
  readonly records: readonly WalletRecord[]
  readonly entries: readonly LifeChoice[]
  /** What of a record stays out besides, by its name in the wallet. */
  readonly leftOut?: ReadonlyMap<string, readonly FactName[]> | undefined
}

/**
 * Everything of a résumé as one share bundle: the records in their order, then the entries. Of a record that can be shown in part the day of
 * the award is withheld, which tells a person's age.
 *
 * @throws HolderError as {@link makeBundle} and {@link makeLifeBundle} do
 */
export async function makeResumeBundle({ records, entries, leftOut }: ResumeChoice, context: BundleContext & LifeContext): Promise<{ readonly text: string; readonly bundle: Bundle }> {
  const parts: Bundle[] = []
  for (const record of records) {
    const isIn = (name: FactName): boolean => name !== 'awardedDate' && leftOut?.get(record.id)?.includes(name) !== true
    const facts = canShowParts(record.credential) ? factsOf(record.credential, context.cryptography).map(({ name }) => name).filter(isIn) : 'all'
    parts.push(parseBundle(await makeBundle(record, context, { facts })))
  }
  if (entries.length > 0) parts.push(parseBundle(await makeLifeBundle(entries, context)))
  const bundle = joinBundles(parts)
  return { text: formatBundle(bundle), bundle }
}
