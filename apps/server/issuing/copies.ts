import type { ClaimChallenge, CopyRequest, CopyResult } from 'everlearned/exchange/claim'
import type { Selectable } from 'kysely'
import { guardianOf } from '../guardians/guardianship.ts'
import { takeRate } from '../rate-limit.ts'
import { type IssuingContext, transact } from './issuing-context.ts'
import { IssuingError, notFound, refuseSuspended } from './issuing-error.ts'
import { insertCredentials, keyTypeOfBound, loadIssuer, makeCredential, type Award, type MakingContext } from './make-credential.ts'
import { makeUnlinkable } from './make-unlinkable.ts'
import { makeChallenge } from './show-claim.ts'
import { reserveStatus } from './status-lists.ts'
import type { ClaimTable } from './tables.ts'
import { loadResult, verifyHolder, type Binding } from './take-claim.ts'

type Claim = Selectable<ClaimTable>

/** Copies cost a place in a list each: so many a day are more than anyone shares. */
export const copyLimit = { name: 'claim-copies', limit: 100, windowSeconds: 86_400 }

/** Hands out a challenge to the holder of a credential. @throws IssuingError `copy/not-found`, `claim/voided`, `claim/suspended` */
export async function challengeCopy(credentialId: string, context: IssuingContext): Promise<ClaimChallenge> {
  const claim = await findClaimOf(credentialId, context)
  return makeChallenge(claim.id, context)
}

/**
 * Makes a copy of a claimed credential that tells of today and of nothing else, for one share, free. Only its holder gets one,
 * and it falls with the claim; one that cannot be linked falls by itself, within thirty days.
 *
 * @throws IssuingError `copy/not-found`, `claim/voided`, `claim/suspended`, `claim/presentation-refused`; ServerError `rate/exceeded`
 */
export async function takeCopy({ credentialId, presentation, form }: CopyRequest, context: IssuingContext): Promise<CopyResult> {
  const claim = await findClaimOf(credentialId, context)
  const holderDid = await verifyHolder(claim, presentation, context)
  if ((await guardianOf(claim.id, context.database, context))?.sharing === 'none') throw new IssuingError('claim/guardian-missing', 'Cannot make copy: a guardian does not allow it')
  if (holderDid !== claim.holder_did) throw new IssuingError('claim/presentation-refused', 'Cannot make copy: another key holds the credential')
  await takeRate(copyLimit, claim.id, context)
  if (form === 'bbs-2023') return makeUnlinkable(awardOf(claim), context)
  const credentialRowId = await issueCopy(claim, { subjectId: holderDid, keyType: keyTypeOfBound(claim), form }, context)
  const { credential, documents } = await loadResult(credentialRowId, context)
  return { credential, documents }
}

/** Issues a claim's credential once more, with a place of its own in the status lists; it falls with the claim. @throws IssuingError `claim/voided`, `claim/suspended` */
export async function issueCopy(claim: Claim, { keyType, ...made }: Pick<Binding, 'keyType'> & Pick<MakingContext, 'subjectId' | 'form'>, context: IssuingContext): Promise<string> {
  const { organisation_id: organisationId } = claim
  const [place] = await reserveStatus({ organisationId, keyType, count: 1 }, context)
  if (place === undefined) throw new RangeError('a place was reserved')
  const copy = await makeCredential(awardOf(claim), { issuer: await loadIssuer({ organisationId, keyType }, context), place, ...made, context })
  await transact(context, async (transaction) => {
    const held = await transaction.selectFrom('claim').select(['state', 'suspended_at', 'bound_credential_id']).where('id', '=', claim.id).forNoKeyUpdate().executeTakeFirstOrThrow()
    if (held.state === 'voided' || held.bound_credential_id !== claim.bound_credential_id) throw new IssuingError('claim/voided', 'Cannot make copy: the issuer took the claim back')
    refuseSuspended(held)
    await insertCredentials([copy], transaction)
    await transaction.insertInto('claim_copy').values({ credential_id: copy.credential.id, claim_id: claim.id, organisation_id: organisationId, created_at: context.now() }).execute()
  })
  return copy.credential.id
}

function awardOf({ organisation_id: organisationId, achievement_id: achievementId, definition, award: row }: Claim): Award {
  return { organisationId, achievementId, definition, row }
}

async function findClaimOf(credentialId: string, { database }: IssuingContext): Promise<Claim> {
  const claim = await database.selectFrom('claim').innerJoin('credential', 'credential.id', 'claim.bound_credential_id')
    .selectAll('claim').where('credential.credential_id', '=', credentialId).executeTakeFirst()
  if (claim === undefined || keyTypeOfBound(claim) !== 'P-256') throw notFound('copy')
  if (claim.state === 'voided') throw new IssuingError('claim/voided', 'Cannot make copy: the issuer took the claim back')
  refuseSuspended(claim)
  return claim
}
