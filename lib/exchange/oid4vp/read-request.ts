import { CredentialError } from '../../credential/credential-error.ts'
import { parseJson, parseJsonObject } from '../../credential/parse-json.ts'
import { decodeBase64url } from '../../encoding/base64url.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { EncodingError } from '../../encoding/encoding-error.ts'
import { askPeerForText, type ExchangeNetwork } from '../ask.ts'
import { ExchangeError } from '../exchange-error.ts'
import { jsonParameters, malformed, parsePresentationRequest, type PresentationRequest, type RequestLimits } from './presentation-request.ts'

/** Untrusted: a longer link is refused. */
const maxLinkLength = 65_536

/** Tells whether a text is a link of this protocol, as scanned or pasted. */
export function isRequestLink(text: string): boolean {
  return /^\s*(?:openid4vp|openid-vc|haip|haip-vp|eudi-openid4vp):/i.test(text) || isWebLink(text)
}

/** A link to a wallet's own pages names who asks in its query. */
function isWebLink(text: string): boolean {
  if (text.length > maxLinkLength || !/^\s*https?:/i.test(text) || !URL.canParse(text.trim())) return false
  const { searchParams } = new URL(text.trim())
  return searchParams.has('client_id') && (searchParams.has('request_uri') || searchParams.has('response_type'))
}

/**
 * Reads what a link asks: by value, or from the address that it names (OpenID for Verifiable Presentations 1.0, "Authorization
 * Request"). Nothing of the wallet is sent; whoever serves the request learns that somebody looked at it.
 *
 * Untrusted: the link and what it leads to. @throws ExchangeError `exchange/not-a-request`, and as {@link parsePresentationRequest} does;
 *   `exchange/unreachable`; PeerRefusal
 */
export async function readRequest(link: string, { transactionTypes, ...network }: ExchangeNetwork & RequestLimits): Promise<PresentationRequest> {
  const parameters = parametersOf(link)
  const { request_uri: uri, request_uri_method: method = 'get', request, client_id: clientId } = parameters
  if (request === undefined && uri === undefined) return parsePresentationRequest(parseParameters(parameters), { ...network, transactionTypes })
  if (request !== undefined && uri !== undefined) throw malformed('it is given twice')
  const object = readRequestObject(request ?? (await fetchRequest(uri ?? '', method, network)))
  // Whoever the link names is who must be asking.
  if (clientId === undefined || object['client_id'] !== clientId) throw new ExchangeError('exchange/requester-unproven', 'Cannot answer request: its link names somebody else than who asks')
  return parsePresentationRequest(object, { ...network, transactionTypes })
}

function fetchRequest(uri: string, method: string, network: ExchangeNetwork): Promise<string> {
  if (!/^(?:get|post)$/i.test(method)) throw malformed('it is to be fetched in a way that is not known')
  const accept = 'application/oauth-authz-req+jwt, application/json'
  return askPeerForText(uri, method.toLowerCase() === 'get' ? { accept } : { method: 'POST', accept, form: {} }, network)
}

function parametersOf(link: string): Readonly<Record<string, string>> {
  const text = link.trim()
  if (link.length > maxLinkLength || !isRequestLink(text)) throw new ExchangeError('exchange/not-a-request', 'Cannot read request: the text is no link of this protocol')
  const entries = [...new URLSearchParams(text.slice(text.indexOf('?') + 1).split('#', 1)[0])]
  if (new Set(entries.map(([name]) => name)).size < entries.length) throw malformed('it says something twice')
  return Object.fromEntries(entries)
}

/** Parameters of a link or form as the members of an object. @throws ExchangeError `exchange/malformed` */
export function parseParameters(parameters: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]): [string, Json] => [name, jsonParameters.includes(name) ? parseValue(value) : value]))
}

/** A presentation that is a token is no JSON. */
function parseValue(text: string): Json {
  if (!/^\s*[{["]/.test(text)) return text
  try {
    return parseJson(text)
  } catch (cause) {
    if (cause instanceof CredentialError) throw malformed('a part of it is not JSON', cause)
    throw cause
  }
}

/**
 * A request object: JSON, or a token that nobody signed. Under the prefix `redirect_uri` there is nothing to sign with, so a signed
 * one is of a requester who is to be proven otherwise.
 */
function readRequestObject(text: string): JsonObject {
  const trimmed = text.trim()
  try {
    if (trimmed.startsWith('{')) return parseJsonObject(trimmed)
    const [header = '', payload = '', signature, ...surplus] = trimmed.split('.')
    const { alg } = parseJsonObject(decodeBase64url(header))
    if (alg !== 'none' || signature !== '' || surplus.length > 0) throw new ExchangeError('exchange/requester-unproven', 'Cannot answer request: who asks is to be proven in a way that is not supported')
    return parseJsonObject(decodeBase64url(payload))
  } catch (cause) {
    if (cause instanceof CredentialError || cause instanceof EncodingError || cause instanceof TypeError) throw malformed('it is neither JSON nor a token', cause)
    throw cause
  }
}
