import { nativeCryptography as cryptography } from 'everlearned/node'
import { parseConfig } from './config.ts'
import { openDatabase } from './database/open-database.ts'
import { makeLogKey } from './issuing/node-log.ts'
import { openKeyFile } from './key-file.ts'

/**
 * Makes the next key of this node's log, beside a node that runs or not, and prints its verifier key for `ler ledger policy draft`:
 * the key itself never leaves the database.
 *
 * @throws KeyFileError
 */
export async function newLogKey(argv: readonly string[], print: (line: string) => void): Promise<void> {
  const { databaseUrl, keyFile } = parseConfig(argv, process.env)
  const { database, close } = await openDatabase(databaseUrl)
  try {
    print(await makeLogKey({ database, cryptography, keyFile: openKeyFile(keyFile, false), now: () => new Date() }))
  } finally {
    await close()
  }
}
