import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { auditLog, type AuditReport } from './audit-log.ts'
import { memoryLogStorage } from './memory-log-storage.ts'
import type { LogStorage } from './log-storage.ts'
import { openLog, type LogIdentity } from './open-log.ts'
import { formatTilePath, parseTilePath } from './tile.ts'
import { maxLogEntryBytes, type TransparencyLog } from './transparency-log.ts'

const identity: LogIdentity = {
  origin: 'college.example/ledger', cryptography,
  signingKey: await cryptography.importSigningKey(await cryptography.generateKey('Ed25519')),
}

const entry = (index: number): Uint8Array<ArrayBuffer> => encodeUtf8(`entry ${index}`)
const entries = (from: number, count: number): readonly Uint8Array[] => Array.from({ length: count }, (_, at) => entry(from + at))

async function audit(log: TransparencyLog): Promise<AuditReport> {
  return auditLog((path) => log.resource(path), { verifierKey: log.verifierKey, cryptography, checkEntry: () => undefined })
}

describe('TransparencyLog.append()', () => {
  it('writes appends that arrive together as one, and answers each with its own indexes', async () => {
    const storage = memoryLogStorage()
    let frames = 0
    const log = await openLog({ ...storage, appendSegment: async (...frame) => {
      frames += 1
      await storage.appendSegment(...frame)
    } }, identity)
    const receipts = await Promise.all(Array.from({ length: 50 }, (_, index) => log.append([entry(index)])))
    expect(receipts.map(({ indexes }) => indexes)).toEqual(Array.from({ length: 50 }, (_, index) => [index]))
    expect(frames).toBe(1)
  })

  it('answers only when the journal, then the tiles, then the checkpoint are written', async () => {
    const storage = memoryLogStorage()
    const order: string[] = []
    const log = await openLog({
      ...storage,
      appendSegment: async (...given) => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        await storage.appendSegment(...given)
        order.push('journal')
      },
      write: async (files) => storage.write(files).then(() => void order.push('tiles')),
      writeCheckpoint: async (bytes) => storage.writeCheckpoint(bytes).then(() => void order.push('checkpoint')),
    }, identity)
    await log.append([entry(0)]).then(() => order.push('answer'))
    expect(order).toEqual(['checkpoint', 'journal', 'tiles', 'checkpoint', 'answer'])
  })

  it('is not changed by what the caller does with the bytes afterwards', async () => {
    const log = await openLog(memoryLogStorage(), identity)
    const bytes = entry(0)
    const appended = log.append([bytes])
    bytes.fill(0)
    await appended
    expect(await log.entry(0)).toEqual(entry(0))
  })

  it('stops after a failed write, keeps answering reads, and goes on when opened again', async () => {
    const storage = memoryLogStorage()
    let isFull = false
    const failing: LogStorage = { ...storage, writeCheckpoint: async (bytes) => {
      if (isFull) throw new Error('no space left')
      await storage.writeCheckpoint(bytes)
    } }
    const log = await openLog(failing, identity)
    await log.append(entries(0, 10))
    isFull = true
    await expect(log.append([entry(10)])).rejects.toMatchObject({ code: 'ledger/log-stopped', cause: { message: 'no space left' } })
    isFull = false
    await expect(log.append([entry(10)])).rejects.toMatchObject({ code: 'ledger/log-stopped' })
    expect(log.checkpoint.size).toBe(10)
    expect(await log.entry(9)).toEqual(entry(9))
    const again = await openLog(storage, identity)
    expect((await again.appendOnce([entry(10)], 10)).indexes).toEqual([10])
    expect((await audit(again)).findings).toEqual([])
  })

  it('takes nothing too long and nothing after it was closed; an empty append changes nothing', async () => {
    const log = await openLog(memoryLogStorage(), identity)
    await expect(log.append([new Uint8Array(maxLogEntryBytes + 1)])).rejects.toMatchObject({ code: 'ledger/entry-too-long' })
    expect((await log.append([new Uint8Array(maxLogEntryBytes), new Uint8Array(0)])).indexes).toEqual([0, 1])
    expect((await log.append([])).checkpoint.size).toBe(2)
    const last = log.append([entry(2)])
    await log.close()
    expect((await last).indexes).toEqual([2])
    await expect(log.append([entry(3)])).rejects.toMatchObject({ code: 'ledger/log-stopped' })
  })
})

describe('TransparencyLog.appendOnce()', () => {
  it('adds only what is not there since an index, also within one call and among calls at once', async () => {
    const log = await openLog(memoryLogStorage(), identity)
    await log.append(entries(0, 600))
    expect((await log.appendOnce(entries(595, 10), 500)).indexes).toEqual([595, 596, 597, 598, 599, 600, 601, 602, 603, 604])
    expect((await log.appendOnce([entry(1), entry(1), entry(604)], 500)).indexes).toEqual([605, 605, 604])
    const [left, right] = await Promise.all([log.appendOnce([entry(9_000)], 0), log.appendOnce([entry(9_000)], 0)])
    expect([left.indexes, right.indexes]).toEqual([[606], [606]])
    const [plain, once] = await Promise.all([log.append([entry(9_001)]), log.appendOnce([entry(9_001)], 0)])
    expect([plain.indexes, once.indexes]).toEqual([[607], [607]])
    expect(log.checkpoint.size).toBe(608)
  })

  it('leads to the same log however often a crash makes it repeat', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 4 }), fc.nat(), async (sizes, seed) => {
      const storage = memoryLogStorage()
      let from = 0
      for (const [turn, count] of sizes.entries()) {
        const log = await openLog(storage, identity)
        // The crash comes after some entries of the batch became durable.
        await log.append(entries(from, (seed + turn) % (count + 1)))
        const again = await openLog(storage, identity)
        const { indexes } = await again.appendOnce(entries(from, count), from)
        expect(indexes).toEqual(Array.from({ length: count }, (_, at) => from + at))
        from += count
      }
      expect((await openLog(storage, identity)).checkpoint.size).toBe(from)
    }), { numRuns: 20 })
  })
})

describe('TransparencyLog.resource()', () => {
  it('serves what a checkpoint covers, also partial tiles that have become full', async () => {
    const log = await openLog(memoryLogStorage(), identity)
    await log.append(entries(0, 10))
    const early = await log.resource('tile/entries/000.p/10')
    await log.append(entries(10, 300))
    expect(await log.resource('tile/entries/000.p/10')).toEqual(early)
    expect((await log.resource('tile/0/000'))?.length).toBe(8_192)
    expect((await log.resource('tile/0/001.p/54'))?.length).toBe(54 * 32)
    expect((await log.resource('tile/1/000.p/1'))?.length).toBe(32)
  })

  it('removes partial tiles once the full one is published', async () => {
    const storage = memoryLogStorage()
    const log = await openLog(storage, identity)
    for (let size = 0; size < 300; size += 20) await log.append(entries(size, 20))
    expect(await storage.read('tile/0/000.p/20')).toBeUndefined()
    expect(await storage.read('tile/entries/000.p/240')).toBeUndefined()
    expect(await storage.read('tile/0/001.p/44')).toBeDefined()
  })

  it.each(['', '/checkpoint', 'checkpoint/', '../journal/0', 'journal/000000000', 'tile/0/001', 'tile/0/000.p/11', 'tile/1/000.p/1', 'tile/63/000', 'tile/entries/001.p/1', 'tile/0/000/../000'])(
    'serves nothing at %j', async (path) => {
      const log = await openLog(memoryLogStorage(), identity)
      await log.append(entries(0, 10))
      expect(await log.resource(path)).toBeUndefined()
    })

  it('answers any path without a fault', async () => {
    const log = await openLog(memoryLogStorage(), identity)
    await log.append(entries(0, 10))
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
      expect(parseTilePath(text) === undefined || formatTilePath(parseTilePath(text)!) === text).toBe(true)
      expect(await log.resource(`tile/${text}`)).toBeUndefined()
    }))
  })

  it('refuses indexes and sizes that the log does not have', async () => {
    const log = await openLog(memoryLogStorage(), identity)
    await log.append(entries(0, 10))
    const code = 'ledger/index-out-of-range'
    for (const index of [-1, 10, 0.5, NaN, Infinity]) {
      await expect(log.entry(index)).rejects.toMatchObject({ code })
      await expect(log.tlogProof(index)).rejects.toMatchObject({ code })
    }
    await expect(log.inclusionProof(0, 11)).rejects.toMatchObject({ code })
    await expect(log.consistencyProof(5, 11)).rejects.toMatchObject({ code })
    await expect(log.consistencyProof(0)).rejects.toMatchObject({ code })
    await expect(log.consistencyProof(7, 6)).rejects.toMatchObject({ code })
  })
})
