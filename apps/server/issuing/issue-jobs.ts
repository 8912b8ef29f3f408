import type { ColumnMapping, DateOrder } from 'everlearned/issuer'
import type { Selectable } from 'kysely'
import { loadAchievement } from './achievements.ts'
import { audit } from './audit.ts'
import { type Acting, type IssuingContext, newRowId, transact } from './issuing-context.ts'
import { IssuingError, notFound } from './issuing-error.ts'
import type { AchievementDefinition, IssueJobTable } from './tables.ts'
import { uploadEndOf } from './sweep-uploads.ts'
import { loadUpload, readUpload, type ReadingOrder } from './uploads.ts'

/** What a job is asked to do. */
export interface IssueOrder extends ReadingOrder {
  readonly secondFactor: boolean
}

/** A job as its organisation sees it. */
export interface IssueJob {
  readonly id: string
  readonly state: 'queued' | 'running' | 'done' | 'failed'
  readonly failureCode: string | null
  readonly total: number
  readonly issued: number
  readonly refused: number
  /** Real commitments of this job that are on the log. */
  readonly batched: number
  readonly achievement: { readonly id: string; readonly name: string }
  readonly createdAt: Date
  readonly finishedAt: Date | null
  /** When the bytes of its file are deleted, or were; null while they are needed. */
  readonly fileEndsAt: Date | null
  readonly isFileDeleted: boolean
  /** Whether people are asked for a code as well. */
  readonly secondFactor: boolean
}

/** What was wrong with one row; `line` is the line of the file. */
export interface JobError {
  readonly line: number
  readonly field: string | null
  readonly code: string
  readonly message: string
}

/**
 * Starts a job, or answers the one that this file and achievement already have: asking twice never issues twice. Only a job
 * that issued nothing begins again, when it is asked with another mapping.
 *
 * @throws IssuingError `achievement/not-found`, `upload/not-found`, `job/date-order-needed`; IssuerError about the mapping
 */
export async function startIssueJob(uploadId: string, order: IssueOrder, { actor, context }: Acting): Promise<{ readonly id: string }> {
  const { organisationId } = actor
  const { id: achievementId, createdAt: _, updatedAt: __, ...definition } = await loadAchievement(order.achievementId, organisationId, context)
  const { content, sha256 } = await loadUpload(uploadId, organisationId, context)
  const now = context.now()
  const { counts, needsDateOrder } = readUpload(content, order, now)
  if (needsDateOrder) throw new IssuingError('job/date-order-needed', 'Cannot issue: dates of this file can be read in two ways, say which number is the month')
  const fresh = {
    definition: JSON.stringify(definition satisfies AchievementDefinition), mapping: JSON.stringify(order.mapping), date_order: order.dateOrder ?? null,
    second_factor: order.secondFactor, state: 'queued' as const, failure_code: null, total: counts.rows, created_at: now, finished_at: null,
  }
  return transact(context, async (transaction) => {
    const started = await transaction.insertInto('issue_job')
      .values({
        id: newRowId(context), organisation_id: organisationId, achievement_id: achievementId, upload_id: uploadId, file_sha256: sha256,
        ...fresh, issued: 0, refused: 0, lease_owner: null, lease_until: null,
      })
      .onConflict((conflict) => conflict.columns(['organisation_id', 'achievement_id', 'file_sha256']).doNothing())
      .returning('id').executeTakeFirst()
    const { id, state, issued, mapping } = await transaction.selectFrom('issue_job').select(['id', 'state', 'issued', 'mapping'])
      .where('organisation_id', '=', organisationId).where('achievement_id', '=', achievementId).where('file_sha256', '=', sha256).forUpdate().executeTakeFirstOrThrow()
    const isOver = state === 'done' || state === 'failed'
    const beginsAgain = isOver && issued === 0 && (state === 'failed' || !isSameMapping(mapping, order.mapping))
    if (beginsAgain) {
      await transaction.deleteFrom('issue_job_error').where('job_id', '=', id).execute()
      await transaction.updateTable('issue_job').set({ ...fresh, refused: 0 }).where('id', '=', id).execute()
    }
    if (started !== undefined || beginsAgain) await audit({ actor, action: 'job-started', subjectId: id }, transaction, context)
    return { id }
  })
}

/** The jobs of an organisation, newest first. */
export async function listIssueJobs(organisationId: string, context: IssuingContext): Promise<readonly IssueJob[]> {
  const rows = await selectJobs(context).where('organisation_id', '=', organisationId).orderBy('created_at', 'desc').limit(100).execute()
  return rows.map((row) => present(row, context))
}

/** @throws IssuingError `job/not-found` */
export async function loadIssueJob(id: string, organisationId: string, context: IssuingContext): Promise<IssueJob> {
  const row = await selectJobs(context).where('organisation_id', '=', organisationId).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('job')
  return present(row, context)
}

/** What was wrong with the rows that a job refused, in the order of the file. */
export async function listJobErrors(id: string, organisationId: string, { database }: IssuingContext, limit = 20_000): Promise<readonly JobError[]> {
  return database.selectFrom('issue_job_error').select(['line', 'field', 'code', 'message'])
    .where('organisation_id', '=', organisationId).where('job_id', '=', id).orderBy('line').orderBy('position').limit(limit).execute()
}

/** The order in which a job reads its upload; the moment it began stands for today, so that a restart reads the same rows. */
export function readingOrderOf(job: Selectable<IssueJobTable>): { readonly mapping: ColumnMapping; readonly dateOrder?: DateOrder } {
  return { mapping: job.mapping, ...(job.date_order === null ? {} : { dateOrder: job.date_order }) }
}

function selectJobs({ database }: IssuingContext) {
  return database.selectFrom('issue_job').select((of) => [
    'id', 'state', 'failure_code', 'total', 'issued', 'refused', 'achievement_id', 'definition', 'created_at', 'finished_at', 'second_factor',
    of.selectFrom('upload').select('upload.deleted_at').whereRef('upload.id', '=', 'issue_job.upload_id').as('file_deleted_at'),
    of.selectFrom('upload').select((inner) => inner.fn.coalesce('upload.brought_at', 'upload.created_at').as('at')).whereRef('upload.id', '=', 'issue_job.upload_id').as('file_brought_at'),
    of.selectFrom('commitment').innerJoin('ledger_batch', 'ledger_batch.id', 'commitment.batch_id').select((inner) => inner.fn.countAll<string>().as('count'))
      .whereRef('commitment.job_id', '=', 'issue_job.id').where('ledger_batch.state', '=', 'recorded').as('batched'),
  ])
}

function present(row: Awaited<ReturnType<ReturnType<typeof selectJobs>['executeTakeFirstOrThrow']>>, context: IssuingContext): IssueJob {
  return {
    id: row.id, state: row.state, failureCode: row.failure_code, total: row.total, issued: row.issued, refused: row.refused, batched: Number(row.batched ?? 0),
    achievement: { id: row.achievement_id, name: row.definition.name }, createdAt: row.created_at, finishedAt: row.finished_at,
    fileEndsAt: row.file_deleted_at ?? uploadEndOf({ broughtAt: row.file_brought_at ?? row.created_at, finishedAt: row.finished_at }, context), isFileDeleted: row.file_deleted_at !== null, secondFactor: row.second_factor,
  }
}

function isSameMapping(left: ColumnMapping, right: ColumnMapping): boolean {
  const text = (mapping: ColumnMapping): string => JSON.stringify(Object.entries(mapping).sort())
  return text(left) === text(right)
}
