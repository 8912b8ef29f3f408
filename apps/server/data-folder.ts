import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { EverlearnedError } from 'everlearned/error'
import { takeProcessLock, type ProcessLock } from '../../tools/process-lock.ts'

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
