import type { NodeContext } from '../context.ts'
import { guardianOf } from '../guardians/guardianship.ts'
import { audit } from '../issuing/audit.ts'
import { hashClaimToken } from '../issuing/claim-token.ts'
import type { Actor, IssuingContext } from '../issuing/issuing-context.ts'
import { IssuingError, notFound, refuseSuspended } from '../issuing/issuing-error.ts'
import { requireCode } from '../issuing/take-claim.ts'
import { openSession, type StartedExchange } from './exchange-session.ts'
import type { ExchangeQuestion } from './tables.ts'

/** Exchanges that may be open on one claim: a person needs one or two, a loop of requests gets no more. */
const maxOpenExchanges = 20

/** Which claim is to be handed over: the one of a link, or one of an organisation's own. */
export type ClaimToHandOver = { readonly token: string } | { readonly claimId: string; readonly actor: Actor }

/**
 * Begins handing a claim's credential over to a wallet of any make. Where the issuer asks for a code, it is proven here, or later
 * by a protocol that has a place for it.
 *
 * @throws IssuingError `claim/not-found`, `claim/voided`, `claim/suspended`, `claim/code-wrong`, `claim/code-locked`, `claim/too-many-challenges`, `claim/guardian-wallet`
 */
export async function startIssueExchange(which: ClaimToHandOver, code: string | undefined, context: IssuingContext): Promise<StartedExchange> {
  const query = context.database.selectFrom('claim').selectAll()
  const claim = await ('token' in which ? query.where('token_hash', '=', hashClaimToken(which.token, context)) : query.where('id', '=', which.claimId).where('organisation_id', '=', which.actor.organisationId)).executeTakeFirst()
  if (claim === undefined || claim.erased_at !== null) throw notFound('claim')
  if (claim.state === 'voided') throw new IssuingError('claim/voided', 'Cannot hand over: the issuer took this claim back')
  if (claim.state === 'unclaimed') refuseSuspended(claim)
  // A wallet of another make would not know what a guardian allows.
  if (await guardianOf(claim.id, context.database, context) !== undefined) throw new IssuingError('claim/guardian-wallet', 'Cannot hand over: a guardian has a say, and other wallets do not keep to it')
  const { count } = await context.database.selectFrom('exchange').select((of) => of.fn.countAll<string>().as('count'))
    .where('claim_id', '=', claim.id).where('state', '=', 'open').where('expires_at', '>', context.now()).executeTakeFirstOrThrow()
  if (Number(count) >= maxOpenExchanges) throw new IssuingError('claim/too-many-challenges', `Cannot begin exchange: ${maxOpenExchanges} are open`)
  if (code !== undefined) await requireCode(claim, code, context)
  const started = await openSession({
    organisation_id: claim.organisation_id, kind: 'issue', claim_id: claim.id, is_code_proven: code !== undefined || claim.sealed_code === null,
    question: null, asked_by: 'actor' in which ? which.actor.id : null,
  }, context)
  if ('actor' in which) await auditBegun(started, which.actor, context)
  return started
}

/** Begins asking a holder for credentials, who may answer within `lifeSeconds`. */
export async function startVerifyExchange(question: ExchangeQuestion, { actor, lifeSeconds }: { readonly actor: Actor; readonly lifeSeconds?: number | undefined }, context: NodeContext): Promise<StartedExchange> {
  const started = await openSession({ organisation_id: actor.organisationId, kind: 'verify', claim_id: null, is_code_proven: false, question, asked_by: actor.id }, context, lifeSeconds)
  await auditBegun(started, actor, context)
  return started
}

async function auditBegun({ exchange }: StartedExchange, actor: Actor, context: IssuingContext): Promise<void> {
  await audit({ actor, action: 'exchange-begun', subjectId: exchange.id, detail: exchange.kind }, context.database, context)
}
