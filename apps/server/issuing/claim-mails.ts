import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { MailFailure } from '../mail-error.ts'
import { audit } from './audit.ts'
import { loadIssueJob } from './issue-jobs.ts'
import { type Acting, type IssuingContext, transact } from './issuing-context.ts'

/** How far the mails of a job are. */
export interface JobMails {
  /** People who have not claimed and were not mailed: those whom asking now would mail. */
  readonly unmailed: number
  readonly queued: number
  readonly sent: number
  readonly failed: number
  /** Why those that are queued have to wait, when the last try met a fault. */
  readonly trouble: MailFailure | null
}

/**
 * Queues a mail for everybody of a job who has not claimed and was not mailed, and answers how many; asking again queues
 * nobody twice. Who was given up gets another try, unless that mail may have arrived.
 *
 * @throws IssuingError `job/not-found`
 */
export async function queueClaimMails(jobId: string, { actor, context }: Acting): Promise<number> {
  await loadIssueJob(jobId, actor.organisationId, context)
  return transact(context, async (transaction) => {
    const now = context.now()
    const claims = transaction.selectFrom('claim').select('claim.id').where('claim.organisation_id', '=', actor.organisationId).where('claim.job_id', '=', jobId).where('claim.state', '=', 'unclaimed')
    const again = await transaction.updateTable('claim_mail')
      .set({ state: 'queued', failure_code: null, tries: 0, due_at: now, lease_owner: null, lease_until: null, settled_at: null })
      .where('state', '=', 'failed').where('failure_code', '!=', 'mail/interrupted').where('claim_id', 'in', claims).executeTakeFirstOrThrow()
    const unmailed = await claims.where((of) => of.not(of.exists(of.selectFrom('claim_mail').select('claim_id').whereRef('claim_mail.claim_id', '=', 'claim.id')))).execute()
    let queued = Number(again.numUpdatedRows)
    for (let start = 0; start < unmailed.length; start += 1_000) {
      const rows = unmailed.slice(start, start + 1_000).map(({ id }) => ({
        claim_id: id, organisation_id: actor.organisationId, job_id: jobId, message_id: randomUUID(), state: 'queued' as const, failure_code: null, channel: null,
        tries: 0, due_at: now, lease_owner: null, lease_until: null, settled_at: null,
      }))
      const { numInsertedOrUpdatedRows } = await transaction.insertInto('claim_mail').values(rows).onConflict((conflict) => conflict.doNothing()).executeTakeFirstOrThrow()
      queued += Number(numInsertedOrUpdatedRows ?? 0n)
    }
    if (queued > 0) await audit({ actor, action: 'job-mailed', subjectId: jobId, detail: String(queued) }, transaction, context)
    return queued
  })
}

/** Counts the mails of a job. */
export async function countJobMails(jobId: string, organisationId: string, { database }: IssuingContext): Promise<JobMails> {
  const rows = await database.selectFrom('claim_mail').select(['state', (of) => of.fn.countAll<string>().as('count'), (of) => of.fn.max('failure_code').as('code')])
    .where('organisation_id', '=', organisationId).where('job_id', '=', jobId).groupBy('state').execute()
  const unmailed = await database.selectFrom('claim').leftJoin('claim_mail', 'claim_mail.claim_id', 'claim.id').select(sql<number>`count(*)::integer`.as('count'))
    .where('claim.organisation_id', '=', organisationId).where('claim.job_id', '=', jobId).where('claim.state', '=', 'unclaimed')
    .where((of) => of.or([of('claim_mail.state', 'is', null), of.and([of('claim_mail.state', '=', 'failed'), of('claim_mail.failure_code', '!=', 'mail/interrupted')])]))
    .executeTakeFirstOrThrow()
  const count = (...states: readonly string[]): number => rows.filter(({ state }) => states.includes(state)).reduce((sum, row) => sum + Number(row.count), 0)
  return {
    unmailed: unmailed.count, queued: count('queued', 'sending'), sent: count('sent'), failed: count('failed'),
    trouble: rows.find(({ state }) => state === 'queued')?.code ?? null,
  }
}
