import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Route, Router, lazy, useLocation } from 'preact-iso'
import { alarmCount } from '../../alarms.ts'
import { ApiProblem, toProblem } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { SelectField } from '../../components/field.tsx'
import { Icon, type IconName } from '../../components/icon.tsx'
import { ProblemNotice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { desk } from '../../messages/en/console.ts'
import { frame } from '../../messages/en/frame.ts'
import { fetchNetwork } from '../../network-api.ts'
import type { OrganisationCard, Session } from '../../node-api.ts'
import { loadSession, session } from '../../session.ts'
import NotFound from '../not-found.tsx'
import { OrganisationContext } from './organisation.ts'
import Overview from './overview.tsx'

const Achievements = lazy(() => import('./achievements.tsx'))
const EditAchievement = lazy(() => import('./edit-achievement.tsx'))
const IssueFile = lazy(() => import('./issue-file.tsx'))
const IssueColumns = lazy(() => import('./issue-columns.tsx'))
const IssueCheck = lazy(() => import('./issue-check.tsx'))
const Jobs = lazy(() => import('./jobs.tsx'))
const Job = lazy(() => import('./job.tsx'))
const Slips = lazy(() => import('./slips.tsx'))
const Claims = lazy(() => import('./claims.tsx'))
const Claim = lazy(() => import('./claim.tsx'))
const Tickets = lazy(() => import('./tickets.tsx'))
const Colleagues = lazy(() => import('./colleagues.tsx'))
const NewOrganisation = lazy(() => import('./new-organisation.tsx'))
const OnTheLedger = lazy(() => import('./on-the-ledger.tsx'))
const Settings = lazy(() => import('./settings.tsx'))

/** The desk of those who issue: asks who is there, sends strangers to the sign-in page, then shows their organisation. */
export default function Console(): VNode {
  const { path, url, route } = useLocation()
  const [problem, setProblem] = useState<ApiProblem>()
  const who = session.value
  const ask = (): void => {
    setProblem(undefined)
    loadSession().catch((thrown: unknown) => setProblem(toProblem(thrown)))
  }
  const first = who?.organisations[0]
  useEffect(() => { if (session.value === undefined) ask() }, [])
  useEffect(() => {
    if (!path.startsWith('/console')) return
    if (who === null) route(`/login?next=${encodeURIComponent(url)}`, true)
    else if (first !== undefined && path === '/console') route(`/console/${first.slug}`, true)
  }, [who, path])
  if (problem !== undefined) return <Page title={desk.menu}><ProblemNotice problem={problem}><div><Button onPress={ask}>{frame.tryAgain}</Button></div></ProblemNotice></Page>
  if (who === undefined || who === null || (first !== undefined && path === '/console')) return <p class="quiet" role="status">{frame.loading}</p>
  if (first === undefined) return <Page title={desk.noOrganisation} lede={desk.noOrganisationNext}><div /></Page>
  const organisation = who.organisations.find((one) => one.slug === path.split('/')[2])
  return organisation === undefined ? <NotFound /> : <Desk who={who} organisation={organisation} />
}

function Desk({ who, organisation }: { readonly who: Session, readonly organisation: OrganisationCard }): VNode {
  useEffect(() => { void countAlarms() }, [])
  return (
    <OrganisationContext.Provider value={organisation}>
      <div class="desk">
        <DeskMenu who={who} organisation={organisation} />
        <div>
          <Router key={organisation.slug}>
            <Route path="/:slug" component={Overview} />
            <Route path="/:slug/achievements" component={Achievements} />
            <Route path="/:slug/achievements/:id" component={EditAchievement} />
            <Route path="/:slug/issue" component={IssueFile} />
            <Route path="/:slug/issue/columns" component={IssueColumns} />
            <Route path="/:slug/issue/check" component={IssueCheck} />
            <Route path="/:slug/jobs" component={Jobs} />
            <Route path="/:slug/jobs/:id" component={Job} />
            <Route path="/:slug/jobs/:id/slips" component={Slips} />
            <Route path="/:slug/claims" component={Claims} />
            <Route path="/:slug/claims/second" component={Tickets} />
            <Route path="/:slug/claims/:id" component={Claim} />
            <Route path="/:slug/colleagues" component={Colleagues} />
            <Route path="/:slug/on-the-ledger" component={OnTheLedger} />
            <Route path="/:slug/settings/new-organisation" component={NewOrganisation} />
            <Route path="/:slug/settings" component={Settings} />
            <Route default component={NotFound} />
          </Router>
        </div>
      </div>
    </OrganisationContext.Provider>
  )
}

/** The desk works without an answer; the page of the network says what is wrong there. */
async function countAlarms(): Promise<void> {
  try {
    alarmCount.value = (await fetchNetwork()).alarms.length
  } catch (thrown) {
    if (!(thrown instanceof ApiProblem)) throw thrown
  }
}

const places: readonly { readonly path: string, readonly label: string, readonly icon: IconName }[] = [
  { path: '', label: desk.overview, icon: 'home' },
  { path: '/issue', label: desk.issue, icon: 'upload' },
  { path: '/claims', label: desk.claims, icon: 'card' },
  { path: '/jobs', label: desk.jobs, icon: 'desk' },
  { path: '/achievements', label: desk.achievements, icon: 'seal' },
  { path: '/colleagues', label: desk.colleagues, icon: 'people' },
  { path: '/on-the-ledger', label: desk.onTheLedger, icon: 'tree' },
  { path: '/settings', label: desk.settings, icon: 'settings' },
]

function DeskMenu({ who, organisation }: { readonly who: Session, readonly organisation: OrganisationCard }): VNode {
  const { path, route } = useLocation()
  const [isOpen, setOpen] = useState(false)
  useEffect(() => setOpen(false), [path])
  const base = `/console/${organisation.slug}`
  const isHere = (place: string): boolean => (place === '' ? path === base : path === `${base}${place}` || path.startsWith(`${base}${place}/`))
  return (
    <nav class="desk-nav" data-open={isOpen} aria-label={desk.menu}>
      <Button class="desk-menu" icon="menu" expanded={isOpen} onPress={() => setOpen(!isOpen)}><span class="hidden-text">{desk.openMenu} </span>{places.find((place) => isHere(place.path))?.label}</Button>
      <div class="desk-nav-body stack stack-tight">
        {who.organisations.length > 1 && (
          <div class="desk-who">
            <SelectField label={desk.organisation} value={organisation.slug} onValue={(slug) => route(`/console/${slug}`)} choices={who.organisations.map(({ slug, name }) => ({ value: slug, label: name }))} />
          </div>
        )}
        <ul>
          {places.map((place) => (
            <li key={place.path}><a href={`${base}${place.path}`} aria-current={isHere(place.path) ? 'page' : undefined}><Icon name={place.icon} />{place.label}</a></li>
          ))}
        </ul>
      </div>
    </nav>
  )
}
