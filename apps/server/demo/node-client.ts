import { EverlearnedError } from 'everlearned/error'

/** What a node answered that it should not have; codes begin with `demo/`. */
export class DemoError extends EverlearnedError {}

/** Asks a node as one of its organisations; answers the body. */
export type AskNode = (method: 'GET' | 'POST', path: string, body?: { readonly json: unknown } | { readonly csv: string }) => Promise<Record<string, unknown>>

/** A client of the node's public API that holds one API key. */
export function createNodeClient(node: string, apiKey: string): AskNode {
  return async (method, path, body) => {
    const headers: Record<string, string> = { authorization: `Bearer ${apiKey}` }
    if (body !== undefined) headers['content-type'] = 'csv' in body ? 'text/csv' : 'application/json'
    const response = await fetch(`${node}${path}`, { method, headers, ...(body === undefined ? {} : { body: 'csv' in body ? body.csv : JSON.stringify(body.json) }) })
    const answer = (await response.json()) as Record<string, unknown>
    if (!response.ok) throw new DemoError('demo/refused', `Cannot ${method} ${path}: ${response.status} ${String(answer['code'] ?? '')}`)
    return answer
  }
}
