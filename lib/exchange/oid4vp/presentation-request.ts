import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { parsePeerUrl, type ExchangeNetwork } from '../ask.ts'
import { ExchangeError } from '../exchange-error.ts'
import { formatDcqlQuery, parseDcqlQuery, type DcqlQuery } from './dcql-query.ts'
import { findRecipient, formatResponseKey, type ResponseKey, type ResponseRecipient } from './encrypted-response.ts'
import { parsePresentationDefinition, type PresentationDefinition } from './presentation-definition.ts'
import { parseTakenFormats, type TakenFormats } from './taken-formats.ts'
import { parseTransactionData, statementTransaction, type TransactionData } from './transaction-data.ts'

/** How an answer travels. */
export type ResponseMode = 'direct_post' | 'direct_post.jwt'

/** What somebody asks a wallet, read and found in order. Nothing was answered yet. */
export interface PresentationRequest {
  /** The whole of it, as the proofs of the answer name it. */
  readonly clientId: string
  /** Who gets the answer. The prefix `redirect_uri` proves nobody else: show it as unverified unless a registry knows it. */
  readonly host: string
  readonly responseUri: string
  readonly responseMode: ResponseMode
  readonly nonce: string
  readonly state: string | undefined
  readonly question: PresentationQuestion
  readonly transactions: readonly TransactionData[]
  readonly formats: TakenFormats
  /** Of `direct_post.jwt`. */
  readonly recipient: ResponseRecipient | undefined
  /** What they call themselves. Untrusted: show it as theirs, and never in place of the host. */
  readonly clientName: string | undefined
  /** Why they ask, in their words, where the language of the request has a place for that. */
  readonly purpose: string | undefined
}

/** What is asked for, in DCQL or in the language before it. */
export type PresentationQuestion =
  | { readonly kind: 'dcql'; readonly query: DcqlQuery }
  | { readonly kind: 'definition'; readonly definition: PresentationDefinition }

/** Where a request may lead, and what the wallet can show of it. */
export interface RequestLimits extends Pick<ExchangeNetwork, 'loopbackOrigins'> {
  /** Kinds of transaction that the wallet shows to the person; unless given, {@link statementTransaction}. */
  readonly transactionTypes?: readonly string[] | undefined
}

/** The prefix of client identifiers that are nothing but the address of the answer. */
const redirectPrefix = 'redirect_uri:'

/**
 * Reads a request with the prefix `redirect_uri` (OpenID for Verifiable Presentations 1.0, "Authorization Request", "Defined Client
 * Identifier Prefixes"), unsigned as it must be, and checks what makes it honest: that its client identifier is the very address that
 * the answer goes to, by https, in a mode that is known here.
 *
 * Untrusted: all of it. @throws ExchangeError `exchange/malformed`, `exchange/url-refused`, `exchange/requester-unproven`,
 *   `exchange/mode-unsupported`, `exchange/transaction-refused`
 */
export function parsePresentationRequest(value: unknown, limits: RequestLimits): PresentationRequest {
  if (!isJsonObject(value)) throw malformed('it is no object')
  const { response_type: type, response_mode: mode = 'fragment', nonce, state } = value
  if (!listOf(type).includes('vp_token')) throw malformed('it does not ask for a presentation')
  if (mode !== 'direct_post' && mode !== 'direct_post.jwt') throw new ExchangeError('exchange/mode-unsupported', 'Cannot answer request: it wants its answer in a way that is not supported')
  if (typeof nonce !== 'string' || !/^[\x21-\x7e]{1,1024}$/.test(nonce)) throw malformed('it has no nonce')
  if (state !== undefined && (typeof state !== 'string' || state.length > 1_024)) throw malformed('its state is no text')
  const { clientId, url } = parseRequester(value, limits)
  const metadata = isJsonObject(value['client_metadata']) ? value['client_metadata'] : {}
  const recipient = mode === 'direct_post.jwt' ? findRecipient(metadata) : undefined
  if (mode === 'direct_post.jwt' && recipient === undefined) throw new ExchangeError('exchange/mode-unsupported', 'Cannot answer request: it wants its answer encrypted for no key that is known here')
  const question = parseQuestion(value)
  return {
    clientId, host: url.host, responseUri: url.href, responseMode: mode, nonce, state, question, recipient,
    transactions: parseTransactionData(value['transaction_data'], queryIdsOf(question), limits.transactionTypes ?? [statementTransaction]),
    formats: parseTakenFormats(metadata),
    clientName: typeof metadata['client_name'] === 'string' ? metadata['client_name'].slice(0, 200) : undefined,
    purpose: purposeOf(value),
  }
}

/** DCQL has no place for it; a request that asks in the older language as well says it there. */
function purposeOf({ presentation_definition: definition }: JsonObject): string | undefined {
  const purpose = isJsonObject(definition) ? definition['purpose'] : undefined
  return typeof purpose === 'string' && purpose !== '' ? purpose.slice(0, 500) : undefined
}

function parseRequester({ client_id: clientId, client_id_scheme: scheme, response_uri: responseUri }: JsonObject, limits: RequestLimits): { readonly clientId: string; readonly url: URL } {
  if (typeof clientId !== 'string' || typeof responseUri !== 'string') throw malformed('it does not say who asks or where the answer goes')
  // Before version 1.0 the prefix was a parameter of its own.
  const isOld = scheme === 'redirect_uri' && !clientId.startsWith(redirectPrefix)
  if (!isOld && !clientId.startsWith(redirectPrefix)) throw new ExchangeError('exchange/requester-unproven', 'Cannot answer request: who asks is to be proven in a way that is not supported')
  const named = isOld ? clientId : clientId.slice(redirectPrefix.length)
  if (named !== responseUri) throw new ExchangeError('exchange/requester-unproven', 'Cannot answer request: the answer would go to somebody else than who asks')
  return { clientId, url: parsePeerUrl(responseUri, limits) }
}

/** Of a request in both languages the newer is answered. */
function parseQuestion({ dcql_query: dcql, presentation_definition: definition }: JsonObject): PresentationQuestion {
  if (dcql !== undefined) return { kind: 'dcql', query: parseDcqlQuery(dcql) }
  if (definition === undefined) throw malformed('it asks for nothing')
  return { kind: 'definition', definition: parsePresentationDefinition(definition) }
}

/** The ids by which a request names what it asks for. */
export function queryIdsOf(question: PresentationQuestion): readonly string[] {
  return question.kind === 'dcql' ? question.query.credentials.map(({ id }) => id) : question.definition.descriptors.map(({ id }) => id)
}

/** What a verifier asks. */
export interface PresentationWanted {
  readonly responseUri: string
  readonly nonce: string
  readonly state: string
  readonly query: DcqlQuery
  /** The same question for wallets from before version 1.0. */
  readonly definition?: JsonObject | undefined
  /** Asks for an encrypted answer. */
  readonly responseKey?: ResponseKey | undefined
  /** As {@link formatTransactionData} wrote them. */
  readonly transactionData?: readonly string[] | undefined
  readonly clientName?: string | undefined
}

/** The suites and algorithms of presentations and credentials that are verified here. */
const verifiedFormats: JsonObject = {
  'ldp_vc': { proof_type_values: ['DataIntegrityProof'], cryptosuite_values: ['eddsa-rdfc-2022', 'ecdsa-rdfc-2019', 'ecdsa-sd-2023', 'bbs-2023'] },
  'dc+sd-jwt': { 'sd-jwt_alg_values': ['ES256', 'ES384', 'EdDSA'], 'kb-jwt_alg_values': ['ES256', 'ES384', 'EdDSA'] },
}

/** The client identifier of a verifier that gets its answers at an address. */
export function clientIdOf(responseUri: string): string {
  return redirectPrefix + responseUri
}

/** Writes a request, for a `request_uri` or to be passed by value. */
export function formatPresentationRequest({ responseUri, nonce, state, query, definition, responseKey, transactionData, clientName }: PresentationWanted): JsonObject {
  return {
    response_type: 'vp_token',
    response_mode: responseKey === undefined ? 'direct_post' : 'direct_post.jwt',
    client_id: clientIdOf(responseUri),
    response_uri: responseUri,
    nonce, state,
    dcql_query: formatDcqlQuery(query),
    ...(definition === undefined ? {} : { presentation_definition: definition }),
    ...(transactionData === undefined ? {} : { transaction_data: transactionData }),
    client_metadata: formatMetadata({ query, clientName, responseKey }),
  }
}

/** What a verifier says of itself: its name, what it verifies, and its key. */
export function formatMetadata({ query, clientName, responseKey }: Pick<PresentationWanted, 'query' | 'clientName' | 'responseKey'>): JsonObject {
  const formats = new Set(query.credentials.map(({ format }) => format))
  return {
    ...(clientName === undefined ? {} : { client_name: clientName }),
    vp_formats_supported: Object.fromEntries(Object.entries(verifiedFormats).filter(([format]) => formats.has(format))),
    ...(responseKey === undefined ? {} : formatResponseKey(responseKey)),
  }
}

/** The same question in the language before DCQL: a credential of these types, by their terms, and why. */
export function formatDefinition(id: string, types: readonly string[], purpose?: string): JsonObject {
  const fields = types.map((type) => ({ path: ['$.type'], filter: { type: 'array', contains: { const: type } } }))
  return { id, ...(purpose === undefined ? {} : { purpose }), format: { ldp_vp: { proof_type: ['DataIntegrityProof'] } }, input_descriptors: [{ id, constraints: { fields } }] }
}

/** The link that brings a request to a wallet, by the address where the request lies. */
export function formatRequestLink({ responseUri, requestUri }: { readonly responseUri: string; readonly requestUri: string }): string {
  return `openid4vp://?${new URLSearchParams({ client_id: clientIdOf(responseUri), request_uri: requestUri }).toString()}`
}

/** The link that carries a whole request. */
export function formatRequestByValue(request: JsonObject): string {
  const parameters = Object.entries(request).map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : JSON.stringify(value)])
  return `openid4vp://?${new URLSearchParams(parameters).toString()}`
}

/** The parameters of a link or form of which the value is JSON. */
export const jsonParameters: readonly string[] = ['dcql_query', 'presentation_definition', 'client_metadata', 'transaction_data', 'vp_token', 'presentation_submission']

/** Says that a request is not one. */
export function malformed(state: string, cause?: unknown): ExchangeError {
  return new ExchangeError('exchange/malformed', `Cannot read request: ${state}`, { cause })
}

