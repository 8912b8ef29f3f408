import type { VNode } from 'preact'
import type { IconName } from '../../components/icon.tsx'
import { StateTag, type StateKind } from '../../components/state-tag.tsx'
import type { Job } from '../../issuer-api.ts'
import { formatMoment, formatNumber } from '../../locale.ts'
import { jobs as words } from '../../messages/console.ts'
import { useOrganisation } from './organisation.ts'

const look: Readonly<Record<Job['state'], { readonly kind: StateKind, readonly icon: IconName }>> = {
  queued: { kind: 'waiting', icon: 'clock' },
  running: { kind: 'waiting', icon: 'arrow' },
  done: { kind: 'held', icon: 'check' },
  failed: { kind: 'fault', icon: 'alert' },
}

/** The state of a job in one word. */
export function JobState({ state }: { readonly state: Job['state'] }): VNode {
  return <StateTag kind={look[state].kind} icon={look[state].icon}>{words.states[state]}</StateTag>
}

/** Jobs, newest first; on a phone each is a small card. */
export function JobTable({ jobs, caption }: { readonly jobs: readonly Job[], readonly caption: string }): VNode {
  const { at } = useOrganisation()
  return (
    <div class="table-wrap">
      <table class="table table-cards">
        <caption class="hidden-text">{caption}</caption>
        <thead><tr><th scope="col">{words.achievement}</th><th scope="col">{words.state}</th><th scope="col">{words.started}</th><th scope="col" class="figure">{words.issued}</th><th scope="col" class="figure">{words.refused}</th></tr></thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.id}>
              <th scope="row"><a href={at(`/jobs/${job.id}`)}>{job.achievement}</a></th>
              <td data-label={words.state}><JobState state={job.state} /></td>
              <td data-label={words.started}>{formatMoment(job.createdAt)}</td>
              <td data-label={words.issued} class="figure">{formatNumber(job.issued)}</td>
              <td data-label={words.refused} class="figure">{formatNumber(job.refused)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
