import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EverlearnedError } from 'everlearned/error'
import type { Kysely } from 'kysely'
import { takeProcessLock, type ProcessLock } from '../../tools/process-lock.ts'
import type { Tables } from './database/tables.ts'

/** The data folder cannot be used; codes begin with `data-folder/`. */
export class DataFolderError extends EverlearnedError {}

/**
 * Takes the data folder for this process, and makes it first when absent.
 *
 * Two nodes on one folder would both append to the ledger's files. A lock whose process died is taken over.
 *
 * @throws DataFolderError `data-folder/in-use`
 */
export function holdDataFolder(folder: string): ProcessLock {
  // Passable but not listable: the user that PostgreSQL runs as has to get through. What lies inside is 0700.
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const taken = takeProcessLock(join(folder, 'lock'))
  if ('release' in taken) return taken
  throw new DataFolderError('data-folder/in-use', `Cannot start on ${folder}: a node runs on it already, as process ${taken.pid}`)
}

/**
 * Holds a database and a data folder together from their first start on.
 *
 * The log's files lie in the folder and its key in the database: a second folder beside the same
 * database would grow another log under the same key, which is the one thing that a log must never do.
 *
 * @throws DataFolderError `data-folder/of-another-database`
 */
export async function pairDataFolder(folder: string, database: Kysely<Tables>): Promise<void> {
  const file = join(folder, 'id')
  if (!existsSync(file)) writeFileSync(file, `${randomUUID()}\n`, { mode: 0o600, flush: true })
  const id = readFileSync(file, 'utf8').trim()
  await database.insertInto('data_folder').values({ id: 'node', folder_id: id }).onConflict((conflict) => conflict.column('id').doNothing()).execute()
  const paired = await database.selectFrom('data_folder').select('folder_id').executeTakeFirstOrThrow()
  if (paired.folder_id === id) return
  throw new DataFolderError('data-folder/of-another-database', `Cannot start on ${folder}: this database belongs with another data folder; bring that one, or restore a backup into a new database`)
}
