import { existsSync, readFileSync } from 'node:fs'
import { nativeCryptography } from 'everlearned/node'
import type { Kysely } from 'kysely'
import { isSetUp, makeSetUpLink } from './accounts/set-up.ts'
import { createNode } from './app.ts'
import type { Config } from './config.ts'
import { holdDataFolder, pairDataFolder } from './data-folder.ts'
import { migrate } from './database/migrate.ts'
import { openDatabase } from './database/open-database.ts'
import type { Tables } from './database/tables.ts'
import { startIssuingWorker } from './issuing/worker.ts'
import { openKeyFile, type KeyFile } from './key-file.ts'
import { openLog } from './log.ts'
import { createWalletApp } from './wallet-app.ts'

/** A node that answers. */
export interface RunningNode {
  /** Takes no new request, finishes those that run, lets go of everything. */
  stop(): Promise<void>
}

/**
 * Starts a node: data folder, database, key file, both listeners. `print` gets the lines for the
 * person who started it, the last one once the node answers.
 *
 * Whatever was opened before a step fails is closed again, so that no PostgreSQL is left behind.
 */
export async function serve(config: Config, print: (line: string) => void): Promise<RunningNode> {
  const opened: (() => Promise<void>)[] = []
  const stop = async (): Promise<void> => {
    for (let close = opened.pop(); close !== undefined; close = opened.pop()) await close()
  }
  try {
    await open(config, print, opened)
    return { stop }
  } catch (cause) {
    await stop()
    throw cause
  }
}

async function open(config: Config, print: (line: string) => void, opened: (() => Promise<void>)[]): Promise<void> {
  const lock = holdDataFolder(config.dataFolder)
  opened.push(async () => lock.release())
  const { database, close } = await openDatabase(config.databaseUrl)
  opened.push(close)
  tellWhereDataLies(config, print)
  await migrate(database, config.migrationsFolder)
  await pairDataFolder(config.dataFolder, database)
  const keyFile = await openKeys(database, config)
  const logger = openLog(config.logLevel)
  const now = (): Date => new Date()
  const node = await createNode({ config, database, cryptography: nativeCryptography, keyFile, now }, logger)
  opened.push(() => node.app.close())
  const worker = startIssuingWorker(node.context, logger)
  opened.push(() => worker.stop())
  const wallet = await createWalletApp(config, logger)
  opened.push(() => wallet.close())
  await wallet.listen({ host: config.host, port: config.walletPort })
  await node.app.listen({ host: config.host, port: config.port })
  if (!await isSetUp({ database })) print(`Set this node up with the link that works once: ${await makeSetUpLink({ database, now, config })}`)
  print(`Everlearned ${config.version} answers at ${config.publicBaseUrl} (wallets at ${config.walletBaseUrl}${config.rehearsal ? '; a rehearsal: no public https address' : ''})`)
}

/** A new key file only for a node that has sealed nothing yet, and never a wrong one for a node that has. */
async function openKeys(database: Kysely<Tables>, config: Config): Promise<KeyFile> {
  const sealed = await database.selectFrom('organisation_key').select(['organisation_id', 'id', 'sealed_private_key']).limit(1).executeTakeFirst()
  const log = await database.selectFrom('ledger_key').select('id').executeTakeFirst()
  const keyFile = openKeyFile(config.keyFile, sealed === undefined && log === undefined)
  if (sealed !== undefined) keyFile.open(sealed.sealed_private_key, `organisation-key ${sealed.organisation_id} ${sealed.id}`)
  return keyFile
}

function tellWhereDataLies({ databaseUrl }: Config, print: (line: string) => void): void {
  const pointer = `${databaseUrl.replace(/^embedded:/, '')}.moved`
  if (databaseUrl.startsWith('embedded:') && existsSync(pointer)) print(`PostgreSQL's data lies in ${readFileSync(pointer, 'utf8').split('\n')[0]}: the user that it runs as cannot reach the data folder`)
}
