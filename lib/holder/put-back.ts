import type { SealedEntry, WalletStorage } from './wallet-storage.ts'

/** What was taken out of the wallet, still sealed, so that it can be put back. */
export type RemovedEntry = readonly SealedEntry[]

/** Puts back what was taken out. */
export async function putBack(removed: RemovedEntry, { storage }: { readonly storage: WalletStorage }): Promise<void> {
  for (const entry of removed) await storage.saveEntry(entry)
}
