import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { auditLog } from 'everlearned/ledger'
import { folderLogReader, nativeCryptography } from 'everlearned/node'
import { parseEntry } from 'everlearned/trust'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../database/open-test-database.ts'
import { serverProgram } from '../server-program.ts'

const isLong = process.env['LER_TEST_LONG'] !== undefined
const [rowCount, killCount] = isLong ? [5_000, 10] : [400, 2]
const root = fileURLToPath(new URL('../../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'ler-kill-'))
const data = join(folder, 'data')

let database: TestDatabase
let ports: readonly number[]
let child: ChildProcess | undefined
let key = ''

beforeAll(async () => {
  database = await openTestDatabase()
  ports = await freePorts(2)
})

afterAll(async () => {
  await kill()
  await database.close()
})

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer())
  for (const server of servers) await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const found = servers.map((server) => (server.address() as AddressInfo).port)
  for (const server of servers) await new Promise((done) => server.close(done))
  return found
}

/** Starts the real server and answers what it printed until it serves. */
async function start(): Promise<string> {
  const [port, walletPort] = ports
  const flags = ['serve', '--data', data, '--database-url', database.url, '--host', '127.0.0.1', '--port', String(port), '--wallet-port', String(walletPort)]
  const started = spawn(process.execPath, [...serverProgram, ...flags], { cwd: root, env: { ...process.env, LER_LOG_LEVEL: 'warn' }, stdio: ['ignore', 'pipe', 'pipe'] })
  child = started
  let output = ''
  return new Promise((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      output += chunk.toString()
      if (output.includes(' answers at ')) resolve(output)
    }
    started.stdout.on('data', take)
    started.stderr.on('data', take)
    started.once('exit', (code) => reject(new Error(`The node ended with ${code}:\n${output}`)))
  })
}

/** As a power cut would end it, as far as a process can tell. */
async function kill(): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((done) => child?.once('exit', done))
  child.kill('SIGKILL')
  await ended
}

async function call(path: string, { method = 'GET', body, headers = {} }: { method?: string; body?: unknown; headers?: Record<string, string> } = {}): Promise<Response> {
  const type = typeof body === 'string' ? 'text/csv' : 'application/json'
  return fetch(`http://127.0.0.1:${ports[0]}${path}`, {
    method,
    headers: { ...(key === '' ? {} : { authorization: `Bearer ${key}` }), ...(body === undefined ? {} : { 'content-type': type }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

async function setUp(output: string): Promise<string> {
  const token = /\/setup#(\S+)/.exec(output)?.[1]
  const answer = await call('/api/setup', { method: 'POST', body: { token, displayName: 'Registrar', loginName: 'registrar', organisation: { name: 'College' }, passphrase: 'four brass kettles sing' } })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  const { organisations } = await answer.json() as { organisations: { id: string }[] }
  const org = `/api/organisations/${organisations[0]?.id}`
  const made = await call(`${org}/api-keys`, { method: 'POST', body: { name: 'test' }, headers: { cookie, origin: `http://localhost:${ports[0]}` } })
  key = (await made.json() as { key: string }).key
  return org
}

async function startJob(org: string): Promise<string> {
  const achievement = await call(`${org}/achievements`, { method: 'POST', body: { name: 'Welding', description: 'Joins steel', criteria: 'Passed', achievementType: 'Certificate' } })
  const { id: achievementId } = await achievement.json() as { id: string }
  const file = ['Name,Email,Issued at', ...Array.from({ length: rowCount }, (_, index) => `Graduate ${index},graduate-${index}@example.org,2026-05-01`)].join('\n')
  const { id } = await (await call(`${org}/uploads`, { method: 'POST', body: file })).json() as { id: string }
  const job = await call(`${org}/uploads/${id}/issue`, { method: 'POST', body: { achievementId, mapping: { fullName: 0, email: 1, awardedOn: 2 } } })
  expect(job.status).toBe(202)
  return (await job.json() as { id: string }).id
}

async function count(table: 'credential' | 'commitment' | 'claim'): Promise<number> {
  const { count: found } = await database.database.selectFrom(table).select((of) => of.fn.countAll<string>().as('count')).executeTakeFirstOrThrow()
  return Number(found)
}

describe(`a job of ${rowCount} rows`, () => {
  it(`survives ${killCount} kill -9 without a double and without a loss`, async () => {
    const org = await setUp(await start())
    const jobId = await startJob(org)
    const seen: number[] = []
    for (let killed = 0; killed < killCount; killed += 1) {
      await new Promise((done) => setTimeout(done, 100 + Math.random() * 900))
      await kill()
      seen.push(await count('credential'))
      await start()
    }
    const until = Date.now() + 180_000
    let job: { state: string; batched: number; issued: number }
    do {
      await new Promise((done) => setTimeout(done, 250))
      job = await (await call(`${org}/jobs/${jobId}`)).json() as typeof job
    } while ((job.state !== 'done' || job.batched < rowCount) && Date.now() < until)
    expect(job).toMatchObject({ state: 'done', issued: rowCount, batched: rowCount })
    // A chunk is whole or not there: what a kill left is a multiple of it.
    expect(seen.every((found) => found % 100 === 0)).toBe(true)
    expect([await count('credential'), await count('commitment'), await count('claim')]).toEqual([rowCount, rowCount, rowCount])
    const { rows } = { rows: await database.database.selectFrom('ledger_batch').select(['real_count', 'state']).execute() }
    expect(rows).toEqual([{ real_count: rowCount, state: 'recorded' }])
    const verifierKey = (await (await call('/ledger/key')).text()).trim()
    await kill()
    const batches: number[] = []
    const checkEntry = (bytes: Uint8Array): undefined => {
      const entry = parseEntry(bytes)
      if (entry.type === 'batch') batches.push(entry.payload.size)
    }
    expect(await auditLog(folderLogReader(join(data, 'ledger')), { cryptography: nativeCryptography, verifierKey, checkEntry })).toMatchObject({ findings: [] })
    expect(batches).toHaveLength(1)
    expect(batches[0]).toBeGreaterThanOrEqual(rowCount)
  }, 600_000)
})
