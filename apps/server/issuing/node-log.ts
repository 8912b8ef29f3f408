import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openLog, type TransparencyLog } from 'everlearned/ledger'
import { fileLogStorage } from 'everlearned/node'
import { publicKeyFromJwk, type PrivateKeyJwk } from 'everlearned/crypto'
import type { NodeDependencies } from '../context.ts'
import type { Connection } from './issuing-context.ts'

/** The node's log, open for appending; `close` waits for what is being written. */
export interface NodeLog {
  readonly ledger: TransparencyLog
  close(): Promise<void>
}

/** One row: a node has one log. */
const keyRow = 'log'

/** Where the log lies, as `everlearned/node` writes it; a web server may publish the folder as it stands. */
export function ledgerFolder({ config }: Pick<NodeDependencies, 'config'>): string {
  return join(config.dataFolder, 'ledger')
}

/**
 * Opens the node's log, or begins it. The caller holds the data folder: one process writes.
 *
 * The origin stays what it was when the log began, whatever address the node has today: it is the name of the key.
 *
 * @throws KeyFileError `key-file/wrong` under another key file; LedgerError when the files are not what the key signed
 */
export async function openNodeLog(dependencies: NodeDependencies): Promise<NodeLog> {
  const { database, cryptography, keyFile } = dependencies
  await beginKey(dependencies)
  return database.transaction().execute(async (transaction) => {
    const { origin, sealed_private_key: sealed } = await holdLog(transaction)
    const jwk = JSON.parse(keyFile.open(sealed, purposeOf(origin)).toString()) as PrivateKeyJwk
    const storage = await fileLogStorage(ledgerFolder(dependencies))
    const ledger = await openLog(storage, { origin, signingKey: await cryptography.importSigningKey(jwk), cryptography })
    // Beside the log as at its address: whoever audits the folder needs no node for it.
    await writeFile(join(ledgerFolder(dependencies), 'key'), `${ledger.verifierKey}\n`)
    return {
      ledger,
      close: async () => {
        await ledger.close()
        await storage.close()
      },
    }
  })
}

/** Holds the log until the transaction ends: appending and backing up take turns, also between processes. */
export async function holdLog(connection: Connection): Promise<{ readonly origin: string; readonly sealed_private_key: string }> {
  return connection.selectFrom('ledger_key').select(['origin', 'sealed_private_key']).where('id', '=', keyRow).forUpdate().executeTakeFirstOrThrow()
}

/** Makes the log's key at the first start. It signs checkpoints and nothing else. */
async function beginKey({ config, database, cryptography, keyFile, now }: NodeDependencies): Promise<void> {
  const known = await database.selectFrom('ledger_key').select('id').executeTakeFirst()
  if (known !== undefined) return
  const origin = `${new URL(config.publicBaseUrl).host}/ledger`
  const jwk = await cryptography.generateKey('Ed25519')
  await database.insertInto('ledger_key').values({
    id: keyRow, origin, public_key: Buffer.from(publicKeyFromJwk(jwk).bytes), sealed_private_key: keyFile.seal(JSON.stringify(jwk), purposeOf(origin)), created_at: now(),
  }).onConflict((conflict) => conflict.column('id').doNothing()).execute()
}

function purposeOf(origin: string): string {
  return `ledger-key ${origin}`
}
