import { isIPv6 } from 'node:net'
import type { NodeContext } from './context.ts'
import { retry } from './database/retry.ts'
import { hashSecret } from './secrets.ts'
import { ServerError } from './server-error.ts'

/** How often something may be done within a window of time. */
export interface RateLimit {
  /** Names what is counted, for example `login-address`. */
  readonly name: string
  readonly limit: number
  readonly windowSeconds: number
}

/**
 * Counts one more use by `subject`, or refuses.
 *
 * Counters live in the database, so they hold over restarts and several servers; the subject (an
 * address, a login name) is kept as a hash only, and for two windows at most. Of an IPv6 address the network counts:
 * every home has 2^64 of them.
 *
 * @throws ServerError `rate/exceeded`
 */
export async function takeRate(limit: RateLimit, subject: string, context: RateContext): Promise<void> {
  if (await countUse(limit, subject, context) > limit.limit) throw exceeded(limit, context)
}

/**
 * Refuses when a limit is used up, and counts nothing: for what may still be refused, so that nobody uses up the limit of another.
 *
 * @throws ServerError `rate/exceeded`
 */
export async function checkRate(limit: RateLimit, subject: string, context: RateContext): Promise<void> {
  if (await isUsedUp(limit, subject, context)) throw exceeded(limit, context)
}

/** Tells whether a limit is used up, and counts nothing. */
export async function isUsedUp(limit: RateLimit, subject: string, context: RateContext): Promise<boolean> {
  const row = await retry(() => context.database.selectFrom('rate_window').select('used')
    .where('key_hash', '=', keyOf(limit, subject)).where('window_start', '=', new Date(windowAt(limit, context))).executeTakeFirst())
  return (row?.used ?? 0) >= limit.limit
}

/** Counts one more use by `subject`, and answers how many they are in this window. */
export async function countUse(limit: RateLimit, subject: string, context: RateContext): Promise<number> {
  const { used } = await retry(() => context.database.insertInto('rate_window')
    .values({ key_hash: keyOf(limit, subject), window_start: new Date(windowAt(limit, context)), used: 1 })
    .onConflict((conflict) => conflict.columns(['key_hash', 'window_start']).doUpdateSet((set) => ({ used: set('rate_window.used', '+', 1) })))
    .returning('used').executeTakeFirstOrThrow())
  if (used === 1) await sweep(context)
  return used
}

type RateContext = Pick<NodeContext, 'database' | 'now'>

function keyOf({ name, windowSeconds }: RateLimit, subject: string): Buffer {
  return hashSecret(`${name} ${windowSeconds} ${networkOf(subject)}`)
}

function windowAt({ windowSeconds }: RateLimit, { now }: RateContext): number {
  return Math.floor(now().getTime() / (windowSeconds * 1_000)) * windowSeconds * 1_000
}

function exceeded(limit: RateLimit, context: RateContext): ServerError {
  const retryAfterSeconds = Math.ceil((windowAt(limit, context) + limit.windowSeconds * 1_000 - context.now().getTime()) / 1_000)
  return new ServerError('rate/exceeded', `Cannot answer so many requests: try again in ${retryAfterSeconds} seconds`, { retryAfterSeconds })
}

/** The first 64 bits of an IPv6 address (RFC 4291, "Global Unicast Addresses"); IPv4 within it, and anything else, as it is. */
export function networkOf(subject: string): string {
  const [address = ''] = subject.split('%', 1)
  if (!isIPv6(address)) return subject
  const short = new URL(`http://[${address}]`).hostname.slice(1, -1)
  if (short.startsWith('::ffff:')) return short
  const [before = '', behind] = short.split('::')
  const [left, right] = [before, behind ?? ''].map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = behind === undefined ? 0 : 8 - (left?.length ?? 0) - (right?.length ?? 0)
  return [...(left ?? []), ...Array<string>(zeros).fill('0'), ...(right ?? [])].slice(0, 4).join(':')
}

/** No window is longer than a day. */
async function sweep({ database, now }: RateContext): Promise<void> {
  await retry(() => database.deleteFrom('rate_window').where('window_start', '<', new Date(now().getTime() - 2 * 86_400_000)).execute())
}
