import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { oldestMajor } from '../../../tools/postgres-binaries.ts'
import { startPostgres } from '../../../tools/embedded-postgres.ts'
import { DatabaseError } from './database-error.ts'
import type { Tables } from './tables.ts'

/** An open database; `close` ends its connections, and the embedded server when nobody else uses it. */
export interface OpenDatabase {
  readonly database: Kysely<Tables>
  close(): Promise<void>
}

const embedded = 'embedded:'
const databaseName = 'ler'

/**
 * Opens `postgres://…`, or `embedded:FOLDER` for the PostgreSQL that a node brings along.
 *
 * @throws DatabaseError `database/version-unsupported` below PostgreSQL 15, `database/unreachable` when it does not answer
 */
export async function openDatabase(url: string): Promise<OpenDatabase> {
  if (!url.startsWith(embedded)) return connected(url, async () => undefined)
  const server = await startPostgres(url.slice(embedded.length))
  try {
    return await connected(await ownDatabase(server.url), () => server.stop())
  } catch (cause) {
    await server.stop()
    throw cause
  }
}

async function connected(url: string, afterwards: () => Promise<void>): Promise<OpenDatabase> {
  const pool = new pg.Pool({ connectionString: url, max: 12, connectionTimeoutMillis: 10_000, application_name: 'everlearned' })
  // Without a listener a connection that breaks while idle would end the process; the next query reports it.
  pool.on('error', () => undefined)
  try {
    await refuseOldServer(pool)
  } catch (cause) {
    await pool.end()
    throw cause
  }
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return {
    database,
    close: async () => {
      await database.destroy()
      await afterwards()
    },
  }
}

async function refuseOldServer(pool: pg.Pool): Promise<void> {
  const answer = await pool.query<{ server_version_num: string; server_version: string }>(
    "select current_setting('server_version_num') as server_version_num, current_setting('server_version') as server_version",
  ).catch((cause: unknown) => {
    throw new DatabaseError('database/unreachable', 'Cannot open database: the server does not answer', { cause })
  })
  const [row] = answer.rows
  if (Number(row?.server_version_num) >= oldestMajor * 10_000) return
  throw new DatabaseError('database/version-unsupported', `Cannot use PostgreSQL ${row?.server_version}: version ${oldestMajor} or newer is needed`)
}

/** The URL of our own database on the embedded server, made at the first start. */
async function ownDatabase(serverUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [databaseName])
    if (rows.length === 0) await client.query(`create database ${databaseName}`)
  } finally {
    await client.end()
  }
  const url = new URL(serverUrl)
  url.pathname = databaseName
  return url.href
}
