/**
 * Talks to a node. Every failure, a silent network included, is one `ApiProblem` with a code; the words for
 * people are looked up by that code in `messages/problems.ts`.
 */

/** One field that the node could not accept. */
export interface ProblemField { readonly field: string, readonly message: string }

/** A refusal by the node (RFC 9457, Problem Details for HTTP APIs), or the network's silence. */
export class ApiProblem extends Error {
  readonly code: string
  readonly errors: readonly ProblemField[]

  constructor(code: string, message: string, errors: readonly ProblemField[] = []) {
    super(message)
    this.name = 'ApiProblem'
    this.code = code
    this.errors = errors
  }
}

/** One call: a body that is not a Blob is sent as JSON. */
export interface ApiCall {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly body?: unknown
  /** Another node's origin; without it the page's own. */
  readonly origin?: string
  readonly bearer?: string
  readonly signal?: AbortSignal
}

/** Calls a route and gives its JSON, which the node has checked against the schema of its OpenAPI description. */
export async function callApi<T>(path: string, call: ApiCall = {}): Promise<T> {
  const response = await send(path, call)
  const text = await response.text()
  if (!response.ok) throw parseProblem(text)
  if (text === '') return undefined as T
  const value = parseJson(text)
  if (value === undefined) throw new ApiProblem('network/not-understood', 'Cannot read the answer: not JSON')
  return value as T
}

/** Calls a route that answers in plain text. */
export async function callText(path: string, call: ApiCall = {}): Promise<string> {
  const response = await send(path, call)
  const text = await response.text()
  if (!response.ok) throw parseProblem(text)
  return text
}

async function send(path: string, { method = 'GET', body, origin = '', bearer, signal }: ApiCall): Promise<Response> {
  const headers = new Headers({ accept: 'application/json, application/problem+json, text/plain' })
  if (bearer !== undefined) headers.set('authorization', `Bearer ${bearer}`)
  const isBlob = body instanceof Blob
  if (body !== undefined) headers.set('content-type', isBlob ? 'text/csv' : 'application/json')
  try {
    return await fetch(`${origin}${path}`, {
      method,
      headers,
      cache: 'no-store',
      credentials: origin === '' ? 'same-origin' : 'omit',
      ...(body === undefined ? {} : { body: isBlob ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    throw new ApiProblem('network/unreachable', 'Cannot reach the node: no answer')
  }
}

/** Untrusted: a proxy may answer in place of the node, with anything. */
function parseProblem(text: string): ApiProblem {
  const value = parseJson(text)
  if (!isRecord(value) || typeof value['code'] !== 'string') return new ApiProblem('network/not-understood', 'Cannot read the refusal: no problem details')
  const errors = Array.isArray(value['errors']) ? value['errors'].filter(isProblemField) : []
  const message = typeof value['detail'] === 'string' ? value['detail'] : String(value['title'] ?? '')
  return new ApiProblem(value['code'], message, errors)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isProblemField = (value: unknown): value is ProblemField => isRecord(value) && typeof value['field'] === 'string' && typeof value['message'] === 'string'

/** Makes one kind of failure out of whatever was thrown. */
export const toProblem = (thrown: unknown): ApiProblem =>
  thrown instanceof ApiProblem ? thrown : new ApiProblem('page/fault', 'Cannot go on: the page has a fault')
