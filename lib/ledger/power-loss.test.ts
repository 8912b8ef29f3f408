import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { auditLog } from './audit-log.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { LogStorage } from './log-storage.ts'
import { openLog, type LogIdentity } from './open-log.ts'
import { verifyConsistency } from './verify-consistency.ts'

const identity: LogIdentity = {
  origin: 'college.example/ledger', cryptography,
  signingKey: await cryptography.importSigningKey(await cryptography.generateKey('Ed25519')),
}

const isLong = process.env['LER_TEST_LONG'] !== undefined

type Bytes = Uint8Array<ArrayBuffer>

/** What a file holds for readers, and what of it would survive a power cut. */
interface DiskFile {
  readonly now: Bytes | undefined
  readonly durable: Bytes | undefined
}

/** A disk with a cache: what was not forced to it may be lost, emptied, zeroed or kept when the power goes. */
class Disk {
  readonly #files = new Map<string, DiskFile>()
  #stepsLeft = Infinity

  /** The power goes before the given step of writing from now on. */
  failAfter(steps: number): void {
    this.#stepsLeft = steps
  }

  storage(): LogStorage {
    const segment = (number: number): string => `journal/${number}`
    return {
      listSegments: async () => [...this.#files].filter(([path, { now }]) => path.startsWith('journal/') && now !== undefined).map(([path]) => Number(path.slice(8))).sort((left, right) => left - right),
      readSegment: async (number) => this.#files.get(segment(number))?.now,
      appendSegment: async (number, bytes) => {
        const grown = concatBytes(this.#files.get(segment(number))?.now ?? new Uint8Array(0), bytes)
        this.#put(segment(number), grown)
        this.#put(segment(number), grown, grown)
      },
      truncateSegment: async (number, length) => {
        const cut = (this.#files.get(segment(number))?.now ?? new Uint8Array(0)).slice(0, length)
        this.#put(segment(number), cut, cut)
      },
      read: async (path) => this.#files.get(path)?.now,
      write: async (files) => files.forEach(({ path, bytes }) => this.#put(path, bytes)),
      writeCheckpoint: async (bytes) => this.#put('checkpoint', bytes),
      removePartials: async (paths) => {
        for (const path of this.#files.keys()) if (path.includes('.p/') && paths.includes(path.replace(/\.p\/\d+$/, ''))) this.#put(path, undefined)
      },
      flush: async () => {
        for (const [path, { now }] of this.#files) this.#put(path, now, now)
      },
      close: async () => undefined,
    }
  }

  /** The power comes back: each file that was not forced to the disk has had its own luck. */
  restart(luck: (choices: number) => number): void {
    this.#stepsLeft = Infinity
    for (const [path, { now, durable }] of this.#files) {
      const kept = path === 'checkpoint' ? [now, durable][luck(2)] : this.#afterCut(path, { now, durable }, luck)
      this.#files.set(path, { now: kept, durable: kept })
    }
  }

  #afterCut(path: string, { now, durable }: DiskFile, luck: (choices: number) => number): Bytes | undefined {
    if (now === durable) return durable
    // An append may have reached the disk in part, behind what was forced to it.
    if (path.startsWith('journal/')) return now?.slice(0, (durable?.length ?? 0) + luck(now.length - (durable?.length ?? 0) + 1))
    return [now, durable, now?.slice(0, luck(now.length + 1)), now === undefined ? undefined : new Uint8Array(now.length)][luck(4)]
  }

  #put(path: string, now: Bytes | undefined, durable: Bytes | undefined = this.#files.get(path)?.durable): void {
    this.#stepsLeft -= 1
    if (this.#stepsLeft < 0) throw new Error('the power is off')
    // The bytes of a checkpoint are forced before its name changes; which of the two names survives is luck.
    this.#files.set(path, path === 'checkpoint' ? { now, durable: this.#files.get(path)?.now } : { now, durable })
  }
}

const entry = (index: number): Bytes => encodeUtf8(`entry ${index}`)

describe('a power cut', () => {
  const story = fc.array(fc.record({ batches: fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 4 }), steps: fc.nat(40), seed: fc.nat() }), { minLength: 1, maxLength: 5 })

  it.each([
    { start: 0, runs: isLong ? 300 : 15 },
    // Just before the end of a journal segment.
    { start: 64_900, runs: isLong ? 60 : 2 },
  ])('loses nothing acknowledged, moves no signed root and leaves a log that audits, from $start entries on', async ({ start, runs }) => {
    await fc.assert(fc.asyncProperty(story, async (cuts) => {
      const disk = new Disk()
      const acknowledged: Checkpoint[] = []
      if (start > 0) acknowledged.push((await (await openLog(disk.storage(), identity)).append(Array.from({ length: start }, (_, at) => entry(at)))).checkpoint)
      for (const { batches, steps, seed } of cuts) {
        await workUntilCut(disk, { batches, steps, acknowledged })
        let state = seed + 1
        disk.restart((choices) => (state = (state * 48_271) % 2_147_483_647) % choices)
        const log = await openLog(disk.storage(), identity)
        for (const head of acknowledged.slice(-6)) {
          const proof = await log.consistencyProof(head.size)
          expect(verifyConsistency({ olderSize: head.size, newerSize: log.checkpoint.size, olderRoot: head.root, newerRoot: log.checkpoint.root, proof }, cryptography.sha256)).toBe(true)
        }
        const checkEntry = (found: Uint8Array, index: number): string | undefined => (new TextDecoder().decode(found) === `entry ${index}` ? undefined : 'test/entry')
        const { findings } = await auditLog((path) => log.resource(path), { verifierKey: log.verifierKey, cryptography, checkEntry })
        expect(findings).toEqual([])
      }
    }), { numRuns: runs, endOnFailure: true })
  }, isLong ? 1_200_000 : 60_000)
})

describe('a power cut after a journal segment ended', () => {
  it('takes no tile of that segment with it, though all that was not forced to the disk turns to zeros', async () => {
    const disk = new Disk()
    const log = await openLog(disk.storage(), identity)
    await log.append(Array.from({ length: 65_000 }, (_, at) => entry(at)))
    const { checkpoint } = await log.append(Array.from({ length: 700 }, (_, at) => entry(65_000 + at)))
    disk.restart((choices) => choices - 1)
    // What a web server publishes from the disk must be whole without anybody asking the log for it.
    const again = await openLog(disk.storage(), identity)
    expect(await auditLog(disk.storage().read, { verifierKey: again.verifierKey, cryptography, checkEntry: () => undefined })).toMatchObject({ size: checkpoint.size, findings: [] })
  })
})

async function workUntilCut(disk: Disk, { batches, steps, acknowledged }: { readonly batches: readonly number[]; readonly steps: number; readonly acknowledged: Checkpoint[] }): Promise<void> {
  const log = await openLog(disk.storage(), identity)
  disk.failAfter(steps)
  for (const count of batches) {
    const { size } = log.checkpoint
    const receipt = await log.append(Array.from({ length: count }, (_, at) => entry(size + at))).catch(() => undefined)
    if (receipt === undefined) return
    acknowledged.push(receipt.checkpoint)
  }
}
