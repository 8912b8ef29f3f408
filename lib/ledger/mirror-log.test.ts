import { beforeEach, describe, expect, it } from 'vitest'
import { encodeUtf8, equalBytes } from '../encoding/bytes.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { newCosigner } from './_cosigners.ts'
import { auditLog } from './audit-log.ts'
import { signCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { cosign } from './cosignature.ts'
import { formatForkProof, parseForkProof, verifyForkProof } from './fork-proof.ts'
import type { LogReader } from './log-reader.ts'
import { memoryLogStorage } from './memory-log-storage.ts'
import { mirrorLog, type Mirror, type MirrorReport, type MirrorStorage } from './mirror-log.ts'
import { mirrorReader } from './mirror-reader.ts'
import { formatNote } from './note.ts'
import { openLog, type LogIdentity } from './open-log.ts'
import { formatTilePath, tileAt } from './tile.ts'
import type { TransparencyLog } from './transparency-log.ts'
import { parseVerifierKey } from './verifier-key.ts'

type Bytes = Uint8Array<ArrayBuffer>

const identity: LogIdentity = {
  origin: 'college.example/ledger', cryptography,
  signingKey: await cryptography.importSigningKey(await cryptography.generateKey('Ed25519')),
}

async function newLog(size: number, text = 'entry'): Promise<TransparencyLog> {
  const log = await openLog(memoryLogStorage(), identity)
  await grow(log, size, text)
  return log
}

async function grow(log: TransparencyLog, size: number, text = 'entry'): Promise<void> {
  const from = log.checkpoint.size
  await log.append(Array.from({ length: size - from }, (_, at) => encodeUtf8(`${text} ${from + at}`)))
}

const reading = (log: TransparencyLog): LogReader => (path) => log.resource(path)

let storage: MirrorStorage
let mirror: Mirror
const { verifierKey } = await newLog(1)
const key = parseVerifierKey(verifierKey, cryptography.sha256)
beforeEach(() => {
  storage = memoryLogStorage()
  mirror = { storage, verifierKey, cryptography }
})

/** Every path of a published tree of `size` leaves, with partial forms of every width at its edge. */
function pathsOf(size: number): readonly string[] {
  return ['entries', 0, 1, 2].flatMap((level) => Array.from({ length: Math.ceil(size / 256) }, (_, index) => tileAt(level as number | 'entries', index, size)))
    .flatMap((tile) => (tile === undefined ? [] : [...new Set([1, Math.ceil(tile.width / 2), tile.width])].map((width) => formatTilePath({ ...tile, width }))))
}

async function expectSame(log: TransparencyLog): Promise<void> {
  const serve = mirrorReader((path) => storage.read(path))
  const differing: string[] = []
  for (const path of ['checkpoint', ...pathsOf(log.checkpoint.size), 'tile/0/999', 'tile/7/000', 'journal/0', '../checkpoint']) {
    const [served, published] = [await serve(path), await log.resource(path)]
    if (served === undefined || published === undefined ? served !== published : !equalBytes(served, published)) differing.push(path)
  }
  expect(differing).toEqual([])
}

describe('mirrorLog()', () => {
  it.each([0, 1, 255, 256, 257, 5_000, 65_536])('serves the bytes of a log of %i entries, and passes its audit', async (size) => {
    const log = await newLog(size)
    expect(await mirrorLog(reading(log), mirror)).toMatchObject({ outcome: 'copied', added: size })
    await expectSame(log)
    const report = await auditLog(mirrorReader((path) => storage.read(path)), { verifierKey, cryptography, checkEntry: () => undefined })
    expect(report).toMatchObject({ size, findings: [] })
  })

  it('goes on from what it has, and fetches nothing twice', async () => {
    const log = await newLog(700)
    await mirrorLog(reading(log), mirror)
    for (const size of [700, 701, 1_024, 2_000]) {
      await grow(log, size)
      const asked: string[] = []
      const report = await mirrorLog(async (path) => {
        asked.push(path)
        return log.resource(path)
      }, mirror)
      expect(report).toMatchObject({ outcome: 'copied', checkpoint: { size } })
      expect(asked).not.toContain('tile/entries/000')
      await expectSame(log)
    }
    expect(await storage.read('tile/entries/002.p/188')).toBeUndefined()
  })

  it('copies up to a checkpoint that is not published yet, then takes the cosignatures it gathered', async () => {
    const log = await newLog(300)
    const cosigner = await newCosigner('w1', [key], cryptography)
    const hidden: LogReader = async (path) => (path === 'checkpoint' ? undefined : log.resource(path))
    expect(await mirrorLog(hidden, { ...mirror, target: log.checkpoint })).toMatchObject({ outcome: 'copied', added: 300 })
    const { note } = log.checkpoint
    const final = formatNote({ text: note.text, signatures: [...note.signatures, await cosign(log.checkpoint, { ...cosigner.witness.identity, seconds: 5 }, cryptography)] })
    const published: LogReader = async (path) => (path === 'checkpoint' ? encodeUtf8(final) : log.resource(path))
    expect(await mirrorLog(published, mirror)).toMatchObject({ outcome: 'copied', added: 0, checkpoint: { text: final } })
    expect(await storage.read('checkpoint')).toEqual(encodeUtf8(final))
    expect(await mirrorLog(reading(log), mirror)).toMatchObject({ outcome: 'copied', added: 0, checkpoint: { text: final } })
  })

  it('resumes after a stop at any file, also one that left torn files', async () => {
    const log = await newLog(5_000)
    for (let steps = 0, isDone = false; !isDone; steps += 1) {
      const disk = memoryLogStorage()
      let left = steps
      const step = (): void => {
        if (left-- === 0) throw new Error('power')
      }
      const failing: MirrorStorage = {
        ...disk,
        write: async (files) => {
          for (const file of files) {
            if (left === 0) await disk.write([{ ...file, bytes: file.bytes.slice(0, file.bytes.length / 2) }])
            step()
            await disk.write([file])
          }
        },
        writeCheckpoint: async (bytes) => {
          step()
          await disk.writeCheckpoint(bytes)
        },
      }
      isDone = await mirrorLog(reading(log), { ...mirror, storage: failing }).then(({ outcome }) => outcome === 'copied', () => false)
      storage = disk
      const fetched: string[] = []
      const report = await mirrorLog(async (path) => {
        if (path.includes('entries')) fetched.push(path)
        return log.resource(path)
      }, { ...mirror, storage })
      expect(report).toMatchObject({ outcome: 'copied', checkpoint: { size: 5_000 } })
      // Of 20 bundles those that were written whole are not fetched again.
      expect(fetched.length).toBeLessThanOrEqual(isDone ? 0 : 20 - Math.max(0, Math.min(steps, 16)))
    }
    await expectSame(log)
  })

  it.each([
    ['another root of its size', 700, 700], ['a longer history', 700, 1_300], ['a shorter one', 1_300, 700], ['one with a full bundle more', 256, 512], ['one entry', 1, 2],
  ])('refuses %s that does not go on from its own, proves it to anybody and keeps its own', async (_, size, other) => {
    const log = await newLog(size)
    await mirrorLog(reading(log), mirror)
    const report = await mirrorLog(reading(await newLog(other, 'rewritten')), mirror)
    if (report.outcome !== 'forked') throw new Error(`must be found: ${report.outcome}`)
    const published = parseForkProof(JSON.parse(JSON.stringify(formatForkProof(report.proof))))
    expect(await verifyForkProof(published, key, cryptography)).toBe(true)
    await expectSame(log)
  })

  it('waits when the source is behind', async () => {
    const older = await newLog(300)
    await mirrorLog(reading(await newLog(700)), mirror)
    expect(await mirrorLog(reading(older), mirror)).toMatchObject({ outcome: 'behind', checkpoint: { size: 300 } })
    expect(await mirrorLog(reading(await newLog(0)), mirror)).toMatchObject({ outcome: 'behind' })
  })

  it('keeps nothing of an altered file that it needs, and heals what it does not need', async () => {
    const log = await newLog(66_000)
    const altering = (altered: string): LogReader => async (path) => {
      const bytes = (await log.resource(path))?.slice()
      if (path === altered && bytes !== undefined) bytes[4]! ^= 4
      return bytes
    }
    const outcomeOf = async (altered: string): Promise<MirrorReport> => {
      storage = memoryLogStorage()
      return mirrorLog(altering(altered), { ...mirror, storage })
    }
    expect(await outcomeOf('tile/entries/017')).toMatchObject({ outcome: 'not-proven', code: 'ledger/tile-differs' })
    expect(await storage.read('tile/entries/017')).toBeUndefined()
    expect(await outcomeOf('tile/1/000')).toMatchObject({ outcome: 'not-proven', code: 'ledger/tile-differs' })
    expect(await outcomeOf('tile/entries/257.p/208')).toMatchObject({ outcome: 'not-proven' })
    for (const edge of ['tile/0/257.p/208', 'tile/1/001.p/1', 'tile/2/000.p/1']) {
      const report = await outcomeOf(edge)
      expect([edge, report]).toMatchObject([edge, { outcome: 'not-proven' }])
    }
    expect(await outcomeOf('tile/0/017')).toMatchObject({ outcome: 'copied' })
    await expectSame(log)
  })

  it('refuses what is missing, unsigned, foreign or unreadable, and passes faults on', async () => {
    const log = await newLog(300)
    const without = (lost: string, bytes?: Bytes): LogReader => async (path) => (path === lost ? bytes : log.resource(path))
    expect(await mirrorLog(without('checkpoint'), mirror)).toMatchObject({ outcome: 'not-proven', code: 'ledger/checkpoint-missing' })
    expect(await mirrorLog(without('checkpoint', Uint8Array.of(0xff)), mirror)).toMatchObject({ outcome: 'not-proven', code: 'encoding/utf8' })
    expect(await mirrorLog(without('checkpoint', encodeUtf8('hello')), mirror)).toMatchObject({ outcome: 'not-proven', code: 'ledger/note-malformed' })
    expect(await mirrorLog(without('tile/entries/000'), mirror)).toMatchObject({ outcome: 'not-proven', code: 'ledger/tile-missing' })
    expect(await mirrorLog(without('tile/entries/000', new Uint8Array(7)), mirror)).toMatchObject({ outcome: 'not-proven', code: 'ledger/bundle-malformed' })
    const huge = await signCheckpoint({ origin: identity.origin, size: 2 ** 52, root: new Uint8Array(32) }, identity.signingKey, cryptography)
    expect(await mirrorLog(without('checkpoint', encodeUtf8(huge.text)), mirror)).toMatchObject({ outcome: 'not-proven' })
    const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    const foreign = await signCheckpoint(log.checkpoint, signingKey, cryptography)
    expect(await mirrorLog(without('checkpoint', encodeUtf8(foreign.text)), mirror)).toMatchObject({ outcome: 'not-proven', code: 'ledger/checkpoint-signature-invalid' })
    await expect(mirrorLog(async () => Promise.reject(new Error('no network')), mirror)).rejects.toThrowError('no network')
    await storage.writeCheckpoint(encodeUtf8(foreign.text))
    await expect(mirrorLog(reading(log), mirror)).rejects.toThrowError(expect.objectContaining({ code: 'ledger/mirror-foreign' }))
  })

  it('stops before an entry that is refused, keeps what is before, and goes on when it is accepted', async () => {
    const log = await newLog(5_000)
    const seen: number[] = []
    const checking = (refusedIndex: number): Mirror => ({ ...mirror, checkEntry: async (entry, index) => {
      seen.push(new TextDecoder().decode(entry) === `entry ${index}` ? index : Number.NaN)
      return index === refusedIndex ? { kind: 'refused', code: 'trust/not-registered', reason: 'the issuer is not registered' } : undefined
    } })
    expect(await mirrorLog(reading(log), checking(4_300))).toMatchObject({ outcome: 'entry-refused', index: 4_300, refusal: { code: 'trust/not-registered' } })
    expect(seen).toEqual(Array.from({ length: 4_301 }, (_, index) => index))
    expect([await storage.read('checkpoint'), await storage.read('tile/entries/016')]).toEqual([undefined, undefined])
    expect(await storage.read('tile/entries/015')).toEqual(await log.resource('tile/entries/015'))
    seen.length = 0
    expect(await mirrorLog(reading(log), { ...checking(-1), checkFrom: 4_300 })).toMatchObject({ outcome: 'copied' })
    expect(seen).toEqual(Array.from({ length: 700 }, (_, index) => 4_300 + index))
    await expectSame(log)
  })

  it('shows entries that it has again to a checker that has to begin earlier', async () => {
    const log = await newLog(700)
    await mirrorLog(reading(log), mirror)
    await grow(log, 900)
    const seen: number[] = []
    const report = await mirrorLog(reading(log), { ...mirror, checkFrom: 100, checkEntry: async (_, index) => void seen.push(index) })
    expect(report).toMatchObject({ outcome: 'copied', added: 200 })
    expect(seen).toEqual(Array.from({ length: 800 }, (_, index) => 100 + index))
  })
})

describe('parseCheckpoint() of a copy', () => {
  it('is the text of the log, byte for byte', async () => {
    const log = await newLog(10)
    await mirrorLog(reading(log), mirror)
    expect(parseCheckpoint(new TextDecoder().decode(await storage.read('checkpoint'))).text).toBe(log.checkpoint.text)
  })
})
