import { formatBundle, parseBundle, type Bundle } from '../verifier/bundle.ts'
import type { LifeContext } from './life-entry.ts'
import type { LifeFacts, LifePart } from './life-facts.ts'
import { type BundleContext, makeBundle } from './make-bundle.ts'
import { type LifeChoice, makeLifeBundle } from './share-life.ts'
import { canShowParts, factsOf } from './shown-copy.ts'
import type { WalletRecord } from './wallet-record.ts'

/** What stands in a résumé, in its order. */
export interface ResumeChoice {
  readonly records: readonly WalletRecord[]
  readonly entries: readonly LifeChoice[]
}

/**
 * Everything of a résumé as one share bundle: the records in their order, then the entries. Of a record that can be shown in part the day of
 * the award is withheld, which tells a person's age.
 *
 * @throws HolderError as {@link makeBundle} and {@link makeLifeBundle} do
 */
export async function makeResumeBundle({ records, entries }: ResumeChoice, context: BundleContext & LifeContext): Promise<{ readonly text: string; readonly bundle: Bundle }> {
  const parts: Bundle[] = []
  for (const record of records) parts.push(parseBundle(await makeBundle(record, context, { facts: canShowParts(record.credential) ? factsOf(record.credential, context.cryptography).map(({ name }) => name).filter((name) => name !== 'awardedDate') : 'all' })))
  if (entries.length > 0) parts.push(parseBundle(await makeLifeBundle(entries, context)))
  const evidence = parts.flatMap((part) => part.evidence ?? [])
  const bundle: Bundle = {
    credentials: parts.flatMap(({ credentials }) => credentials),
    documents: Object.assign({}, ...parts.map(({ documents }) => documents)) as Bundle['documents'],
    status: Object.assign({}, ...parts.map(({ status }) => status)) as Bundle['status'],
    ledgerProofs: parts.flatMap(({ ledgerProofs }) => ledgerProofs),
    logs: [...new Set(parts.flatMap(({ logs }) => logs))],
    archived: parts.flatMap(({ archived = [] }) => archived),
    ...(evidence.length === 0 ? {} : { evidence }),
  }
  return { text: formatBundle(bundle), bundle }
}

/** The facts of an entry without the parts that are kept back. */
export function factsShown({ kind, what, where, from, to, story, skills, hours }: LifeFacts, parts: readonly LifePart[]): LifeFacts {
  const shown = (part: LifePart): boolean => parts.includes(part)
  return {
    kind, what,
    ...(where !== undefined && shown('where') ? { where } : {}),
    ...(from !== undefined && shown('when') ? { from } : {}),
    ...(to !== undefined && shown('when') ? { to } : {}),
    ...(story !== undefined && shown('story') ? { story } : {}),
    skills: shown('skills') ? skills : [],
    ...(hours !== undefined && shown('hours') ? { hours } : {}),
  }
}
