import { render } from 'preact'
import { App } from './app.tsx'
import { markDocument, wordsReady } from './messages/words.ts'
import './styles/main.css'
import { registerServiceWorker } from './register-service-worker.ts'
import { loadNode } from './session.ts'

const place = document.getElementById('app')
markDocument()
// Those who follow a link wait for its page: its own part need not wait for the words of the rest.
if (location.pathname.startsWith('/claim/')) void import('./pages/claim.tsx').catch(() => undefined)
else if (location.pathname === '/verify') void import('./pages/verify.tsx').catch(() => undefined)
else if (location.pathname.startsWith('/s/')) void import('./pages/share.tsx').catch(() => undefined)
if (place !== null) void wordsReady().then(() => render(<App />, place))
void loadNode()
registerServiceWorker()
