import { arrangeTimeline, type LifeEntry, loadLifeEntries, loadProfile, loadRecords, type TimelineGroup, type WalletProfile, type WalletRecord } from 'everlearned/holder'
import { type Loading, useLoaded } from '../../use-loaded.ts'
import { contentVersion, type OpenSession } from '../session.ts'

/** Everything that a profile may name. */
export interface Held {
  readonly records: readonly WalletRecord[]
  readonly entries: readonly LifeEntry[]
  /** The same in the order of a life, what is one achievement together. */
  readonly groups: readonly TimelineGroup[]
}

/** The profile that an address names, null when the wallet has none of that id, and all that it may name. */
export function useProfile({ context }: OpenSession, id: string): Loading<{ readonly profile: WalletProfile | null; readonly held: Held }> {
  return useLoaded(async () => {
    const [profile, { records }, { entries }] = await Promise.all([id === '' ? undefined : loadProfile(id, context), loadRecords(context), loadLifeEntries(context)])
    return { profile: profile ?? null, held: { records, entries, groups: arrangeTimeline(records, entries) } }
  }, [context, id, contentVersion.value])
}
