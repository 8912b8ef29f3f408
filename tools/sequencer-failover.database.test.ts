import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { auditLog, decodeEntries, hashLeaf, openLog, type TransparencyLog } from 'everlearned/ledger'
import { fileLogStorage, folderLogReader, nativeCryptography as cryptography, postgresLogStorage } from 'everlearned/node'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { GrowingTree } from '../lib/ledger/growing-tree.ts'
import { startReplicatedPostgres } from './replicated-postgres.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

const isLong = process.env['LER_TEST_LONG'] !== undefined
const origin = 'college.example/ledger'
const jwk = await cryptography.generateKey('Ed25519')
const signingKey = await cryptography.importSigningKey(jwk)

interface Acknowledged {
  readonly name: string
  readonly index: number
  readonly count: number
  readonly number: number
  readonly size: number
  readonly root: string
}

/** A sequencer in a process of its own. */
class Sequencer {
  readonly #child: ChildProcess
  readonly #name: string
  readonly #closed: Promise<unknown>
  #output = ''

  constructor(url: string, folder: string, name: string, batch: number) {
    const program = join(import.meta.dirname, '_sequence-until-ended.ts')
    this.#name = name
    this.#child = spawn(process.execPath, ['--import', 'tsx', program, url, folder, JSON.stringify(jwk), name, String(batch)], { stdio: ['ignore', 'pipe', 'inherit'] })
    this.#closed = new Promise((resolve) => this.#child.once('close', resolve))
    this.#child.stdout?.on('data', (part: Buffer) => {
      this.#output += part.toString()
    })
  }

  acknowledged(): readonly Acknowledged[] {
    return this.#output.split('\n').slice(0, -1).map((line) => {
      const [index, count, number, size, root = ''] = line.split(' ')
      return { name: this.#name, index: Number(index), count: Number(count), number: Number(number), size: Number(size), root }
    })
  }

  /** Waits until it has acknowledged so many batches more. */
  async worksOn(batches: number): Promise<void> {
    const goal = this.acknowledged().length + batches
    while (this.acknowledged().length < goal) {
      if (this.#child.exitCode !== null) throw new Error(`sequencer ${this.#name} ended with ${this.#child.exitCode}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.#child.kill(signal)
    await this.#closed
  }
}

/** Digests of the published files below a folder, the journal's and the half-written ones apart. */
function publishedFiles(folder: string): ReadonlyMap<string, string> {
  const paths = ['checkpoint', ...readdirSync(join(folder, 'tile'), { recursive: true }).map((path) => join('tile', String(path)))]
  return new Map(paths.filter((path) => statSync(join(folder, path)).isFile()).toSorted().map((path) => [path, createHash('sha256').update(readFileSync(join(folder, path))).digest('hex')]))
}

/** Both have every full tile, and no file that both have differs; each keeps unfinished tiles of the sizes that it has signed itself. */
function expectSameBytes(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): void {
  const full = (files: ReadonlyMap<string, string>): readonly string[] => [...files.keys()].filter((path) => !path.includes('.p/'))
  expect(full(left)).toEqual(full(right))
  expect([...left].filter(([path, digest]) => (right.get(path) ?? digest) !== digest)).toEqual([])
}

async function allEntries(log: TransparencyLog): Promise<readonly Uint8Array[]> {
  const entries: Uint8Array[] = []
  for (let index = 0; index * 256 < log.checkpoint.size; index += 1) {
    const width = Math.min(256, log.checkpoint.size - index * 256)
    const path = `tile/entries/${String(Math.floor(index / 1_000) === 0 ? '' : `x${String(Math.floor(index / 1_000)).padStart(3, '0')}/`)}${String(index % 1_000).padStart(3, '0')}`
    const bytes = await log.resource(width < 256 ? `${path}.p/${width}` : path)
    entries.push(...decodeEntries(bytes ?? new Uint8Array(0), width))
  }
  return entries
}

/** Every root that was acknowledged is the root of that size of the one history; every entry lies where it was said to lie, once. */
function expectOneHistory(entries: readonly Uint8Array[], acknowledged: readonly Acknowledged[]): void {
  const tree = new GrowingTree(cryptography.sha256)
  const roots = new Map<number, string>()
  const sizes = new Set(acknowledged.map(({ size }) => size))
  for (const entry of entries) {
    tree.push(hashLeaf(entry, cryptography.sha256))
    if (sizes.has(tree.size)) roots.set(tree.size, Buffer.from(tree.root()).toString('base64'))
  }
  expect(acknowledged.filter(({ size, root }) => roots.get(size) !== root)).toEqual([])
  const texts = entries.map((entry) => Buffer.from(entry).toString())
  const lost = acknowledged.filter(({ name, index, count, number }) => texts.slice(index, index + count).some((text, at) => text !== `${name} ${number + at}`))
  expect(lost).toEqual([])
  expect(new Set(texts).size).toBe(texts.length)
}

describe('two sequencers on a replicated PostgreSQL', () => {
  it('keep one history when one of them is killed and then the primary, and publish the same tiles', async () => {
    const folder = makeTemporaryFolder('failover-')
    const postgres = await startReplicatedPostgres(folder, { durable: isLong })
    const files = makeTemporaryFolder('sequencers-')
    const [pace, batch] = isLong ? [60, 2_000] : [12, 400]
    const start = (name: string, place: string): Sequencer => new Sequencer(postgres.url, join(files, place), name, batch)
    const sequencers = [start('a', 'left'), start('b', 'right')]
    try {
      const [first, second] = sequencers as [Sequencer, Sequencer]
      await Promise.all(sequencers.map((sequencer) => sequencer.worksOn(pace)))
      await first.end('SIGKILL')
      await second.worksOn(pace)
      const third = start('c', 'left')
      sequencers.push(third)
      await third.worksOn(pace)
      await postgres.failOver()
      await Promise.all([second.worksOn(pace), third.worksOn(pace)])
      await Promise.all([second.end('SIGTERM'), third.end('SIGTERM')])

      const acknowledged = sequencers.flatMap((sequencer) => sequencer.acknowledged())
      const pool = new pg.Pool({ connectionString: postgres.url })
      for (const place of ['left', 'right']) {
        const storage = await postgresLogStorage({ connections: pool, origin, files: await fileLogStorage(join(files, place)), filesAre: 'own' })
        const log = await openLog(storage, { origin, signingKey, cryptography })
        expectOneHistory(await allEntries(log), acknowledged)
        const { size, findings } = await auditLog(folderLogReader(join(files, place)), { verifierKey: log.verifierKey, cryptography, checkEntry: () => undefined })
        expect({ size, findings }).toEqual({ size: log.checkpoint.size, findings: [] })
        await log.close()
      }
      await pool.end()
      expectSameBytes(publishedFiles(join(files, 'left')), publishedFiles(join(files, 'right')))
      if (isLong) process.stdout.write(`failover: ${acknowledged.reduce((sum, { count }) => sum + count, 0)} entries acknowledged, none lost, no fork\n`)
    } finally {
      await Promise.all(sequencers.map((sequencer) => sequencer.end('SIGKILL')))
      await postgres.stop()
      for (const path of [folder, files]) rmSync(path, { recursive: true })
    }
  }, isLong ? 600_000 : 60_000)
})
