import { concatBytes, decodeUtf8 } from '../encoding/bytes.ts'
import type { Json } from '../encoding/canonical-json.ts'
import { CredentialError } from '../credential/credential-error.ts'
import { isJsonObject, parseJson } from '../credential/parse-json.ts'
import { ExchangeError } from './exchange-error.ts'

/** The network as the caller gives it: `fetch` of a browser, a guarded one of a program, or a node in memory. */
export type ExchangeFetch = (url: string, init: ExchangeRequest) => Promise<Response>

/** What is asked: the part of `RequestInit` that every one of them understands. */
export interface ExchangeRequest {
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
  readonly redirect?: 'error'
  readonly credentials?: 'omit'
  readonly referrerPolicy?: 'no-referrer'
  readonly cache?: 'no-store'
}

/** The network of an exchange and where it may lead. */
export interface ExchangeNetwork {
  readonly fetch: ExchangeFetch
  /** Origins on this very machine that are reached without https: a node in rehearsal. */
  readonly loopbackOrigins?: readonly string[] | undefined
}

/** Untrusted: no answer is read beyond this. */
export const maxAnswerBytes: number = 2 * 1024 * 1024

/** How long the other side may take. */
export const answerSeconds = 20

/** The other side understood and said no, or could not; `said` are its own words. Untrusted: show them as theirs. */
export class PeerRefusal extends ExchangeError {
  readonly status: number
  readonly said: string | null
  /** The `error` of OAuth, or the last part of the type of problem details. */
  readonly reason: string | null

  constructor(status: number, answer: Json | undefined) {
    super('exchange/peer-refused', `Cannot go on: the other side answered ${status}`)
    const problem = isJsonObject(answer) ? answer : {}
    this.status = status
    this.said = textOf(problem['detail'] ?? problem['error_description'] ?? problem['title'], 300)
    this.reason = textOf(problem['error'], 80) ?? textOf(problem['type'], 300)?.split(/[#/]/).at(-1) ?? null
  }
}

function textOf(value: Json | undefined, maxLength: number): string | null {
  return typeof value === 'string' ? value.slice(0, maxLength) : null
}

/**
 * The address of another party of an exchange, if it may be reached: https, or a loopback origin that the caller names.
 *
 * Untrusted: the text. @throws ExchangeError `exchange/url-refused`
 */
export function parsePeerUrl(text: string, { loopbackOrigins = [] }: Pick<ExchangeNetwork, 'loopbackOrigins'>): URL {
  const url = text.length <= 2_048 && URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || url.username !== '' || url.password !== '') throw new ExchangeError('exchange/url-refused', 'Cannot reach the other side: its address is malformed')
  const isOwn = isLoopback(url.hostname) && loopbackOrigins.includes(url.origin)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isOwn)) throw new ExchangeError('exchange/url-refused', 'Cannot reach the other side: its address is not https')
  return url
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

/** What is sent to another party. */
export interface Question {
  readonly method?: 'GET' | 'POST'
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as a form (application/x-www-form-urlencoded), in place of `body`. */
  readonly form?: Readonly<Record<string, string>>
  readonly bearer?: string
  /** Unless given, JSON. */
  readonly accept?: string
}

/**
 * Asks another party and reads its JSON answer; sends no cookie and no referrer, and follows no redirect. An empty answer is undefined.
 *
 * Untrusted: the answer, up to {@link maxAnswerBytes} within {@link answerSeconds}.
 *
 * @throws ExchangeError `exchange/url-refused`, `exchange/unreachable`, `exchange/answer-malformed`; PeerRefusal for any status but 2xx
 */
export async function askPeer(url: string, question: Question, network: ExchangeNetwork): Promise<Json | undefined> {
  const response = await reach(url, question, network)
  const answer = await readJson(response)
  if (!response.ok) throw new PeerRefusal(response.status, answer)
  return answer
}

/** Asks another party in the same way and reads its answer as text, whatever it is. */
export async function askPeerForText(url: string, question: Question, network: ExchangeNetwork): Promise<string> {
  const response = await reach(url, question, network)
  if (!response.ok) throw new PeerRefusal(response.status, await readJson(response))
  return decodeUtf8(await readBounded(response))
}

async function reach(url: string, question: Question, network: ExchangeNetwork): Promise<Response> {
  const { href } = parsePeerUrl(url, network)
  const signal = AbortSignal.timeout(answerSeconds * 1_000)
  return network.fetch(href, { ...writeRequest(question), signal, redirect: 'error', credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' }).catch((cause: unknown) => {
    throw new ExchangeError('exchange/unreachable', 'Cannot reach the other side: no answer', { cause })
  })
}

function writeRequest({ method = 'GET', body, form, bearer, accept = 'application/json' }: Question): Pick<ExchangeRequest, 'method' | 'headers' | 'body'> {
  const headers = { accept, ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) }
  if (form !== undefined) return { method, headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ ...form }).toString() }
  return body === undefined ? { method, headers } : { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

async function readJson(response: Response): Promise<Json | undefined> {
  const bytes = await readBounded(response)
  if (bytes.length === 0) return undefined
  try {
    return parseJson(bytes)
  } catch (cause) {
    if (!(cause instanceof CredentialError) && !(cause instanceof TypeError)) throw cause
    // A proxy that is up while what is behind it is down answers in HTML.
    if (!response.ok) return undefined
    throw new ExchangeError('exchange/answer-malformed', 'Cannot read the answer of the other side: not JSON', { cause })
  }
}

async function readBounded(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  const reader = response.body?.getReader()
  try {
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
      length += part.value.length
      if (length > maxAnswerBytes) throw new ExchangeError('exchange/answer-malformed', `Cannot read the answer of the other side: more than ${maxAnswerBytes} bytes`)
      chunks.push(part.value)
    }
  } catch (cause) {
    await reader?.cancel().catch(() => undefined)
    if (cause instanceof ExchangeError) throw cause
    throw new ExchangeError('exchange/unreachable', 'Cannot read the answer of the other side: it broke off', { cause })
  }
  return concatBytes(...chunks)
}
