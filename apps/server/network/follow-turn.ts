import { setTimeout as wait } from 'node:timers/promises'
import { EverlearnedError } from 'everlearned/error'
import { formatCosignerKey, formatPolicy, parsePolicy } from 'everlearned/ledger'
import { compareWithPeers } from 'everlearned/node'
import { policyAt, type Registry } from 'everlearned/trust'
import type { IssuingContext } from '../issuing/issuing-context.ts'
import { ServerError } from '../server-error.ts'
import { cosignerKeyText } from './cosigner-keys.ts'
import type { Followed } from './followed-logs.ts'
import { endAlarm, raiseAlarm } from './raise-alarm.ts'

/** What one process remembers of the policies that others show: one difference may be a change on its way. */
export type ShownPolicies = Map<string, string>

/** Follows what the node was started with, as soon as it can be reached. */
export async function followConfigured({ config, followedLogs }: Pick<IssuingContext, 'config' | 'followedLogs'>): Promise<void> {
  for (const [position, given] of config.join.urls.entries()) {
    const address = given.replace(/\/+$/, '')
    if (followedLogs.all.some(({ log: { url } }) => url === address || url === `${address}/ledger`)) continue
    try {
      await followedLogs.follow({ url: given, role: config.join.role, joins: position === 0 })
    } catch (cause) {
      // Not there yet; or two addresses of one log.
      if (!(cause instanceof ServerError)) throw cause
    }
  }
}

/**
 * Follows the logs of the other members, once the policy in force names this node as a cosigner: a member judges what the others
 * record, or nothing of theirs becomes final. Those that cannot be reached now are tried again.
 */
export async function followMembers({ finality, followedLogs, cryptography }: Pick<IssuingContext, 'finality' | 'followedLogs' | 'cryptography'>): Promise<void> {
  const witnesses = finality.inForce?.policy.witnesses ?? []
  const own = cosignerKeyText(await followedLogs.cosigner('validator'), { cryptography })
  const isOwn = ({ key }: (typeof witnesses)[number]): boolean => formatCosignerKey(key) === own
  if (!witnesses.some(isOwn)) return
  for (const witness of witnesses) {
    const { url } = witness
    if (url === undefined || isOwn(witness) || followedLogs.all.some(({ log }) => log.url === url || log.url === `${url}/ledger`)) continue
    await followedLogs.follow({ url, role: 'validator', joins: false }).catch((cause: unknown) => {
      if (!(cause instanceof ServerError)) throw cause
    })
  }
}

/** So long a turn waits for the logs that it follows; a slow one goes on beside the next turns. */
const patienceMilliseconds = 4_000

/** The logs that are being looked at, by their ids; what they name by digest is fetched beside that. */
export type UnderWay = Map<string, Promise<void>>

/** Fetches and judges what is new in every followed log, and keeps how long each was and what is wrong with it. */
export async function stepAll(context: IssuingContext, underWay: UnderWay = new Map()): Promise<void> {
  for (const followed of context.followedLogs.all) {
    begin(followed.id, () => stepOne(followed, context), underWay)
    // No turn waits for this.
    begin(blobsOf(followed), () => followed.log.keepBlobs(), underWay)
  }
  await Promise.race([Promise.all(context.followedLogs.all.map(({ id }) => underWay.get(id))), wait(patienceMilliseconds, undefined, { ref: false })])
}

function blobsOf({ id }: Followed): string {
  return `${id} blobs`
}

function begin(id: string, act: () => Promise<void>, underWay: UnderWay): void {
  if (underWay.has(id)) return
  const work = act().finally(() => underWay.delete(id))
  // Whoever still waits hears of a fault; a late one comes again at the next look.
  work.catch(() => undefined)
  underWay.set(id, work)
}

async function stepOne(followed: Followed, context: IssuingContext): Promise<void> {
  await followed.log.step()
  await keepGrowth(followed, context)
  await keepAlarms(followed, context)
}

async function keepGrowth({ log: { origin, size } }: Followed, { database, now }: IssuingContext): Promise<void> {
  if (size === 0) return
  await database.insertInto('followed_growth').values({ origin, size, reached_at: now() }).onConflict((conflict) => conflict.doNothing()).execute()
}

async function keepAlarms({ log: { origin, alarms } }: Followed, context: IssuingContext): Promise<void> {
  // One that is over is kept by the follower; nobody has to look any more.
  const open = alarms.filter(({ ended }) => ended === undefined)
  for (const { kind, code, reason, index, at, proof } of open) {
    await raiseAlarm({ kind, origin, code, reason: index === undefined ? reason : `entry ${index}: ${reason}`, proof: proof === undefined ? null : JSON.stringify(proof), at: new Date(at) }, context)
  }
  await context.database.updateTable('network_alarm').set({ ended_at: context.now() }).where('origin', '=', origin).where('ended_at', 'is', null)
    .where('kind', 'not in', ['policy-differs', 'withheld', ...open.map(({ kind }) => kind)]).execute()
}

/** Holds what the other cosigners of every followed log were shown against what was copied here: an operator with two histories is found. */
export async function comparePeers({ followedLogs, cryptography }: Pick<IssuingContext, 'followedLogs' | 'cryptography'>): Promise<void> {
  const cosigner = cosignerKeyText(await followedLogs.cosigner('validator'), { cryptography })
  for (const { log } of followedLogs.all) {
    await compareWithPeers(log, { cosigner, cryptography, fetch: (url, { signal }) => followedLogs.ask(url, signal === undefined || signal === null ? {} : { signal }) })
  }
}

/** Compares the policy that every followed node says it runs with the one that was voted. Differing twice in a row is an alarm. */
export async function comparePolicies(shown: ShownPolicies, context: IssuingContext): Promise<void> {
  for (const { log } of context.followedLogs.all) {
    const voted = votedPolicy(log.registry, context)
    if (voted === undefined || log.state.state !== 'current') continue
    const run = await readPolicy(`${log.url}/policy`, context)
    if (run === undefined) continue
    const differs = run !== normal(voted, context)
    if (differs && shown.get(log.origin) === run) {
      await raiseAlarm({ kind: 'policy-differs', origin: log.origin, code: 'network/policy-differs', reason: 'the node runs another policy than the one that was voted', proof: null, at: context.now() }, context)
    }
    if (!differs) {
      await endAlarm({ kind: 'policy-differs', origin: log.origin }, context)
    }
    shown.set(log.origin, run)
  }
}

/** Of the registry that the log is judged by. */
function votedPolicy(registry: Registry | undefined, { followedLogs, judgedLog }: IssuingContext): string | undefined {
  const sync = registry?.syncs.at(-1)
  if (registry === undefined || sync === undefined) return registry === undefined ? undefined : policyAt(registry, registry.size)?.policy
  const followed = sync.origin === judgedLog.registry.origin ? judgedLog.registry : followedLogs.find(sync.origin)?.log.registry
  return followed === undefined ? undefined : policyAt(followed, sync.size)?.policy
}

/** Untrusted: what a node answers. */
async function readPolicy(url: string, context: IssuingContext): Promise<string | undefined> {
  try {
    const answer = await context.followedLogs.ask(url)
    return answer.status === 200 ? normal(await answer.text(), context) : undefined
  } catch (cause) {
    if (cause instanceof EverlearnedError) return undefined
    throw cause
  }
}

function normal(text: string, { cryptography }: IssuingContext): string {
  try {
    return formatPolicy(parsePolicy(text, cryptography.sha256))
  } catch (cause) {
    if (cause instanceof EverlearnedError) return 'unreadable'
    throw cause
  }
}
