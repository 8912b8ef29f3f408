import { formatCsv } from 'everlearned/encoding'
import { sql } from 'kysely'
import { claimCode, claimLink } from './claim-token.ts'
import { listJobErrors, loadIssueJob } from './issue-jobs.ts'
import type { IssuingContext } from './issuing-context.ts'

/** Excel takes a file for UTF-8 only when it begins so. */
const byteOrderMark = '\ufeff'

/**
 * The claims of a job that are still to be claimed, for the registrar's own way of delivery. The code stands beside the
 * link here so that it can be sent by another channel than the link; formulas in names are neutralised.
 *
 * @throws IssuingError `job/not-found`
 */
export async function formatClaimsCsv(jobId: string, organisationId: string, context: IssuingContext): Promise<string> {
  await loadIssueJob(jobId, organisationId, context)
  const claims = await context.database.selectFrom('claim').select(['award', 'sealed_token', 'sealed_code'])
    .where('organisation_id', '=', organisationId).where('job_id', '=', jobId).where('state', '=', 'unclaimed').orderBy(sql`(award ->> 'line')::integer`).orderBy('id').execute()
  return byteOrderMark + formatCsv([
    ['name', 'email', 'link', 'code'],
    ...claims.map(({ award, sealed_token: token, sealed_code: code }) => [award.name, award.email, claimLink(token, context), code === null ? '' : claimCode(code, context)]),
  ])
}

/** The rows of a job that were not issued, by the line of the file. @throws IssuingError `job/not-found` */
export async function formatErrorsCsv(jobId: string, organisationId: string, context: IssuingContext): Promise<string> {
  await loadIssueJob(jobId, organisationId, context)
  const errors = await listJobErrors(jobId, organisationId, context)
  return byteOrderMark + formatCsv([['line', 'field', 'code', 'message'], ...errors.map(({ line, field, code, message }) => [String(line), field ?? '', code, message])])
}
