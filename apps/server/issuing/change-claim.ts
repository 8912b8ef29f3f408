import type { Selectable, Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'
import { takeRate } from '../rate-limit.ts'
import { audit } from './audit.ts'
import { changeHeldClaims } from './change-claims.ts'
import { claimCode } from './claim-token.ts'
import { insertClaims } from './insert-claims.ts'
import { type Acting, transact } from './issuing-context.ts'
import { IssuingError, notFound, refuseSuspended } from './issuing-error.ts'
import { insertCredentials, loadIssuer, makeCredential, type Award } from './make-credential.ts'
import { sendClaimMailNow } from './send-claim-mails.ts'
import { reserveStatus } from './status-lists.ts'
import type { ClaimTable } from './tables.ts'

type Claim = Selectable<ClaimTable>

/** What a registrar may correct when a claim is issued anew. */
export interface Correction {
  readonly name?: string | undefined
  readonly email?: string | undefined
}

const resendLimit = { name: 'claim-resend', limit: 3, windowSeconds: 3_600 }
const resendLimitOfOrganisation = { name: 'claim-resend-organisation', limit: 500, windowSeconds: 3_600 }

/** Mails the link of a claim again. The code of the second factor is never in a mail. @throws IssuingError `claim/not-found`, `claim/not-open`, `claim/suspended`, `mail/under-way`; MailError; ServerError `rate/exceeded` */
export async function resendClaim(id: string, { actor, context }: Acting): Promise<void> {
  const claim = await findClaim(id, { actor, context })
  if (claim.state !== 'unclaimed') throw new IssuingError('claim/not-open', `Cannot send link: the claim is ${claim.state}`)
  refuseSuspended(claim)
  await takeRate(resendLimit, id, context)
  await takeRate(resendLimitOfOrganisation, actor.organisationId, context)
  await sendClaimMailNow(claim, context)
  await audit({ actor, action: 'claim-resent', subjectId: id }, context.database, context)
}

/**
 * Opens the code of the second factor for whoever will pass it on; who asked is written down, the code is not.
 *
 * @throws IssuingError `claim/not-found`, `claim/not-open`, `claim/without-code`
 */
export async function showClaimCode(id: string, { actor, context }: Acting): Promise<string> {
  return transact(context, async (transaction) => {
    const claim = await holdClaim(id, transaction, { actor, context })
    if (claim.state !== 'unclaimed') throw new IssuingError('claim/not-open', `Cannot show code: the claim is ${claim.state}`)
    if (claim.sealed_code === null) throw new IssuingError('claim/without-code', 'Cannot show code: the claim asks for none')
    await audit({ actor, action: 'claim-code-shown', subjectId: id }, transaction, context)
    return claimCode(claim.sealed_code, context)
  })
}

/**
 * Issues a claim anew under a new link, with corrections if any: the old one and whatever was issued for it are void.
 * Answers the id of the new claim.
 *
 * @throws IssuingError `claim/not-found`, `claim/erased`, `claim/reissued` when it was issued anew before
 */
export async function reissueClaim(id: string, correction: Correction, { actor, context }: Acting): Promise<string> {
  const [place] = await reserveStatus({ organisationId: actor.organisationId, count: 1 }, context)
  if (place === undefined) throw new RangeError('a place was reserved')
  const reissuedAs = await transact(context, async (transaction) => {
    const claim = await holdClaim(id, transaction, { actor, context })
    if (claim.erased_at !== null) throw new IssuingError('claim/erased', 'Cannot issue claim anew: its person was erased')
    if (claim.reissued_as !== null) throw new IssuingError('claim/reissued', 'Cannot issue claim anew: that was done before, look for the new one')
    if (claim.state !== 'voided') await changeHeldClaims([claim], { act: 'void', reason: 'wrong-details' }, { transaction, context, actor })
    const award: Award = {
      organisationId: claim.organisation_id, achievementId: claim.achievement_id, definition: claim.definition,
      row: { ...claim.award, name: correction.name ?? claim.award.name, email: correction.email ?? claim.award.email },
    }
    const made = await makeCredential(award, { issuer: await loadIssuer({ organisationId: claim.organisation_id, keyType: 'Ed25519' }, context), place, context })
    await insertCredentials([made], transaction)
    const [newId] = await insertClaims([{ award, made, needsCode: claim.sealed_code !== null, jobId: claim.job_id }], transaction, context)
    if (newId === undefined) throw new RangeError('a claim was inserted')
    await transaction.updateTable('claim').set({ reissued_as: newId }).where('id', '=', id).execute()
    await audit({ actor, action: 'claim-reissued', subjectId: id, detail: newId }, transaction, context)
    return newId
  })
  context.figures.credentialsIssued.inc()
  return reissuedAs
}

async function findClaim(id: string, { actor, context }: Acting): Promise<Claim> {
  const claim = await context.database.selectFrom('claim').selectAll()
    .where('organisation_id', '=', actor.organisationId).where('id', '=', id).executeTakeFirst()
  if (claim === undefined) throw notFound('claim')
  return claim
}

async function holdClaim(id: string, transaction: Transaction<Tables>, { actor }: Acting): Promise<Claim> {
  const claim = await transaction.selectFrom('claim').selectAll()
    .where('organisation_id', '=', actor.organisationId).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
  if (claim === undefined) throw notFound('claim')
  return claim
}
