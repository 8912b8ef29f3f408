import { formatCsv } from 'everlearned/encoding'
import { sql } from 'kysely'
import { guardianLink, hasSay } from '../guardians/guardianship.ts'
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
  const claims = await context.database.selectFrom('claim').leftJoin('guardianship', 'guardianship.claim_id', 'claim.id')
    .select(['award', 'claim.sealed_token', 'claim.sealed_code', 'guardianship.until_day', 'guardianship.state as guardian_state', 'guardianship.sealed_token as guardian_token', 'guardianship.sealed_code as guardian_code'])
    .where('claim.organisation_id', '=', organisationId).where('job_id', '=', jobId).where('claim.state', '=', 'unclaimed').orderBy(sql`(award ->> 'line')::integer`).orderBy('claim.id').execute()
  const guardianCells = (claim: (typeof claims)[number]): readonly string[] => {
    const { until_day: until, guardian_state: state, guardian_token: token, guardian_code: sealed } = claim
    if (until === null || state === null || token === null || sealed === null || !hasSay({ until_day: until, state }, context)) return ['', '', '']
    return [claim.award.guardian?.email ?? '', guardianLink({ sealed_token: token }, context), claimCode(sealed, context)]
  }
  const hasGuardians = claims.some(({ until_day: until }) => until !== null)
  return byteOrderMark + formatCsv([
    ['name', 'email', 'link', 'code', ...(hasGuardians ? ['guardian email', 'guardian link', 'guardian code'] : [])],
    ...claims.map((claim) => [claim.award.name, claim.award.email, claimLink(claim.sealed_token, context), claim.sealed_code === null ? '' : claimCode(claim.sealed_code, context), ...(hasGuardians ? guardianCells(claim) : [])]),
  ])
}

/** The rows of a job that were not issued, by the line of the file. @throws IssuingError `job/not-found` */
export async function formatErrorsCsv(jobId: string, organisationId: string, context: IssuingContext): Promise<string> {
  await loadIssueJob(jobId, organisationId, context)
  const errors = await listJobErrors(jobId, organisationId, context)
  return byteOrderMark + formatCsv([['line', 'field', 'code', 'message'], ...errors.map(({ line, field, code, message }) => [String(line), field ?? '', code, message])])
}
