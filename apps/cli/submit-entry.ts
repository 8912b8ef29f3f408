import { EverlearnedError } from 'everlearned/error'
import { parseTlogProof, parseVerifierKey, verifyReceipt, type LedgerReceipt } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { UnavailableError } from './command.ts'
import { prefixOf, submit } from './published-log.ts'

/** An entry that a log took, with what it gave for it: a proof under a checkpoint that it signed. */
export interface TakenEntry {
  readonly index: number
  /** Untrusted: see {@link takeReceipt}. */
  readonly receipt?: string
}

/** What became of an entry: its place, or the rule that refused it. */
export type EntryAnswer = TakenEntry | { readonly code: string; readonly reason: string }

/** A log that can take no entries now. */
export class LogBusyError extends UnavailableError {
  readonly code: string

  constructor({ code, reason }: { readonly code: string; readonly reason: string }) {
    super(`Cannot submit entry: the log takes no entries now: ${reason} [${code}]`)
    this.code = code
  }
}

/**
 * Sends an entry to a log. Untrusted: the answer.
 *
 * @throws UnavailableError when the log cannot take any now
 */
export async function submitEntry(url: string, entry: Uint8Array<ArrayBuffer>): Promise<EntryAnswer> {
  const response = await submit(`${prefixOf(url)}/entries`, entry)
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.status === 201 && isTaken(answer)) return { index: answer.index, ...(typeof answer.receipt === 'string' ? { receipt: answer.receipt } : {}) }
  const { code, detail } = typeof answer === 'object' && answer !== null ? (answer as { readonly code?: unknown; readonly detail?: unknown }) : {}
  const refusal = {
    code: typeof code === 'string' ? plain(code, 100) : `http/${response.status}`,
    reason: typeof detail === 'string' ? plain(detail, 500) : 'the log does not say why',
  }
  if (response.status >= 500 || response.status < 400 || response.status === 429) throw new LogBusyError(refusal)
  return refusal
}

/** What a log gave for an entry, once it is found to bind the log of a key; undefined when it does not. */
export async function takeReceipt({ index, receipt }: TakenEntry, given: Pick<LedgerReceipt, 'entry' | 'verifierKey' | 'url' | 'receivedAt'>): Promise<LedgerReceipt | undefined> {
  try {
    const proof = parseTlogProof(receipt ?? '')
    parseVerifierKey(given.verifierKey, cryptography.sha256)
    const taken = { ...given, proof }
    return proof.index === index && (await verifyReceipt(taken, cryptography)) ? taken : undefined
  } catch (cause) {
    if (cause instanceof EverlearnedError) return undefined
    throw cause
  }
}

function isTaken(value: unknown): value is { readonly index: number; readonly receipt?: unknown } {
  return typeof value === 'object' && value !== null && 'index' in value && Number.isSafeInteger(value.index)
}

function plain(text: string, length: number): string {
  return text.slice(0, length).replaceAll(/\p{Cc}/gu, ' ')
}
