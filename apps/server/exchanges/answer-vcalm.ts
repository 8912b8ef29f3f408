import { openBadgesContextUrl, credentialsContextUrl } from 'everlearned/credential'
import type { JsonObject } from 'everlearned/encoding'
import { formatHandOver, formatIssuerRequest, formatReceived, formatVerifierRequest, parseWalletMessage } from 'everlearned/exchange/vcalm'
import type { NodeContext } from '../context.ts'
import { IssuingError } from '../issuing/issuing-error.ts'
import { checkProof } from './check-proof.ts'
import { findOpenExchange, type Exchange } from './exchange-session.ts'
import { handOver } from './hand-over.ts'
import { judgePresentation, keepShown } from './judge-presentation.ts'
import { exchangeUrlOf } from './protocols.ts'
import type { ExchangeQuestion } from './tables.ts'

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
 * Answers what a wallet posts to an exchange: the request until it is met, then the credential or the receipt, once.
 *
 * Untrusted: the message. @throws ExchangeRefusal, IssuingError; ExchangeError `exchange/unreadable`, `exchange/malformed`
 */
export async function answerVcalm(sessionId: string, body: unknown, context: NodeContext): Promise<JsonObject> {
  const exchange = await findOpenExchange(sessionId, undefined, context)
  const message = parseWalletMessage(body)
  if (message.kind === 'begin') return requestOf(exchange, sessionId, context)
  const domain = exchangeUrlOf(sessionId, context.config)
  const { holder } = await checkProof(exchange, message.presentation, { domain }, context)
  if (exchange.kind === 'issue') {
    const credential = await handOver(exchange, { holder, keyType: 'Ed25519' }, context)
    return formatHandOver([credential], { isFlat: context.config.vcalmFlatResponse })
  }
  const shown = await judgePresentation(exchange, { presentation: message.presentation, holder, domain }, context)
  await keepShown(exchange, [shown], context)
  return formatReceived(exchange.question?.redirectUrl)
}
