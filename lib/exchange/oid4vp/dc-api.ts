import { isJsonObject, readJsonObject } from '../../credential/parse-json.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { ExchangeError } from '../exchange-error.ts'
import { formatDcqlQuery } from './dcql-query.ts'
import { formatMetadata, type PresentationWanted } from './presentation-request.ts'
import { parseResponse, type ArrivedResponse } from './presentation-response.ts'

/** The name of unsigned requests in the Digital Credentials API (OpenID for Verifiable Presentations 1.0, "OpenID4VP over the Digital Credentials API"). */
export const dcApiProtocol = 'openid4vp-v1-unsigned'

/** One of the requests that a page hands to the browser. */
export interface DcApiRequest {
  readonly protocol: string
  readonly data: JsonObject
}

/** What a page asks; the browser tells the wallet which page it is. */
export type DcApiWanted = Pick<PresentationWanted, 'nonce' | 'query' | 'responseKey' | 'transactionData' | 'clientName'>

/** Writes a request for the browser: it names neither who asks, which the browser knows better, nor where the answer goes. */
export function formatDcApiRequest({ nonce, query, responseKey, transactionData, clientName }: DcApiWanted): DcApiRequest {
  return {
    protocol: dcApiProtocol,
    data: {
      response_type: 'vp_token',
      response_mode: responseKey === undefined ? 'dc_api' : 'dc_api.jwt',
      nonce,
      dcql_query: formatDcqlQuery(query),
      ...(transactionData === undefined ? {} : { transaction_data: transactionData }),
      client_metadata: formatMetadata({ query, clientName, responseKey }),
    },
  }
}

/** What the proofs of an answer must name: the page that asked. */
export function domainOfOrigin(origin: string): string {
  return `origin:${origin}`
}

/** Reads what the browser hands back, its data as an object or as text. Untrusted: all of it. @throws ExchangeError `exchange/malformed` */
export function parseDcApiResponse(value: unknown): ArrivedResponse {
  const { protocol, data } = isJsonObject(value) ? value : {}
  const answer = protocol === dcApiProtocol ? readJsonObject(data) : undefined
  if (answer === undefined) throw new ExchangeError('exchange/malformed', 'Cannot read answer: it is not of this protocol')
  return parseResponse(answer)
}
