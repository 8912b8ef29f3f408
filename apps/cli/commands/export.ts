import { serverCommand } from '../start-server.ts'

export const exportNode = serverCommand('export', `ler export DIR [--data DIR]
    Writes credentials, achievements, status lists and ledger of a node into DIR.`)
