import { challengeLifeSeconds, type ClaimChallenge, type ClaimOffer } from 'everlearned/exchange/claim'
import { guardianOf, requireConsent } from '../guardians/guardianship.ts'
import { hashSecret, makeSecret } from '../secrets.ts'
import { hashClaimToken } from './claim-token.ts'
import type { IssuingContext } from './issuing-context.ts'
import { IssuingError, notFound, refuseSuspended } from './issuing-error.ts'
import { keyTypeOfBound } from './make-credential.ts'

/** Challenges that may be open on one claim: a wallet needs one, a loop of requests gets no more. */
const maxOpenChallenges = 20

/** What a claim link shows. It changes nothing, however often mail scanners open it. @throws IssuingError `claim/not-found`, `claim/suspended` */
export async function showClaim(token: string, context: IssuingContext): Promise<ClaimOffer> {
  const claim = await context.database.selectFrom('claim').innerJoin('organisation', 'organisation.id', 'claim.organisation_id')
    .select(['claim.id', 'claim.state', 'claim.suspended_at', 'claim.organisation_id', 'claim.award', 'claim.definition', 'claim.sealed_code', 'organisation.name'])
    .where('claim.token_hash', '=', hashClaimToken(token, context)).executeTakeFirst()
  if (claim === undefined) throw notFound('claim')
  if (claim.state === 'unclaimed') refuseSuspended(claim)
  const { name, description } = claim.definition
  const { did } = await context.organisationKeys.openSigningKey(claim.organisation_id, keyTypeOfBound(claim))
  return {
    state: claim.state, organisation: { name: claim.name, did }, achievement: { name, description },
    recipientHint: initialsOf(claim.award.name), needsCode: claim.sealed_code !== null,
    ...await guardianAnswer(claim.id, context),
  }
}

async function guardianAnswer(claimId: string, context: IssuingContext): Promise<Pick<ClaimOffer, 'guardian'>> {
  const guardian = await guardianOf(claimId, context.database, context)
  return guardian === undefined || guardian.state === 'ended' ? {} : { guardian: guardian.state }
}

/** Hands out a challenge for one claim: random, single use, gone after ten minutes. @throws IssuingError `claim/not-found`, `claim/voided`, `claim/suspended`, `claim/guardian-missing` */
export async function challengeClaim(token: string, context: IssuingContext): Promise<ClaimChallenge> {
  const claim = await context.database.selectFrom('claim').select(['id', 'state', 'suspended_at']).where('token_hash', '=', hashClaimToken(token, context)).executeTakeFirst()
  if (claim === undefined) throw notFound('claim')
  if (claim.state === 'voided') throw new IssuingError('claim/voided', 'Cannot claim: the issuer took this claim back')
  if (claim.state === 'unclaimed') {
    refuseSuspended(claim)
    await requireConsent(claim.id, context.database, context)
  }
  return makeChallenge(claim.id, context)
}

/** A challenge that this claim's holder can answer. @throws IssuingError `claim/too-many-challenges` */
export async function makeChallenge(claimId: string, { database, now, config }: IssuingContext): Promise<ClaimChallenge> {
  const challenge = makeSecret()
  const expiresAt = new Date(now().getTime() + challengeLifeSeconds * 1_000)
  await database.deleteFrom('claim_challenge').where('claim_id', '=', claimId).where('expires_at', '<=', now()).execute()
  const { count } = await database.selectFrom('claim_challenge').select((of) => of.fn.countAll<string>().as('count')).where('claim_id', '=', claimId).executeTakeFirstOrThrow()
  if (Number(count) >= maxOpenChallenges) throw new IssuingError('claim/too-many-challenges', `Cannot hand out a challenge: ${maxOpenChallenges} are open`)
  await database.insertInto('claim_challenge').values({ challenge_hash: hashSecret(challenge), claim_id: claimId, expires_at: expiresAt }).execute()
  return { challenge, domain: config.publicBaseUrl, expiresAt: expiresAt.toISOString() }
}

/** Enough for the right person to see that it is meant for them, and for nobody to learn a name: `S… L…`. */
export function initialsOf(name: string): string {
  return name.split(/\s+/).filter((part) => part !== '').slice(0, 4).map((part) => `${[...part][0] ?? ''}…`).join(' ')
}
