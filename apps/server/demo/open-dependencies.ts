import { nativeCryptography } from 'everlearned/node'
import type { Config } from '../config.ts'
import type { NodeDependencies } from '../context.ts'
import { openDatabase } from '../database/open-database.ts'
import { openKeyFile } from '../key-file.ts'

/** Opens the database and the key file of a node that may be running; the ledger's files belong to the running one alone. */
export async function openDependencies(config: Config): Promise<{ readonly dependencies: NodeDependencies; close(): Promise<void> }> {
  const { database, close } = await openDatabase(config.databaseUrl)
  try {
    const keyFile = openKeyFile(config.keyFile, false)
    return { dependencies: { config, database, cryptography: nativeCryptography, keyFile, now: () => new Date() }, close }
  } catch (cause) {
    await close()
    throw cause
  }
}
