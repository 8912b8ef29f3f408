import type { Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'
import { audit } from '../issuing/audit.ts'
import { revokeCredentials } from '../issuing/change-credentials.ts'
import { maxCodeFailures } from '../issuing/claim-desk.ts'
import { hashClaimToken, isCode } from '../issuing/claim-token.ts'
import { type IssuingContext, transact } from '../issuing/issuing-context.ts'
import { IssuingError, notFound } from '../issuing/issuing-error.ts'
import { initialsOf } from '../issuing/show-claim.ts'
import { hasSay, type Guardianship } from './guardianship.ts'

/** What a guardian's link shows. */
export interface GuardianView {
  readonly organisation: string
  readonly achievement: { readonly name: string; readonly description: string }
  /** Initials of the person, as on the claim page. */
  readonly recipientHint: string
  /** The first day on which the guardian has no say, `YYYY-MM-DD`. */
  readonly until: string
  /** `over` once nobody but the person has a say; `voided` when the school took the record back. */
  readonly state: 'asked' | 'given' | 'refused' | 'over' | 'voided'
  readonly sharing: 'none' | 'link'
  /** Whether the record is in the person's wallet. */
  readonly isTaken: boolean
}

/** What a guardian may say: yes, no (also after a yes), or that the person decides alone from now on. */
export type GuardianAnswer = { readonly say: 'yes'; readonly sharing: 'none' | 'link' } | { readonly say: 'no' } | { readonly say: 'let-go' }

/** Guardians act without an account: the trail says that one did, and nothing of who. */
const actorId = 'guardian'

/** Shows what a guardian is asked; looking changes nothing. @throws IssuingError `claim/not-found` */
export async function lookAsGuardian(token: string, context: IssuingContext): Promise<GuardianView> {
  const { claim_id: claimId, ...guardian } = await findGuardianship(token, context)
  const claim = await context.database.selectFrom('claim').innerJoin('organisation', 'organisation.id', 'claim.organisation_id')
    .select(['claim.award', 'claim.definition', 'claim.state', 'claim.bound_credential_id', 'organisation.name']).where('claim.id', '=', claimId).executeTakeFirstOrThrow()
  const { name, description } = claim.definition
  return {
    organisation: claim.name, achievement: { name, description }, recipientHint: initialsOf(claim.award.name), until: guardian.until_day, sharing: guardian.sharing,
    state: claim.state === 'voided' ? 'voided' : guardian.state === 'ended' || !hasSay(guardian, context) ? 'over' : guardian.state, isTaken: claim.bound_credential_id !== null,
  }
}

/**
 * Takes a guardian's answer. A no after the record was taken revokes what was issued to the wallet, and the claim waits again: for
 * a yes, or for the day on which nobody is asked any more.
 *
 * @throws IssuingError `claim/not-found`, `claim/code-wrong`, `claim/code-locked`, `claim/guardian-over`, `claim/voided`
 */
export async function answerAsGuardian(token: string, code: string, answer: GuardianAnswer, context: IssuingContext): Promise<void> {
  const found = await findGuardianship(token, context)
  await requireGuardianCode(found, code, context)
  await transact(context, async (transaction) => {
    const claim = await transaction.selectFrom('claim').selectAll().where('id', '=', found.claim_id).forNoKeyUpdate().executeTakeFirstOrThrow()
    if (claim.state === 'voided') throw new IssuingError('claim/voided', 'Cannot take answer: the issuer took this claim back')
    const held = await transaction.selectFrom('guardianship').selectAll().where('claim_id', '=', claim.id).forNoKeyUpdate().executeTakeFirstOrThrow()
    if (!hasSay(held, context)) throw new IssuingError('claim/guardian-over', 'Cannot take answer: a guardian has no say any more')
    const mine = transaction.updateTable('guardianship').where('claim_id', '=', claim.id)
    const at = { answered_at: context.now() }
    if (answer.say === 'yes') await mine.set({ state: 'given', sharing: answer.sharing, ...at }).execute()
    else if (answer.say === 'let-go') await endGuardianship(claim, { reason: 'by-guardian', transaction })
    else await mine.set({ state: 'refused', ...at }).execute()
    if (answer.say === 'no') await unbindClaim(claim.id, transaction, context)
    const actor = { organisationId: claim.organisation_id, id: actorId }
    const detail = answer.say === 'yes' ? { detail: answer.sharing } : {}
    await audit({ actor, action: auditedAs[answer.say], subjectId: claim.id, ...detail }, transaction, context)
  })
}

const auditedAs = { 'yes': 'guardian-agreed', 'no': 'guardian-refused', 'let-go': 'guardian-let-go' } as const

/** Ends a guardian's say for good; where they are reached is needed no more, and forgotten. */
export async function endGuardianship({ id, award }: { readonly id: string; readonly award: Parameters<typeof withoutGuardian>[0] }, { reason, transaction }: { readonly reason: Guardianship['ended_reason']; readonly transaction: Transaction<Tables> }): Promise<void> {
  await transaction.updateTable('guardianship').set({ state: 'ended', ended_reason: reason }).where('claim_id', '=', id).execute()
  await transaction.updateTable('claim').set({ award: JSON.stringify(withoutGuardian(award)) }).where('id', '=', id).execute()
}

function withoutGuardian(award: { readonly guardian?: unknown }): object {
  const { guardian: _, ...rest } = award
  return rest
}

/** Takes the record out of force wherever the person has it; what stays with the claim is kept like a copy, and falls with it. */
async function unbindClaim(claimId: string, transaction: Transaction<Tables>, context: IssuingContext): Promise<void> {
  const claim = await transaction.selectFrom('claim').select(['organisation_id', 'bound_credential_id']).where('id', '=', claimId).executeTakeFirstOrThrow()
  if (claim.bound_credential_id === null) return
  await keepLikeCopy(claim.bound_credential_id, { claimId, organisationId: claim.organisation_id }, transaction, context)
  await revokeCredentials(await copiesOf(claimId, transaction), 'other', { transaction, context })
  await transaction.updateTable('claim').set({ state: 'unclaimed', bound_credential_id: null, holder_did: null, claimed_at: null }).where('id', '=', claimId).execute()
}

/** Notes a credential that was a claim's once: voiding and erasing reach it as they reach copies. */
export async function keepLikeCopy(credentialId: string, { claimId, organisationId }: { readonly claimId: string; readonly organisationId: string }, transaction: Transaction<Tables>, { now }: Pick<IssuingContext, 'now'>): Promise<void> {
  await transaction.insertInto('claim_copy').values({ credential_id: credentialId, claim_id: claimId, organisation_id: organisationId, created_at: now() }).execute()
}

/** Everything that was made for the holder of a claim and is not its credential now. */
export async function copiesOf(claimId: string, transaction: Transaction<Tables>): Promise<readonly string[]> {
  const copies = await transaction.selectFrom('claim_copy').select('credential_id').where('claim_id', '=', claimId).execute()
  return copies.map(({ credential_id: id }) => id)
}

async function findGuardianship(token: string, context: IssuingContext): Promise<Guardianship> {
  const found = await context.database.selectFrom('guardianship').selectAll().where('token_hash', '=', hashClaimToken(token, context)).executeTakeFirst()
  if (found === undefined) throw notFound('claim')
  return found
}

/** Counts a try before it looks: many at once are still only five. */
async function requireGuardianCode({ claim_id: claimId, sealed_code: sealed }: Guardianship, code: string, context: IssuingContext): Promise<void> {
  const { code_failures: tries } = await context.database.updateTable('guardianship')
    .set((of) => ({ code_failures: of('code_failures', '+', 1) })).where('claim_id', '=', claimId).returning('code_failures').executeTakeFirstOrThrow()
  if (tries > maxCodeFailures) throw new IssuingError('claim/code-locked', 'Cannot take answer: too many wrong codes; ask the issuer for a new link')
  if (!isCode(code, sealed, context)) throw new IssuingError('claim/code-wrong', 'Cannot take answer: this is not the code')
  await context.database.updateTable('guardianship').set({ code_failures: 0 }).where('claim_id', '=', claimId).execute()
}
