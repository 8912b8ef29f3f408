import type { JsonObject } from 'everlearned/encoding'
import { domainOfOrigin, formatDcApiRequest, parseDcApiResponse, type DcApiRequest } from 'everlearned/exchange/oid4vp'
import type { NodeContext } from '../../context.ts'
import { beginAsking, takeArrived } from './answer-oid4vp.ts'
import { queryOf, responseKeyOf, transactionsOf } from './question.ts'

/**
 * The request of an exchange as a page of this node hands it to the browser (OpenID for Verifiable Presentations 1.0, "OpenID4VP over the
 * Digital Credentials API"), with a nonce of its own; the one before is worth nothing any more.
 *
 * @throws ExchangeRefusal
 */
export async function makeDcApiRequest(sessionId: string, context: NodeContext): Promise<DcApiRequest> {
  const { question, nonce, clientName } = await beginAsking(sessionId, context)
  const transactionData = transactionsOf(question).map(({ text }) => text)
  return formatDcApiRequest({
    nonce, clientName, query: await queryOf(question, context), responseKey: responseKeyOf(question, context), transactionData: transactionData.length === 0 ? undefined : transactionData,
  })
}

/**
 * Takes what the browser handed back to that page. Its proofs must name the origin of this node, which the browser told the wallet: an
 * answer that another page got is worth nothing here.
 *
 * Untrusted: the answer. @throws ExchangeRefusal; ExchangeError `exchange/malformed`
 */
export async function takeDcApiResponse(sessionId: string, body: unknown, context: NodeContext): Promise<JsonObject> {
  return takeArrived(sessionId, parseDcApiResponse(body), domainOfOrigin(new URL(context.config.publicBaseUrl).origin), context)
}
