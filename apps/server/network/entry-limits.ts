/**
 * How much the log takes of others in a day. Every entry stays for good, so a flood from many addresses must end somewhere, and must
 * not end the day of those who have something to say: whoever is accredited has room of their own, the first few entries of
 * everybody else come out of a pool that a flood by few cannot empty, and names that nobody vouches for do not crowd out those that
 * are registered. Only what was taken counts: nobody uses up the room of another with entries that the rules refuse.
 */
import { accreditationsAt, governanceActor, keysInForce, policyAt, type Statement } from 'everlearned/trust'
import type { NodeContext } from '../context.ts'
import { checkRate, countUse, isUsedUp, type RateLimit } from '../rate-limit.ts'
import { rulesInForce } from './rules-in-force.ts'

const daySeconds = 86_400
const daily = (name: string, limit: number): RateLimit => ({ name, limit, windowSeconds: daySeconds })

/** Untrusted: the limits of one day. A node that needs more for its members runs a log for them. */
export const entryLimits = {
  /** New names on the whole node. */
  newcomers: daily('ledger-newcomers', 1_000),
  /** Of one organisation that somebody accredited, that has a seat, or that runs the log; they share nothing. */
  accredited: daily('ledger-accredited', 20_000),
  /** Of any other organisation. */
  registered: daily('ledger-registered', 500),
  /** The first of each such organisation, and on the whole node together. */
  first: daily('ledger-first', 5),
  allFirst: daily('ledger-all-first', 10_000),
  /** What comes after the first, on the whole node together. */
  allFurther: daily('ledger-all-further', 10_000),
} as const

/** A limit, and whose it is. */
interface Use {
  readonly limit: RateLimit
  readonly subject: string
}

/** Whose room on the node: everybody's together. */
const everybody = 'node'

/**
 * Refuses an entry for which there is no room today; `count` is called once it was taken. What ends a key or an organisation has
 * room always: the rules let each end once.
 *
 * @throws ServerError `rate/exceeded`
 */
export async function findRoom(statement: Statement, context: NodeContext): Promise<{ count(): Promise<void> }> {
  const uses = await usesOf(statement, context)
  for (const { limit, subject } of uses) await checkRate(limit, subject, context)
  return {
    count: async () => {
      for (const { limit, subject } of uses) await countUse(limit, subject, context)
    },
  }
}

async function usesOf(statement: Statement, context: NodeContext): Promise<readonly Use[]> {
  if (statement.type === 'register') return [{ limit: entryLimits.newcomers, subject: everybody }]
  if (statement.type === 'withdraw') return []
  const actor = actorOf(statement, context)
  if (isVouchedFor(actor, context)) return [{ limit: entryLimits.accredited, subject: actor }]
  const own = { limit: entryLimits.registered, subject: actor }
  const isFirst = !await isUsedUp(entryLimits.first, actor, context) && !await isUsedUp(entryLimits.allFirst, everybody, context)
  if (!isFirst) return [own, { limit: entryLimits.allFurther, subject: everybody }]
  return [own, { limit: entryLimits.first, subject: actor }, { limit: entryLimits.allFirst, subject: everybody }]
}

/** By somebody accredited, or by the network itself, whose signatures nobody can have by the hundred. */
function isVouchedFor(actor: string, context: NodeContext): boolean {
  const { registry, at } = rulesInForce(context) ?? { registry: context.judgedLog.registry, at: context.judgedLog.registry.size }
  const runsLog = [registry.operator, context.judgedLog.registry.operator].includes(actor)
  const seats = Object.values(policyAt(registry, at)?.governance ?? {}).flatMap((sector) => sector.seats.map(({ key }) => key))
  // Of whose domain it saw a seat speaks as the did:key of its key, registered or not.
  const hasSeat = seats.some((key) => actor === `did:key:${key}`) || keysInForce(registry, actor, at).some((key) => seats.includes(key))
  return runsLog || hasSeat || actor === governanceActor || accreditationsAt(registry, { did: actor }, at).length > 0
}

/** In whose name it is said; whether they said it, the rules find out. */
function actorOf({ type, payload }: Exclude<Statement, { readonly type: 'register' | 'withdraw' }>, { judgedLog }: NodeContext): string {
  switch (type) {
    case 'batch': return payload.issuer ?? judgedLog.registry.operator ?? everybody
    case 'accredit': return payload.accreditor
    case 'rotate': case 'reaffirm': return payload.did
    case 'status': case 'archive': return payload.issuer
    case 'charter': case 'policy': case 'rules': case 'constitution': return governanceActor
    case 'epoch': case 'regsync': return everybody
    default: return payload.by
  }
}
