import { audit } from '../issuing/audit.ts'
import { type Acting, type IssuingContext, transact } from '../issuing/issuing-context.ts'
import { ExchangeRefusal } from './exchange-refusal.ts'
import type { Exchange } from './exchange-session.ts'

/** How many of an organisation's exchanges are listed. */
const listedExchanges = 100

/** An exchange of an organisation, with what came of it. @throws ExchangeRefusal `exchange/not-found` */
export async function loadExchange(id: string, organisationId: string, { database }: IssuingContext): Promise<Exchange> {
  const exchange = await database.selectFrom('exchange').selectAll().where('id', '=', id).where('organisation_id', '=', organisationId).executeTakeFirst()
  if (exchange === undefined) throw new ExchangeRefusal('exchange/not-found', 'Cannot find exchange: there is none of this id here')
  return exchange
}

/** The newest exchanges of an organisation. */
export async function listExchanges(organisationId: string, { database }: IssuingContext): Promise<readonly Omit<Exchange, 'result'>[]> {
  return database.selectFrom('exchange')
    .select(['id', 'organisation_id', 'kind', 'session_hash', 'state', 'challenge', 'challenged_at', 'failures', 'claim_id', 'is_code_proven', 'question', 'asked_by', 'created_at', 'expires_at', 'finished_at', 'notified'])
    .where('organisation_id', '=', organisationId).orderBy('id', 'desc').limit(listedExchanges).execute()
}

/** Removes an exchange with all that was shown in it, at any time. @throws ExchangeRefusal `exchange/not-found` */
export async function removeExchange(id: string, { actor, context }: Acting): Promise<void> {
  await transact(context, async (transaction) => {
    const { numDeletedRows } = await transaction.deleteFrom('exchange').where('id', '=', id).where('organisation_id', '=', actor.organisationId).executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) throw new ExchangeRefusal('exchange/not-found', 'Cannot find exchange: there is none of this id here')
    await audit({ actor, action: 'exchange-removed', subjectId: id }, transaction, context)
  })
}

/** How an exchange stands for those who wait for it; one whose time ran out is over, whatever its row says. */
export function stateOf({ state, expires_at: expiresAt }: Pick<Exchange, 'state' | 'expires_at'>, now: Date): 'open' | 'complete' | 'closed' | 'expired' {
  return state === 'open' && expiresAt <= now ? 'expired' : state
}
