import { lookup } from 'node:dns'
import type { LookupAddress } from 'node:dns'
import { request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import { parseJson } from '../credential/parse-json.ts'
import { FetchError } from './fetch-error.ts'
import { isPublicAddress } from './public-address.ts'

/** What may be fetched and how much of it. */
export interface FetchLimits {
  /** Origins that are fetched although they are not https or lie on a private address: a node in rehearsal on this machine. */
  readonly allowedOrigins?: readonly string[]
  /** Untrusted: a longer answer is cut off and refused. */
  readonly maxBytes?: number
  /** Of the whole exchange, redirects included. */
  readonly timeoutSeconds?: number
}

const maxRedirects = 3

/**
 * Fetches what an untrusted document names, without letting it reach into the network of whoever asks: https only, public
 * addresses only, and that after the name was looked up, with the connection held to the address that was looked at.
 * A redirect is a new question with the same answer to give.
 *
 * @throws FetchError `fetch/refused`, `fetch/unavailable`, `fetch/too-large`, `fetch/too-slow`
 */
export async function guardedFetch(url: string, limits: FetchLimits = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { timeoutSeconds = 10 } = limits
  const signal = AbortSignal.timeout(timeoutSeconds * 1_000)
  let target = url
  for (let hops = 0; hops <= maxRedirects; hops += 1) {
    const response = await ask(checkUrl(target, limits), limits, signal)
    const { statusCode = 0, headers } = response
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
      response.destroy()
      if (!URL.canParse(headers.location, target)) throw refused('it leads to what is no address')
      target = new URL(headers.location, target).href
      continue
    }
    if (statusCode !== 200) {
      response.destroy()
      throw new FetchError('fetch/unavailable', `Cannot fetch document: the answer was ${statusCode}`)
    }
    return readBody(response, limits, signal)
  }
  throw refused(`it leads on more than ${maxRedirects} times`)
}

/** Null-body statuses of the Fetch Standard ("Statuses"). */
const withoutBody: readonly number[] = [204, 205, 304]

/** A request under the guard; the rest of `RequestInit` means nothing to it. */
export interface GuardedRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly signal?: AbortSignal
}

/**
 * A `fetch` under the same guard for the parts of the library that must see the answer itself, as registries and the ledger do:
 * any status is an answer, and where it leads is not followed.
 *
 * @throws FetchError as {@link guardedFetch} does
 */
export function createGuardedFetch(limits: FetchLimits = {}): (url: string, init?: GuardedRequest) => Promise<Response> {
  return async (url, given = {}) => {
    const deadline = AbortSignal.timeout((limits.timeoutSeconds ?? 10) * 1_000)
    const signal = given.signal === undefined ? deadline : AbortSignal.any([deadline, given.signal])
    const response = await ask(checkUrl(url, limits), limits, signal, given)
    const status = response.statusCode ?? 0
    // Untrusted: a number that is no status (Fetch Standard, "Statuses") cannot be told as one.
    if (status < 200 || status > 599) {
      response.destroy()
      throw new FetchError('fetch/unavailable', `Cannot fetch document: the answer was ${status}`)
    }
    const body = await readBody(response, limits, signal)
    return new Response(withoutBody.includes(status) ? null : body, { status, headers: { 'content-type': response.headers['content-type'] ?? '' } })
  }
}

/** A compact token, perhaps with disclosures (RFC 7515, RFC 9901). */
const compactToken = /^\s*[\w-]+\.[\w-]+\.[\w-]+(~[\w-]*)*\s*$/

/** Fetches and parses JSON, or the text of a token, for the parts of the library that take a `fetchDocument`. */
export function createDocumentFetch(limits: FetchLimits = {}): (url: string) => Promise<unknown> {
  return async (url) => {
    const bytes = await guardedFetch(url, limits)
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
      return compactToken.test(text) ? text : parseJson(text)
    } catch (cause) {
      throw new FetchError('fetch/not-json', 'Cannot fetch document: it is no JSON that every reader reads alike', { cause })
    }
  }
}

function checkUrl(text: string, { allowedOrigins = [] }: FetchLimits): URL {
  if (!URL.canParse(text)) throw refused('this is no address')
  const url = new URL(text)
  if (allowedOrigins.includes(url.origin)) return url
  if (url.protocol !== 'https:') throw refused('only https is fetched')
  if (url.username !== '' || url.password !== '') throw refused('the address carries a password')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // A name is looked at once it was looked up; a literal address never is, so it is looked at here.
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw refused('its address is not public')
  return url
}

const documentHeaders = { accept: 'application/json, application/vc, application/did+json, application/statuslist+jwt, */*;q=0.1' }

function ask(url: URL, { allowedOrigins = [] }: FetchLimits, signal: AbortSignal, { method = 'GET', headers = documentHeaders, body }: GuardedRequest = {}): Promise<IncomingMessage> {
  const isAllowed = allowedOrigins.includes(url.origin)
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  const options = { method, signal, agent: false as const, headers, ...(isAllowed ? {} : { lookup: lookupPublic }) }
  return new Promise((resolve, reject) => {
    request(url, options, resolve).on('error', (cause) => reject(asFetchError(cause))).end(body)
  })
}

/** Looks a name up and gives on only public addresses: if one of several is not, none is, or a mixed answer would be a way in. */
const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: readonly LookupAddress[]) => {
    if (error !== null) return callback(error, '')
    const [first] = addresses
    if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) return callback(refused('its address is not public'), '')
    return options.all === true ? callback(null, [...addresses]) : callback(null, first.address, first.family)
  })
}

async function readBody(response: IncomingMessage, { maxBytes = 2_097_152 }: FetchLimits, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let length = 0
  try {
    for await (const part of response as AsyncIterable<Uint8Array>) {
      length += part.length
      if (length > maxBytes) throw new FetchError('fetch/too-large', `Cannot fetch document: more than ${maxBytes} bytes`)
      parts.push(part)
    }
  } catch (cause) {
    response.destroy()
    throw signal.aborted ? asFetchError(signal.reason) : asFetchError(cause)
  }
  const body = new Uint8Array(length)
  parts.reduce((offset, part) => (body.set(part, offset), offset + part.length), 0)
  return body
}

function refused(state: string): FetchError {
  return new FetchError('fetch/refused', `Cannot fetch document: ${state}`)
}

function asFetchError(cause: unknown): FetchError {
  if (cause instanceof FetchError) return cause
  const name = cause instanceof Error ? cause.name : ''
  if (name === 'AbortError' || name === 'TimeoutError') return new FetchError('fetch/too-slow', 'Cannot fetch document: it took too long', { cause })
  return new FetchError('fetch/unavailable', 'Cannot fetch document: it is out of reach', { cause })
}
