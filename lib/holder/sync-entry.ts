import { hmacSha256 } from '../crypto/hmac-sha256.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { encodeBase64url } from '../encoding/base64url.ts'
import { concatBytes, decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { HolderError } from './holder-error.ts'
import { seal, unseal } from './seal.ts'
import type { SyncKeys } from './sync-keys.ts'
import type { EntryVersion } from './sync-state.ts'
import { entryKinds, type EntryKind } from './wallet-storage.ts'

/** An entry as the devices of a wallet hand it to one another. */
export interface SyncEntry extends EntryVersion {
  readonly kind: EntryKind
  readonly id: string
  /** The entry as it is stored, sealed with the record key; null when it was deleted. */
  readonly sealed: Uint8Array<ArrayBuffer> | null
}

/** Kinds that devices hand on. */
export const syncedKinds: readonly EntryKind[] = entryKinds.filter((kind) => kind !== 'device')

/** The name of an entry at the node: without the key nobody can tell what it is of. */
export function syncName({ kind, id }: Pick<SyncEntry, 'kind' | 'id'>, { nameKey }: Pick<SyncKeys, 'nameKey'>, cryptography: Pick<Cryptography, 'sha256'>): string {
  return encodeBase64url(hmacSha256(nameKey, encodeUtf8(`${kind}/${id}`), cryptography))
}

/** Seals an entry for the node: the length of a head in JSON, the head, and the stored bytes. */
export function sealSyncEntry({ sealed, ...head }: SyncEntry, name: string, { keys, cryptography }: { readonly keys: SyncKeys; readonly cryptography: Cryptography }): Promise<Uint8Array<ArrayBuffer>> {
  const text = encodeUtf8(JSON.stringify({ ...head, isDeleted: sealed === null }))
  return seal(concatBytes(Uint8Array.of(text.length >> 8, text.length & 255), text, sealed ?? new Uint8Array()), keys.entryKey, { purpose: purposeOf(keys, name), cryptography })
}

/**
 * Opens what a node gave under a name.
 *
 * Untrusted: the node; it can give old bytes, but none of another name or channel.
 *
 * @throws HolderError `holder/seal-broken`, `holder/sync-entry-malformed` when a later version of the wallet wrote it
 */
export async function openSyncEntry(bytes: Uint8Array<ArrayBuffer>, name: string, { keys, cryptography }: { readonly keys: SyncKeys; readonly cryptography: Cryptography }): Promise<SyncEntry> {
  const plain = await unseal(bytes, keys.entryKey, purposeOf(keys, name))
  const end = 2 + (((plain[0] ?? 0) << 8) | (plain[1] ?? 0))
  const { kind, id, count, device, isDeleted } = JSON.parse(decodeUtf8(plain.subarray(2, end))) as Readonly<Record<string, unknown>>
  const known = syncedKinds.find((each) => each === kind)
  if (known === undefined || typeof id !== 'string' || typeof count !== 'number' || typeof device !== 'string') {
    throw new HolderError('holder/sync-entry-malformed', 'Cannot read an entry of another device: it is of a kind that this version does not know')
  }
  const entry: SyncEntry = { kind: known, id, count, device, sealed: isDeleted === true ? null : plain.slice(end) }
  if (syncName(entry, keys, cryptography) !== name) throw new HolderError('holder/sync-entry-malformed', 'Cannot read an entry of another device: it stands under another name')
  return entry
}

function purposeOf({ channel }: SyncKeys, name: string): string {
  return `everlearned sync v1 ${channel} ${name}`
}
