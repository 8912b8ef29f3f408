import { randomBytes } from 'node:crypto'
import type { Selectable, Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'
import type { IssuingContext } from '../issuing/issuing-context.ts'
import { newRowId } from '../issuing/issuing-context.ts'
import { hashSecret, makeSecret } from '../secrets.ts'
import { ExchangeRefusal } from './exchange-refusal.ts'
import type { ExchangeKind, ExchangeTable } from './tables.ts'

/** How long an exchange may take unless whoever begins it says otherwise, and how old a proof in any exchange may be. */
export const exchangeLifeSeconds = 600

/** After so many wrong proofs there is another challenge. */
const failuresToBurn = 3

/** After so many the exchange is over. */
const failuresToClose = 5

/** An exchange as it stands. */
export type Exchange = Selectable<ExchangeTable>

/** An exchange that was just begun. Whoever has `sessionId`, 128 random bits, can take part: only its hash is kept. */
export interface StartedExchange {
  readonly exchange: Exchange
  readonly sessionId: string
}

/** What an exchange is begun with. */
export type ExchangeStart = Pick<Exchange, 'organisation_id' | 'kind' | 'claim_id' | 'is_code_proven' | 'question' | 'asked_by'>

/** Keeps a new exchange with a challenge of its own, open for so long. */
export async function openSession({ question, ...start }: ExchangeStart, context: IssuingContext, lifeSeconds: number = exchangeLifeSeconds): Promise<StartedExchange> {
  const sessionId = randomBytes(16).toString('base64url')
  const now = context.now()
  const exchange = await context.database.insertInto('exchange').values({
    ...start, id: newRowId(context), session_hash: hashSecret(sessionId), state: 'open', challenge: makeSecret(), challenged_at: now, failures: 0,
    question: question === null ? null : JSON.stringify(question), result: null, created_at: now, expires_at: new Date(now.getTime() + lifeSeconds * 1_000), finished_at: null,
  }).returningAll().executeTakeFirstOrThrow()
  return { exchange, sessionId }
}

/**
 * The exchange of an address, in whatever state; one that is over unused is answered like one that never was.
 *
 * Untrusted: any text. @throws ExchangeRefusal `exchange/not-found`
 */
export async function findExchange(sessionId: string, kind: ExchangeKind | undefined, { database, now }: IssuingContext): Promise<Exchange> {
  const exchange = await database.selectFrom('exchange').selectAll().where('session_hash', '=', hashSecret(sessionId)).executeTakeFirst()
  const isOver = exchange !== undefined && exchange.state !== 'complete' && exchange.expires_at <= now()
  if (exchange === undefined || isOver || (kind !== undefined && exchange.kind !== kind)) throw new ExchangeRefusal('exchange/not-found', 'Cannot find exchange: there is none at this address, or its time is over')
  return exchange
}

/** The exchange of an address, if it may still be answered. @throws ExchangeRefusal `exchange/not-found`, `exchange/complete`, `exchange/closed` */
export async function findOpenExchange(sessionId: string, kind: ExchangeKind | undefined, context: IssuingContext): Promise<Exchange> {
  const exchange = await findExchange(sessionId, kind, context)
  if (exchange.state === 'closed') throw closed()
  if (exchange.state === 'complete') throw complete()
  return exchange
}

/** A new challenge in place of the old one, for protocols that want one for each request. @throws ExchangeRefusal `exchange/complete` */
export async function renewChallenge(exchange: Exchange, { database, now }: IssuingContext): Promise<string> {
  const renewed = await database.updateTable('exchange').set({ challenge: makeSecret(), challenged_at: now() })
    .where('id', '=', exchange.id).where('state', '=', 'open').returning('challenge').executeTakeFirst()
  if (renewed === undefined) throw complete()
  return renewed.challenge
}

/** Counts a wrong proof: the third burns the challenge, the fifth closes the exchange. @throws ExchangeRefusal `exchange/closed` */
export async function countFailure(exchange: Exchange, { database, now }: IssuingContext): Promise<void> {
  const { failures } = await database.updateTable('exchange').set((of) => ({ failures: of('failures', '+', 1) }))
    .where('id', '=', exchange.id).returning('failures').executeTakeFirstOrThrow()
  const open = database.updateTable('exchange').where('id', '=', exchange.id).where('state', '=', 'open')
  if (failures === failuresToBurn) await open.set({ challenge: makeSecret(), challenged_at: now() }).execute()
  if (failures < failuresToClose) return
  await open.set({ state: 'closed', finished_at: now() }).execute()
  throw closed()
}

/**
 * Uses an exchange up, in the transaction of what it is used for: of answers that arrive at once, one.
 *
 * @throws ExchangeRefusal `exchange/complete` when another was first, or the challenge is burnt
 */
export async function spendExchange({ id, challenge }: Pick<Exchange, 'id' | 'challenge'>, transaction: Transaction<Tables>, { now }: IssuingContext): Promise<void> {
  const { numUpdatedRows } = await transaction.updateTable('exchange').set({ state: 'complete', finished_at: now() })
    .where('id', '=', id).where('state', '=', 'open').where('challenge', '=', challenge).where('expires_at', '>', now()).executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw complete()
}

function complete(): ExchangeRefusal {
  return new ExchangeRefusal('exchange/complete', 'Cannot go on: this exchange has been used')
}

function closed(): ExchangeRefusal {
  return new ExchangeRefusal('exchange/closed', 'Cannot go on: there were too many wrong proofs; begin a new exchange')
}
