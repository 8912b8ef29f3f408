import { encodeMultikey, type PrivateKeyJwk, type SigningKey } from 'everlearned/crypto'
import { EverlearnedError } from 'everlearned/error'
import { signEntry, type Registry, type Statement, type Submitted } from 'everlearned/trust'
import { z } from 'zod'
import type { NodeContext } from '../context.ts'
import { RuleRefusal, ServerError } from '../server-error.ts'
import { issuerDid, keyTypeOf } from '../accounts/organisation-keys.ts'
import { registrarInForce } from './registrar.ts'
import { showAccreditation, type AccreditationView } from './show-issuer.ts'
import { rulesInForce } from './rules-in-force.ts'

/** What an organisation may say of others and of itself. */
export const statementTypes = ['accredit', 'suspend', 'reinstate', 'withdraw', 'type', 'endorse', 'dispute', 'rotate', 'reaffirm'] as const

/** A statement before it is signed: what is filled in for the caller is not in it. */
export interface StatementRequest {
  readonly type: (typeof statementTypes)[number]
  readonly payload: Readonly<Record<string, unknown>>
}

/** What was stated; a private key that was made here is shown once and kept nowhere. */
export interface Stated {
  readonly index: number
  readonly recoveryKey?: { readonly publicKeyMultibase: string; readonly privateKeyJwk?: PrivateKeyJwk }
}

/** How often a statement is signed anew when the registry of another node has heard something else from the same actor. */
const maxTries = 3

/**
 * Signs a statement with an organisation's key and records it in the registry in force. Untrusted: the payload, which the rules judge.
 *
 * @throws RuleRefusal with the code of the rule; ServerError `network/statement-invalid`, `network/registry-unknown`, `network/log-unreachable`
 */
export async function stateFor(organisationId: string, request: StatementRequest, context: NodeContext): Promise<Stated> {
  const recovery = request.type === 'rotate' ? await recoveryKeyFor(request.payload, context) : undefined
  for (let tries = 1; ; tries += 1) {
    const answer = await stateOnce(organisationId, { request, recovery }, context)
    if (answer.ok === true) return { index: answer.index, ...(recovery === undefined ? {} : { recoveryKey: shown(recovery) }) }
    if (answer.ok === 'later' && answer.code === 'network/log-unreachable') throw new ServerError('network/log-unreachable', 'Cannot state: the registry gives no answer')
    if (answer.code !== 'trust/sequence-wrong' || tries === maxTries) throw new RuleRefusal(answer)
    await rulesInForce(context)?.followed?.log.step()
  }
}

interface Wanted {
  readonly request: StatementRequest
  readonly recovery: RecoveryKey | undefined
}

async function stateOnce(organisationId: string, { request, recovery }: Wanted, context: NodeContext): Promise<Submitted> {
  const registrar = registrarInForce(context)
  if (registrar === undefined) throw new ServerError('network/registry-unknown', 'Cannot state: the registry is not known here yet')
  const { key, did } = await context.organisationKeys.openSigningKey(organisationId)
  const payload = await completed(request, { did, sequence: registrar.registry.sequences.get(did) ?? 0, recoveryKey: recovery?.multikey }, context)
  const signers = recovery === undefined ? [key] : [key, recovery.key]
  return registrar.submit(await sign({ type: request.type, payload } as unknown as Statement, signers, registrar.registry))
}

/** What the entry cannot hold is not signed. */
async function sign(statement: Statement, signers: readonly SigningKey[], { origin }: Registry): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await signEntry(statement, { origin, signers })
  } catch (cause) {
    if (cause instanceof EverlearnedError) throw new ServerError('network/statement-invalid', 'Cannot state: the statement has not the members that its type needs', { cause })
    throw cause
  }
}

interface RecoveryKey {
  readonly key: SigningKey
  readonly multikey: string
  /** Only of one that was made here. */
  readonly made?: PrivateKeyJwk
}

/**
 * The recovery key that its owner has made and put away before, in `privateKeyJwk`; it signs once, and is kept nowhere. Without one a
 * key is made here: should the answer be lost then, nobody has it, and nothing takes its place. Untrusted: the key.
 */
async function recoveryKeyFor({ privateKeyJwk: given }: StatementRequest['payload'], { cryptography }: NodeContext): Promise<RecoveryKey> {
  const jwk = given === undefined ? await cryptography.generateKey('Ed25519') : ed25519Of(given)
  try {
    const key = await cryptography.importSigningKey(jwk)
    return { key, multikey: encodeMultikey(key.publicKey), ...(given === undefined ? { made: jwk } : {}) }
  } catch (cause) {
    if (cause instanceof EverlearnedError) throw new ServerError('network/statement-invalid', 'Cannot state: the recovery key is no private Ed25519 key', { cause })
    throw cause
  }
}

function ed25519Of(given: unknown): PrivateKeyJwk {
  const parsed = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string().length(43), d: z.string().length(43) }).safeParse(given)
  if (!parsed.success) throw new ServerError('network/statement-invalid', 'Cannot state: the recovery key is no private Ed25519 key')
  return parsed.data
}

function shown({ multikey, made }: RecoveryKey): NonNullable<Stated['recoveryKey']> {
  return { publicKeyMultibase: multikey, ...(made === undefined ? {} : { privateKeyJwk: made }) }
}

interface Filling {
  readonly did: string
  readonly sequence: number
  readonly recoveryKey: string | undefined
}

/** Who speaks and for the how manyeth time is not the caller's to say. */
async function completed({ type, payload }: StatementRequest, { did, sequence, recoveryKey }: Filling, context: NodeContext): Promise<Record<string, unknown>> {
  switch (type) {
    case 'rotate': return { did, sequence, add: [], remove: [], recoveryKey }
    case 'reaffirm': return { ...payload, did, sequence }
    case 'accredit': return { mayAccredit: false, ...payload, accreditor: did, sequence }
    case 'withdraw': return { ...payload, ...(await measured(payload, context)), by: did, sequence }
    default: return { ...payload, by: did, sequence }
  }
}

/** A time in which others had a key, as how long each log was then: what counts is order, not anybody's clock. */
async function measured({ compromisedSince: at }: StatementRequest['payload'], { database, ledger }: NodeContext): Promise<Record<string, unknown>> {
  if (typeof at !== 'string') return {}
  const time = new Date(at)
  if (Number.isNaN(time.getTime())) throw new ServerError('network/statement-invalid', 'Cannot state: compromisedSince is no time')
  const own = await database.selectFrom('log_growth').select((of) => of.fn.max('size').as('size')).where('reached_at', '<=', time).executeTakeFirst()
  const others = await database.selectFrom('followed_growth').select((of) => ['origin', of.fn.max('size').as('size')]).where('reached_at', '<=', time).groupBy('origin').execute()
  // The rules take 32 logs; those that are not measured count as compromised from their beginning.
  const sizes = [[ledger.checkpoint.origin, Number(own?.size ?? 0)], ...others.map(({ origin, size }) => [origin, Number(size)])].slice(0, 32)
  return { compromisedSince: { at: time.toISOString().replace(/\.\d{3}Z$/, 'Z'), sizes: Object.fromEntries(sizes) as Record<string, number> } }
}

/** An entry that an organisation made, or that is about it. */
export interface Mention {
  readonly index: number
  readonly type: string
}

/** An accreditation that an organisation gave, and to whom. */
export interface GivenAccreditation extends AccreditationView {
  to: { did: string; name: string | null }
}

/** What an organisation has stated, and what others have stated about it: the newest 200 of each, by their numbers in the registry. */
export async function listStatements(organisationId: string, context: NodeContext): Promise<{ origin: string; isRegistered: boolean; stated: Mention[]; received: Mention[]; given: GivenAccreditation[] }> {
  const registrar = registrarInForce(context)
  if (registrar === undefined) throw new ServerError('network/registry-unknown', 'Cannot show statements: the registry is not known here yet')
  const { origin } = registrar.registry
  const own = await context.database.selectFrom('organisation').select('did').where('id', '=', organisationId).executeTakeFirstOrThrow()
  const dids = await didsOf(organisationId, context)
  const list = async (part: 'by' | 'about'): Promise<Mention[]> => {
    const rows = await context.database.selectFrom('entry_mention').select(['entry_index', 'type']).where('origin', '=', origin).where('did', 'in', dids).where('part', '=', part)
      .orderBy('entry_index', 'desc').limit(200).execute()
    return rows.map(({ entry_index: index, type }) => ({ index: Number(index), type }))
  }
  return { origin, isRegistered: registrar.registry.participants.has(own.did), stated: await list('by'), received: await list('about'), given: listGiven(dids, registrar.registry, context) }
}

function listGiven(dids: readonly string[], registry: Registry, context: NodeContext): GivenAccreditation[] {
  const given = [...registry.accreditations.values()].filter(({ accreditor, did }) => dids.includes(accreditor) && accreditor !== did)
  return given.toSorted((one, other) => other.id - one.id).slice(0, 200).map((one) => ({ ...showAccreditation(one, registry, context), to: { did: one.did, name: registry.participants.get(one.did)?.name ?? null } }))
}

async function didsOf(organisationId: string, { database }: NodeContext): Promise<readonly string[]> {
  const rows = await database.selectFrom('organisation_key').innerJoin('organisation', 'organisation.id', 'organisation_key.organisation_id')
    .select(['organisation.did', 'organisation_key.multikey']).where('organisation.id', '=', organisationId).execute()
  return [...new Set(rows.filter(({ multikey }) => keyTypeOf(multikey) !== 'BLS12-381').map(({ did, multikey }) => issuerDid(did, multikey)))]
}
