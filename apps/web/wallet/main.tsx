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
if (place !== null) void wordsReady().then(() => render(<WalletApp />, place))
// On a shared computer nothing is looked for and nothing is kept.
const isShared = location.pathname === kioskPath
if (!isShared) void findWallet()
linkManifest()
if (!isShared) {
  registerServiceWorker()
  if ('serviceWorker' in navigator && !import.meta.env.DEV) void import('./build/watch-worker.ts').then(({ watchWorker }) => watchWorker()).catch(() => undefined)
}
