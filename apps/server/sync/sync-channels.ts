import { timingSafeEqual } from 'node:crypto'
import { maxSyncBytes, maxSyncEntries, type SyncList } from 'everlearned/exchange/sync'
import { type Selectable, sql } from 'kysely'
import type { NodeContext } from '../context.ts'
import { type Connection, transact } from '../issuing/issuing-context.ts'
import { hashSecret } from '../secrets.ts'
import { ServerError } from '../server-error.ts'
import type { SyncChannelTable } from './tables.ts'

/** What sync needs of the node. */
export type SyncStoreContext = Pick<NodeContext, 'database' | 'now'>

/** Which channel, and the right to it. */
export interface ChannelAccess {
  readonly id: string
  readonly token: string
}

/** One write: it counts only if the entry is still as the writer knows it. */
export interface SyncWrite {
  readonly name: string
  readonly expects: number
  readonly ciphertext: Buffer
}

/** A channel that nobody used for so many days is deleted. */
export const maxIdleDays = 730

/** What was written since. @throws ServerError `sync/not-found`, `sync/token-wrong`, `sync/ended` */
export async function listChannel(access: ChannelAccess, after: number, { database, now }: SyncStoreContext): Promise<SyncList> {
  const channel = await openChannel(access, database)
  const today = dayOf(now())
  await database.updateTable('sync_channel').set({ used_on: today }).where('id', '=', access.id).where('used_on', '<', sql<Date>`${today}::date`).execute()
  const rows = await database.selectFrom('sync_entry').select(['name', 'revision', sql<number>`octet_length(ciphertext)`.as('length')])
    .where('channel_id', '=', access.id).where('revision', '>', String(after)).where('revision', '<=', channel.revision).orderBy('revision').execute()
  return { revision: Number(channel.revision), entries: rows.map(({ name, revision, length }) => ({ name, revision: Number(revision), length: Number(length) })) }
}

/** The ciphertext of an entry. @throws ServerError as {@link listChannel} does */
export async function readEntry(access: ChannelAccess, name: string, { database }: SyncStoreContext): Promise<Buffer> {
  await openChannel(access, database)
  const row = await database.selectFrom('sync_entry').select('ciphertext').where('channel_id', '=', access.id).where('name', '=', name).executeTakeFirst()
  if (row === undefined) throw notFound()
  return row.ciphertext
}

/** Tells whether there is such a channel, open or closed. */
export async function isChannel(id: string, { database }: SyncStoreContext): Promise<boolean> {
  return (await database.selectFrom('sync_channel').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
}

/**
 * Writes an entry, and with the first one makes the channel. Answers the number of the write.
 *
 * @throws ServerError `sync/changed`, `sync/full`, `sync/token-wrong`, `sync/ended`
 */
export async function writeEntry(access: ChannelAccess, { name, expects, ciphertext }: SyncWrite, { database, now }: SyncStoreContext): Promise<number> {
  return transact({ database }, async (transaction) => {
    await transaction.insertInto('sync_channel')
      .values({ id: access.id, token_hash: hashSecret(access.token), revision: 0, entry_count: 0, byte_count: 0, used_on: dayOf(now()), closed_at: null })
      .onConflict((conflict) => conflict.column('id').doNothing()).execute()
    const channel = await openChannel(access, transaction)
    const known = await transaction.selectFrom('sync_entry').select(['revision', sql<number>`octet_length(ciphertext)`.as('length')])
      .where('channel_id', '=', access.id).where('name', '=', name).executeTakeFirst()
    if (Number(known?.revision ?? 0) !== expects) throw new ServerError('sync/changed', 'Cannot write entry: another device wrote it in between')
    const count = channel.entry_count + (known === undefined ? 1 : 0)
    const bytes = Number(channel.byte_count) - Number(known?.length ?? 0) + ciphertext.length
    if (count > maxSyncEntries || bytes > maxSyncBytes) throw new ServerError('sync/full', `Cannot write entry: a wallet has ${maxSyncEntries} entries and ${maxSyncBytes} bytes here at most`)
    const revision = Number(channel.revision) + 1
    await transaction.insertInto('sync_entry').values({ channel_id: access.id, name, revision, ciphertext })
      .onConflict((conflict) => conflict.columns(['channel_id', 'name']).doUpdateSet({ revision, ciphertext })).execute()
    await transaction.updateTable('sync_channel').set({ revision, entry_count: count, byte_count: bytes, used_on: dayOf(now()) }).where('id', '=', access.id).execute()
    return revision
  })
}

/** Deletes everything in a channel, and keeps it closed for good. @throws ServerError as {@link listChannel} does */
export async function closeChannel(access: ChannelAccess, { database, now }: SyncStoreContext): Promise<void> {
  await transact({ database }, async (transaction) => {
    await openChannel(access, transaction)
    await transaction.deleteFrom('sync_entry').where('channel_id', '=', access.id).execute()
    await transaction.updateTable('sync_channel').set({ closed_at: now(), entry_count: 0, byte_count: 0 }).where('id', '=', access.id).execute()
  })
}

/** Deletes the channels that nobody used for two years, and tells how many. */
export async function sweepChannels({ database, now }: SyncStoreContext): Promise<number> {
  const before = dayOf(new Date(now().getTime() - maxIdleDays * 86_400_000))
  return transact({ database }, async (transaction) => {
    const idle = await transaction.selectFrom('sync_channel').select('id').where('used_on', '<', sql<Date>`${before}::date`).limit(100).execute()
    if (idle.length === 0) return 0
    const ids = idle.map(({ id }) => id)
    await transaction.deleteFrom('sync_entry').where('channel_id', 'in', ids).execute()
    await transaction.deleteFrom('sync_channel').where('id', 'in', ids).execute()
    return ids.length
  })
}

/** The channel, for whoever has its token; writers of one channel wait for one another. */
async function openChannel({ id, token }: ChannelAccess, connection: Connection): Promise<Selectable<SyncChannelTable>> {
  const query = connection.selectFrom('sync_channel').selectAll().where('id', '=', id)
  const channel = await (connection.isTransaction ? query.forUpdate() : query).executeTakeFirst()
  if (channel === undefined) throw notFound()
  if (!timingSafeEqual(channel.token_hash, hashSecret(token))) throw new ServerError('sync/token-wrong', 'Cannot open channel: this is not its token')
  if (channel.closed_at !== null) throw new ServerError('sync/ended', 'Cannot open channel: it was closed for good')
  return channel
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10)
}

function notFound(): ServerError {
  return new ServerError('sync/not-found', 'Cannot find channel: there is none of this name here')
}
