import { EverlearnedError } from 'everlearned/error'
import type { SigningKey } from 'everlearned/crypto'
import { parseVerifierKey, type LedgerReceipt } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { actOf, signEntry, type Statement } from 'everlearned/trust'
import { InputError, UnavailableError } from './command.ts'
import { fetchKey, openPublishedLog, prefixOf } from './published-log.ts'
import type { UnsignedStatement } from './read-statement.ts'
import { openRegistry, replayLog } from './replay-log.ts'
import { LogBusyError, submitEntry, takeReceipt } from './submit-entry.ts'

/** A log that did not take an entry, and why. */
export interface Tried {
  readonly log: string
  readonly code: string
  readonly reason: string
  /** It may take it another time. */
  readonly isAway: boolean
}

/** Where to go, with what. */
export interface Submitting {
  /** Addresses of logs, in the order in which they are tried. */
  readonly logs: readonly string[]
  /** An entry is signed for one log, so they sign for each. */
  readonly signers: readonly SigningKey[]
  /** Of logs that follow one. */
  readonly registry: string | undefined
  readonly now: Date
}

/** Says something on the first log that takes it and signs for it. Untrusted: what the logs answer. */
export async function submitToFirst(statement: UnsignedStatement, submitting: Submitting): Promise<{ readonly taken: LedgerReceipt | undefined; readonly tried: readonly Tried[] }> {
  const tried: Tried[] = []
  for (const log of submitting.logs.map(prefixOf)) {
    const answer = await submitTo(log, statement, submitting).catch((cause: unknown) => away(log, cause))
    if ('proof' in answer) return { taken: answer, tried }
    tried.push(answer)
  }
  return { taken: undefined, tried }
}

async function submitTo(log: string, statement: UnsignedStatement, { signers, registry, now }: Submitting): Promise<LedgerReceipt | Tried> {
  const verifierKey = await fetchKey(log)
  const complete = await numbered(statement, { log, verifierKey, registry })
  if (complete === undefined) return { log, code: 'ledger/audit-failed', reason: 'its audit does not pass, so nobody knows the next number of this statement', isAway: false }
  const entry = await sign(complete, { verifierKey, signers })
  const answer = await submitEntry(log, entry)
  if (!('index' in answer)) return { log, ...answer, isAway: false }
  const receipt = await takeReceipt(answer, { entry, url: log, verifierKey, receivedAt: now })
  return receipt ?? { log, code: 'ledger/receipt-invalid', reason: 'the log says that it took the entry, and did not sign for it', isAway: false }
}

/** With the number that the actor's next statement has on this log. */
async function numbered({ type, payload }: UnsignedStatement, { log, verifierKey, registry }: { readonly log: string; readonly verifierKey: string; readonly registry: string | undefined }): Promise<Statement | undefined> {
  const act = actOf({ type, payload: { sequence: 0, ...payload } } as unknown as Statement)
  if (act === undefined || payload['sequence'] !== undefined) return { type, payload } as unknown as Statement
  const replayed = await replayLog(await openPublishedLog(log, verifierKey), registry === undefined ? {} : { registryAt: await openRegistry(registry) })
  if (replayed.findings.length > 0 || replayed.putOff !== undefined) return undefined
  return { type, payload: { ...payload, sequence: replayed.registry.sequences.get(act.actor) ?? 0 } } as unknown as Statement
}

async function sign(statement: Statement, { verifierKey, signers }: { readonly verifierKey: string; readonly signers: readonly SigningKey[] }): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await signEntry(statement, { origin: parseVerifierKey(verifierKey, cryptography.sha256).name, signers })
  } catch (cause) {
    if (cause instanceof EverlearnedError) throw new InputError(`Cannot sign statement: ${cause.message}`, { cause })
    throw cause
  }
}

/** One log that cannot be worked with holds up no other. */
function away(log: string, cause: unknown): Tried {
  if (cause instanceof LogBusyError) return { log, code: cause.code, reason: cause.message, isAway: true }
  if (cause instanceof UnavailableError) return { log, code: 'ledger/log-unreachable', reason: cause.message, isAway: true }
  if (cause instanceof EverlearnedError) return { log, code: cause.code, reason: cause.message, isAway: true }
  throw cause
}
