import type { VNode } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { ErrorBoundary, LocationProvider, Route, Router, useLocation } from 'preact-iso'
import { alarmCount } from './alarms.ts'
import { Button } from './components/button.tsx'
import { Frame } from './components/frame.tsx'
import { Icon } from './components/icon.tsx'
import { ProblemNotice } from './components/problem-notice.tsx'
import { languageAt } from './languages.ts'
import { lazyPage } from './lazy-page.ts'
import './messages/desk-problems.ts'
import { frame } from './messages/frame.ts'
import { showLanguage } from './messages/words.ts'
import { signOut } from './node-api.ts'
import { node, session } from './session.ts'
import { useSend } from './use-send.ts'

const Home = lazyPage(() => import('./pages/home.tsx'))
const SetUp = lazyPage(() => import('./pages/set-up.tsx'))
const Join = lazyPage(() => import('./pages/join.tsx'))
const Account = lazyPage(() => import('./pages/account.tsx'))
const Login = lazyPage(() => import('./pages/login.tsx'))
const Console = lazyPage(() => import('./pages/console/console.tsx'))
const Claim = lazyPage(() => import('./pages/claim.tsx'))
const Guardian = lazyPage(() => import('./pages/guardian.tsx'))
const Verify = lazyPage(() => import('./pages/verify.tsx'))
const Share = lazyPage(() => import('./pages/share.tsx'))
const PublicProfile = lazyPage(() => import('./pages/public-profile.tsx'))
const Vouch = lazyPage(() => import('./pages/vouch.tsx'))
const TakeBack = lazyPage(() => import('./pages/take-back.tsx'))
const Ledger = lazyPage(() => import('./pages/ledger.tsx'))
const LedgerEntry = lazyPage(() => import('./pages/ledger/entry.tsx'))
const Network = lazyPage(() => import('./pages/network.tsx'))
const Issuer = lazyPage(() => import('./pages/issuer.tsx'))
const ApiGuide = lazyPage(() => import('./pages/api-guide.tsx'))
const NotFound = lazyPage(() => import('./pages/not-found.tsx'))

/** The pages of the node's origin. */
export function App(): VNode {
  return <LocationProvider><Pages /></LocationProvider>
}

function Pages(): VNode {
  const { path, route } = useLocation()
  const isDesk = path.startsWith('/console') || path === '/account'
  const isSignedIn = isDesk && session.value !== null && session.value !== undefined
  const check = { href: '/verify', label: frame.checkRecord, isCurrent: path === '/verify' }
  const enter = { href: '/console', label: frame.signIn, isCurrent: path === '/login' }
  // Somebody who opened a claim link has one thing to do there; the desk has a menu of its own.
  const nav = path.startsWith('/claim/') || path.startsWith('/vouch/') || path === '/guardian' || isSignedIn ? [] : path.startsWith('/p/') ? [check] : [check, enter]
  const foot = [{ href: '/ledger', label: frame.ledger }, { href: '/network', label: frame.network }, { href: '/api-guide', label: frame.apiGuide }]
  // Before the page is painted: none is seen in a language that is not its own.
  useLayoutEffect(() => { void showLanguage(languageAt(path)).catch(() => undefined) }, [path])
  const leaving = useSend()
  const leave = (): void => void leaving.send(async () => {
    await signOut()
    // First away from the desk, which sends those who are not signed in to the sign-in page.
    route('/')
    session.value = null
  })
  return (
    <Frame home="/" place={node.value?.name === frame.product ? undefined : node.value?.name} nav={nav} foot={foot} isRehearsal={node.value?.rehearsal} navEnd={isSignedIn && <><AlarmMark /><a href="/account" aria-current={path === '/account' ? 'page' : undefined}>{frame.account}</a><Button kind="link" onPress={leave}>{frame.signOut}</Button></>}>
      {leaving.problem !== undefined && <ProblemNotice problem={leaving.problem} />}
      <ErrorBoundary>
        <Router>
          <Route path="/" component={Home} />
          <Route path="/setup" component={SetUp} />
          <Route path="/join" component={Join} />
          <Route path="/account" component={Account} />
          <Route path="/login" component={Login} />
          <Route path="/console/*" component={Console} />
          <Route path="/console" component={Console} />
          <Route path="/claim/:token" component={Claim} />
          <Route path="/guardian" component={Guardian} />
          <Route path="/verify" component={Verify} />
          <Route path="/s/:id" component={Share} />
          <Route path="/p/:id" component={PublicProfile} />
          <Route path="/vouch/:id" component={Vouch} />
          <Route path="/take-back" component={TakeBack} />
          <Route path="/ledger" component={Ledger} />
          <Route path="/ledger/entry/:index" component={LedgerEntry} />
          <Route path="/network" component={Network} />
          <Route path="/issuer" component={Issuer} />
          <Route path="/api-guide" component={ApiGuide} />
          <Route default component={NotFound} />
        </Router>
      </ErrorBoundary>
    </Frame>
  )
}

/** Something is wrong in the network: said wherever the people of the desk are. */
function AlarmMark(): VNode | null {
  if (alarmCount.value === 0) return null
  return <a class="alarm-mark" href="/network"><Icon name="alert" />{frame.alarms(alarmCount.value)}</a>
}
