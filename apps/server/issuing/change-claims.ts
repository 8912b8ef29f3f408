/** Voiding, suspending and resuming claims: one, a selection, or all that a search of the desk means. */
import type { Selectable, Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'
import { auditEach } from './audit.ts'
import { revokeCredentials, suspendCredentials, type ChangeUnit } from './change-credentials.ts'
import { selectedBy, type DeskSelection } from './claim-desk.ts'
import { inPortions } from './in-portions.ts'
import { type Acting, transact } from './issuing-context.ts'
import { IssuingError } from './issuing-error.ts'
import type { ClaimTable, SuspendReason, VoidReason } from './tables.ts'

/** What is done to claims and to whatever was issued for them. Voiding is final; a suspension can be lifted. */
export type ClaimChange =
  | { readonly act: 'void'; readonly reason: VoidReason }
  | { readonly act: 'suspend'; readonly reason: SuspendReason }
  | { readonly act: 'resume' }

/**
 * Which claims are to be changed: so many by their ids, or all that a search of the desk means, with their number as the
 * person saw it: when it is another by now, nothing is changed.
 */
export type ClaimSelection =
  | { readonly ids: readonly string[] }
  | { readonly search: DeskSelection; readonly count: number }

/** Why a claim was left as it was. */
export type ChangeRefusal = 'claim/not-found' | 'claim/not-open' | 'claim/not-suspendable'

/** What came of it; saying again what a claim says already changes nothing. */
export interface ClaimChanges {
  readonly changed: number
  readonly unchanged: number
  readonly refused: readonly { readonly id: string; readonly code: ChangeRefusal }[]
}

type HeldClaim = Pick<Selectable<ClaimTable>, 'id' | 'state' | 'suspended_at' | 'delivery_credential_id' | 'bound_credential_id'>

/**
 * Changes claims in one transaction: every list that is touched is signed once and served before this answers.
 *
 * @throws IssuingError `claim/selection-changed`
 */
export async function changeClaims(selection: ClaimSelection, change: ClaimChange, { actor, context }: Acting): Promise<ClaimChanges> {
  return transact(context, async (transaction) => {
    const held = await holdSelected(selection, actor.organisationId, transaction)
    const { refused, ...counts } = await changeHeldClaims(held, change, { transaction, context, actor })
    const known = new Set(held.map(({ id }) => id))
    const missing = 'ids' in selection ? [...new Set(selection.ids)].filter((id) => !known.has(id)) : []
    return { ...counts, refused: [...refused, ...missing.map((id) => ({ id, code: 'claim/not-found' as const }))] }
  })
}

/** Changes one claim; what keeps it as it was is thrown. @throws IssuingError `claim/not-found`, `claim/not-open`, `claim/not-suspendable` */
export async function changeClaim(id: string, change: ClaimChange, acting: Acting): Promise<void> {
  const { unchanged, refused: [refusal] } = await changeClaims({ ids: [id] }, change, acting)
  const code = refusal?.code ?? (change.act === 'void' && unchanged > 0 ? 'claim/not-open' : undefined)
  if (code !== undefined) throw new IssuingError(code, `Cannot ${change.act} claim: ${why[code]}`)
}

/** The same for claims whose rows the transaction holds already. */
export async function changeHeldClaims(held: readonly HeldClaim[], change: ClaimChange, { actor, ...unit }: ChangeUnit & Pick<Acting, 'actor'>): Promise<ClaimChanges> {
  const standing = await standingCredentials(held, unit.transaction)
  const [changing, refused]: [HeldClaim[], { id: string; code: ChangeRefusal }[]] = [[], []]
  for (const claim of held) {
    const answer = judgeChange(claim, change, standing.get(claim.id) ?? [])
    if (answer === 'change') changing.push(claim)
    else if (answer !== 'same') refused.push({ id: claim.id, code: answer })
  }
  const ids = changing.map(({ id }) => id)
  const credentialIds = ids.flatMap((id) => standing.get(id) ?? []).map(({ id }) => id)
  if (change.act === 'void') await revokeCredentials(credentialIds, change.reason, unit)
  else await suspendCredentials(credentialIds, change.act === 'suspend' ? 'withdraw' : 'lift', unit)
  for (const portion of inPortions(ids)) {
    await unit.transaction.updateTable('claim').set(columnsOf(change, unit.context.now())).where('id', 'in', portion).execute()
    const detail = 'reason' in change ? { detail: change.reason } : {}
    await auditEach(portion.map((subjectId) => ({ actor, action: auditedAs[change.act], subjectId, ...detail })), unit.transaction, unit.context)
  }
  return { changed: changing.length, unchanged: held.length - changing.length - refused.length, refused }
}

const why: Readonly<Record<ChangeRefusal, string>> = {
  'claim/not-found': 'there is none of this id here',
  'claim/not-open': 'it is voided already',
  'claim/not-suspendable': 'its credentials were issued without a place in a list of suspensions, and can only be voided',
}

const auditedAs = { void: 'claim-voided', suspend: 'claim-suspended', resume: 'claim-resumed' } as const

async function holdSelected(selection: ClaimSelection, organisationId: string, transaction: Transaction<Tables>): Promise<readonly HeldClaim[]> {
  const claims = transaction.selectFrom('claim').select(['id', 'state', 'suspended_at', 'delivery_credential_id', 'bound_credential_id']).orderBy('id').forNoKeyUpdate()
  if ('ids' in selection) return claims.where('organisation_id', '=', organisationId).where('id', 'in', selection.ids).execute()
  const held = await claims.where(selectedBy(selection.search, organisationId)).limit(selection.count + 1).execute()
  if (held.length !== selection.count) throw new IssuingError('claim/selection-changed', `Cannot change claims: the search does not mean ${selection.count} any more`)
  return held
}

function judgeChange({ state, suspended_at: suspendedAt }: HeldClaim, { act }: ClaimChange, standing: readonly StandingCredential[]): 'change' | 'same' | ChangeRefusal {
  if (act === 'void') return state === 'voided' ? 'same' : 'change'
  if (state === 'voided') return 'claim/not-open'
  if ((act === 'suspend') === (suspendedAt !== null)) return 'same'
  return act === 'suspend' && standing.some(({ canSuspend }) => !canSuspend) ? 'claim/not-suspendable' : 'change'
}

function columnsOf(change: ClaimChange, now: Date): Partial<Selectable<Pick<ClaimTable, 'state' | 'void_reason' | 'voided_at' | 'suspended_at' | 'suspend_reason'>>> {
  switch (change.act) {
    case 'void': return { state: 'voided', void_reason: change.reason, voided_at: now }
    case 'suspend': return { suspended_at: now, suspend_reason: change.reason }
    case 'resume': return { suspended_at: null, suspend_reason: null }
  }
}

interface StandingCredential {
  readonly id: string
  readonly canSuspend: boolean
}

/** What was issued for each claim and is not revoked: the first credential, the holder's, and copies that were made of it. */
async function standingCredentials(claims: readonly HeldClaim[], transaction: Transaction<Tables>): Promise<ReadonlyMap<string, readonly StandingCredential[]>> {
  const claimOf = new Map<string, string>()
  for (const { id, delivery_credential_id: delivery, bound_credential_id: bound } of claims) {
    claimOf.set(delivery, id)
    if (bound !== null) claimOf.set(bound, id)
  }
  for (const ids of inPortions(claims.map(({ id }) => id))) {
    const copies = await transaction.selectFrom('claim_copy').select(['credential_id', 'claim_id']).where('claim_id', 'in', ids).execute()
    for (const { credential_id: credential, claim_id: claim } of copies) claimOf.set(credential, claim)
  }
  const standing = new Map<string, StandingCredential[]>()
  for (const ids of inPortions([...claimOf.keys()])) {
    const rows = await transaction.selectFrom('credential').select(['id', 'suspension_list_id']).where('id', 'in', ids).where('revoked_at', 'is', null).execute()
    for (const { id, suspension_list_id: list } of rows) {
      const claimId = claimOf.get(id) ?? ''
      standing.set(claimId, [...standing.get(claimId) ?? [], { id, canSuspend: list !== null }])
    }
  }
  return standing
}
