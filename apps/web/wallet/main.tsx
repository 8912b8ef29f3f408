import { render } from 'preact'
import '../styles/main.css'
import './wallet.css'
import { markDocument, wordsReady } from '../messages/words.ts'
import { registerServiceWorker } from '../register-service-worker.ts'
import { linkManifest } from './link-manifest.ts'
import { kioskPath } from './kiosk.ts'
import { findWallet } from './session.ts'
import { WalletApp } from './wallet-app.tsx'

const place = document.getElementById('app')
markDocument()
// The claim's own part need not wait for the words of the rest.
if (location.pathname === '/claim') void import('./pages/claim.tsx').catch(() => undefined)
if (place !== null) void wordsReady().then(() => render(<WalletApp />, place))
// On a shared computer nothing is looked for and nothing is kept.
const isShared = location.pathname === kioskPath
if (!isShared) void findWallet()
linkManifest()
if (!isShared) {
  registerServiceWorker()
  // Where there is no worker yet, its watch waits for it.
  if ('serviceWorker' in navigator && !import.meta.env.DEV) void navigator.serviceWorker.ready.then(() => import('./build/watch-worker.ts')).then(({ watchWorker }) => watchWorker()).catch(() => undefined)
}
