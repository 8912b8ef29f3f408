import type { VNode } from 'preact'
import { ButtonLink } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { fetchAchievements, fetchClaims, fetchJobs, type ClaimPage, type Job } from '../../issuer-api.ts'
import { formatNumber } from '../../locale.ts'
import { desk, overview as words } from '../../messages/console.ts'
import { useLoaded } from '../../use-loaded.ts'
import { JobTable } from './job-table.tsx'
import { useOrganisation } from './organisation.ts'

/** The first page of the desk: the first steps of a new organisation, later its figures and latest jobs. */
export default function Overview(): VNode {
  const organisation = useOrganisation()
  const all = useLoaded(async (signal) => {
    const [achievements, jobs, claims] = await Promise.all([
      fetchAchievements(organisation.id, signal), fetchJobs(organisation.id, signal), fetchClaims(organisation.id, { limit: 1 }, signal),
    ])
    return { hasAchievement: achievements.length > 0, jobs, counts: claims.counts }
  }, [organisation.id])
  return (
    <Page title={words.title(organisation.name)} width="desk" actions={<ButtonLink href={organisation.at('/issue')} kind="main" icon="upload">{desk.issue}</ButtonLink>}>
      <Loaded of={all}>
        {({ hasAchievement, jobs, counts }) => (jobs.length === 0 ? <FirstSteps hasAchievement={hasAchievement} /> : <Glance counts={counts} jobs={jobs} />)}
      </Loaded>
    </Page>
  )
}

function FirstSteps({ hasAchievement }: { readonly hasAchievement: boolean }): VNode {
  const { at } = useOrganisation()
  const targets = [at('/achievements/new'), at('/issue'), at('/claims')]
  const current = hasAchievement ? 1 : 0
  return (
    <section class="stack">
      <h2>{words.firstTitle}</h2>
      <ol class="how">
        {words.first.map((step, index) => (
          <li key={step.name} class="card">
            <h3>{step.name}</h3>
            <p>{step.text}</p>
            {index < current && <p class="strong"><Icon name="check" /> {words.stepDone}</p>}
            {index === current && <div><ButtonLink href={targets[index] ?? at('')} kind="main">{step.act}</ButtonLink></div>}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Glance({ counts, jobs }: { readonly counts: ClaimPage['counts'], readonly jobs: readonly Job[] }): VNode {
  const { at } = useOrganisation()
  const figures = [[words.bound, counts.bound], [words.unclaimed, counts.unclaimed], [words.voided, counts.voided], [words.tickets, counts.tickets]] as const
  return (
    <>
      <section class="stack" aria-label={words.figures}>
        <dl class="figures">{figures.map(([label, count]) => <div key={label}><dt>{label}</dt><dd>{formatNumber(count)}</dd></div>)}</dl>
        {counts.tickets > 0 && <div><ButtonLink href={at('/claims/second')} icon="people">{words.toTickets}</ButtonLink></div>}
      </section>
      <section class="stack">
        <div class="row row-apart"><h2>{words.recent}</h2><a class="link-touch" href={at('/jobs')}>{words.allJobs}</a></div>
        <JobTable jobs={jobs.slice(0, 5)} caption={words.recent} />
      </section>
    </>
  )
}
