import { openBadgesContextUrl, credentialsContextUrl, listOf } from 'everlearned/credential'
import type { JsonObject } from 'everlearned/encoding'
import { maxPresentedCredentials } from 'everlearned/exchange'
import { formatHandOver, formatIssuerRequest, formatReceived, formatVerifierRequest, parseWalletMessage, type WalletMessage } from 'everlearned/exchange/vcalm'
import type { NodeContext } from '../context.ts'
import { IssuingError } from '../issuing/issuing-error.ts'
import { checkProof } from './check-proof.ts'
import { ExchangeRefusal } from './exchange-refusal.ts'
import { findOpenExchange, type Exchange } from './exchange-session.ts'
import { handOver } from './hand-over.ts'
import { judgePresentation, keepShown, type AcceptedPresentation } from './judge-presentation.ts'
import { exchangeUrlOf } from './protocols.ts'
import type { ExchangeQuestion, ShownPresentation } from './tables.ts'

/** The request that an open exchange makes at present; looking changes nothing. @throws as {@link findOpenExchange} does */
export async function showRequest(sessionId: string, context: NodeContext): Promise<JsonObject> {
  return requestOf(await findOpenExchange(sessionId, undefined, context), sessionId, context)
}

function requestOf({ challenge, question, kind, is_code_proven: isCodeProven }: Exchange, sessionId: string, { config }: NodeContext): JsonObject {
  if (kind === 'issue' && !isCodeProven) throw new IssuingError('claim/code-missing', 'Cannot go on: the issuer asks for a code')
  const occasion = { challenge, exchangeUrl: exchangeUrlOf(sessionId, config) }
  if (question === null) return formatIssuerRequest(occasion)
  return formatVerifierRequest({ types: question.types, reason: reasonOf(question), contexts: [credentialsContextUrl, openBadgesContextUrl] }, occasion)
}

/** For what it is asked, and how people go on who show nothing: a wallet of any make has one place for both. */
function reasonOf({ purpose, alternative }: ExchangeQuestion): string {
  return alternative === undefined ? purpose : `${purpose}\n\n${alternative}`
}

/**
 * Answers what a wallet posts to an exchange: the request until it is met, then the credential or the receipt, once. A question may be
 * declined, and be answered by several keys at once.
 *
 * Untrusted: the message. @throws ExchangeRefusal, IssuingError; ExchangeError `exchange/unreadable`, `exchange/malformed`
 */
export async function answerVcalm(sessionId: string, body: unknown, context: NodeContext): Promise<JsonObject> {
  const exchange = await findOpenExchange(sessionId, undefined, context)
  const message = parseWalletMessage(body)
  if (message.kind === 'begin') return requestOf(exchange, sessionId, context)
  if (exchange.kind === 'issue') return issue(exchange, message, sessionId, context)
  if (message.kind === 'declined') {
    await keepShown(exchange, { presentations: [], isDeclined: true }, context)
    return formatReceived(undefined)
  }
  const domain = exchangeUrlOf(sessionId, context.config)
  refuseTooMany(message.presentations)
  const proven: AcceptedPresentation[] = []
  for (const presentation of message.presentations) proven.push({ presentation, domain, holder: (await checkProof(exchange, presentation, { domain }, context)).holder })
  const presentations: ShownPresentation[] = []
  for (const accepted of proven) presentations.push(await judgePresentation(exchange, accepted, context))
  await keepShown(exchange, { presentations }, context)
  return formatReceived(exchange.question?.redirectUrl)
}

async function issue(exchange: Exchange, message: Exclude<WalletMessage, { readonly kind: 'begin' }>, sessionId: string, context: NodeContext): Promise<JsonObject> {
  if (message.kind === 'declined' || message.presentations.length > 1) throw new ExchangeRefusal('exchange/malformed', 'Cannot hand over: one presentation proves whose it will be')
  const { holder } = await checkProof(exchange, message.presentations[0], { domain: exchangeUrlOf(sessionId, context.config) }, context)
  return formatHandOver([await handOver(exchange, { holder, keyType: 'Ed25519' }, context)], { isFlat: context.config.vcalmFlatResponse })
}

/** Each presentation by itself holds no more than one may; all of them together hold no more either. */
function refuseTooMany(presentations: readonly JsonObject[]): void {
  const count = presentations.flatMap((presentation) => listOf(presentation['verifiableCredential'])).length
  if (count > maxPresentedCredentials) throw new ExchangeRefusal('exchange/malformed', `Cannot read presentations: they carry more than ${maxPresentedCredentials} credentials`)
}
