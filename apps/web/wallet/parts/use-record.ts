import { loadRecord, type WalletRecord } from 'everlearned/holder'
import { type Loading, useLoaded } from '../../use-loaded.ts'
import type { OpenSession } from '../session.ts'

/** The record that an address names: on its way, here, or null when the wallet has none of that id. */
export function useRecord({ context }: OpenSession, id: string): Loading<WalletRecord | null> {
  return useLoaded(async () => (await loadRecord(id, context)) ?? null, [context, id])
}
