/**
 * The common place of a wallet's devices at a node: ciphertext under names that tell nothing. Version 1.
 *
 * 1. `GET /api/sync/:channel?after=N` answers a {@link SyncList}: what was written since.
 * 2. `GET /api/sync/:channel/:name` answers the bytes of one entry.
 * 3. `PUT /api/sync/:channel/:name?expects=N` writes bytes if the entry still is as the writer knows it; the first write makes the channel.
 * 4. `DELETE /api/sync/:channel` deletes everything and keeps the channel closed.
 *
 * Whoever has the token of the channel may do all of these: it is derived from the wallet's key, and the node keeps its hash. The node
 * learns sizes and times, and how many entries there are.
 *
 * ```ts
 * parseSyncList({ revision: 1, entries: [{ name: 'c3luYy1uYW1l', revision: 1, length: 120 }] }).revision // 1
 * ```
 */
export { maxSyncBytes, maxSyncEntries, maxSyncEntryBytes, parseSyncList, parseSyncRevision, type SyncList, type SyncListItem } from './sync-list.ts'
export { SyncError } from './sync-error.ts'
