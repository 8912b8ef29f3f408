import { render } from 'preact'
import { App } from './app.tsx'
import './styles/main.css'
import { registerServiceWorker } from './register-service-worker.ts'

const place = document.getElementById('app')
if (place !== null) render(<App />, place)
registerServiceWorker()
