import { SyncError } from './sync-error.ts'

/** The most ciphertext of one entry: a file of ten megabytes, and what sealing adds. */
export const maxSyncEntryBytes: number = 16 * 1024 * 1024
/** The most ciphertext of one channel. */
export const maxSyncBytes: number = 256 * 1024 * 1024
/** The most entries of one channel, deleted ones among them. */
export const maxSyncEntries = 10_000

/** One entry as the node lists it. */
export interface SyncListItem {
  readonly name: string
  /** The number of the write that it is from, counted over the whole channel. */
  readonly revision: number
  readonly length: number
}

/** What was written into a channel after some write. */
export interface SyncList {
  /** The number of the last write. */
  readonly revision: number
  readonly entries: readonly SyncListItem[]
}

/**
 * Reads a list that a node gave.
 *
 * Untrusted: a node may lie about all of it.
 *
 * @throws SyncError `sync/malformed`
 */
export function parseSyncList(value: unknown): SyncList {
  const { revision, entries } = membersOf(value)
  if (!isCount(revision) || !Array.isArray(entries) || entries.length > maxSyncEntries) throw malformed()
  return { revision, entries: entries.map(parseItem) }
}

/** Reads the number of a write. @throws SyncError `sync/malformed` */
export function parseSyncRevision(value: unknown): number {
  const { revision } = membersOf(value)
  if (!isCount(revision)) throw malformed()
  return revision
}

function parseItem(value: unknown): SyncListItem {
  const { name, revision, length } = membersOf(value)
  if (typeof name !== 'string' || !/^[A-Za-z0-9_-]{1,64}$/.test(name) || !isCount(revision) || !isCount(length)) throw malformed()
  return { name, revision, length }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw malformed()
  return value as Readonly<Record<string, unknown>>
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function malformed(): SyncError {
  return new SyncError('sync/malformed', 'Cannot read the list of a channel: it is not as described')
}
