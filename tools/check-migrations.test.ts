import { describe, expect, it } from 'vitest'
import { bannedSql, sqlOf } from './check-migrations.ts'

describe('check-migrations', () => {
  it.each([
    'listen jobs', "select pg_notify('jobs', '')", 'select pg_advisory_lock(1)', 'select pg_try_advisory_lock(1)', 'lock table job in exclusive mode',
    'create table t (id bigserial primary key)', 'create table t (id integer generated always as identity)', 'create index i on t using gin (a, b)', 'create index i on t using gist (a)',
    'create table t (a text references u deferrable)', 'create table c () inherits (p)', 'create function f() returns trigger', 'create extension pg_trgm',
    'alter table t add exclude using gist (a with =)',
  ])('refuses: %s', (text) => {
    expect(bannedSql(text)).not.toEqual([])
  })

  it.each([
    'create table claim (id text primary key, listening boolean)', '-- no listen jobs here\nselect 1', '/* lock table */ select 1',
    'select * from job for update skip locked', 'create index i on t using gin (a)', 'select pg_advisory_xact_lock(1)',
  ])('lets through: %s', (text) => {
    expect(bannedSql(text)).toEqual([])
  })

  it('finds the SQL in tagged templates', () => {
    expect(sqlOf('await sql<{ one: number }>`select 1`.execute(db); sql`listen x`; `not sql`')).toEqual(['select 1', 'listen x'])
  })
})
