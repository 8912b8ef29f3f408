import { render } from 'preact'
import { App } from './app.tsx'
import { markDocument, wordsReady } from './messages/words.ts'
import './styles/main.css'
import { registerServiceWorker } from './register-service-worker.ts'

const place = document.getElementById('app')
markDocument()
if (place !== null) void wordsReady().then(() => render(<App />, place))
registerServiceWorker()
