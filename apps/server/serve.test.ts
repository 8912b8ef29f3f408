import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { processStamp } from '../../tools/process-stamp.ts'
import { makeTemporaryFolder } from '../../tools/temporary-folder.ts'
import { makeEmptyDatabase } from './database/open-test-database.ts'
import { serverProgram } from './server-program.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folders: string[] = []

interface Place {
  readonly folder: string
  readonly data: string
  readonly port: number
  readonly walletPort: number
}

async function makePlace(): Promise<Place> {
  const folder = makeTemporaryFolder('ler-serve-')
  folders.push(folder)
  const servers = [createServer(), createServer()]
  for (const server of servers) await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const [port = 0, walletPort = 0] = servers.map((server) => (server.address() as AddressInfo).port)
  for (const server of servers) await new Promise((done) => server.close(done))
  return { folder, data: join(folder, 'data'), port, walletPort }
}

interface Started {
  readonly child: ChildProcess
  readonly output: string
}

function launch({ data, port, walletPort }: Place, env: Record<string, string> = {}): ChildProcess {
  const flags = ['serve', '--data', data, '--port', `${port}`, '--wallet-port', `${walletPort}`]
  return spawn(process.execPath, [...serverProgram, ...flags], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LER_LOG_LEVEL: 'warn', ...env } })
}

function start(place: Place, env?: Record<string, string>): Promise<Started> {
  const child = launch(place, env)
  let output = ''
  return new Promise((done, fail) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('answers at')) done({ child, output })
    })
    child.stderr?.on('data', (chunk: Buffer) => { output += chunk.toString() })
    child.once('exit', (code) => fail(new Error(`ended with ${code}: ${output}`)))
  })
}

/** Starts a node that is expected to refuse. */
function refused(place: Place, env?: Record<string, string>): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = launch(place, env)
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => { said += chunk.toString() })
  return new Promise((done) => child.once('close', (code) => done({ code, said })))
}

function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null> {
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  child.kill(signal)
  return ended
}

async function setUp({ port }: Place, output: string): Promise<Response> {
  const token = /\/setup#(\S+)/.exec(output)?.[1]
  return fetch(`http://localhost:${port}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'origin': `http://localhost:${port}` },
    body: JSON.stringify({ token, displayName: 'Registrar', loginName: 'registrar', organisation: { name: 'Riverbend' }, passphrase: 'four brass kettles sing' }),
  })
}

const postmaster = ({ data }: Place): string => join(data, 'postgres/cluster/postmaster.pid')
const postmasterPid = (place: Place): number => Number(readFileSync(postmaster(place), 'utf8').split('\n')[0])

describe('a node as a process', () => {
  /** Where a node was set up, and has ended: a PostgreSQL takes seconds to make. */
  let settled: Place | undefined
  const settledPlace = async (): Promise<Place> => (settled ??= await makePlace())
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

  it('prints the set-up link, then its address; is set up; survives kill -9; stops in order', async () => {
    const place = await settledPlace()
    const first = await start(place)
    expect(first.output.split('\n').map((line) => /setup#|answers at/.exec(line)?.[0]).filter((found) => found !== undefined)).toEqual(['setup#', 'answers at'])
    expect(statSync(`${place.data}.key`).mode & 0o777).toBe(0o600)
    const answer = await setUp(place, first.output)
    expect(answer.status).toBe(201)
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
    const pid = postmasterPid(place)
    await end(first.child, 'SIGKILL')

    const second = await start(place)
    expect(postmasterPid(place)).toBe(pid)
    expect(second.output).not.toContain('setup#')
    const session = await fetch(`http://localhost:${place.port}/api/session`, { headers: { cookie } })
    expect(await session.json()).toMatchObject({ organisations: [{ name: 'Riverbend' }] })
    expect(await end(second.child, 'SIGTERM')).toBe(0)
    expect(processStamp(pid)).toBeUndefined()
    expect(existsSync(join(place.data, 'lock'))).toBe(false)
  }, 180_000)

  it('refuses a second start on the same folder while the first lives, and leaves that one alone', async () => {
    const place = await settledPlace()
    const { child } = await start(place)
    const { code, said } = await refused({ ...place, ...await makePlace().then(({ port, walletPort }) => ({ port, walletPort })) })
    expect([code, said]).toEqual([69, `Cannot start on ${place.data}: a node runs on it already, as process ${child.pid}\n`])
    expect((await fetch(`http://localhost:${place.port}/health`)).status).toBe(200)
    expect(await end(child, 'SIGINT')).toBe(0)
  }, 180_000)

  it('stops PostgreSQL again when it cannot listen', async () => {
    const place = await settledPlace()
    const taken = createServer()
    await new Promise<void>((done) => taken.listen(place.port, '127.0.0.1', done))
    const { code, said } = await refused(place)
    taken.close()
    expect(code).toBe(69)
    expect(said).toContain(`another program listens on port ${place.port}`)
    expect(existsSync(postmaster(place))).toBe(false)
    expect(existsSync(join(place.data, 'lock'))).toBe(false)
  }, 180_000)

  it('finishes the request that runs, and takes no new one, when it is told to stop', async () => {
    const place = await makePlace()
    const { url, drop } = await makeEmptyDatabase()
    const { child, output } = await start(place, { DATABASE_URL: url })
    const running = setUp(place, output)
    await new Promise((done) => setTimeout(done, 30))
    const ended = end(child, 'SIGTERM')
    expect((await running).status).toBe(201)
    expect(await ended).toBe(0)
    await expect(fetch(`http://localhost:${place.port}/health`)).rejects.toThrow()
    await drop()
  }, 180_000)

  it('runs on the PostgreSQL of DATABASE_URL, and refuses to sign with another key file', async () => {
    const place = await makePlace()
    const { url, drop } = await makeEmptyDatabase()
    const first = await start(place, { DATABASE_URL: url })
    await setUp(place, first.output)
    await end(first.child, 'SIGTERM')
    expect(existsSync(join(place.data, 'postgres'))).toBe(false)
    const beside = await refused(await makePlace(), { DATABASE_URL: url })
    expect([beside.code, beside.said]).toEqual([69, expect.stringContaining('belongs with another data folder')])

    rmSync(`${place.data}.key`)
    const gone = await refused(place, { DATABASE_URL: url })
    expect(gone.code).toBe(69)
    expect(gone.said).toContain('the database holds keys sealed under it')
    expect(existsSync(`${place.data}.key`)).toBe(false)
    await drop()
  }, 180_000)

  it('says what is wrong with a flag or a database, without a stack and without the password', async () => {
    const place = await makePlace()
    expect(await refused(place, { LER_PUBLIC_BASE_URL: 'http://college.example' })).toEqual({ code: 64, said: 'Cannot start with --public-base-url: without https only localhost is taken: keys and records would travel in the clear\n' })
    const unreachable = await refused(place, { DATABASE_URL: 'postgres://ler:pa55word@127.0.0.1:1/ler' })
    expect(unreachable).toEqual({ code: 69, said: 'Cannot open database: the server does not answer\n' })
  }, 180_000)
})
