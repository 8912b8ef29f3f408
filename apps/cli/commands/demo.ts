import { serverCommand } from '../start-server.ts'

export const demo = serverCommand('demo', `ler demo [--data DIR]
    Runs the real operations for several organisations, Sofia and Michael, and prints the story and its links.`)
