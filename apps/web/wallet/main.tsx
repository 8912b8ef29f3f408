import { render } from 'preact'
import '../styles/main.css'
import { WalletApp } from './wallet-app.tsx'

const place = document.getElementById('app')
if (place !== null) render(<WalletApp />, place)
