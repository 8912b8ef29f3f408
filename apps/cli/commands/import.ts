import { serverCommand } from '../start-server.ts'

export const importNode = serverCommand('import', 'restores a node from what export wrote', `ler import DIR [--data DIR]
    Restores a node into an empty data folder.`)
