import { createHash } from 'node:crypto'
import type { JsonObject } from 'everlearned/encoding'
import { formatTokenResponse, judgeCode, Oid4vciRefusal, type AuthorizationRequest, type TokenRequest } from 'everlearned/exchange/oid4vci'
import type { Selectable } from 'kysely'
import type { NodeContext } from '../../context.ts'
import { newRowId } from '../../issuing/issuing-context.ts'
import { equalSecrets, hashSecret, makeSecret } from '../../secrets.ts'
import { findOpenExchange, type Exchange } from '../exchange-session.ts'
import { requireExchangeCode } from '../hand-over.ts'
import type { ExchangeGrantTable } from '../tables.ts'
import { configurationForms, isConfiguration } from './configurations.ts'

/** How long a token is good. */
export const tokenLifeSeconds = 300

/** A code that its person fetched is redeemed at once (RFC 6749, "Authorization Response"). */
const authorizationCodeLifeSeconds = 60

/** Codes that one exchange gives out at its page: a person needs one or two. */
const maxAuthorizationCodes = 10

/** A code and the token that was given for it. */
export type Grant = Selectable<ExchangeGrantTable>

/** The code of an exchange's offer. It follows from the address at which the offer lies: who can read the one has the other, and nobody else. */
export function preAuthorizedCodeOf(sessionId: string): string {
  return createHash('sha256').update(`OpenID4VCI pre-authorized code\0${sessionId}`).digest('base64url')
}

/** Keeps a code for a person who agreed at the page of the exchange. @throws Oid4vciRefusal `invalid_request` after too many */
export async function makeAuthorizationCode(exchange: Exchange, { clientId, redirectUri, codeChallenge, detailed }: AuthorizationRequest, context: NodeContext): Promise<string> {
  const { count } = await context.database.selectFrom('exchange_grant').select((of) => of.fn.countAll<string>().as('count')).where('exchange_id', '=', exchange.id).executeTakeFirstOrThrow()
  if (Number(count) >= maxAuthorizationCodes) throw new Oid4vciRefusal('invalid_request', 'Cannot give code: too many were given out')
  const code = makeSecret()
  await context.database.insertInto('exchange_grant').values({
    ...newGrant(exchange, code, context), binding: JSON.stringify({ clientId, redirectUri, codeChallenge, detailed }), expires_at: after(authorizationCodeLifeSeconds, context),
  }).execute()
  return code
}

/**
 * Gives a token for a code, once. A code that comes a second time ends the token that it gave.
 *
 * Untrusted: the request. @throws Oid4vciRefusal `invalid_grant`, `invalid_request`; ExchangeRefusal as {@link findOpenExchange} does; IssuingError of the claim's code
 */
export async function redeemCode(sessionId: string, request: TokenRequest, context: NodeContext): Promise<JsonObject> {
  const exchange = await findOpenExchange(sessionId, 'issue', context)
  const grant = await findCode(exchange, { sessionId, code: request.code }, context)
  const standing = judgeCode(grant === undefined ? undefined : { isUsed: grant.used_at !== null, expiresAt: grant.expires_at, binding: grant.binding }, request, { now: context.now(), cryptography: context.cryptography })
  if (grant === undefined || standing === 'refused') throw refused('the code is wrong or its time is over')
  if (standing === 'replayed') return endToken(grant, context)
  if (request.kind === 'pre-authorized') await checkTransactionCode(exchange, request.transactionCode, context)
  const accessToken = makeSecret()
  const identified = request.isDetailed ? Object.keys(configurationForms) : [...grant.binding?.detailed ?? []].filter(isConfiguration)
  const { numUpdatedRows } = await context.database.updateTable('exchange_grant')
    .set({ used_at: context.now(), token_hash: hashSecret(accessToken), token_expires_at: after(tokenLifeSeconds, context), identified: JSON.stringify(identified) })
    .where('id', '=', grant.id).where('used_at', 'is', null).executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) return endToken(grant, context)
  return formatTokenResponse({ accessToken, expiresInSeconds: tokenLifeSeconds, identified })
}

async function findCode(exchange: Exchange, { sessionId, code }: { readonly sessionId: string; readonly code: string }, context: NodeContext): Promise<Grant | undefined> {
  if (equalSecrets(code, preAuthorizedCodeOf(sessionId))) {
    await context.database.insertInto('exchange_grant').values({ ...newGrant(exchange, code, context), binding: null, expires_at: exchange.expires_at })
      .onConflict((conflict) => conflict.column('code_hash').doNothing()).execute()
  }
  return context.database.selectFrom('exchange_grant').selectAll().where('exchange_id', '=', exchange.id).where('code_hash', '=', hashSecret(code)).executeTakeFirst()
}

function newGrant(exchange: Exchange, code: string, context: NodeContext) {
  return {
    id: newRowId(context), exchange_id: exchange.id, code_hash: hashSecret(code), used_at: null, token_hash: null, token_expires_at: null,
    identified: null, transaction_hash: null, deferral: null, notification_hash: null,
  }
}

async function checkTransactionCode(exchange: Exchange, code: string | undefined, context: NodeContext): Promise<void> {
  if (exchange.is_code_proven && code !== undefined) throw new Oid4vciRefusal('invalid_request', 'Cannot give token: no transaction code was asked for')
  await requireExchangeCode(exchange, code?.slice(0, 40).replaceAll(/[\s-]/g, ''), context)
}

async function endToken({ id }: Grant, { database }: NodeContext): Promise<never> {
  await database.updateTable('exchange_grant').set({ token_hash: null }).where('id', '=', id).execute()
  throw refused('the code was used before; its token has ended')
}

/** The grant of a token, if it is one of this exchange and its time is not over. Untrusted: the header. @throws Oid4vciRefusal `invalid_token` */
export async function findGrant(exchange: Exchange, authorization: string | undefined, { database, now }: NodeContext): Promise<Grant> {
  const token = /^Bearer ([\w-]{1,200})$/i.exec(authorization ?? '')?.[1]
  const grant = token === undefined ? undefined : await database.selectFrom('exchange_grant').selectAll()
    .where('exchange_id', '=', exchange.id).where('token_hash', '=', hashSecret(token)).where('token_expires_at', '>', now()).executeTakeFirst()
  if (grant === undefined) throw new Oid4vciRefusal('invalid_token', 'Cannot go on: there is no token, or it is not good here any more')
  return grant
}

function after(seconds: number, { now }: NodeContext): Date {
  return new Date(now().getTime() + seconds * 1_000)
}

function refused(state: string): Oid4vciRefusal {
  return new Oid4vciRefusal('invalid_grant', `Cannot give token: ${state}`)
}
