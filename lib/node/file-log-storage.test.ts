import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodeBase64 } from '../encoding/base64url.ts'
import { decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { auditLog } from '../ledger/audit-log.ts'
import { parseCheckpoint, type TreeHead } from '../ledger/checkpoint.ts'
import { openLog } from '../ledger/open-log.ts'
import type { TransparencyLog } from '../ledger/transparency-log.ts'
import { verifyConsistency } from '../ledger/verify-consistency.ts'
import { fileLogStorage } from './file-log-storage.ts'
import { folderLogReader } from './folder-log-reader.ts'
import { nativeCryptography as cryptography } from './native-cryptography.ts'

const origin = 'college.example/ledger'
const jwk = await cryptography.generateKey('Ed25519')
const signingKey = await cryptography.importSigningKey(jwk)
const isLong = process.env['LER_TEST_LONG'] !== undefined
const kills = isLong ? 60 : 6

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-'))
})
afterEach(() => rm(folder, { recursive: true }))

const open = async (): Promise<TransparencyLog> => openLog(await fileLogStorage(folder), { origin, signingKey, cryptography })

/** Runs the appending program, kills it after so many milliseconds of work, and answers what it acknowledged. */
async function appendUntilKilled(milliseconds: number, batch: number): Promise<readonly TreeHead[]> {
  const program = join(import.meta.dirname, '_append-until-killed.ts')
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', program, folder, JSON.stringify(jwk), String(batch)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  const ended = new Promise((resolve) => child.once('close', resolve))
  await new Promise<void>((resolve) => {
    child.stdout?.on('data', (part: Buffer) => {
      output += part.toString()
      resolve()
    })
    child.once('close', () => resolve())
  })
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  child.kill('SIGKILL')
  await ended
  return output.split('\n').slice(1, -1).map((line) => {
    const [size = '', root = ''] = line.split(' ')
    return { origin, size: Number(size), root: decodeBase64(root) }
  })
}

async function extendsHead(log: TransparencyLog, head: TreeHead): Promise<boolean> {
  if (head.size === 0) return true
  const { size, root } = log.checkpoint
  return verifyConsistency({ olderSize: head.size, newerSize: size, olderRoot: head.root, newerRoot: root, proof: await log.consistencyProof(head.size) }, cryptography.sha256)
}

describe('fileLogStorage()', () => {
  it('keeps a log over restarts, as files that can be published and audited as they stand', async () => {
    const first = await open()
    for (let size = 0; size < 700; size += 100) await first.append(Array.from({ length: 100 }, (_, at) => encodeUtf8(`entry ${size + at}`)))
    await first.close()
    const log = await open()
    expect(log.checkpoint).toEqual(first.checkpoint)
    expect(await readFile(join(folder, 'checkpoint'), 'utf8')).toBe(log.checkpoint.text)
    expect((await readFile(join(folder, 'tile/0/001'))).length).toBe(8_192)
    expect(await readdir(join(folder, 'tile/entries'))).toEqual(['000', '001', '002.p'])
    const checkEntry = (entry: Uint8Array, index: number): string | undefined => (decodeUtf8(entry) === `entry ${index}` ? undefined : 'test/entry')
    const report = await auditLog(folderLogReader(folder), { verifierKey: log.verifierKey, cryptography, checkEntry })
    expect(report).toEqual({ size: 700, root: log.checkpoint.root, findings: [], isCutShort: false })
    await log.close()
  })

  it('clears half-written files of a crash away and makes damaged ones again', async () => {
    const first = await open()
    await first.append(Array.from({ length: 300 }, (_, at) => encodeUtf8(`entry ${at}`)))
    await first.close()
    await mkdir(join(folder, 'tmp'), { recursive: true })
    await writeFile(join(folder, 'tmp/tile-0-000'), 'half')
    await writeFile(join(folder, 'tile/0/000'), '')
    await rm(join(folder, 'tile/entries'), { recursive: true })
    await writeFile(join(folder, 'journal/000000000'), Uint8Array.of(0x4c, 0x45, 0x52), { flag: 'a' })
    const log = await open()
    expect(log.checkpoint).toEqual(first.checkpoint)
    expect(await readdir(join(folder, 'tmp'))).toEqual([])
    expect((await auditLog(folderLogReader(folder), { verifierKey: log.verifierKey, cryptography, checkEntry: () => undefined })).findings).toEqual([])
    await log.close()
  })

  it(`loses nothing acknowledged and moves no signed root over ${kills} kills at random moments`, async () => {
    const seen: TreeHead[] = []
    // Milliseconds of processor time, which other work on the machine does not lengthen.
    let slowest = 0
    for (let kill = 0; kill < kills; kill += 1) {
      // Batches of one, of a few and of many tiles meet the kill at different steps.
      const acknowledged = await appendUntilKilled(Math.random() * 250, [1, 7, 300, 5_000][kill % 4] ?? 1)
      const signed = parseCheckpoint(await readFile(join(folder, 'checkpoint'), 'utf8'))
      const before = process.cpuUsage()
      const log = await open()
      const { user, system } = process.cpuUsage(before)
      slowest = Math.max(slowest, (user + system) / 1_000)
      seen.push(...acknowledged.slice(-3), signed)
      expect(log.checkpoint.size).toBeGreaterThanOrEqual(Math.max(...seen.map(({ size }) => size)))
      for (const head of seen) expect(await extendsHead(log, head)).toBe(true)
      const checkEntry = (entry: Uint8Array, index: number): string | undefined => (decodeUtf8(entry) === `entry ${index}` ? undefined : 'test/entry')
      const { findings } = await auditLog(folderLogReader(folder), { verifierKey: log.verifierKey, cryptography, checkEntry })
      expect(findings).toEqual([])
      await log.close()
    }
    expect(seen.some(({ size }) => size > 0)).toBe(true)
    expect(slowest).toBeLessThan(2_000)
  }, isLong ? 600_000 : 60_000)
})
