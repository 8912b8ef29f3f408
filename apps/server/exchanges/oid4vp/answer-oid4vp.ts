import type { JsonObject } from 'everlearned/encoding'
import { checkResponse, decryptResponse, parseResponse, type ArrivedPresentation, type ArrivedResponse, type CheckedPresentation } from 'everlearned/exchange/oid4vp'
import type { NodeContext } from '../../context.ts'
import { equalSecrets, makeSecret } from '../../secrets.ts'
import { ExchangeRefusal } from '../exchange-refusal.ts'
import { countFailure, exchangeLifeSeconds, findOpenExchange, renewChallenge, type Exchange } from '../exchange-session.ts'
import { fetchForExchange } from '../fetch-for-exchange.ts'
import { judgePresentation, keepShown } from '../judge-presentation.ts'
import type { ExchangeQuestion, ShownPresentation } from '../tables.ts'
import { domainOf, formatRequestOf, queryOf, responseKeyOf, stateOf, transactionsOf } from './question.ts'

/** The request that an exchange makes, each time with a nonce of its own; the one before is worth nothing any more. @throws ExchangeRefusal */
export async function makeOid4vpRequest(sessionId: string, context: NodeContext): Promise<JsonObject> {
  const { question, nonce, clientName } = await beginAsking(sessionId, context)
  return formatRequestOf(question, { sessionId, nonce, clientName }, context)
}

/** What a request of either kind is made of, with a new nonce. @throws ExchangeRefusal */
export async function beginAsking(sessionId: string, context: NodeContext): Promise<{ readonly question: ExchangeQuestion; readonly nonce: string; readonly clientName: string }> {
  const exchange = await findOpenExchange(sessionId, 'verify', context)
  const nonce = await renewChallenge(exchange, context)
  const { name } = await context.database.selectFrom('organisation').select('name').where('id', '=', exchange.organisation_id).executeTakeFirstOrThrow()
  return { question: questionOf(exchange), nonce, clientName: name }
}

/**
 * Takes what a wallet posts: its presentations, once, or that there will be none. What the credentials are worth is told to the
 * organisation that asked, never to the wallet.
 *
 * Untrusted: the answer. @throws ExchangeRefusal; ExchangeError `exchange/malformed`
 */
export async function takeOid4vpResponse(sessionId: string, body: unknown, context: NodeContext): Promise<JsonObject> {
  return takeArrived(sessionId, parseResponse(body), domainOf(sessionId, context.config), context)
}

/** Takes an answer that arrived in either way, of which the proofs must name `domain`. @throws as {@link takeOid4vpResponse} does */
export async function takeArrived(sessionId: string, arrived: ArrivedResponse, domain: string, context: NodeContext): Promise<JsonObject> {
  const exchange = await findOpenExchange(sessionId, 'verify', context)
  const question = questionOf(exchange)
  const response = await openResponse(arrived, question, context)
  if (response.state !== undefined && !equalSecrets(response.state, stateOf(sessionId))) throw new ExchangeRefusal('exchange/malformed', 'Cannot take answer: its state is that of another request')
  if (response.kind === 'declined') {
    await keepShown(exchange, { presentations: [], isDeclined: true }, context)
    return {}
  }
  const shown: ShownPresentation[] = []
  for (const checked of await check(exchange, response.presentations, domain, context)) shown.push(await judge(exchange, checked, domain, context))
  const responseCode = question.redirectUrl === undefined ? undefined : makeSecret()
  await keepShown(exchange, { presentations: shown, ...(responseCode === undefined ? {} : { responseCode }) }, context)
  return question.redirectUrl === undefined ? {} : { redirect_uri: `${question.redirectUrl.split('#', 1)[0]}#response_code=${responseCode}` }
}

function questionOf({ question }: Exchange): ExchangeQuestion {
  if (question === null) throw new TypeError('an exchange of kind verify has a question')
  return question
}

/** A wallet that was asked to encrypt its answer and did not has shown it to whoever stands between. */
async function openResponse(arrived: ArrivedResponse, question: ExchangeQuestion, context: NodeContext): Promise<Exclude<ArrivedResponse, { readonly kind: 'encrypted' }>> {
  const key = responseKeyOf(question, context)
  if (arrived.kind !== 'encrypted') {
    if (arrived.kind === 'presented' && key !== undefined) throw new ExchangeRefusal('exchange/malformed', 'Cannot take answer: it is not encrypted')
    return arrived
  }
  if (key === undefined) throw new ExchangeRefusal('exchange/malformed', 'Cannot take answer: it is encrypted, which was not asked for')
  const opened = parseResponse(await decryptResponse(arrived.token, key))
  if (opened.kind === 'encrypted') throw new ExchangeRefusal('exchange/malformed', 'Cannot take answer: it is encrypted twice')
  return opened
}

async function check(exchange: Exchange, presentations: readonly ArrivedPresentation[], domain: string, context: NodeContext): Promise<readonly CheckedPresentation[]> {
  const question = questionOf(exchange)
  const checked = await checkResponse(presentations, {
    query: await queryOf(question, context), transactions: transactionsOf(question), domain, challenge: exchange.challenge, now: context.now(), maxAgeSeconds: exchangeLifeSeconds,
    cryptography: context.cryptography, dids: { documents: context.config.staticDocuments, fetchDocument: fetchForExchange(context) },
  })
  if ('presentations' in checked) return checked.presentations
  const { code = '', reason = 'it proves nothing' } = checked.finding
  const state = reason.charAt(0).toLowerCase() + reason.slice(1)
  if (code.startsWith('presentation/') && code !== 'presentation/stale' && code !== 'presentation/holder-mismatch') throw new ExchangeRefusal('exchange/malformed', `Cannot take answer: ${state}`, checked.finding)
  await countFailure(exchange, context)
  throw new ExchangeRefusal('exchange/proof-refused', `Cannot accept proof: ${state}`, checked.finding)
}

/** What was not asked for may be sound, and is still no answer. */
async function judge(exchange: Exchange, { presentation, holder, isAsked }: CheckedPresentation, domain: string, context: NodeContext): Promise<ShownPresentation> {
  const shown = await judgePresentation(exchange, { presentation, holder, domain }, context)
  return isAsked ? shown : { ...shown, verdict: { ...shown.verdict as JsonObject, accepted: 'no' }, isUnasked: true }
}
