import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { auditLog, type AuditReport } from './audit-log.ts'
import { verifyCheckpoint } from './checkpoint.ts'
import { hashLeaf } from './merkle-hash.ts'
import { memoryLogStorage } from './memory-log-storage.ts'
import type { LogStorage } from './log-storage.ts'
import { openLog, type LogIdentity } from './open-log.ts'
import { parseTlogProof, verifyTlogProof } from './tlog-proof.ts'
import type { TransparencyLog } from './transparency-log.ts'
import { parseVerifierKey } from './verifier-key.ts'
import { verifyConsistency } from './verify-consistency.ts'
import { verifyInclusion } from './verify-inclusion.ts'

const { sha256 } = cryptography
const identity: LogIdentity = {
  origin: 'college.example/ledger', cryptography,
  signingKey: await cryptography.importSigningKey(await cryptography.generateKey('Ed25519')),
}

const entry = (index: number): Uint8Array<ArrayBuffer> => encodeUtf8(`entry ${index}`)
const entries = (from: number, count: number): readonly Uint8Array[] => Array.from({ length: count }, (_, at) => entry(from + at))

async function audit(log: TransparencyLog): Promise<AuditReport> {
  return auditLog((path) => log.resource(path), { verifierKey: log.verifierKey, cryptography, checkEntry: () => undefined })
}

/** A storage whose files and journal a test can damage. */
async function filled(size: number): Promise<{ readonly storage: LogStorage; readonly root: Uint8Array }> {
  const storage = memoryLogStorage()
  const log = await openLog(storage, identity)
  for (let from = 0; from < size; from += 1_000) await log.append(entries(from, Math.min(1_000, size - from)))
  await log.close()
  return { storage, root: log.checkpoint.root }
}

describe('openLog()', () => {
  it('begins an empty log with a signed checkpoint', async () => {
    const log = await openLog(memoryLogStorage(), identity)
    expect(log.checkpoint).toMatchObject({ origin: 'college.example/ledger', size: 0, root: sha256(new Uint8Array(0)) })
    expect(await audit(log)).toEqual({ size: 0, root: log.checkpoint.root, findings: [], isCutShort: false })
  })

  it('proves every entry and every earlier tree, before and after it is opened again', async () => {
    const storage = memoryLogStorage()
    const written = await openLog(storage, identity)
    const heads = []
    let size = 0
    for (const count of [1, 2, 3, 250, 256, 700, 1, 255]) {
      heads.push((await written.append(entries(size, count))).checkpoint)
      size += count
    }
    await written.close()
    for (const log of [written, await openLog(storage, identity)]) {
      expect(log.checkpoint).toMatchObject({ size, root: heads.at(-1)?.root })
      const key = parseVerifierKey(log.verifierKey, sha256)
      for (let index = 0; index < size; index += 13) {
        const proof = parseTlogProof(await log.tlogProof(index))
        expect(verifyTlogProof(entry(index), proof, sha256) && (await verifyCheckpoint(proof.checkpoint, key, cryptography))).toBe(true)
        expect(verifyTlogProof(entry(index + 1), proof, sha256)).toBe(false)
        expect(await log.entry(index)).toEqual(entry(index))
      }
      for (const older of heads) {
        const proof = await log.consistencyProof(older.size)
        expect(verifyConsistency({ olderSize: older.size, newerSize: size, olderRoot: older.root, newerRoot: log.checkpoint.root, proof }, sha256)).toBe(true)
        const inOlder = await log.inclusionProof(0, older.size)
        expect(verifyInclusion({ index: 0, size: older.size, leafHash: hashLeaf(entry(0), sha256), proof: inOlder, root: older.root }, sha256)).toBe(true)
      }
      expect((await audit(log)).findings).toEqual([])
    }
  })

  it('crosses the end of a journal segment without a gap', async () => {
    const { storage, root } = await filled(66_000)
    expect(await storage.listSegments()).toEqual([0, 1])
    const log = await openLog(storage, identity)
    expect(log.checkpoint).toMatchObject({ size: 66_000, root })
    await log.append(entries(66_000, 300))
    expect((await audit(log)).findings).toEqual([])
    expect(verifyTlogProof(entry(65_535), parseTlogProof(await log.tlogProof(65_535)), sha256)).toBe(true)
  })

  it('cuts a tail that was torn at any byte, and keeps what was signed', async () => {
    const { storage, root } = await filled(300)
    const whole = (await storage.readSegment(0))!.length
    await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 100 }), async (torn) => {
      await storage.appendSegment(0, torn)
      const log = await openLog(storage, identity)
      expect(log.checkpoint).toMatchObject({ size: 300, root })
      expect((await storage.readSegment(0))?.length).toBe(whole)
    }), { numRuns: 20 })
  })

  it('signs for a whole frame that a crash left behind its checkpoint, and never differently for a size it signed', async () => {
    const { storage } = await filled(300)
    const before = (await storage.read('checkpoint'))!
    const log = await openLog(storage, identity)
    const grown = await log.append(entries(300, 5))
    await log.close()
    await storage.writeCheckpoint(before)
    const again = await openLog(storage, identity)
    expect(again.checkpoint.text).toBe(grown.checkpoint.text)
  })

  it('makes missing, torn and foreign tiles again from the journal', async () => {
    const { storage } = await filled(1_300)
    for (const path of ['tile/0/000', 'tile/entries/002', 'tile/1/000.p/5', 'tile/entries/005.p/20']) {
      const good = (await storage.read(path))!
      for (const bad of [good.subarray(0, 10), new Uint8Array(good.length), new Uint8Array(0)]) {
        await storage.write([{ path, bytes: Uint8Array.from(bad) }])
        const log = await openLog(storage, identity)
        expect(await storage.read(path)).toEqual(good)
        expect((await audit(log)).findings).toEqual([])
      }
    }
  })

  it('makes tiles of an earlier segment again when they are needed', async () => {
    const { storage } = await filled(66_000)
    const lost = new Set(['tile/0/003', 'tile/entries/003', 'tile/1/000', 'tile/2/000.p/1'])
    const reading: LogStorage = {
      ...storage,
      read: async (path) => (lost.has(path) ? undefined : storage.read(path)),
      write: async (files) => {
        for (const { path } of files) lost.delete(path)
        await storage.write(files)
      },
    }
    const log = await openLog(reading, identity)
    expect((await audit(log)).findings).toEqual([])
    expect(lost.size).toBe(0)
  })

  it('replays everything when an earlier tile was altered', async () => {
    const { storage, root } = await filled(66_000)
    await storage.write([{ path: 'tile/2/000.p/1', bytes: new Uint8Array(32) }, { path: 'tile/1/000', bytes: new Uint8Array(8_192) }])
    const log = await openLog(storage, identity)
    expect(log.checkpoint).toMatchObject({ size: 66_000, root })
    expect((await audit(log)).findings).toEqual([])
  })

  it('refuses a journal that is behind its signed checkpoint, and leaves it as it is', async () => {
    const { storage } = await filled(300)
    const bytes = (await storage.readSegment(0))!
    await storage.truncateSegment(0, bytes.length - 1)
    await expect(openLog(storage, identity)).rejects.toMatchObject({ code: 'ledger/journal-behind-checkpoint' })
    expect((await storage.readSegment(0))?.length).toBe(bytes.length - 1)
  })

  it('refuses a journal that leads to another root', async () => {
    const { storage } = await filled(300)
    const other = memoryLogStorage()
    await (await openLog(other, identity)).append(entries(1, 300))
    await storage.truncateSegment(0, 0)
    await storage.appendSegment(0, (await other.readSegment(0))!)
    await expect(openLog(storage, identity)).rejects.toMatchObject({ code: 'ledger/root-differs' })
  })

  it('refuses the log of another origin or key, and a checkpoint that cannot be read', async () => {
    const { storage } = await filled(3)
    await expect(openLog(storage, { ...identity, origin: 'another.example/ledger' })).rejects.toMatchObject({ code: 'ledger/checkpoint-foreign' })
    const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    await expect(openLog(storage, { ...identity, signingKey })).rejects.toMatchObject({ code: 'ledger/checkpoint-foreign' })
    await storage.writeCheckpoint(encodeUtf8('torn'))
    await expect(openLog(storage, identity)).rejects.toMatchObject({ code: 'ledger/note-malformed' })
  })

  it('refuses a journal with a segment missing', async () => {
    const { storage } = await filled(66_000)
    await expect(openLog({ ...storage, listSegments: async () => [1] }, identity)).rejects.toMatchObject({ code: 'ledger/journal-damaged' })
  })
})
