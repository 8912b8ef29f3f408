import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, readdir, writeFile, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseHeader, type OpenSnapshot } from './backup.ts'
import { isAlarmsFile, readSnapshot, snapshotHeader, type NodePlace, type SnapshotPiece } from './snapshot.ts'
import { SnapshotError } from './snapshot-error.ts'
import { writeAt } from './write-at.ts'

/**
 * Writes a node as files that other tools read: `manifest.json`, `tables/<table>.ndjson`, the log under `ledger/` as
 * it is served, alarms about other logs under `followed/`, and every credential, byte for byte as signed, under
 * `credentials/<uuid>.json`.
 */
export async function exportNode(folder: string, place: NodePlace, now: Date): Promise<{ readonly rows: number }> {
  await mkdir(join(folder, 'tables'), { recursive: true, mode: 0o700 })
  if ((await readdir(folder)).length > 1) throw new SnapshotError('snapshot/folder-not-empty', 'Cannot export: the folder is not empty')
  const header = await snapshotHeader(place.database, now)
  const tables: string[] = []
  let rows = 0
  let open_: FileHandle | undefined
  await readSnapshot(place, async (piece) => {
    if (piece.kind === 'file') return writePiece(join(folder, isAlarmsFile(piece.path) ? '' : 'ledger', piece.path), piece)
    if (tables.at(-1) !== piece.table) {
      await open_?.close()
      open_ = await open(join(folder, 'tables', `${piece.table}.ndjson`), 'wx', 0o600)
      tables.push(piece.table)
    }
    rows += 1
    await open_?.appendFile(`${piece.row}\n`)
    if (piece.table === 'credential') await writeCredential(folder, piece.row)
  })
  await open_?.close()
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify({ ...header, tables, rows }, null, 2)}\n`, { mode: 0o600 })
  return { rows }
}

/** Opens an exported folder as a snapshot. */
export async function openExport(folder: string): Promise<OpenSnapshot> {
  const manifest = await readFile(join(folder, 'manifest.json'), 'utf8')
  const { tables } = JSON.parse(manifest) as { readonly tables?: unknown }
  if (!Array.isArray(tables)) throw new SnapshotError('snapshot/malformed', 'Cannot import snapshot: its manifest lists no tables')
  return { header: parseHeader(manifest), pieces: readPieces(folder, tables.map(String)) }
}

async function* readPieces(folder: string, tables: readonly string[]): AsyncIterable<SnapshotPiece> {
  for (const table of tables) {
    if (!/^[a-z_]+$/.test(table)) throw new SnapshotError('snapshot/malformed', 'Cannot import snapshot: its manifest names a table that is not ours')
    for await (const row of createInterface({ input: createReadStream(join(folder, 'tables', `${table}.ndjson`)), crlfDelay: Infinity })) {
      yield { kind: 'row', table, row }
    }
  }
  yield* readFiles(join(folder, 'ledger'), '')
  yield* readFiles(join(folder, 'followed'), 'followed/')
}

async function* readFiles(folder: string, prefix: string): AsyncIterable<SnapshotPiece> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name)
    yield { kind: 'file', path: `${prefix}${path.slice(folder.length + 1)}`, offset: 0, bytes: await readFile(path) }
  }
}

async function writeCredential(folder: string, row: string): Promise<void> {
  const { credential_id: id, document } = JSON.parse(row) as { readonly credential_id: string; readonly document: string }
  // Of a person who was erased nothing is left to write.
  if (document === '') return
  const file = join(folder, 'credentials', `${id.replace('urn:uuid:', '')}.json`)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, document, { mode: 0o600, flag: 'wx' })
}

async function writePiece(file: string, { offset, bytes }: Extract<SnapshotPiece, { kind: 'file' }>): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const handle = await open(file, offset === 0 ? 'w' : 'r+', 0o600)
  try {
    await writeAt(handle, bytes, offset)
  } finally {
    await handle.close()
  }
}
