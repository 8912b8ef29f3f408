import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sql, type Kysely } from 'kysely'
import { DatabaseError } from './database-error.ts'
import { retry } from './retry.ts'
import type { Tables } from './tables.ts'

/**
 * Applies every `.sql` file of `folder` that this database has not seen, in the order of their names.
 *
 * Each file runs in one transaction that first inserts its name: of several processes that start
 * together one applies it, the others wait on that row and find it done. No advisory lock, so a
 * connection pooler may stand between.
 *
 * @throws DatabaseError `database/migration-changed` when a file was edited after it had been applied
 */
export async function migrate(database: Kysely<Tables>, folder: string): Promise<void> {
  await retry(() => sql`create table if not exists migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`.execute(database))
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.sql')).toSorted()) {
    const text = readFileSync(join(folder, name), 'utf8')
    const sha256 = createHash('sha256').update(text).digest('hex')
    await retry(() => database.transaction().execute(async (transaction) => {
      const inserted = await sql`insert into migration (name, sha256) values (${name}, ${sha256}) on conflict do nothing`.execute(transaction)
      if (inserted.numAffectedRows === 1n) await sql.raw(text).execute(transaction)
      else await refuseChanged(transaction, name, sha256)
    }))
  }
}

async function refuseChanged(transaction: Kysely<Tables>, name: string, sha256: string): Promise<void> {
  const { rows } = await sql<{ sha256: string }>`select sha256 from migration where name = ${name}`.execute(transaction)
  if (rows[0]?.sha256 === sha256) return
  throw new DatabaseError('database/migration-changed', `Cannot migrate: ${name} differs from what this database has applied`)
}
