import { createReadStream } from 'node:fs'
import { cp, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sql, type Kysely, type Transaction } from 'kysely'
import { SnapshotError } from './snapshot-error.ts'
import { writeAt } from './write-at.ts'
import type { Tables } from './database/tables.ts'

/** What a snapshot begins with; both ends must speak of the same tables. */
export interface SnapshotHeader {
  readonly type: 'EverlearnedSnapshot'
  readonly version: 1
  readonly createdAt: string
  /** The migrations that shaped the tables, in order. */
  readonly migrations: readonly string[]
}

/** A row of a table as PostgreSQL's own JSON text, or a piece of a file: of the ledger, or, under `followed/`, alarms about another's. */
export type SnapshotPiece =
  | { readonly kind: 'row'; readonly table: string; readonly row: string }
  | { readonly kind: 'file'; readonly path: string; readonly offset: number; readonly bytes: Buffer }

/** Where a node keeps what a snapshot holds. The key file is not part of it: whoever has the snapshot alone can sign nothing. */
export interface NodePlace {
  readonly database: Kysely<Tables>
  readonly ledgerFolder: string
  /** Where it keeps the logs that it follows. */
  readonly followedFolder: string
}

const alarmsPrefix = 'followed/'
const alarmsPath = /^[^/]+\/follow\/alarms\.json$/

/** Tells whether a file of a snapshot is about a log that the node follows. */
export function isAlarmsFile(path: string): boolean {
  return path.startsWith(alarmsPrefix)
}

/** Tables that are no part of a node's memory: what they hold is over in minutes, or is about this very installation. */
const passing = ['migration', 'setup_token', 'session', 'webauthn_challenge', 'claim_challenge', 'rate_window', 'data_folder']

/**
 * A cosigner never says two things, and what it said after a snapshot is not in it: its key is never carried along. A node that was
 * restored cosigns with a new one, which never said anything.
 */
const cosignerKeys = 'cosigner-%'

const rowsAtOnce = 500
const fileChunkBytes = 1_048_576

/** The header of a snapshot of this node at `createdAt`. */
export async function snapshotHeader(database: Kysely<Tables>, createdAt: Date): Promise<SnapshotHeader> {
  return { type: 'EverlearnedSnapshot', version: 1, createdAt: createdAt.toISOString(), migrations: await appliedMigrations(database) }
}

/**
 * Hands every row and then every file of the ledger to `emit`.
 *
 * Rows are of one instant (REPEATABLE READ). The ledger is read afterwards: what the rows say is on the log is there,
 * and whatever the log has beyond them is found again when its batch is recorded. Copies of other logs are fetched anew from these or
 * from any mirror; what convicts one of them is not to be had a second time.
 */
export async function readSnapshot({ database, ledgerFolder, followedFolder }: NodePlace, emit: (piece: SnapshotPiece) => Promise<void>): Promise<void> {
  await database.transaction().setIsolationLevel('repeatable read').execute(async (transaction) => {
    for (const table of await tablesInOrder(transaction)) await readTable(transaction, table, emit)
  })
  await database.transaction().execute(async (transaction) => {
    // Whoever appends to the log holds this row: its files stand still while they are read.
    await transaction.selectFrom('ledger_key').select('id').forUpdate().execute()
    for (const path of await ledgerFiles(ledgerFolder)) await readFileOf(ledgerFolder, path, emit)
  })
  const alarms = (await ledgerFiles(followedFolder)).filter((path) => alarmsPath.test(path))
  for (const path of alarms) await readFileOf(followedFolder, path, (piece) => emit(piece.kind === 'file' ? { ...piece, path: `${alarmsPrefix}${piece.path}` } : piece))
}

/**
 * Restores a snapshot into an empty node, whole or not at all.
 *
 * Untrusted: table names must be ours and file paths stay inside the ledger's folder.
 *
 * @throws SnapshotError `snapshot/version-mismatch`, `snapshot/node-not-empty`, `snapshot/malformed`
 */
export async function restoreSnapshot(header: SnapshotHeader, pieces: AsyncIterable<SnapshotPiece>, { database, ...folders }: NodePlace): Promise<void> {
  const migrations = await appliedMigrations(database)
  if (header.migrations.join() !== migrations.join()) {
    const [theirs, ours] = [header.migrations, migrations].map((names) => names.at(-1) ?? 'none')
    throw new SnapshotError('snapshot/version-mismatch', `Cannot import snapshot: its last migration is ${theirs}, of this node ${ours}`)
  }
  const aside = `${folders.ledgerFolder}.import-${process.pid}`
  try {
    await restoreInto(aside, pieces, { database, ...folders })
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

async function restoreInto(aside: string, pieces: AsyncIterable<SnapshotPiece>, { database, ledgerFolder, followedFolder }: NodePlace): Promise<void> {
  const [asideLedger, asideFollowed] = [join(aside, 'ledger'), join(aside, 'followed')]
  await database.transaction().execute(async (transaction) => {
    const tables = await tablesInOrder(transaction)
    await refuseUnlessEmpty(transaction, tables, ledgerFolder)
    for (const path of [asideLedger, asideFollowed]) await mkdir(path, { recursive: true, mode: 0o700 })
    let waiting: { table: string; rows: string[] } | undefined
    const flush = async (): Promise<void> => {
      if (waiting !== undefined && waiting.rows.length > 0) await insertRows(transaction, waiting.table, waiting.rows)
      waiting = undefined
    }
    for await (const piece of pieces) {
      if (piece.kind === 'file') {
        if (isAlarmsFile(piece.path)) await writeAlarms(asideFollowed, piece)
        else await writeFileOf(asideLedger, piece)
        continue
      }
      if (!tables.includes(piece.table)) throw new SnapshotError('snapshot/malformed', 'Cannot import snapshot: it names a table that is not ours')
      if (waiting?.table !== piece.table || waiting.rows.length >= rowsAtOnce) await flush()
      waiting ??= { table: piece.table, rows: [] }
      waiting.rows.push(piece.row)
    }
    await flush()
    await transaction.deleteFrom('ledger_key').where('id', 'like', cosignerKeys).execute()
    await cp(asideFollowed, followedFolder, { recursive: true })
    await rename(asideLedger, ledgerFolder)
  })
}

async function readTable(transaction: Transaction<Tables>, table: string, emit: (piece: SnapshotPiece) => Promise<void>): Promise<void> {
  await sql`declare snapshot_rows no scroll cursor for select row_to_json(t)::text as row from ${sql.table(table)} t ${table === 'ledger_key' ? sql`where id not like ${sql.lit(cosignerKeys)}` : sql``}`.execute(transaction)
  for (;;) {
    const { rows } = await sql<{ row: string }>`fetch ${sql.lit(rowsAtOnce)} from snapshot_rows`.execute(transaction)
    for (const { row } of rows) await emit({ kind: 'row', table, row })
    if (rows.length < rowsAtOnce) break
  }
  await sql`close snapshot_rows`.execute(transaction)
}

async function insertRows(transaction: Transaction<Tables>, table: string, rows: readonly string[]): Promise<void> {
  const name = sql.table(table)
  await sql`insert into ${name} select * from json_populate_recordset(null::${name}, ${`[${rows.join(',')}]`}::json)`.execute(transaction)
}

/** Our tables, each after those it refers to. */
async function tablesInOrder(transaction: Transaction<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string; parents: readonly string[] }>`
    select c.relname as name, coalesce(array_agg(p.relname::text) filter (where p.relname is not null), '{}') as parents
    from pg_class c
    left join pg_constraint f on f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid
    left join pg_class p on p.oid = f.confrelid
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname <> all(${sql.val([...passing])})
    group by c.relname order by c.relname`.execute(transaction)
  const ordered: string[] = []
  let left = rows
  while (left.length > 0) {
    const ready = left.filter(({ parents }) => parents.every((parent) => ordered.includes(parent)))
    if (ready.length === 0) throw new SnapshotError('snapshot/tables-circular', 'Cannot order tables: they refer to one another in a circle')
    ordered.push(...ready.map(({ name }) => name))
    left = left.filter(({ name }) => !ordered.includes(name))
  }
  return ordered
}

async function appliedMigrations(database: Kysely<Tables>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from migration order by name`.execute(database)
  return rows.map(({ name }) => name)
}

async function refuseUnlessEmpty(transaction: Transaction<Tables>, tables: readonly string[], ledgerFolder: string): Promise<void> {
  if ((await ledgerFiles(ledgerFolder)).length > 0) throw notEmpty('its ledger has files')
  for (const table of tables) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(transaction)
    if (rows.length > 0) throw notEmpty(`table ${table} has rows`)
  }
}

function notEmpty(state: string): SnapshotError {
  return new SnapshotError('snapshot/node-not-empty', `Cannot import into this node: ${state}`)
}

/** The ledger's files; those that are not whole yet, under `tmp/`, are left out. */
async function ledgerFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(ignoreMissing)
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  return paths.filter((path) => isLedgerPath(path) && !path.startsWith('tmp/')).sort()
}

async function readFileOf(folder: string, path: string, emit: (piece: SnapshotPiece) => Promise<void>): Promise<void> {
  let offset = 0
  const stream: AsyncIterable<Buffer> = createReadStream(join(folder, path), { highWaterMark: fileChunkBytes })
  for await (const bytes of stream) {
    await emit({ kind: 'file', path, offset, bytes })
    offset += bytes.length
  }
  if (offset === 0) await emit({ kind: 'file', path, offset, bytes: Buffer.alloc(0) })
}

async function writeFileOf(folder: string, { path, offset, bytes }: Extract<SnapshotPiece, { kind: 'file' }>): Promise<void> {
  if (!isLedgerPath(path)) throw new SnapshotError('snapshot/malformed', 'Cannot import snapshot: it names a file outside the ledger')
  const target = join(folder, path)
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  const file = await open(target, offset === 0 ? 'w' : 'r+')
  try {
    await writeAt(file, bytes, offset)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Nothing else of a followed log is restored: least of all what was cosigned. */
async function writeAlarms(folder: string, piece: Extract<SnapshotPiece, { kind: 'file' }>): Promise<void> {
  const path = piece.path.slice(alarmsPrefix.length)
  if (!alarmsPath.test(path)) throw new SnapshotError('snapshot/malformed', 'Cannot import snapshot: it names a file outside the ledger')
  await writeFileOf(folder, { ...piece, path })
}

/** Plain names between slashes; none begins with a dot, so no path climbs out. */
function isLedgerPath(path: string): boolean {
  return /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/.test(path)
}

function ignoreMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return []
  throw error
}
