import { render } from 'preact'
import '../styles/main.css'
import './wallet.css'
import { registerServiceWorker } from '../register-service-worker.ts'
import { findWallet } from './session.ts'
import { WalletApp } from './wallet-app.tsx'

const place = document.getElementById('app')
if (place !== null) render(<WalletApp />, place)
void findWallet()
registerServiceWorker()
