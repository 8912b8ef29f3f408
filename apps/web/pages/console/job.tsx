import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { ButtonLink } from '../../components/button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { claimsCsvOf, errorsCsvOf, fetchClaims, fetchJob, type Job } from '../../issuer-api.ts'
import { formatMoment, formatNumber, formatShortDay } from '../../locale.ts'
import { jobs as words } from '../../messages/console.ts'
import { useLoaded, type Loading } from '../../use-loaded.ts'
import { ClaimTable } from './claim-table.tsx'
import { JobMailsPart } from './job-mails.tsx'
import { JobState } from './job-table.tsx'
import { useOrganisation } from './organisation.ts'
import { RowErrorTable } from './row-error-table.tsx'

const askAgainAfterMs = 1000

/** One list: how far it is, then what came of it. */
export default function JobPage({ id = '' }: { readonly id?: string }): VNode {
  const organisation = useOrganisation()
  const job = useLoaded((signal) => fetchJob(organisation.id, id, signal), [organisation.id, id])
  useAskingAgain(job)
  return (
    <Page title={job.value?.achievement ?? words.title} width="desk" crumbs={[{ href: organisation.at('/jobs'), label: words.title }]}>
      <Loaded of={job}>{(value) => <JobBody job={value} reload={job.reload} />}</Loaded>
      {job.value !== undefined && job.problem !== undefined && <Notice kind="care"><p>{words.reloadProblem}</p></Notice>}
    </Page>
  )
}

/** Asks again while there is something left to come, one question at a time. */
function useAskingAgain({ value, problem, reload }: Loading<Job>): void {
  const isMailing = (value?.mail?.queued ?? 0) > 0
  const isOver = value !== undefined && !isMailing && (value.state === 'failed' || (value.state === 'done' && value.batched >= value.issued))
  const pause = value?.state === 'done' ? askAgainAfterMs * (isMailing ? 2 : 10) : askAgainAfterMs
  useEffect(() => {
    if (isOver || (value === undefined && problem === undefined)) return undefined
    const timer = setTimeout(reload, problem === undefined ? pause : askAgainAfterMs * 5)
    return () => clearTimeout(timer)
  }, [value, problem])
}

function JobBody({ job, reload }: { readonly job: Job, readonly reload: () => void }): VNode {
  const isOver = job.state === 'done' || job.state === 'failed'
  return (
    <>
      {isOver ? <Outcome job={job} /> : <Progress job={job} />}
      {isOver && job.mail !== undefined && <JobMailsPart job={job} mail={job.mail} onAsked={reload} />}
      {isOver && job.issued > 0 && <Links job={job} />}
      {isOver && job.refused > 0 && <Refused job={job} />}
      <Facts job={job} />
    </>
  )
}

function Progress({ job }: { readonly job: Job }): VNode {
  const done = job.issued + job.refused
  return (
    <section class="card stack">
      <h2>{words.working}</h2>
      {job.state === 'queued' && <p>{words.queued}</p>}
      <ProgressBar label={words.progress} done={done} total={job.total} words={words.progressWords(formatNumber(done), formatNumber(job.total), formatNumber(Math.max(job.total - done, 0)))} />
      <p>{words.workingNext}</p>
    </section>
  )
}

function Outcome({ job }: { readonly job: Job }): VNode {
  return job.state === 'failed'
    ? <Notice kind="fault" title={words.failed}><p>{words.failedNext(formatNumber(job.issued))}</p></Notice>
    : <Notice title={words.done(job.issued, formatNumber(job.issued))} isLive><p>{words.doneNext}</p></Notice>
}

function Links({ job }: { readonly job: Job }): VNode {
  const organisation = useOrganisation()
  const claims = useLoaded((signal) => fetchClaims(organisation.id, { job: job.id, state: 'all', limit: 10 }, signal), [organisation.id, job.id, job.mail?.failed])
  return (
    <section class="stack">
      <h2>{words.linksTitle}</h2>
      <div class="button-row">
        <ButtonLink href={claimsCsvOf(organisation.id, job.id)} kind="main" icon="download" download="claims.csv">{words.downloadLinks}</ButtonLink>
        <ButtonLink href={organisation.at(`/jobs/${job.id}/slips`)} icon="print">{words.printSlips}</ButtonLink>
        <ButtonLink href={organisation.at(`/claims?job=${job.id}`)} icon="people">{words.openDesk}</ButtonLink>
      </div>
      <Loaded of={claims}>
        {(page) => (
          <>
            {page.nextCursor !== null && <p class="quiet">{words.linksOf(formatNumber(page.claims.length), formatNumber(job.issued))}</p>}
            <ClaimTable claims={page.claims} caption={words.linksTitle} />
          </>
        )}
      </Loaded>
    </section>
  )
}

function Refused({ job }: { readonly job: Job }): VNode {
  const organisation = useOrganisation()
  return (
    <section class="stack">
      <h2>{words.refusedTitle(job.refused, formatNumber(job.refused))}</h2>
      <p>{words.refusedNext}</p>
      <div><ButtonLink href={errorsCsvOf(organisation.id, job.id)} icon="download" download="rows-left-out.csv">{words.downloadErrors}</ButtonLink></div>
      <RowErrorTable errors={job.errors ?? []} total={job.refused} />
    </section>
  )
}

function Facts({ job }: { readonly job: Job }): VNode {
  const isWaiting = job.state === 'done' && job.batched < job.issued
  return (
    <dl class="facts">
      <div><dt>{words.state}</dt><dd><JobState state={job.state} /></dd></div>
      <div><dt>{words.started}</dt><dd>{formatMoment(job.createdAt)}</dd></div>
      {job.finishedAt !== null && <div><dt>{words.finished}</dt><dd>{formatMoment(job.finishedAt)}</dd></div>}
      {job.issued > 0 && (
        <div>
          <dt>{words.batched}</dt>
          <dd class="number">{words.batchedOf(formatNumber(job.batched), formatNumber(job.issued))}{isWaiting && <p class="quiet small">{words.batchedWait}</p>}</dd>
        </div>
      )}
      {job.fileEndsAt !== null && <div><dt>{words.file}</dt><dd>{job.isFileDeleted ? words.fileDeleted(formatShortDay(job.fileEndsAt)) : words.fileEnds(formatShortDay(job.fileEndsAt))}</dd></div>}
    </dl>
  )
}
