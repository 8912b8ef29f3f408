import type { JsonObject } from 'everlearned/encoding'
import { encodeUtf8 } from 'everlearned/encoding'
import { verdictToJson, verify } from 'everlearned/verifier'
import type { NodeContext } from '../context.ts'
import { transact } from '../issuing/issuing-context.ts'
import { nodeTrust } from '../issuing/node-trust.ts'
import { findBlob } from '../network/find-blob.ts'
import { spendExchange, type Exchange } from './exchange-session.ts'
import { fetchForExchange } from './fetch-for-exchange.ts'
import type { ExchangeResult, ShownPresentation } from './tables.ts'

/** A presentation whose proof was accepted, and what it was made for. */
export interface AcceptedPresentation {
  /** Or a token that its holder signed. */
  readonly presentation: JsonObject | string
  readonly holder: string
  readonly domain: string
}

/**
 * The verdict of the node on what a holder showed: what the credentials name is fetched under the guard, and what cannot be had
 * leaves the question open. The verdict is for the organisation that asked, never for the wallet.
 */
export async function judgePresentation({ challenge, question }: Exchange, { presentation, holder, domain }: AcceptedPresentation, context: NodeContext): Promise<ShownPresentation> {
  const document = typeof presentation === 'string' ? presentation : JSON.stringify(presentation)
  const verdict = await verify(encodeUtf8(document), {
    cryptography: context.cryptography, now: context.now(), documents: context.config.staticDocuments, fetchDocument: fetchForExchange(context),
    trust: { ...await nodeTrust(context), ...(question === null ? {} : { policy: question.policy }) }, challenge, domain,
    findBlob: (digest) => findBlob(digest, context),
  })
  return { holder, document, verdict: verdictToJson(verdict) }
}

/** Keeps what was shown, or that nothing will be, and uses the exchange up: of answers that arrive at once, one. @throws ExchangeRefusal `exchange/complete` */
export async function keepShown(exchange: Exchange, result: ExchangeResult, context: NodeContext): Promise<void> {
  await transact(context, async (transaction) => {
    await spendExchange(exchange, transaction, context)
    await transaction.updateTable('exchange').set({ result: JSON.stringify(result) }).where('id', '=', exchange.id).execute()
  })
}
