import { encodeMultikey } from 'everlearned/crypto'
import { parseBatchEntry, signEntry } from 'everlearned/trust'
import type { Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'
import { stateOrganisations } from '../network/state-organisations.ts'
import { IssuingError } from './issuing-error.ts'
import { holdLog } from './node-log.ts'
import { type IssuingContext, transact } from './issuing-context.ts'
import { recordElsewhere } from './record-elsewhere.ts'

/** Batches that are appended together. */
const batchesAtOnce = 64

/**
 * Appends sealed batches to the log and notes where they stand; answers how many. While the log has halted, the next log of the network
 * takes them. One that the rules refuse stays sealed and holds up no other.
 *
 * A crash between the two leaves an entry on the log and the batch still `sealed`: the next run finds the entry from the
 * size that the log had at sealing on, and does not append it again.
 *
 * @throws IssuingError `ledger/batch-refused` when the others are recorded
 */
export async function recordBatches(context: IssuingContext): Promise<number> {
  const refused: string[] = []
  let recorded = await recordElsewhere(context)
  // Those that stay refused must not fill the only portion that is looked at.
  for (let after: string | undefined = context.judgedLog.halted === undefined ? '' : undefined; after !== undefined;) {
    const portion = await recordPortion(after, context)
    recorded += portion.recorded
    refused.push(...portion.refused)
    after = portion.last
  }
  context.figures.batchesRecorded.inc(recorded)
  const [code] = refused
  if (code !== undefined) throw new IssuingError('ledger/batch-refused', `Cannot record ${refused.length} batches: the rules of the log do not allow it (${code})`)
  return recorded
}

interface Portion {
  readonly recorded: number
  /** Why the rules did not allow others. */
  readonly refused: readonly string[]
  /** The id after which there may be more; undefined at the end. */
  readonly last: string | undefined
}

async function recordPortion(after: string, context: IssuingContext): Promise<Portion> {
  return transact(context, async (transaction) => {
    await holdLog(transaction)
    // Those of organisations that nobody approved wait, and hold up no other. Ids are made in the order of time.
    const batches = await transaction.selectFrom('ledger_batch').leftJoin('organisation', 'organisation.id', 'ledger_batch.organisation_id')
      .select(['ledger_batch.id', 'ledger_batch.entry', 'ledger_batch.log_size']).where('ledger_batch.state', '=', 'sealed').where('ledger_batch.log_origin', 'is', null).where('ledger_batch.id', '>', after)
      .where((where) => where.or([where('ledger_batch.organisation_id', 'is', null), where('organisation.approved_at', 'is not', null)]))
      .orderBy('ledger_batch.id').limit(batchesAtOnce).execute()
    if (batches.length === 0) return { recorded: 0, refused: [], last: undefined }
    // Only who is registered records.
    await stateOrganisations(context)
    const since = Math.min(...batches.map(({ log_size: size }) => Number(size)))
    const answers = await context.judgedLog.submit({ entries: batches.map(({ entry }) => entry), since })
    for (const [position, { id }] of batches.entries()) {
      const answer = answers[position]
      if (answer?.ok === false && answer.code === 'trust/key-not-in-force') await signAnew(id, { transaction, context })
      if (answer?.ok !== true) continue
      await transaction.updateTable('ledger_batch').set({ state: 'recorded', log_index: answer.index, recorded_at: context.now() }).where('id', '=', id).execute()
    }
    const refused = answers.flatMap((answer) => (answer.ok === true ? [] : [answer.code]))
    return { recorded: batches.length - refused.length, refused, last: batches.length < batchesAtOnce ? undefined : batches.at(-1)?.id }
  })
}

/** A batch that was sealed just before its issuer took another key: nobody has seen it yet, so it is signed with that one. The next turn records it. */
async function signAnew(id: string, { transaction, context }: { readonly transaction: Transaction<Tables>; readonly context: IssuingContext }): Promise<void> {
  const { entry, organisation_id: organisationId } = await transaction.selectFrom('ledger_batch').select(['entry', 'organisation_id']).where('id', '=', id).executeTakeFirstOrThrow()
  if (organisationId === null) return
  const { key } = await context.organisationKeys.openSigningKey(organisationId)
  const { payload, signatures } = parseBatchEntry(entry)
  if (signatures.some((signature) => signature.key === encodeMultikey(key.publicKey))) return
  const signed = await signEntry({ type: 'batch', payload }, { origin: context.ledger.checkpoint.origin, signers: [key] })
  await transaction.updateTable('ledger_batch').set({ entry: Buffer.from(signed) }).where('id', '=', id).execute()
}
