import type { Cryptography } from '../crypto/cryptography.ts'
import { decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { seal, unseal } from './seal.ts'
import type { WalletKeys } from './wallet-keys.ts'
import type { EntryKind, SealedEntry, WalletStorage } from './wallet-storage.ts'

/** What every operation on an unlocked wallet needs. */
export interface WalletContext {
  readonly keys: WalletKeys
  readonly storage: WalletStorage
  readonly cryptography: Cryptography
}

/** Seals a value under its kind and id, and stores it. */
export async function saveEntry<Value extends { readonly id: string }>(kind: EntryKind, value: Value, { keys, storage, cryptography }: WalletContext): Promise<void> {
  const sealed = await seal(encodeUtf8(JSON.stringify(value)), keys.recordKey, { purpose: purposeOf(kind, value.id), cryptography })
  await storage.saveEntry({ kind, id: value.id, sealed })
}

/**
 * Opens one stored entry. The caller names its type: only this wallet's key could have sealed it.
 *
 * @throws HolderError `holder/seal-broken` when the stored bytes were changed or moved to another id
 */
export async function openEntry<Value>(entry: SealedEntry, { keys }: Pick<WalletContext, 'keys'>): Promise<Value> {
  return JSON.parse(decodeUtf8(await unseal(entry.sealed, keys.recordKey, purposeOf(entry.kind, entry.id)))) as Value
}

function purposeOf(kind: EntryKind, id: string): string {
  return `everlearned wallet v1 ${kind} ${id}`
}
