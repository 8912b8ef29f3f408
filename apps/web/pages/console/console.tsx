import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Route, Router, useLocation } from 'preact-iso'
import { alarmCount } from '../../alarms.ts'
import { ApiProblem, toProblem } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { SelectField } from '../../components/field.tsx'
import { Icon, type IconName } from '../../components/icon.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { Page } from '../../components/page.tsx'
import { lazyPage } from '../../lazy-page.ts'
import { desk } from '../../messages/console.ts'
import { frame } from '../../messages/frame.ts'
import { fetchNetwork } from '../../network-api.ts'
import type { OrganisationCard, Session } from '../../node-api.ts'
import { loadSession, session } from '../../session.ts'
import NotFound from '../not-found.tsx'
import { OrganisationContext } from './organisation.ts'
import Overview from './overview.tsx'

const Achievements = lazyPage(() => import('./achievements.tsx'))
const EditAchievement = lazyPage(() => import('./edit-achievement.tsx'))
const IssueFile = lazyPage(() => import('./issue-file.tsx'))
const IssueColumns = lazyPage(() => import('./issue-columns.tsx'))
const IssueCheck = lazyPage(() => import('./issue-check.tsx'))
const Jobs = lazyPage(() => import('./jobs.tsx'))
const Job = lazyPage(() => import('./job.tsx'))
const Slips = lazyPage(() => import('./slips.tsx'))
const Claims = lazyPage(() => import('./claims.tsx'))
const Claim = lazyPage(() => import('./claim.tsx'))
const Tickets = lazyPage(() => import('./tickets.tsx'))
const Asks = lazyPage(() => import('./asks.tsx'))
const Ask = lazyPage(() => import('./ask.tsx'))
const Colleagues = lazyPage(() => import('./colleagues.tsx'))
const NewOrganisation = lazyPage(() => import('./new-organisation.tsx'))
const OnTheLedger = lazyPage(() => import('./on-the-ledger.tsx'))
const Opinion = lazyPage(() => import('./opinion.tsx'))
const Reaffirm = lazyPage(() => import('./reaffirm.tsx'))
const RecoveryKey = lazyPage(() => import('./recovery-key.tsx'))
const Settings = lazyPage(() => import('./settings.tsx'))

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
            <Route path="/:slug/asks" component={Asks} />
            <Route path="/:slug/asks/:id" component={Ask} />
            <Route path="/:slug/colleagues" component={Colleagues} />
            <Route path="/:slug/on-the-ledger" component={OnTheLedger} />
            <Route path="/:slug/on-the-ledger/opinion" component={Opinion} />
            <Route path="/:slug/on-the-ledger/stand-by" component={Reaffirm} />
            <Route path="/:slug/on-the-ledger/recovery-key" component={RecoveryKey} />
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

const places: readonly { readonly path: string, readonly name: 'overview' | 'issue' | 'claims' | 'jobs' | 'achievements' | 'asks' | 'colleagues' | 'onTheLedger' | 'settings', readonly icon: IconName }[] = [
  { path: '', name: 'overview', icon: 'home' },
  { path: '/issue', name: 'issue', icon: 'upload' },
  { path: '/claims', name: 'claims', icon: 'card' },
  { path: '/jobs', name: 'jobs', icon: 'desk' },
  { path: '/achievements', name: 'achievements', icon: 'seal' },
  { path: '/asks', name: 'asks', icon: 'question' },
  { path: '/colleagues', name: 'colleagues', icon: 'people' },
  { path: '/on-the-ledger', name: 'onTheLedger', icon: 'tree' },
  { path: '/settings', name: 'settings', icon: 'settings' },
]

function DeskMenu({ who, organisation }: { readonly who: Session, readonly organisation: OrganisationCard }): VNode {
  const { path, route } = useLocation()
  const [isOpen, setOpen] = useState(false)
  useEffect(() => setOpen(false), [path])
  const base = `/console/${organisation.slug}`
  const isHere = (place: string): boolean => (place === '' ? path === base : path === `${base}${place}` || path.startsWith(`${base}${place}/`))
  return (
    <nav class="desk-nav" data-open={isOpen} aria-label={desk.menu}>
      <Button class="desk-menu" icon="menu" expanded={isOpen} onPress={() => setOpen(!isOpen)}><span class="hidden-text">{desk.openMenu} </span>{desk[places.find((place) => isHere(place.path))?.name ?? 'menu']}</Button>
      <div class="desk-nav-body stack stack-tight">
        {who.organisations.length > 1 && (
          <div class="desk-who">
            <SelectField label={desk.organisation} value={organisation.slug} onValue={(slug) => route(`/console/${slug}`)} choices={who.organisations.map(({ slug, name }) => ({ value: slug, label: name }))} />
          </div>
        )}
        <ul>
          {places.map((place) => (
            <li key={place.path}><a href={`${base}${place.path}`} aria-current={isHere(place.path) ? 'page' : undefined}><Icon name={place.icon} />{desk[place.name]}</a></li>
          ))}
        </ul>
      </div>
    </nav>
  )
}
