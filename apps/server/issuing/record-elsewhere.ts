/**
 * Where this node records while its own log takes nothing: on the log of another that it follows, under the same registry. Batches of
 * organisations are signed anew with their own keys, for an entry means nothing on another log; the batch that small issuers share is
 * signed by who runs a log, and waits. One that two logs have taken, because an answer was lost, does no harm.
 */
import { equalBytes } from 'everlearned/encoding'
import type { FollowedLog } from 'everlearned/node'
import { parseBatchEntry, parseEntry, signEntry, type Payloads } from 'everlearned/trust'
import { copiedEntries } from '../network/log-entries.ts'
import { submitElsewhere } from '../network/submit-elsewhere.ts'
import type { IssuingContext } from './issuing-context.ts'

/** Batches that are sent in one turn. */
const batchesAtOnce = 64

/** A sealed batch of an organisation. */
interface Waiting {
  readonly id: string
  readonly organisationId: string
  readonly entry: Uint8Array<ArrayBuffer>
  /** For which log it is signed; null for this node's own. */
  readonly origin: string | null
  /** From where on it may stand there, or on any log that was asked before. */
  readonly since: number
}

/** Sends sealed batches to the next log while this node's own has halted, and takes them home when it goes on; answers how many were recorded. */
export async function recordElsewhere(context: IssuingContext): Promise<number> {
  const isHalted = context.judgedLog.halted !== undefined
  let recorded = 0
  for (const batch of await loadWaiting(isHalted, context)) {
    if (!isHalted) await signFor(null, batch, context)
    else if (await recordBatch(batch, context)) recorded += 1
  }
  return recorded
}

async function loadWaiting(isHalted: boolean, { database }: IssuingContext): Promise<readonly Waiting[]> {
  const rows = await database.selectFrom('ledger_batch').innerJoin('organisation', 'organisation.id', 'ledger_batch.organisation_id')
    .select(['ledger_batch.id', 'organisation.id as organisation_id', 'ledger_batch.entry', 'ledger_batch.log_origin', 'ledger_batch.other_size'])
    .where('ledger_batch.state', '=', 'sealed').where('organisation.approved_at', 'is not', null)
    .where((where) => (isHalted ? where.lit(true) : where('ledger_batch.log_origin', 'is not', null)))
    .orderBy('ledger_batch.id').limit(batchesAtOnce).execute()
  return rows.map((row) => ({ id: row.id, organisationId: row.organisation_id, entry: Uint8Array.from(row.entry), origin: row.log_origin, since: Number(row.other_size ?? 0) }))
}

/** The registry first, for every verifier knows it; then the other logs under it that are here to the last entry. */
function nextLogs({ judgedLog, followedLogs }: IssuingContext): readonly FollowedLog[] {
  const registry = judgedLog.registry.syncs.at(-1)?.origin ?? judgedLog.registry.origin
  const logs = followedLogs.all.map(({ log }) => log).filter(({ origin, registry: replayed, state }) => state.state === 'current' && (origin === registry || replayed?.syncs.at(-1)?.origin === registry))
  return [...logs.filter(({ origin }) => origin === registry), ...logs.filter(({ origin }) => origin !== registry)]
}

async function recordBatch(batch: Waiting, context: IssuingContext): Promise<boolean> {
  let signed = batch
  for (const log of nextLogs(context)) {
    // Which log it is for, and in which bytes, is known here before that log hears of it.
    if (signed.origin !== log.origin) signed = await signFor(log, signed, context)
    const placed = await place(log, signed, context)
    if (placed === undefined) continue
    await context.database.updateTable('ledger_batch').set({ state: 'recorded', entry: Buffer.from(placed.entry), log_index: placed.index, recorded_at: context.now() })
      .where('id', '=', batch.id).where('state', '=', 'sealed').execute()
    return true
  }
  return false
}

/** Signs a batch for another log, or for this node's own. */
async function signFor(log: FollowedLog | null, batch: Waiting, context: IssuingContext): Promise<Waiting> {
  const { key } = await context.organisationKeys.openSigningKey(batch.organisationId)
  const entry = await signEntry({ type: 'batch', payload: parseBatchEntry(batch.entry).payload }, { origin: log?.origin ?? context.ledger.checkpoint.origin, signers: [key] })
  // Never later than before: of several logs each may have taken it long ago, and its answer was lost.
  const since = log === null ? null : Math.min(log.size, batch.origin === null ? Infinity : batch.since)
  await context.database.updateTable('ledger_batch').set({ entry: Buffer.from(entry), log_origin: log?.origin ?? null, other_size: since })
    .where('id', '=', batch.id).where('state', '=', 'sealed').execute()
  return { ...batch, entry, origin: log?.origin ?? null, since: since ?? 0 }
}

interface Placed {
  readonly entry: Uint8Array<ArrayBuffer>
  readonly index: number
}

/** Where a batch stands once the log has signed for it, or has it from before; undefined when that log does not take it. */
async function place(log: FollowedLog, { entry, since }: Waiting, context: IssuingContext): Promise<Placed | undefined> {
  const { answer, isBound } = await submitElsewhere(log, entry, context)
  if (answer.ok === true) return isBound ? { entry, index: answer.index } : undefined
  return answer.code === 'trust/batch-again' ? findIn(log, parseBatchEntry(entry).payload, since) : undefined
}

/** Untrusted: whoever runs the log heard of the root before it stood there, and may have recorded it for another. */
async function findIn(log: FollowedLog, { root, issuer }: Payloads['batch'], since: number): Promise<Placed | undefined> {
  const entries = await copiedEntries(log.reader)(since, log.size)
  const position = entries.findIndex((bytes) => {
    const { type, payload } = parseEntry(bytes)
    return type === 'batch' && payload.issuer === issuer && equalBytes(payload.root, root)
  })
  const entry = entries[position]
  return entry === undefined ? undefined : { entry, index: since + position }
}
