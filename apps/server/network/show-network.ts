import { encodeMultikey } from 'everlearned/crypto'
import { cosignerKeyOf, formatCosignerKey, type Policy } from 'everlearned/ledger'
import { policyAt, sectors, type Sector } from 'everlearned/trust'
import type { NodeContext } from '../context.ts'
import { cosignerKeyText } from './cosigner-keys.ts'
import { rulesInForce } from './rules-in-force.ts'

/** A cosigner that has said nothing for so long is silent, whatever it said before. */
const silentMilliseconds = 10 * 60_000

/** The network as this node sees it; the shape of `GET /api/network`. */
export interface NetworkView {
  readonly self: { name: string; did: string; sector: Sector | null; origin: string; verifierKey: string; cosignerKey: string; roles: string[] }
  readonly registry: { origin: string; name: string | null; rulesVersion: number }
  readonly policy: { text: string; cosigners: number; overlap: number; mayLie: number; mayBeDown: number }
  readonly finality: { finalSize: number; pendingSize: number; finalAt: string | null; halted: { code: string; reason: string } | null }
  readonly holders: { name: string; sector: Sector | null; role: string; size: number; cosignedAt: string | null; state: 'current' | 'behind' | 'silent' }[]
  readonly following: { id: string; origin: string; url: string; role: string; size: number; checkedAt: string | null; state: string; refusal: string | null; blobs: { kept: number; missing: number } }[]
  readonly alarms: { kind: string; origin: string; at: string; reason: string; proof?: unknown }[]
}

/** Gathers it. */
export async function showNetwork(context: NodeContext): Promise<NetworkView> {
  const { ledger, judgedLog, finality, database } = context
  const final = await finality.checkpoint()
  const kept = await database.selectFrom('final_checkpoint').select('made_at').executeTakeFirst()
  const rules = rulesInForce(context)
  const registry = rules?.registry ?? judgedLog.registry
  return {
    self: await showSelf(context),
    registry: { origin: registry.origin, name: registry.name ?? null, rulesVersion: registry.rulesVersion },
    policy: showPolicy(context),
    finality: {
      finalSize: final?.size ?? 0, pendingSize: ledger.checkpoint.size, finalAt: final === undefined ? null : kept?.made_at.toISOString() ?? null,
      halted: judgedLog.halted === undefined ? null : { code: judgedLog.halted.code, reason: judgedLog.halted.reason },
    },
    holders: await listHolders(context),
    following: showFollowing(context),
    alarms: await listAlarms(context),
  }
}

async function showSelf(context: NodeContext): Promise<NetworkView['self']> {
  const { config, ledger, judgedLog, operatorKey, followedLogs } = context
  const key = encodeMultikey(operatorKey.publicKey)
  const rules = rulesInForce(context)
  const governance = rules === undefined ? undefined : policyAt(rules.registry, rules.at)?.governance
  const sector = sectors.find((name) => governance?.[name]?.seats.some((seat) => seat.key === key)) ?? rules?.registry.participants.get(`did:key:${key}`)?.sector ?? null
  const roles = new Set(followedLogs.all.map(({ log: { role } }) => role))
  return {
    name: config.name, did: judgedLog.registry.operator ?? `did:key:${key}`, sector, origin: ledger.checkpoint.origin, verifierKey: await context.finality.verifierKey(),
    cosignerKey: cosignerKeyText(await context.followedLogs.cosigner('validator'), context), roles: ['operator', ...roles],
  }
}

function showPolicy({ finality: { inForce } }: NodeContext): NetworkView['policy'] {
  if (inForce === undefined) return { text: '', cosigners: 0, overlap: 0, mayLie: 0, mayBeDown: 0 }
  const { text, policy, lint: { members: { overlap, mayLie, mayBeDown } } } = inForce
  return { text, cosigners: policy.witnesses.length, overlap, mayLie, mayBeDown }
}

async function listHolders({ finality, database, ledger, cryptography, now }: NodeContext): Promise<NetworkView['holders']> {
  const { inForce, answers } = finality
  if (inForce === undefined) return []
  const rows = await database.selectFrom('cosignature').selectAll().execute()
  return inForce.policy.witnesses.map(({ name, key }) => {
    const row = rows.find(({ cosigner }) => cosigner === formatCosignerKey(cosignerKeyOf(key.name, key.publicKey, cryptography.sha256)))
    const [size, at] = [Number(row?.size ?? 0), row?.cosigned_at]
    const isSilent = ['unanswered', 'unreachable', 'without-address'].includes(answers.get(name) ?? '') || (at === undefined ? true : size < ledger.checkpoint.size && now().getTime() - at.getTime() > silentMilliseconds)
    const state = isSilent ? 'silent' : size < ledger.checkpoint.size ? 'behind' : 'current'
    return { name, sector: sectorOf(name, inForce.policy), role: 'validator', size, cosignedAt: at?.toISOString() ?? null, state }
  })
}

/** Sectors are groups of the policy, by their names. */
function sectorOf(name: string, { groups }: Policy): Sector | null {
  return sectors.find((sector) => groups.some((group) => group.name === sector && group.members.includes(name))) ?? null
}

function showFollowing({ followedLogs }: NodeContext): NetworkView['following'] {
  return followedLogs.all.map(({ id, log: { origin, url, role, size, state, blobs: { kept, missing } } }) => ({
    id, origin, url, role, size, checkedAt: state.checkedAt ?? null, state: state.state,
    refusal: state.reason === undefined ? null : state.index === undefined ? state.reason : `entry ${state.index}: ${state.reason}`,
    blobs: { kept, missing },
  }))
}

async function listAlarms({ database }: NodeContext): Promise<NetworkView['alarms']> {
  const rows = await database.selectFrom('network_alarm').selectAll().where('ended_at', 'is', null).orderBy('raised_at', 'desc').limit(200).execute()
  return rows.map(({ kind, origin, raised_at: at, reason, proof }) => ({ kind, origin, at: at.toISOString(), reason, ...(proof === null ? {} : { proof }) }))
}
