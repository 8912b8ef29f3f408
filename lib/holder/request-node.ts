import { decodeUtf8 } from '../encoding/bytes.ts'
import { HolderError } from './holder-error.ts'

/** The network as the caller gives it: `fetch` of the platform, or a node in memory. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

/** Untrusted: no answer of a node may be larger. */
export const maxAnswerBytes: number = 8 * 1024 * 1024

/** What is asked of a node; a body is sent as JSON, bytes as they are. */
export interface NodeRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly body?: unknown
  readonly bearer?: string
  readonly signal?: AbortSignal
}

/** A node that understood and said no; `problemCode` is the code of its problem details (RFC 9457), when it gave one. */
export class NodeRefusal extends HolderError {
  readonly problemCode: string

  constructor(problemCode: string) {
    super('holder/node-refused', `Cannot go on: the node answered ${problemCode}`)
    this.problemCode = problemCode
  }
}

/**
 * Asks a node and reads its JSON answer. Sends no cookie, no referrer, follows no redirect.
 *
 * @throws HolderError `holder/node-unreachable`, `holder/answer-malformed`; NodeRefusal when the node says no
 */
export async function requestNode(url: string, fetch: Fetch, request: NodeRequest = {}): Promise<unknown> {
  const response = await ask(url, fetch, request)
  const answer = await readJson(response)
  if (!response.ok) throw new NodeRefusal(problemCodeOf(answer))
  return answer
}

/**
 * Asks a node for bytes, of which no more than `maxBytes` are read.
 *
 * @throws as {@link requestNode} does
 */
export async function requestNodeBytes(url: string, fetch: Fetch, { maxBytes, ...request }: NodeRequest & { readonly maxBytes: number }): Promise<Uint8Array<ArrayBuffer>> {
  const response = await ask(url, fetch, request)
  if (!response.ok) throw new NodeRefusal(problemCodeOf(await readJson(response)))
  return readBounded(response, maxBytes)
}

function ask(url: string, fetch: Fetch, { method = 'GET', body, bearer, signal }: NodeRequest): Promise<Response> {
  const isBytes = body instanceof Uint8Array
  const headers = {
    accept: 'application/json',
    ...(body === undefined ? {} : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
  }
  return fetch(url, {
    method, headers, credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error', cache: 'no-store',
    ...(body === undefined ? {} : { body: isBytes ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((cause: unknown) => {
    throw new HolderError('holder/node-unreachable', 'Cannot reach the node: no answer', { cause })
  })
}

async function readJson(response: Response): Promise<unknown> {
  const bytes = await readBounded(response, maxAnswerBytes)
  if (bytes.length === 0) return null
  try {
    return JSON.parse(decodeUtf8(bytes))
  } catch (cause) {
    // A proxy that is up while its node is down answers in HTML.
    if (!response.ok) return null
    throw new HolderError('holder/answer-malformed', 'Cannot read the answer of the node: not JSON', { cause })
  }
}

async function readBounded(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
    length += part.value.length
    if (length > maxBytes) {
      await reader?.cancel()
      throw new HolderError('holder/answer-malformed', `Cannot read the answer of the node: more than ${maxBytes} bytes`)
    }
    chunks.push(part.value)
  }
  const bytes = new Uint8Array(length)
  chunks.reduce((offset, chunk) => (bytes.set(chunk, offset), offset + chunk.length), 0)
  return bytes
}

function problemCodeOf(answer: unknown): string {
  const code = typeof answer === 'object' && answer !== null && 'code' in answer ? answer.code : undefined
  return typeof code === 'string' && /^[a-z0-9-]{1,40}\/[a-z0-9-]{1,60}$/.test(code) ? code : 'holder/no-reason'
}
