import { serverCommand } from '../start-server.ts'

export const importNode = serverCommand('import', `ler import DIR [--data DIR]
    Restores a node into an empty data folder.`)
