import type { ComponentType, VNode } from 'preact'
import { ErrorBoundary, LocationProvider, Route, Router, lazy, useLocation, useRoute } from 'preact-iso'
import { Frame } from '../components/frame.tsx'
import { wallet } from '../messages/en/wallet.ts'
import { Unavailable } from './parts/unavailable.tsx'
import { lock, type OpenSession, session } from './session.ts'

const First = lazy(() => import('./pages/first.tsx'))
const Unlock = lazy(() => import('./pages/unlock.tsx'))
const Claim = lazy(() => import('./pages/claim.tsx'))
const Restore = lazy(() => import('./pages/restore.tsx'))
const NotFound = lazy(() => import('../pages/not-found.tsx'))

const List = opened(lazy(() => import('./pages/list.tsx')))
const Add = opened(lazy(() => import('./pages/add.tsx')))
const Record = opened(lazy(() => import('./pages/record.tsx')))
const Share = opened(lazy(() => import('./pages/share.tsx')))
const Settings = opened(lazy(() => import('./pages/settings.tsx')))

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
  const nav = isOpen ? [{ href: '/', label: wallet.home, isCurrent: path === '/' }, { href: '/settings', label: wallet.settings.heading, isCurrent: path === '/settings' }] : []
  return (
    <Frame home="/" place={wallet.origin} nav={nav} foot={[]} navEnd={isOpen && <button type="button" class="button-link" onClick={lock}>{wallet.lock}</button>}>
      <ErrorBoundary>
        <Router>
          <Route path="/" component={List} />
          <Route path="/add" component={Add} />
          <Route path="/claim" component={Claim} />
          <Route path="/record/:id" component={Record} />
          <Route path="/record/:id/share" component={Share} />
          <Route path="/settings" component={Settings} />
          <Route path="/restore" component={Restore} />
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
