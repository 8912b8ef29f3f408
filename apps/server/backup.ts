import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { readSnapshot, snapshotHeader, type NodePlace, type SnapshotHeader, type SnapshotPiece } from './snapshot.ts'
import { SnapshotError } from './snapshot-error.ts'

/** A snapshot being read: its header, then its pieces. */
export interface OpenSnapshot {
  readonly header: SnapshotHeader
  readonly pieces: AsyncIterable<SnapshotPiece>
}

/**
 * Writes a whole node into one file: gzip over lines of JSON, a header, a line a row, lines for the ledger's files, an
 * end. It holds personal data and is readable by its owner only; the key file is not in it.
 */
export async function writeBackup(file: string, place: NodePlace, now: Date): Promise<{ readonly rows: number }> {
  const gzip = createGzip()
  // What lies there from before, or was laid there by others, must lend the file neither its permissions nor its place.
  await rm(`${file}.part`, { force: true })
  const sink = gzip.pipe(createWriteStream(`${file}.part`, { mode: 0o600, flags: 'wx' }))
  let rows = 0
  const line = async (text: string): Promise<void> => {
    if (!gzip.write(`${text}\n`)) await once(gzip, 'drain')
  }
  await line(JSON.stringify(await snapshotHeader(place.database, now)))
  await readSnapshot(place, async (piece) => {
    if (piece.kind === 'row') {
      rows += 1
      await line(`{"table":${JSON.stringify(piece.table)},"row":${piece.row}}`)
    } else {
      await line(JSON.stringify({ file: piece.path, offset: piece.offset, base64: piece.bytes.toString('base64') }))
    }
  })
  await line(JSON.stringify({ end: true, rows }))
  gzip.end()
  await finished(sink)
  const written = await open(`${file}.part`, 'r+')
  await written.sync()
  await written.close()
  await rename(`${file}.part`, file)
  return { rows }
}

/**
 * Opens a backup.
 *
 * @throws SnapshotError `snapshot/malformed`, also while its pieces are read, when a line is not one of ours or the end is missing
 */
export async function openBackup(file: string): Promise<OpenSnapshot> {
  const source = createReadStream(file)
  const lines = createInterface({ input: source.pipe(createGunzip()), crlfDelay: Infinity })[Symbol.asyncIterator]()
  const first = await lines.next()
  return { header: parseHeader(first.done === true ? '' : first.value), pieces: readPieces(lines) }
}

async function* readPieces(lines: AsyncIterator<string>): AsyncIterable<SnapshotPiece> {
  let rows = 0
  for (;;) {
    const next = await lines.next()
    if (next.done === true) throw malformed('its end is missing')
    const line = parseObject(next.value)
    if (typeof line['table'] === 'string') {
      rows += 1
      // The row's own text goes through: PostgreSQL wrote it and PostgreSQL reads it.
      yield { kind: 'row', table: line['table'], row: next.value.slice(`{"table":${JSON.stringify(line['table'])},"row":`.length, -1) }
    } else if (typeof line['file'] === 'string' && typeof line['offset'] === 'number' && typeof line['base64'] === 'string') {
      yield { kind: 'file', path: line['file'], offset: line['offset'], bytes: Buffer.from(line['base64'], 'base64') }
    } else if (line['end'] === true && line['rows'] === rows) {
      return
    } else {
      throw malformed('a line of it is not ours')
    }
  }
}

/** @throws SnapshotError `snapshot/malformed` */
export function parseHeader(text: string): SnapshotHeader {
  const { type, version, createdAt, migrations } = parseObject(text)
  if (type !== 'EverlearnedSnapshot' || version !== 1 || typeof createdAt !== 'string' || !Array.isArray(migrations)) throw malformed('its header is not ours')
  return { type, version, createdAt, migrations: migrations.map(String) }
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new SnapshotError('snapshot/malformed', 'Cannot import snapshot: a line of it is not JSON', { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('a line of it is not an object')
  return value as Record<string, unknown>
}

function malformed(state: string): SnapshotError {
  return new SnapshotError('snapshot/malformed', `Cannot import snapshot: ${state}`)
}
