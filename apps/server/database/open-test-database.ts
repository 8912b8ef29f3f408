import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { inject } from 'vitest'
import { migrate } from './migrate.ts'
import { openDatabase, type OpenDatabase } from './open-database.ts'

/** A fresh, migrated database of its own on the run's PostgreSQL, with its URL; `close` drops it. */
export interface TestDatabase extends OpenDatabase {
  readonly url: string
}

/** Where the migrations of this tree lie. */
export const migrationsFolder: string = fileURLToPath(new URL('./migrations/', import.meta.url))

/** Makes a database for one test file. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const { url, drop } = await makeEmptyDatabase()
  const { database, close } = await openDatabase(url)
  await migrate(database, migrationsFolder)
  return {
    url,
    database,
    close: async () => {
      await close()
      await drop()
    },
  }
}

/** Makes a database without a table in it. */
export async function makeEmptyDatabase(): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const serverUrl = inject('postgresUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await runOnServer(serverUrl, `create database ${name}`)
  // Where every transaction is serializable, a unit that does not retry fails as it would on a distributed database.
  if (process.env['LER_TEST_ISOLATION'] === 'serializable') await runOnServer(serverUrl, `alter database ${name} set default_transaction_isolation to serializable`)
  const url = new URL(serverUrl)
  url.pathname = name
  return { url: url.href, drop: () => runOnServer(serverUrl, `drop database ${name} with (force)`) }
}

async function runOnServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
