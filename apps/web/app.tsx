import type { VNode } from 'preact'
import { ErrorBoundary, LocationProvider, Route, Router, lazy } from 'preact-iso'
import { Frame } from './components/frame.tsx'

const Home = lazy(() => import('./pages/home.tsx'))
const NotFound = lazy(() => import('./pages/not-found.tsx'))

/** The pages of the node's origin. */
export function App(): VNode {
  return (
    <LocationProvider>
      <Frame home="/" nav={[]} foot={[]}>
        <ErrorBoundary>
          <Router>
            <Route path="/" component={Home} />
            <Route default component={NotFound} />
          </Router>
        </ErrorBoundary>
      </Frame>
    </LocationProvider>
  )
}
