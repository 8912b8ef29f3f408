import { type LifeEntry, loadLifeEntry } from 'everlearned/holder'
import { type Loading, useLoaded } from '../../use-loaded.ts'
import { contentVersion, type OpenSession } from '../session.ts'

/** The entry that an address names: on its way, here, or null when the wallet has none of that id. */
export function useEntry({ context }: OpenSession, id: string): Loading<LifeEntry | null> {
  return useLoaded(async () => (await loadLifeEntry(id, context)) ?? null, [context, id, contentVersion.value])
}
