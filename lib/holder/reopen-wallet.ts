import type { Cryptography } from '../crypto/cryptography.ts'
import { openEntry } from './entry.ts'
import { HolderError } from './holder-error.ts'
import { wrapWithPassphrase } from './seed-wrap.ts'
import { deriveWalletKeys } from './wallet-keys.ts'
import { entryKinds, type SealedEntry, type WalletStorage } from './wallet-storage.ts'

/** How a seed that somebody brought stands to what is on the device: nothing is there, it is of this wallet, or of another. */
export type SeedMatch = 'empty' | 'same' | 'other'

/** Tells whose seed it is, without changing anything. */
export async function matchSeed(seed: Uint8Array<ArrayBuffer>, storage: WalletStorage): Promise<SeedMatch> {
  const entries = await loadAll(storage)
  if (entries.length === 0) return (await storage.loadWraps()).length === 0 ? 'empty' : 'other'
  const keys = await deriveWalletKeys(seed)
  for (const entry of entries) {
    try {
      await openEntry(entry, { keys })
      return 'same'
    } catch (error) {
      if (!(error instanceof HolderError)) throw error
      // One entry may be damaged; another one tells.
    }
  }
  return 'other'
}

/**
 * Opens a wallet with its seed and gives it a new passphrase, in place of every other way in. What this wallet had on the device stays; what another
 * wallet had there is removed: ask first.
 *
 * @throws HolderError `holder/passphrase-weak`
 */
export async function reopenWallet(seed: Uint8Array<ArrayBuffer>, passphrase: string, { storage, cryptography, now }: { readonly storage: WalletStorage; readonly cryptography: Cryptography; readonly now: Date }): Promise<void> {
  const wrap = await wrapWithPassphrase(seed, passphrase, { cryptography, now })
  const entries = (await matchSeed(seed, storage)) === 'same' ? await loadAll(storage) : []
  await storage.replaceAll({ wraps: [wrap], entries })
}

async function loadAll(storage: WalletStorage): Promise<readonly SealedEntry[]> {
  return (await Promise.all(entryKinds.map((kind) => storage.loadEntries(kind)))).flat()
}
