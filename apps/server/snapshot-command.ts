import { writeBackup } from './backup.ts'
import { ConfigError, parseConfig, type Config } from './config.ts'
import { holdDataFolder } from './data-folder.ts'
import { migrate } from './database/migrate.ts'
import { openDatabase } from './database/open-database.ts'
import { exportNode } from './export.ts'
import { importNode } from './import.ts'
import { ledgerFolder } from './issuing/node-log.ts'
import { followedFolder } from './network/followed-folder.ts'
import type { NodePlace } from './snapshot.ts'

/** The commands that take a node out and bring it back: `backup FILE`, `export DIR`, `import FILE|DIR`. */
export const snapshotCommands = ['backup', 'export', 'import'] as const

/** One of {@link snapshotCommands}. */
export type SnapshotCommand = (typeof snapshotCommands)[number]

/** Tells whether the first word of a command line is one of {@link snapshotCommands}. */
export function isSnapshotCommand(word: string | undefined): word is SnapshotCommand {
  return (snapshotCommands as readonly (string | undefined)[]).includes(word)
}

/**
 * Runs one of them. Backing up and exporting go on beside a node that runs; importing wants the data folder for itself.
 *
 * @throws ConfigError `config/path-missing`; SnapshotError; DataFolderError `data-folder/in-use`
 */
export async function runSnapshotCommand(command: SnapshotCommand, argv: readonly string[], print: (line: string) => void): Promise<void> {
  const [path, ...flags] = argv
  if (path === undefined || path.startsWith('--')) throw new ConfigError('config/path-missing', `Cannot ${command}: say which file or folder, ${command} PATH [--data DIR …]`)
  const config = parseConfig(flags, process.env)
  const lock = command === 'import' ? holdDataFolder(config.dataFolder) : undefined
  try {
    await withPlace(config, (place) => run(command, { path, place, config, print }))
  } finally {
    lock?.release()
  }
}

async function run(command: SnapshotCommand, { path, place, config, print }: { path: string; place: NodePlace; config: Config; print: (line: string) => void }): Promise<void> {
  const now = new Date()
  switch (command) {
    case 'backup': {
      const { rows } = await writeBackup(path, place, now)
      return print(`${rows} rows and the ledger are in ${path}. Keep ${config.keyFile} in another place: without it nothing can be signed or claimed, and it is not in the file`)
    }
    case 'export': {
      const { rows } = await exportNode(path, place, now)
      return print(`${rows} rows, the ledger and every credential are in ${path}. ${config.keyFile} is not among them`)
    }
    case 'import': {
      await importNode(path, place)
      return print(`Imported from ${path}. Put the key file of the node it came from at ${config.keyFile}, then start. It cosigns the logs of others with new keys: where a policy names the old ones, have the new ones voted in`)
    }
  }
}

async function withPlace(config: Config, work: (place: NodePlace) => Promise<void>): Promise<void> {
  const { database, close } = await openDatabase(config.databaseUrl)
  try {
    await migrate(database, config.migrationsFolder)
    await work({ database, ledgerFolder: ledgerFolder({ config }), followedFolder: followedFolder(config) })
  } finally {
    await close()
  }
}
