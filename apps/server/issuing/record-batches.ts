import { holdLog } from './node-log.ts'
import { type IssuingContext, transact } from './issuing-context.ts'

/** Batches that are appended together. */
const batchesAtOnce = 64

/**
 * Appends sealed batches to the log and notes where they stand; answers how many.
 *
 * A crash between the two leaves an entry on the log and the batch still `sealed`: the next run finds the entry from the
 * size that the log had at sealing on, and does not append it again.
 */
export async function recordBatches(context: IssuingContext): Promise<number> {
  const recorded = await transact(context, async (transaction) => {
    await holdLog(transaction)
    const batches = await transaction.selectFrom('ledger_batch').select(['id', 'entry', 'log_size'])
      .where('state', '=', 'sealed').orderBy('sealed_at').orderBy('id').limit(batchesAtOnce).execute()
    if (batches.length === 0) return 0
    const since = Math.min(...batches.map(({ log_size: size }) => Number(size)))
    const { indexes } = await context.ledger.appendOnce(batches.map(({ entry }) => entry), since)
    for (const [position, { id }] of batches.entries()) {
      await transaction.updateTable('ledger_batch')
        .set({ state: 'recorded', log_index: indexes[position] ?? null, recorded_at: context.now() }).where('id', '=', id).execute()
    }
    return batches.length
  })
  context.figures.batchesRecorded.inc(recorded)
  return recorded
}
