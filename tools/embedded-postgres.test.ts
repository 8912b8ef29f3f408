import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { startPostgres } from './embedded-postgres.ts'
import { processStamp } from './process-stamp.ts'

const launcher = fileURLToPath(new URL('./embedded-postgres.ts', import.meta.url))
const fast = { durable: false }
const folders: string[] = []

/** A folder that PostgreSQL's user can reach, unless `mode` says otherwise. */
function makeFolder(mode = 0o711): string {
  const folder = mkdtempSync(join(tmpdir(), 'ler-postgres-'))
  chmodSync(folder, mode)
  folders.push(folder)
  return join(folder, 'postgres')
}

async function query<T extends pg.QueryResultRow>(url: string, text: string): Promise<readonly T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end()
  }
}

/** A process of its own that starts PostgreSQL on `folder`, says its URL and waits. */
async function startElsewhere(folder: string): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const script = `import { startPostgres } from ${JSON.stringify(launcher)}
const server = await startPostgres(${JSON.stringify(folder)}, { durable: true })
process.on('SIGTERM', () => server.stop().then(() => process.exit(0)))
console.log(server.url)
setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'], cwd: dirname(dirname(launcher)) })
  const url = await new Promise<string>((done, fail) => {
    child.stdout?.once('data', (chunk: Buffer) => done(chunk.toString().trim()))
    child.once('exit', (code) => fail(new Error(`ended with ${code}`)))
  })
  return { child, url }
}

function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  child.kill(signal)
  return ended
}

const postmasterPid = (folder: string): number => Number(readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])

describe('startPostgres()', () => {
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

  it('makes a cluster with checksums, SCRAM, no JIT, on loopback only, its password for its owner only', async () => {
    const folder = makeFolder()
    const server = await startPostgres(folder, fast)
    const settings = await query<{ name: string; setting: string }>(server.url, "select name, setting from pg_settings where name in ('data_checksums', 'password_encryption', 'jit', 'listen_addresses', 'unix_socket_directories', 'log_error_verbosity') order by name")
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      data_checksums: 'on', jit: 'off', listen_addresses: '127.0.0.1', log_error_verbosity: 'terse', password_encryption: 'scram-sha-256', unix_socket_directories: '',
    })
    expect(statSync(join(folder, 'password')).mode & 0o777).toBe(0o600)
    const stranger = new URL(server.url)
    stranger.password = 'guess'
    await expect(query(stranger.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
    await server.stop()
    expect(existsSync(join(folder, 'cluster', 'postmaster.pid'))).toBe(false)
  })

  it('is adopted by whoever comes next, and stopped by whoever leaves last', async () => {
    const folder = makeFolder()
    const first = await startPostgres(folder, fast)
    const pid = postmasterPid(folder)
    const second = await startPostgres(folder, fast)
    expect(second.url).toBe(first.url)
    await first.stop()
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await second.stop()
    expect(processStamp(pid)).toBeUndefined()
  })

  it('outlives a process that is killed, keeps what was committed, and is adopted by the next', async () => {
    const folder = makeFolder()
    const { child, url } = await startElsewhere(folder)
    await query(url, 'create table kept (id integer)')
    await query(url, 'insert into kept values (1)')
    await end(child, 'SIGKILL')
    const next = await startPostgres(folder)
    expect(next.url).toBe(url)
    expect(await query(next.url, 'select id from kept')).toEqual([{ id: 1 }])
    await next.stop()
    expect(readdirSync(join(folder, 'users'))).toEqual([])
  })

  it('comes back with what was committed after the server itself was killed', async () => {
    const folder = makeFolder()
    const first = await startPostgres(folder)
    await query(first.url, 'create table kept (id integer)')
    await query(first.url, 'insert into kept values (1)')
    process.kill(postmasterPid(folder), 'SIGKILL')
    const second = await startPostgres(folder)
    expect(await query(second.url, 'select id from kept')).toEqual([{ id: 1 }])
    await second.stop()
    await first.stop()
  })

  it('starts anew where a first start was killed half-way', async () => {
    const folder = makeFolder()
    mkdirSync(join(folder, 'cluster.init-1'), { recursive: true })
    chmodSync(folder, 0o711)
    writeFileSync(join(folder, 'cluster.init-1', 'PG_VERSION'), '18')
    writeFileSync(join(folder, 'password'), 'of the half-made one')
    const server = await startPostgres(folder, fast)
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(readdirSync(folder).filter((name) => name.includes('init'))).toEqual([])
    await server.stop()
  })

  it('serves several that start at the same moment with one server', async () => {
    const folder = makeFolder()
    const servers = await Promise.all([startElsewhere(folder), startElsewhere(folder), startElsewhere(folder)])
    expect(new Set(servers.map(({ url }) => url)).size).toBe(1)
    const pid = postmasterPid(folder)
    await Promise.all(servers.map(({ child }) => end(child, 'SIGTERM')))
    expect(processStamp(pid)).toBeUndefined()
  })

  it.runIf(process.getuid?.() === 0)('gives its user the cluster and no place to lay links for root, also where it once had', async () => {
    const folder = makeFolder()
    await (await startPostgres(folder, fast)).stop()
    expect([folder, join(folder, 'users')].map((path) => statSync(path).uid)).toEqual([0, 0])
    const { uid } = statSync(join(folder, 'cluster'))
    expect(uid).not.toBe(0)
    chownSync(folder, uid, uid)
    const victim = join(dirname(folder), 'victim')
    writeFileSync(victim, 'of root')
    rmSync(join(folder, 'postgres.log'))
    symlinkSync(victim, join(folder, 'postgres.log'))
    await expect(startPostgres(folder, fast)).rejects.toThrow()
    expect([statSync(victim).uid, readFileSync(victim, 'utf8'), statSync(folder).uid]).toEqual([0, 'of root', 0])
  })

  it.runIf(process.getuid?.() === 0)('moves only the cluster, and leaves a pointer, where its user could not reach the folder', async () => {
    const folder = makeFolder(0o700)
    const server = await startPostgres(folder, fast)
    expect(server.place).toMatch(/^\/var\/lib\/ler\//)
    expect(readFileSync(`${folder}.moved`, 'utf8').split('\n')[0]).toBe(server.place)
    await query(server.url, 'create table kept (id integer)')
    await server.stop()
    chmodSync(dirname(folder), 0o711)
    const again = await startPostgres(folder, fast)
    expect(again.place).toBe(server.place)
    expect(await query(again.url, 'select * from kept')).toEqual([])
    await again.stop()
    rmSync(server.place, { recursive: true })
  })
})
