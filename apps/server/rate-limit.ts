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
export async function takeRate({ name, limit, windowSeconds }: RateLimit, subject: string, { database, now }: Pick<NodeContext, 'database' | 'now'>): Promise<void> {
  const at = now().getTime()
  const window = Math.floor(at / (windowSeconds * 1_000)) * windowSeconds * 1_000
  const { used } = await retry(() => database.insertInto('rate_window')
    .values({ key_hash: hashSecret(`${name} ${windowSeconds} ${networkOf(subject)}`), window_start: new Date(window), used: 1 })
    .onConflict((conflict) => conflict.columns(['key_hash', 'window_start']).doUpdateSet((set) => ({ used: set('rate_window.used', '+', 1) })))
    .returning('used').executeTakeFirstOrThrow())
  if (used === 1) await sweep(at, { database })
  if (used <= limit) return
  const retryAfterSeconds = Math.ceil((window + windowSeconds * 1_000 - at) / 1_000)
  throw new ServerError('rate/exceeded', `Cannot answer so many requests: try again in ${retryAfterSeconds} seconds`, { retryAfterSeconds })
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
async function sweep(at: number, { database }: Pick<NodeContext, 'database'>): Promise<void> {
  await retry(() => database.deleteFrom('rate_window').where('window_start', '<', new Date(at - 2 * 86_400_000)).execute())
}
