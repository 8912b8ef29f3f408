import { parseEntry, verifyEntry } from './entry.ts'
import { governanceActor, type EntryType, type Statement } from './payloads.ts'
import { mapWith } from './records.ts'
import type { Registry } from './registry.ts'
import { judgeAccredit } from './rules/accredit.ts'
import { judgeBatch } from './rules/batch.ts'
import { judgeCharter, judgeConstitution, judgePolicy, judgeRules } from './rules/charter.ts'
import { judgeArchive, judgeStatus } from './rules/keep.ts'
import { judgeAward, judgeDispute, judgeEndorse, judgeRule, judgeType } from './rules/publish.ts'
import { judgeRegister } from './rules/register.ts'
import { judgeReaffirm, judgeRotate } from './rules/rotate.ts'
import { judgeReinstate, judgeSuspend, judgeWithdraw } from './rules/standing.ts'
import { judgeEpoch, judgeSync } from './rules/sync.ts'
import { putOff, refuse, type Change, type Refusal, type ReplayContext, type Rule, type Scene } from './ruling.ts'
import { TrustError } from './trust-error.ts'

/** What became of an entry. */
export type Applied = { readonly ok: true } | Refusal

/** Rules of the versions 1 to 3: what a later one added, its judges refuse before it is in force. */
const rules: { readonly [Type in EntryType]: Rule<Type> } = {
  batch: judgeBatch, charter: judgeCharter, policy: judgePolicy, rules: judgeRules, register: judgeRegister, accredit: judgeAccredit, suspend: judgeSuspend,
  reinstate: judgeReinstate, withdraw: judgeWithdraw, rotate: judgeRotate, type: judgeType, rule: judgeRule, endorse: judgeEndorse, dispute: judgeDispute,
  epoch: judgeEpoch, status: judgeStatus, award: judgeAward, regsync: judgeSync, archive: judgeArchive, reaffirm: judgeReaffirm, constitution: judgeConstitution,
}

/** What a log that follows another registry may hold. */
const followerTypes: ReadonlySet<EntryType> = new Set(['batch', 'status', 'award', 'archive', 'regsync'])

/**
 * Judges the next entry of a log and, when the rules allow it, changes the registry by it. Untrusted: the entry.
 *
 * The answer depends on the entries before and on nothing else: no clock, no network, no order of arrival. A refused entry changes
 * nothing. Call it for one entry after another, never for two at once.
 *
 * @throws RangeError when `index` is not the next
 */
export async function applyEntry(registry: Registry, bytes: Uint8Array, index: number, context: ReplayContext): Promise<Applied> {
  if (index !== registry.size) throw new RangeError('entries are applied in their order')
  const entry = read(bytes)
  if ('ok' in entry) return entry
  const signers = entry.signatures.map(({ key }) => key)
  const judge = await judgeFor(registry, index, context)
  if ('ok' in judge) return judge
  const change = refusePlace(entry, registry) ?? await judged(entry, { registry, index, signers, judge, context })
  if (typeof change !== 'function') return change
  // Last, for it costs most: nothing is believed that is not signed.
  if (!(await verifyEntry(entry, { origin: registry.origin, cryptography: context.cryptography }))) return refuse('trust/signature-invalid', 'a signature is wrong')
  const names = change()
  const act = actOf(entry)
  if (act !== undefined) registry.sequences.set(act.actor, act.sequence + 1)
  registry.size = index + 1
  registry.map = mapWith(registry.map, names, { registry, index: index + 1, sha256: context.cryptography.sha256 })
  return { ok: true }
}

function read(bytes: Uint8Array): ReturnType<typeof parseEntry> | Refusal {
  try {
    return parseEntry(bytes)
  } catch (cause) {
    if (cause instanceof TrustError) return refuse(cause.code, cause.message)
    throw cause
  }
}

/** Where this entry's participants are looked up. */
async function judgeFor(registry: Registry, index: number, context: ReplayContext): Promise<Scene['judge'] | Refusal> {
  const sync = registry.syncs.at(-1)
  if (sync === undefined) return { registry, at: index }
  const known = await context.registryAt?.(sync.origin, sync.size)
  return known === undefined || known.registry.size < sync.size ? putOff('trust/registry-unknown', 'the registry that is followed is not known here') : { registry: known.registry, at: sync.size }
}

/** What may stand in this log at all, and whether its actor had said something else in the meantime. */
function refusePlace(statement: Statement, { size, syncs, sequences }: Registry): Refusal | undefined {
  if (size === 0 && statement.type !== 'charter' && statement.type !== 'regsync') return refuse('trust/charter-missing', 'a log begins with a charter or with the registry that it follows')
  if (syncs.length > 0 && !followerTypes.has(statement.type)) return refuse('trust/not-a-registry', 'this log follows another registry')
  const act = actOf(statement)
  return act === undefined || act.sequence === (sequences.get(act.actor) ?? 0) ? undefined : refuse('trust/sequence-wrong', 'it is not the next thing that its actor says')
}

async function judged<Type extends EntryType>(statement: Extract<Statement, { readonly type: Type }>, scene: Scene): Promise<Refusal | Change> {
  const rule = rules[statement.type] as Rule<EntryType>
  return rule(statement.payload, scene)
}

/** Who does something, and for the how manyeth time; undefined where the entry itself cannot come twice. */
export function actOf({ type, payload }: Statement): { readonly actor: string; readonly sequence: number } | undefined {
  switch (type) {
    case 'batch': case 'charter': case 'register': case 'epoch': return undefined
    case 'policy': case 'rules': case 'constitution': return { actor: governanceActor, sequence: payload.sequence }
    case 'accredit': return { actor: payload.accreditor, sequence: payload.sequence }
    case 'rotate': case 'reaffirm': return { actor: payload.did, sequence: payload.sequence }
    case 'status': case 'archive': return { actor: payload.issuer, sequence: payload.sequence }
    case 'regsync': return { actor: payload.operator, sequence: payload.sequence }
    default: return { actor: payload.by, sequence: payload.sequence }
  }
}
