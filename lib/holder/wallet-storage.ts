import type { SeedWrap } from './seed-wrap.ts'

/**
 * What a wallet stores: records the person holds, entries of their life in their own words, what they learned day by day, those who were asked to vouch for them, records that come later, shares they made, profiles for different people, the wallet's own notes, files that go with records, the version of an
 * entry that gave way to another device's, and what concerns this device alone. Backup, export and sync go through all of these.
 */
export const entryKinds = ['record', 'share', 'note', 'file', 'conflict', 'device', 'life', 'attestation', 'exchange', 'waiting', 'profile', 'learning'] as const

/** One of these. */
export type EntryKind = (typeof entryKinds)[number]

/** One stored thing, sealed with the record key: nothing in it is readable at rest. */
export interface SealedEntry {
  readonly kind: EntryKind
  readonly id: string
  readonly sealed: Uint8Array<ArrayBuffer>
}

/** Where a wallet keeps its wraps and sealed entries on one device. */
export interface WalletStorage {
  loadWraps(): Promise<readonly SeedWrap[]>
  saveWrap(wrap: SeedWrap): Promise<void>
  removeWrap(id: string): Promise<void>
  loadEntries(kind: EntryKind): Promise<readonly SealedEntry[]>
  loadEntry(kind: EntryKind, id: string): Promise<SealedEntry | undefined>
  saveEntry(entry: SealedEntry): Promise<void>
  removeEntry(kind: EntryKind, id: string): Promise<void>
  /** Replaces everything at once, or nothing: a restore that stops half-way leaves the old wallet whole. */
  replaceAll(content: WalletContent): Promise<void>
}

/** Everything that a wallet has stored. */
export interface WalletContent {
  readonly wraps: readonly SeedWrap[]
  readonly entries: readonly SealedEntry[]
}
