import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import { openEntry, saveEntry, type WalletContext } from './entry.ts'
import type { SyncPlace } from './sync-keys.ts'

/** Which writing of an entry this is: the higher count is the later one, and of two at the same count the device decides. */
export interface EntryVersion {
  readonly count: number
  readonly device: string
}

/** What a device knew of an entry when it last met the node. */
export interface SyncedEntry extends EntryVersion {
  /** The node's number of the write; 0 when the node does not have it. */
  readonly revision: number
  /** SHA-256 of the sealed bytes, base64url; null for one that was deleted. */
  readonly digest: string | null
}

/** How this device meets the others. It stays on the device, sealed, and in its backups. */
export interface SyncState {
  readonly id: 'sync'
  readonly node: string
  /** base64url; see {@link SyncPlace}. */
  readonly turn: string
  readonly device: string
  /** The node's last write that this device has seen. */
  readonly cursor: number
  readonly syncedAt: string | null
  /** By `kind/id`. */
  readonly entries: Readonly<Record<string, SyncedEntry>>
  /** Places that the wallet has left and the node has not yet been told to close. */
  readonly leaving: readonly string[]
}

/** How this device meets the others, or undefined when it does not. */
export async function loadSyncState(context: WalletContext): Promise<SyncState | undefined> {
  const entry = await context.storage.loadEntry('device', 'sync')
  return entry === undefined ? undefined : openEntry<SyncState>(entry, context)
}

/** Remembers how this device meets the others. */
export function saveSyncState(state: SyncState, context: WalletContext): Promise<void> {
  return saveEntry('device', state, context)
}

/** Begins to meet the wallet's other devices at a node; `turn` comes from another device when one was ever shut out. */
export async function startSync({ node, turn }: SyncPlace, context: WalletContext): Promise<SyncState> {
  const device = encodeBase64url(context.cryptography.randomBytes(9))
  const state: SyncState = { id: 'sync', node, turn: encodeBase64url(turn), device, cursor: 0, syncedAt: null, entries: {}, leaving: [] }
  await saveSyncState(state, context)
  return state
}

/** Goes on at a place with another turn of the key, knowing what was known: nothing is sent twice as new. */
export async function moveSync(state: SyncState, turn: Uint8Array<ArrayBuffer>, context: WalletContext): Promise<SyncState> {
  const moved = { ...state, turn: encodeBase64url(turn), ...forgetNode(state) }
  await saveSyncState(moved, context)
  return moved
}

/** What is left of the state when the node has nothing any more: the versions stay, so that what comes back is recognised. */
export function forgetNode({ entries }: Pick<SyncState, 'entries'>): Pick<SyncState, 'cursor' | 'entries'> {
  return { cursor: 0, entries: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, { ...entry, revision: 0 }])) }
}

/** Stops to meet the others from this device; they go on without it. */
export function stopSync({ storage }: Pick<WalletContext, 'storage'>): Promise<void> {
  return storage.removeEntry('device', 'sync')
}

/** Where a state meets. */
export function placeOf({ node, turn }: Pick<SyncState, 'node' | 'turn'>): SyncPlace {
  return { node, turn: decodeBase64url(turn) }
}
