import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { migrate } from './migrate.ts'
import { openDatabase } from './open-database.ts'
import { makeEmptyDatabase, migrationsFolder } from './open-test-database.ts'

describe('migrate()', () => {
  it('applies each file once when three processes start together', async () => {
    const { url, drop } = await makeEmptyDatabase()
    const opened = await Promise.all([openDatabase(url), openDatabase(url), openDatabase(url)])
    // Connections are there before the start, so that all three really meet at the first statement.
    await Promise.all(opened.map(({ database }) => sql`select 1`.execute(database)))
    await Promise.all(opened.map(({ database }) => migrate(database, migrationsFolder)))
    const { rows } = await sql<{ name: string }>`select name from migration order by name`.execute(opened[0].database)
    expect(rows.map(({ name }) => name)).toContain('0001-accounts.sql')
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length)
    await Promise.all(opened.map(({ close }) => close()))
    await drop()
  })

  it('refuses a file that was edited after it had been applied, and leaves no half of a broken one', async () => {
    const { url, drop } = await makeEmptyDatabase()
    const { database, close } = await openDatabase(url)
    const folder = mkdtempSync(join(tmpdir(), 'ler-migrations-'))
    cpSync(migrationsFolder, folder, { recursive: true })
    writeFileSync(join(folder, '9998-fine.sql'), 'create table fine (id text primary key);')
    await migrate(database, folder)
    writeFileSync(join(folder, '9998-fine.sql'), 'create table fine (id text primary key, more text);')
    await expect(migrate(database, folder)).rejects.toMatchObject({ code: 'database/migration-changed' })
    writeFileSync(join(folder, '9998-fine.sql'), 'create table fine (id text primary key);')
    writeFileSync(join(folder, '9999-broken.sql'), 'create table half (id text primary key); select broken;')
    await expect(migrate(database, folder)).rejects.toMatchObject({ code: '42703' })
    const { rows } = await sql<{ table: string | null }>`select to_regclass('half')::text as table`.execute(database)
    expect(rows[0]?.table).toBeNull()
    await close()
    await drop()
  })
})
