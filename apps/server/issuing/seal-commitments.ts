import { sql, type Transaction } from 'kysely'
import { maxBatchCommitments, minRealCommitments, sealBatch } from 'everlearned/trust'
import type { Tables } from '../database/tables.ts'
import { type IssuingContext, newRowId, transact } from './issuing-context.ts'
import { startOfDay } from './start-of-day.ts'

interface Waiting {
  readonly credential_id: string
  readonly commitment: Buffer
}

/**
 * Closes the commitments of a finished job: a batch of its own, under the issuer's DID, when there are enough real ones to
 * hide one another; otherwise they go to the shared batch.
 */
export async function sealJob(job: { readonly id: string; readonly organisation_id: string }, { transaction, context }: { transaction: Transaction<Tables>; context: IssuingContext }): Promise<void> {
  const waiting = await transaction.selectFrom('commitment').select(['credential_id', 'commitment'])
    .where('job_id', '=', job.id).where('batch_id', 'is', null).where('pooled_at', 'is', null).orderBy('credential_id').forUpdate().execute()
  if (waiting.length < minRealCommitments) {
    await transaction.updateTable('commitment').set({ pooled_at: context.now() })
      .where('job_id', '=', job.id).where('batch_id', 'is', null).where('pooled_at', 'is', null).execute()
    return
  }
  const { did } = await transaction.selectFrom('organisation').select('did').where('id', '=', job.organisation_id).executeTakeFirstOrThrow()
  for (const part of inParts(waiting)) {
    await saveBatch(part, { issuer: did, isOverdue: false, organisationId: job.organisation_id, jobId: job.id }, { transaction, context })
  }
}

/** Closes the shared batch when enough real commitments wait in it, or at midnight: so nobody waits longer than a day, and the batch tells of nobody more than the day. */
export async function sealPool(context: IssuingContext): Promise<boolean> {
  const today = startOfDay(context.now())
  const isDue = await context.database.selectFrom('commitment')
    .select((of) => [of.fn.countAll<string>().as('count'), of.fn.min('pooled_at').as('since')])
    .where('batch_id', 'is', null).where('pooled_at', 'is not', null).executeTakeFirstOrThrow()
    .then(({ count, since }) => Number(count) >= minRealCommitments || (since !== null && since < today))
  if (!isDue) return false
  return transact(context, async (transaction) => {
    const waiting = await transaction.selectFrom('commitment').select(['credential_id', 'commitment', 'pooled_at'])
      .where('batch_id', 'is', null).where('pooled_at', 'is not', null).orderBy('pooled_at').limit(maxBatchCommitments).forUpdate().skipLocked().execute()
    const isOverdue = waiting.some(({ pooled_at: since }) => since !== null && since < today)
    if (waiting.length === 0 || (waiting.length < minRealCommitments && !isOverdue)) return false
    await saveBatch(waiting, { issuer: null, isOverdue, organisationId: null, jobId: null }, { transaction, context })
    return true
  })
}

/** Equal parts, so that no part is left too small to hide in. */
function inParts(waiting: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const count = Math.ceil(waiting.length / maxBatchCommitments)
  const size = Math.ceil(waiting.length / count)
  return Array.from({ length: count }, (_, part) => waiting.slice(part * size, (part + 1) * size))
}

async function saveBatch(
  waiting: readonly Waiting[],
  { issuer, isOverdue, organisationId, jobId }: { readonly issuer: string | null; readonly isOverdue: boolean; readonly organisationId: string | null; readonly jobId: string | null },
  { transaction, context }: { transaction: Transaction<Tables>; context: IssuingContext },
): Promise<void> {
  const signer = organisationId === null ? context.operatorKey : (await context.organisationKeys.openSigningKey(organisationId)).key
  const { cryptography, ledger: { checkpoint: { origin } } } = context
  const batch = await sealBatch(waiting.map(({ commitment }) => commitment), { issuer, scope: 'education', isOverdue, origin, signer, cryptography })
  const id = newRowId(context)
  await transaction.insertInto('ledger_batch').values({
    id, organisation_id: organisationId, job_id: jobId, state: 'sealed', entry: Buffer.from(batch.entry), leaves: Buffer.from(batch.leaves),
    real_count: waiting.length, leaf_count: batch.size, log_size: context.ledger.checkpoint.size, log_index: null, sealed_at: context.now(), recorded_at: null,
  }).execute()
  const ids = waiting.map(({ credential_id: credentialId }) => credentialId)
  await sql`
    update commitment set batch_id = ${id}, position = placed.position
    from unnest(${ids}::text[], ${[...batch.positions]}::integer[]) as placed (credential_id, position)
    where commitment.credential_id = placed.credential_id`.execute(transaction)
}
