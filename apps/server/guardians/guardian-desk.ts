import type { Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'
import { takeRate } from '../rate-limit.ts'
import { audit } from '../issuing/audit.ts'
import { maxCodeFailures } from '../issuing/claim-desk.ts'
import { claimCode, makeClaimSecrets } from '../issuing/claim-token.ts'
import { type Acting, type IssuingContext, transact } from '../issuing/issuing-context.ts'
import { IssuingError, notFound } from '../issuing/issuing-error.ts'
import { endGuardianship } from './guardian-answers.ts'
import { sendGuardianMail } from './guardian-mail.ts'
import { guardianLink, hasSay, makeGuardianSecrets, type Guardianship } from './guardianship.ts'
import type { EndReason } from './tables.ts'

/** What the school sees of a guardian. */
export interface DeskGuardian {
  readonly until: string
  /** `over` from the day on, `ended` when it was ended before. */
  readonly state: 'asked' | 'given' | 'refused' | 'ended' | 'over'
  readonly endedReason: EndReason | null
  readonly sharing: 'none' | 'link'
  readonly answeredAt: Date | null
  /** Null when the school gave none: the link goes on paper. */
  readonly email: string | null
  readonly link: string | null
  readonly isCodeLocked: boolean
  readonly mailedAt: Date | null
}

const mailLimit = { name: 'guardian-mail', limit: 3, windowSeconds: 3_600 }
const mailLimitOfOrganisation = { name: 'guardian-mail-organisation', limit: 500, windowSeconds: 3_600 }

/** The guardian of a claim, or null where there never was one. @throws IssuingError `claim/not-found` */
export async function loadDeskGuardian(claimId: string, organisationId: string, context: IssuingContext): Promise<DeskGuardian | null> {
  const claim = await context.database.selectFrom('claim').select('award').where('organisation_id', '=', organisationId).where('id', '=', claimId).executeTakeFirst()
  if (claim === undefined) throw notFound('claim')
  const found = await context.database.selectFrom('guardianship').selectAll().where('claim_id', '=', claimId).executeTakeFirst()
  if (found === undefined) return null
  const isInForce = hasSay(found, context)
  return {
    until: found.until_day, state: isInForce || found.state === 'ended' ? found.state : 'over', endedReason: found.ended_reason, sharing: found.sharing, answeredAt: found.answered_at,
    email: isInForce ? claim.award.guardian?.email ?? null : null, link: isInForce ? guardianLink(found, context) : null, isCodeLocked: found.code_failures >= maxCodeFailures, mailedAt: found.mailed_at,
  }
}

/** Opens the code for the guardian, to be given by another way than the link; who asked is written down. @throws IssuingError `claim/not-found`, `claim/guardian-over` */
export async function showGuardianCode(claimId: string, { actor, context }: Acting): Promise<string> {
  return transact(context, async (transaction) => {
    const { guardian } = await holdGuarded(claimId, transaction, { actor, context })
    await audit({ actor, action: 'guardian-code-shown', subjectId: claimId }, transaction, context)
    return claimCode(guardian.sealed_code, context)
  })
}

/**
 * Gives a guardian a new link and code, the old ones end; with another address when the guardian is another now, who is then asked
 * anew before anything more is issued. Mails the link where there is an address.
 *
 * @throws IssuingError `claim/not-found`, `claim/guardian-over`, `claim/guardian-is-recipient`; MailError; ServerError `rate/exceeded`
 */
export async function renewGuardianLink(claimId: string, email: string | undefined, { actor, context }: Acting): Promise<void> {
  await takeRate(mailLimit, claimId, context)
  await takeRate(mailLimitOfOrganisation, actor.organisationId, context)
  const isMailed = await transact(context, async (transaction) => {
    const { claim } = await holdGuarded(claimId, transaction, { actor, context })
    if (email !== undefined && email.toLowerCase() === claim.award.email.toLowerCase()) throw new IssuingError('claim/guardian-is-recipient', 'Cannot name guardian: it is the address of the person')
    const { guardian } = claim.award
    if (email !== undefined && guardian !== undefined) await transaction.updateTable('claim').set({ award: JSON.stringify({ ...claim.award, guardian: { ...guardian, email } }) }).where('id', '=', claimId).execute()
    const anew = email !== undefined && email !== guardian?.email ? { state: 'asked' as const, answered_at: null } : {}
    await transaction.updateTable('guardianship').set({ ...makeGuardianSecrets(context), code_failures: 0, mailed_at: null, ...anew }).where('claim_id', '=', claimId).execute()
    await audit({ actor, action: 'guardian-link-renewed', subjectId: claimId }, transaction, context)
    return (email ?? guardian?.email) !== undefined
  })
  if (isMailed) await sendGuardianMail(claimId, context)
}

/**
 * Hands a record over to the person alone. Before the day came the school ends the guardian's say and notes why. A record that is in
 * a wallet already can then be taken into another one, once, with the claim link and a new code: the first is superseded at that moment.
 *
 * @throws IssuingError `claim/not-found`, `claim/voided`, `claim/guardian-none`
 */
export async function handOverCustody(claimId: string, reason: Exclude<EndReason, 'by-guardian'>, { actor, context }: Acting): Promise<void> {
  await transact(context, async (transaction) => {
    const { claim, guardian } = await holdClaim(claimId, transaction, { actor, context })
    if (claim.state === 'voided') throw new IssuingError('claim/voided', 'Cannot hand over: the claim was taken back')
    if (guardian.state !== 'ended') await endGuardianship(claim, { reason, transaction })
    if (claim.bound_credential_id !== null) {
      const { sealed_code: code } = makeClaimSecrets({ needsCode: true }, context)
      await transaction.updateTable('claim').set({ state: 'unclaimed', sealed_code: code, code_failures: 0 }).where('id', '=', claimId).execute()
    }
    await audit({ actor, action: 'custody-handed-over', subjectId: claimId, detail: reason }, transaction, context)
  })
}

async function holdGuarded(claimId: string, transaction: Transaction<Tables>, acting: Acting): ReturnType<typeof holdClaim> {
  const held = await holdClaim(claimId, transaction, acting)
  if (!hasSay(held.guardian, acting.context)) throw new IssuingError('claim/guardian-over', 'Cannot ask guardian: they have no say any more')
  return held
}

/** The claim is held first: whoever binds it or answers for it waits. */
async function holdClaim(claimId: string, transaction: Transaction<Tables>, { actor }: Acting) {
  const claim = await transaction.selectFrom('claim').select(['id', 'award', 'state', 'bound_credential_id'])
    .where('organisation_id', '=', actor.organisationId).where('id', '=', claimId).forNoKeyUpdate().executeTakeFirst()
  if (claim === undefined) throw notFound('claim')
  const guardian: Guardianship | undefined = await transaction.selectFrom('guardianship').selectAll().where('claim_id', '=', claimId).forNoKeyUpdate().executeTakeFirst()
  if (guardian === undefined) throw new IssuingError('claim/guardian-none', 'Cannot ask guardian: this claim has none')
  return { claim, guardian }
}
