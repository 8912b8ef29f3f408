import { serverCommand } from '../start-server.ts'

export const backup = serverCommand('backup', `ler backup FILE [--data DIR]
    Writes database, ledger and settings into FILE. The key that wraps the signing keys stays out: keep it elsewhere.`)
