import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { auditLog } from '../ledger/audit-log.ts'
import { memoryLogStorage } from '../ledger/memory-log-storage.ts'
import { openLog } from '../ledger/open-log.ts'
import type { LogFiles } from '../ledger/log-storage.ts'
import type { TransparencyLog } from '../ledger/transparency-log.ts'
import { fileLogStorage } from './file-log-storage.ts'
import { folderLogReader } from './folder-log-reader.ts'
import { nativeCryptography as cryptography } from './native-cryptography.ts'
import { postgresLogStorage } from './postgres-log-storage.ts'

const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const entriesFrom = (start: number, count: number, name = 'entry'): readonly Uint8Array[] => Array.from({ length: count }, (_, at) => encodeUtf8(`${name} ${start + at}`))

let pool: pg.Pool
let folder = ''
let origin = ''
let logs: TransparencyLog[] = []
let next = 0

beforeAll(() => {
  pool = new pg.Pool({ connectionString: inject('postgresUrl'), max: 8, options: '-c synchronous_commit=on' })
})
afterAll(async () => {
  await pool.query('drop table ledger_frame, ledger_checkpoint, ledger_head')
  await pool.end()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postgres-log-'))
  origin = `college.example/ledger-${next++}`
  logs = []
})
afterEach(async () => {
  for (const log of logs) await log.close()
  await rm(folder, { recursive: true })
})

async function open(name: string): Promise<TransparencyLog> {
  return openOver(await fileLogStorage(join(folder, name)), 'own')
}

async function openOver(files: LogFiles, filesAre: 'own' | 'shared'): Promise<TransparencyLog> {
  const log = await openLog(await postgresLogStorage({ connections: pool, origin, files, filesAre }), { origin, signingKey, cryptography })
  logs.push(log)
  return log
}

const audit = async (name: string, log: TransparencyLog): Promise<unknown> => {
  const { size, findings } = await auditLog(folderLogReader(join(folder, name)), { verifierKey: log.verifierKey, cryptography, checkEntry: () => undefined })
  return { size, findings }
}

describe('postgresLogStorage()', () => {
  it('publishes the same bytes as a log in files, over two ends of a journal segment', async () => {
    const log = await open('a')
    const inFiles = await openLog(await fileLogStorage(join(folder, 'files')), { origin, signingKey, cryptography })
    for (const [start, count] of [[0, 1], [1, 300], [301, 1_000], [1_301, 64_235], [65_536, 70_000], [135_536, 3]] as const) {
      expect(await log.append(entriesFrom(start, count))).toEqual(await inFiles.append(entriesFrom(start, count)))
    }
    await inFiles.close()
    for (const path of ['checkpoint', 'tile/0/000', 'tile/entries/529.p/115', 'tile/1/000', 'tile/1/002.p/17', 'tile/2/000.p/2']) {
      expect(await folderLogReader(join(folder, 'a'))(path)).toEqual(await folderLogReader(join(folder, 'files'))(path))
    }
    expect(await audit('a', log)).toEqual({ size: 135_539, findings: [] })
  })

  it('lets two sequencers append at once: one history, the same tiles', async () => {
    const [first, second] = [await open('a'), await open('b')]
    const receipts = await Promise.all([first, second].flatMap((log, writer) => Array.from({ length: 20 }, async (_, batch) => {
      await new Promise((resolve) => setTimeout(resolve, batch * 3))
      return log.append(entriesFrom(batch * 20, 20, `writer ${writer} entry`))
    })))
    const indexes = receipts.flatMap((receipt) => receipt.indexes)
    expect(indexes.toSorted((left, right) => left - right)).toEqual(Array.from({ length: 800 }, (_, index) => index))
    const heads = [await first.refresh(), await second.refresh()]
    expect(heads[0]).toEqual(heads[1])
    expect([await audit('a', first), await audit('b', second)]).toEqual([{ size: 800, findings: [] }, { size: 800, findings: [] }])
    for (const { indexes: [index = 0] } of receipts) expect(await second.entry(index)).toEqual(await first.entry(index))
  })

  it('appends once also what another sequencer has appended meanwhile', async () => {
    const [first, second] = [await open('a'), await open('b')]
    await first.append(entriesFrom(0, 300))
    const { indexes, checkpoint } = await second.appendOnce(entriesFrom(290, 20), 0)
    expect(indexes).toEqual(Array.from({ length: 20 }, (_, at) => 290 + at))
    expect(checkpoint.size).toBe(310)
    expect(await first.appendOnce(entriesFrom(305, 5), 0)).toMatchObject({ indexes: [305, 306, 307, 308, 309], checkpoint: { size: 310 } })
  })

  it('writes no tile twice where the files are shared', async () => {
    const memory = memoryLogStorage()
    const written: string[] = []
    const files: LogFiles = { ...memory, write: (added) => {
      written.push(...added.map(({ path }) => path))
      return memory.write(added)
    } }
    const [first, second] = [await openOver(files, 'shared'), await openOver(files, 'shared')]
    for (let round = 0; round < 6; round += 1) await (round % 2 === 0 ? first : second).append(entriesFrom(round * 200, 200))
    expect(written.length).toBe(new Set(written).size)
    const reader = (path: string): Promise<Uint8Array<ArrayBuffer> | undefined> => memory.read(path)
    expect((await auditLog(reader, { verifierKey: first.verifierKey, cryptography, checkEntry: () => undefined })).findings).toEqual([])
    expect((await first.refresh()).size).toBe(1_200)
    const { rows: [row] } = await pool.query<{ size: string; checkpoint: Buffer }>('select size, checkpoint from ledger_checkpoint where origin = $1', [origin])
    expect([row?.size, row?.checkpoint.toString()]).toEqual(['1200', second.checkpoint.text])
  })

  it('goes on after its connection broke, and repeats nothing that arrived', async () => {
    const log = await open('a')
    await log.append(entriesFrom(0, 10))
    await pool.query('alter table ledger_frame add constraint broken check (first_index <> 10) not valid')
    await expect(log.append(entriesFrom(10, 5))).rejects.toMatchObject({ code: 'ledger/append-interrupted' })
    await pool.query('alter table ledger_frame drop constraint broken')
    expect((await log.appendOnce(entriesFrom(8, 7), 0)).indexes).toEqual([8, 9, 10, 11, 12, 13, 14])
    expect(await audit('a', log)).toEqual({ size: 15, findings: [] })
  })

  it('goes on after its files could not be written, though the entries are in the journal', async () => {
    const memory = memoryLogStorage()
    let isFull = false
    const log = await openOver({ ...memory, write: async (files) => (isFull ? Promise.reject(new Error('no space left')) : memory.write(files)) }, 'own')
    await log.append(entriesFrom(0, 300))
    isFull = true
    await expect(log.append(entriesFrom(300, 300))).rejects.toMatchObject({ code: 'ledger/append-interrupted' })
    expect(log.checkpoint.size).toBe(300)
    isFull = false
    expect((await log.appendOnce(entriesFrom(300, 300), 300)).indexes[299]).toBe(599)
    expect((await auditLog((path) => memory.read(path), { verifierKey: log.verifierKey, cryptography, checkEntry: () => undefined })).findings).toEqual([])
  })

  it('stops for good when the database has lost what it had acknowledged', async () => {
    const [first, second] = [await open('a'), await open('b')]
    await first.append(entriesFrom(0, 10))
    await second.append(entriesFrom(10, 10))
    await pool.query('delete from ledger_frame where origin = $1 and first_index = 10', [origin])
    await pool.query('update ledger_head set size = 10, root = $2 where origin = $1', [origin, Buffer.from(first.checkpoint.root)])
    await expect(second.append(entriesFrom(20, 1))).rejects.toMatchObject({ code: 'ledger/log-stopped', cause: { code: 'ledger/journal-behind-checkpoint' } })
    await expect(open('b')).rejects.toMatchObject({ code: 'ledger/journal-behind-checkpoint' })
    // The other goes on; had the lost history been replaced, the first would notice that too.
    await first.append(entriesFrom(30, 20))
    await expect(open('b')).rejects.toMatchObject({ code: 'ledger/root-differs' })
  })

  it('signs nothing more on a history that is not the one it signed', async () => {
    const log = await open('a')
    await log.append(entriesFrom(0, 10))
    await pool.query('update ledger_head set root = $2 where origin = $1', [origin, Buffer.alloc(32)])
    await expect(log.append(entriesFrom(10, 1))).rejects.toMatchObject({ code: 'ledger/log-stopped', cause: { code: 'ledger/root-differs' } })
    expect((await pool.query('select size from ledger_head where origin = $1', [origin])).rows).toEqual([{ size: '10' }])
  })

  it('refuses a database that acknowledges before it has kept', async () => {
    const careless = new pg.Pool({ connectionString: inject('postgresUrl'), options: '-c synchronous_commit=off' })
    await expect(postgresLogStorage({ connections: careless, origin, files: memoryLogStorage(), filesAre: 'own' })).rejects.toMatchObject({ code: 'ledger/journal-not-durable' })
    await careless.end()
  })

  it.runIf(process.env['LER_TEST_LONG'] !== undefined)('takes the turn from a sequencer that stands still in it', async () => {
    const first = await open('a')
    const stuck = await postgresLogStorage({ connections: pool, origin, files: memoryLogStorage(), filesAre: 'own' })
    await stuck.turns?.take(0)
    const started = Date.now()
    await first.append([encodeUtf8('after the wait')])
    expect(Date.now() - started).toBeLessThan(15_000)
    await expect(stuck.appendSegment(0, new Uint8Array(28))).rejects.toThrow()
    await stuck.close()
    expect(decodeUtf8(await first.entry(0))).toBe('after the wait')
  })
})
