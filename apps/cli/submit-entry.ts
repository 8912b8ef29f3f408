import { prefixOf, submit } from './published-log.ts'

/** What became of an entry: its place, or the rule that refused it. */
export type EntryAnswer = { readonly index: number } | { readonly code: string; readonly reason: string }

/** Sends an entry to a log; undefined when the log cannot take any now. Untrusted: the answer. */
export async function submitEntry(url: string, entry: Uint8Array<ArrayBuffer>): Promise<EntryAnswer | undefined> {
  const response = await submit(`${prefixOf(url)}/entries`, entry)
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.status === 201 && hasIndex(answer)) return { index: answer.index }
  if (response.status >= 500 || response.status < 400 || response.status === 429) return undefined
  const { code, detail } = typeof answer === 'object' && answer !== null ? (answer as { readonly code?: unknown; readonly detail?: unknown }) : {}
  return {
    code: typeof code === 'string' ? code.slice(0, 100) : `http/${response.status}`,
    reason: typeof detail === 'string' ? detail.slice(0, 500).replaceAll(/\p{Cc}/gu, ' ') : 'the log does not say why',
  }
}

function hasIndex(value: unknown): value is { readonly index: number } {
  return typeof value === 'object' && value !== null && 'index' in value && Number.isSafeInteger(value.index)
}
