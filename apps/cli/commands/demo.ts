import { serverCommand } from '../start-server.ts'

export const demo = serverCommand('demo', `ler demo [--data DIR] [--port PORT --wallet-port PORT]
    Runs the real operations for several organisations, Sofia and Michael, and prints the story and its links. Takes the settings
    of the node that it fills, as npm start does.`)
