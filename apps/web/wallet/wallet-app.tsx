import type { ComponentType, VNode } from 'preact'
import { ErrorBoundary, LocationProvider, Route, Router, useLocation, useRoute } from 'preact-iso'
import { Frame } from '../components/frame.tsx'
import { lazyPage } from '../lazy-page.ts'
import { wallet } from '../messages/wallet.ts'
import { isWorkerStrange, keeperState } from './build/build-signals.ts'
import { isKiosk } from './kiosk.ts'
import First from './pages/first.tsx'
import ListPage from './pages/list.tsx'
import Unlock from './pages/unlock.tsx'
import { Unavailable } from './parts/unavailable.tsx'
import { lock, type OpenSession, session } from './session.ts'

const Claim = lazyPage(() => import('./pages/claim.tsx'))
const Restore = lazyPage(() => import('./pages/restore.tsx'))
const BackWithWords = lazyPage(() => import('./pages/back/words.tsx'))
const BackWithPeople = lazyPage(() => import('./pages/back/people.tsx'))
const Kiosk = lazyPage(() => import('./pages/kiosk.tsx'))
const KioskBar = lazyPage(() => import('./parts/kiosk-bar.tsx'))
const BuildNotice = lazyPage(() => import('./parts/build-notice.tsx'))
const NotFound = lazyPage(() => import('../pages/not-found.tsx'))

const List = opened(ListPage)
const Add = opened(lazyPage(() => import('./pages/add.tsx')))
const Exchange = opened(lazyPage(() => import('./pages/exchange.tsx')))
const Waiting = opened(lazyPage(() => import('./pages/waiting.tsx')))
const Log = opened(lazyPage(() => import('./pages/log.tsx')))
const Record = opened(lazyPage(() => import('./pages/record.tsx')))
const Share = opened(lazyPage(() => import('./pages/share.tsx')))
const Card = opened(lazyPage(() => import('./pages/card.tsx')))
const Vouch = opened(lazyPage(() => import('./pages/vouch.tsx')))
const PrintedResume = opened(lazyPage(() => import('./pages/printed-resume.tsx')))
const Profiles = opened(lazyPage(() => import('./pages/profile/list.tsx')))
const Profile = opened(lazyPage(() => import('./pages/profile/view.tsx')))
const EditProfile = opened(lazyPage(() => import('./pages/profile/edit.tsx')))
const ShareProfile = opened(lazyPage(() => import('./pages/profile/share.tsx')))
const PublicPage = opened(lazyPage(() => import('./pages/profile/public.tsx')))
const Settings = opened(lazyPage(() => import('./pages/settings.tsx')))
const RecoveryWords = opened(lazyPage(() => import('./pages/recovery/words.tsx')))
const RecoveryPeople = opened(lazyPage(() => import('./pages/recovery/people.tsx')))
const Sync = opened(lazyPage(() => import('./pages/sync.tsx')))
const Export = opened(lazyPage(() => import('./pages/export.tsx')))
const Import = opened(lazyPage(() => import('./pages/import.tsx')))
const NewEntry = opened(lazyPage(() => import('./pages/life/new.tsx')))
const Entry = opened(lazyPage(() => import('./pages/life/entry.tsx')))
const EditEntry = opened(lazyPage(() => import('./pages/life/edit.tsx')))
const ShareEntry = opened(lazyPage(() => import('./pages/life/share.tsx')))
const Drafts = opened(lazyPage(() => import('./pages/life/drafts.tsx')))
const ReadFile = opened(lazyPage(() => import('./pages/life/read.tsx')))
const LearningLog = opened(lazyPage(() => import('./pages/learning/log.tsx')))
const NewLearning = opened(lazyPage(() => import('./pages/learning/new.tsx')))
const LearningItem = opened(lazyPage(() => import('./pages/learning/item.tsx')))
const ImportLearning = opened(lazyPage(() => import('./pages/learning/import.tsx')))
const Portfolio = opened(lazyPage(() => import('./pages/learning/portfolio.tsx')))

/** What a page of an open wallet is given: the wallet, and which record its address names. */
export interface OpenPageProps {
  readonly session: OpenSession
  readonly id: string
}

/** The pages of the wallet's origin. */
export function WalletApp(): VNode {
  return <LocationProvider><Framed /></LocationProvider>
}

function Framed(): VNode {
  const { path } = useLocation()
  const isOpen = session.value.kind === 'open'
  const nav = isOpen ? [{ href: '/', label: wallet.home, isCurrent: path === '/' }, { href: '/settings', label: wallet.settings, isCurrent: path === '/settings' }] : []
  return (
    <Frame home="/" place={wallet.origin} nav={nav} foot={[]} navEnd={isOpen && !isKiosk.value && <button type="button" class="button-link" onClick={lock}>{wallet.lock}</button>}>
      {isOpen && isKiosk.value && <ErrorBoundary><KioskBar /></ErrorBoundary>}
      {(isWorkerStrange.value || (keeperState.value?.refused ?? null) !== null) && <ErrorBoundary><BuildNotice isHome={isOpen && path === '/'} /></ErrorBoundary>}
      <ErrorBoundary>
        <Router>
          <Route path="/" component={List} />
          <Route path="/add" component={Add} />
          <Route path="/exchange" component={Exchange} />
          <Route path="/exchange/back" component={Exchange} />
          <Route path="/waiting/:id" component={Waiting} />
          <Route path="/log" component={Log} />
          <Route path="/claim" component={Claim} />
          <Route path="/record/:id" component={Record} />
          <Route path="/record/:id/share" component={Share} />
          <Route path="/record/:id/card" component={Card} />
          <Route path="/life/new" component={NewEntry} />
          <Route path="/life/:id" component={Entry} />
          <Route path="/life/:id/edit" component={EditEntry} />
          <Route path="/life/:id/share" component={ShareEntry} />
          <Route path="/drafts" component={Drafts} />
          <Route path="/read" component={ReadFile} />
          <Route path="/learning" component={LearningLog} />
          <Route path="/learning/new" component={NewLearning} />
          <Route path="/learning/import" component={ImportLearning} />
          <Route path="/learning/portfolio" component={Portfolio} />
          <Route path="/learning/:id" component={LearningItem} />
          <Route path="/vouch/:id" component={Vouch} />
          <Route path="/resume" component={PrintedResume} />
          <Route path="/profiles" component={Profiles} />
          <Route path="/profile/new" component={EditProfile} />
          <Route path="/profile/:id" component={Profile} />
          <Route path="/profile/:id/edit" component={EditProfile} />
          <Route path="/profile/:id/share" component={ShareProfile} />
          <Route path="/profile/:id/public" component={PublicPage} />
          <Route path="/settings" component={Settings} />
          <Route path="/recovery/words" component={RecoveryWords} />
          <Route path="/recovery/people" component={RecoveryPeople} />
          <Route path="/sync" component={Sync} />
          <Route path="/export" component={Export} />
          <Route path="/import" component={Import} />
          <Route path="/kiosk" component={Kiosk} />
          <Route path="/restore" component={Restore} />
          <Route path="/restore/words" component={BackWithWords} />
          <Route path="/restore/people" component={BackWithPeople} />
          <Route default component={NotFound} />
        </Router>
      </ErrorBoundary>
    </Frame>
  )
}

/** Shows a page only while the wallet is open; before that, how to make or unlock it, at the same address. */
function opened(Inner: ComponentType<OpenPageProps>): ComponentType {
  return function Opened(): VNode {
    const { params } = useRoute()
    const state = session.value
    if (state.kind === 'open') return <Inner session={state} id={params['id'] ?? ''} />
    if (state.kind === 'locked') return <Unlock wraps={state.wraps} />
    if (state.kind === 'unavailable') return <Unavailable />
    return state.kind === 'none' ? <First /> : <p class="quiet" role="status">{wallet.working}</p>
  }
}
