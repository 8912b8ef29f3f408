import type { Caller } from '../authorize.ts'
import type { NodeContext } from '../context.ts'
import { retry } from '../database/retry.ts'
import { hashSecret, makeSecret } from '../secrets.ts'

/** A session ends after this long without a request… */
export const idleSeconds = 12 * 3_600
/** …and after this long in any case. */
export const absoluteSeconds = 7 * 24 * 3_600
/** How often the last use is written down: not on every request. */
const seenEverySeconds = 60

/** Starts a session and answers its token, which only the cookie carries. */
export async function startSession(accountId: string, { database, now }: NodeContext): Promise<string> {
  const token = makeSecret()
  const at = now()
  const expires = new Date(at.getTime() + absoluteSeconds * 1_000)
  await retry(() => database.deleteFrom('session').where('expires_at', '<', at).execute())
  await retry(() => database.insertInto('session').values({ token_hash: hashSecret(token), account_id: accountId, created_at: at, last_seen_at: at, expires_at: expires }).execute())
  return token
}

/** Whose session this is, or null when it is unknown, idle for too long, or over. Untrusted: any text. */
export async function findSession(token: string, { database, now }: NodeContext): Promise<(Caller & { readonly kind: 'session' }) | null> {
  const at = now()
  const row = await database.selectFrom('session').select(['account_id', 'last_seen_at'])
    .where('token_hash', '=', hashSecret(token))
    .where('expires_at', '>', at)
    .where('last_seen_at', '>', new Date(at.getTime() - idleSeconds * 1_000))
    .executeTakeFirst()
  if (row === undefined) return null
  if (at.getTime() - row.last_seen_at.getTime() > seenEverySeconds * 1_000) {
    await retry(() => database.updateTable('session').set({ last_seen_at: at }).where('token_hash', '=', hashSecret(token)).execute())
  }
  return { kind: 'session', accountId: row.account_id, token }
}

/** Ends every session of an account, this one too. */
export async function endAllSessions(accountId: string, { database }: NodeContext): Promise<void> {
  await database.deleteFrom('session').where('account_id', '=', accountId).execute()
}

/** Ends a session at once, for every copy of its cookie. */
export async function endSession(token: string, { database }: NodeContext): Promise<void> {
  await database.deleteFrom('session').where('token_hash', '=', hashSecret(token)).execute()
}
