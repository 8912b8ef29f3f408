import { createBatchSigner, type BatchSigner } from 'everlearned/credential'
import { issuedIndent, type RowToIssue, type RowsRead } from 'everlearned/issuer'
import { setImmediate } from 'node:timers/promises'
import { sql, type Selectable, type Transaction } from 'kysely'
import { retry } from '../database/retry.ts'
import type { Tables } from '../database/tables.ts'
import { insertClaims } from './insert-claims.ts'
import { readingOrderOf } from './issue-jobs.ts'
import { type IssuingContext, transact } from './issuing-context.ts'
import { IssuingError } from './issuing-error.ts'
import { insertCredentials, loadIssuer, makeCredential, type Award, type MadeCredential } from './make-credential.ts'
import { sealJob } from './seal-commitments.ts'
import { reserveStatus } from './status-lists.ts'
import type { IssueJobTable } from './tables.ts'
import { loadUpload, readUpload } from './uploads.ts'

/** Rows that stand or fall together: what a crash can undo, and what the progress bar moves by. */
const rowsAtOnce = 100

/** How long a job belongs to a worker that gives no sign of life. */
export const leaseSeconds = 5

type Job = Selectable<IssueJobTable>

/** Takes the oldest job that nobody works on, or whose worker went silent. */
export async function takeIssueJob(workerId: string, context: IssuingContext): Promise<Job | undefined> {
  const now = context.now()
  return retry(() => context.database.updateTable('issue_job')
    .set({ state: 'running', lease_owner: workerId, lease_until: leaseEnd(now) })
    .where('id', '=', (of) => of.selectFrom('issue_job').select('id').where('state', 'in', ['queued', 'running'])
      .where((where) => where.or([where('lease_until', 'is', null), where('lease_until', '<', now)]))
      .orderBy('created_at').limit(1).forUpdate().skipLocked())
    .returningAll().executeTakeFirst())
}

/**
 * Issues the rows of a job that are not issued yet, chunk by chunk, then closes its commitments.
 *
 * Each chunk is signed in memory and kept in one transaction that also holds the lease: a crash leaves a chunk whole or not
 * at all, and of two workers that both believe in the job only the one with the lease can write.
 *
 * @throws IssuingError `job/lease-lost` when another worker took over, `upload/not-found` when the file was deleted meanwhile
 */
export async function runIssueJob(job: Job, { context, isStopping }: { readonly context: IssuingContext; readonly isStopping: () => boolean }): Promise<void> {
  const { content } = await loadUpload(job.upload_id, job.organisation_id, context)
  const read = readUpload(content, readingOrderOf(job), job.created_at)
  await saveErrors(job, read, context)
  const issued = await context.database.selectFrom('credential').select('line').where('job_id', '=', job.id).execute()
  const done = new Set(issued.map(({ line }) => line))
  const rows = read.rows.filter(({ line }) => !done.has(line))
  const signer = createBatchSigner({ indent: issuedIndent })
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    if (isStopping()) return
    await issueChunk(job, rows.slice(start, start + rowsAtOnce), { signer, context })
  }
  await finishJob(job, context)
}

/** Gives a job back, so that the next worker need not wait for the lease to end. */
export async function releaseIssueJob(job: Job, { database }: IssuingContext): Promise<void> {
  await database.updateTable('issue_job').set({ lease_owner: null, lease_until: null }).where('id', '=', job.id).where('lease_owner', '=', job.lease_owner).execute()
}

/** Ends a job that cannot go on, by the code of the reason. */
export async function failIssueJob(job: Job, code: string, { database, now }: IssuingContext): Promise<void> {
  await database.updateTable('issue_job').set({ state: 'failed', failure_code: code, finished_at: now(), lease_owner: null, lease_until: null })
    .where('id', '=', job.id).where('lease_owner', '=', job.lease_owner).execute()
}

/** Keeps the lease while a chunk takes long. */
export async function extendLease(job: Job, { database, now }: IssuingContext): Promise<void> {
  await database.updateTable('issue_job').set({ lease_until: leaseEnd(now()) }).where('id', '=', job.id).where('lease_owner', '=', job.lease_owner).execute()
}

async function saveErrors(job: Job, { errors, counts }: RowsRead, { database }: IssuingContext): Promise<void> {
  await transact({ database }, async (transaction) => {
    await transaction.updateTable('issue_job').set({ total: counts.rows, refused: counts.bad + counts.duplicates }).where('id', '=', job.id).execute()
    const rows = errors.map(({ line, field, code, message }, position) => ({ job_id: job.id, organisation_id: job.organisation_id, line, position, field, code, message }))
    for (let start = 0; start < rows.length; start += 1_000) {
      await transaction.insertInto('issue_job_error').values(rows.slice(start, start + 1_000)).onConflict((conflict) => conflict.doNothing()).execute()
    }
  })
}

async function issueChunk(job: Job, rows: readonly RowToIssue[], { signer, context }: { readonly signer: BatchSigner; readonly context: IssuingContext }): Promise<void> {
  const places = await reserveStatus({ organisationId: job.organisation_id, count: rows.length }, context)
  const issuer = await loadIssuer({ organisationId: job.organisation_id, keyType: 'Ed25519' }, context)
  const chunk: { readonly award: Award; readonly made: MadeCredential }[] = []
  for (const [position, row] of rows.entries()) {
    const place = places[position]
    if (place === undefined) throw new RangeError('a place for each row was reserved')
    const award = awardOf(job, row)
    chunk.push({ award, made: await makeCredential(award, { issuer, place, signer, context }) })
    // Signing is arithmetic: without a pause the node would answer nobody meanwhile.
    await setImmediate()
  }
  await transact(context, async (transaction) => {
    await holdJob(job, transaction, context)
    await transaction.updateTable('issue_job').set({ issued: sql`issued + ${chunk.length}` }).where('id', '=', job.id).execute()
    await insertCredentials(chunk.map(({ made }) => made), transaction)
    await insertClaims(chunk.map(({ award, made }) => ({ award, made, needsCode: job.second_factor, jobId: job.id })), transaction, context)
  })
  context.figures.credentialsIssued.inc(chunk.length)
}

async function finishJob(job: Job, context: IssuingContext): Promise<void> {
  await transact(context, async (transaction) => {
    await holdJob(job, transaction, context)
    await sealJob(job, { transaction, context })
    await transaction.updateTable('issue_job')
      .set({ state: 'done', finished_at: context.now(), lease_owner: null, lease_until: null }).where('id', '=', job.id).execute()
  })
}

/** @throws IssuingError `job/lease-lost` */
async function holdJob(job: Job, transaction: Transaction<Tables>, { now }: IssuingContext): Promise<void> {
  const { numUpdatedRows } = await transaction.updateTable('issue_job').set({ lease_until: leaseEnd(now()) })
    .where('id', '=', job.id).where('lease_owner', '=', job.lease_owner).executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw new IssuingError('job/lease-lost', `Cannot go on with job ${job.id}: another worker has it`)
}

/** A row without a date is awarded on the day the job began; what is claimed later says the same day. */
function awardOf(job: Job, row: RowToIssue): Award {
  return {
    organisationId: job.organisation_id, achievementId: job.achievement_id, definition: job.definition, job: { id: job.id, line: row.line },
    row: { ...row, awardedOn: row.awardedOn ?? job.created_at.toISOString().slice(0, 10) },
  }
}

function leaseEnd(now: Date): Date {
  return new Date(now.getTime() + leaseSeconds * 1_000)
}
