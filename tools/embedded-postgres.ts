/**
 * Starts, adopts and stops the PostgreSQL that a node brings along.
 *
 * Layout of `<folder>`: `cluster/` PostgreSQL's own, `password` (0600), `postgres.log`, `users/` one
 * file for each process that uses the cluster, `gate` held while one of them joins or leaves.
 * The server outlives a process that is killed: whoever comes next adopts it, whoever leaves last stops it.
 */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, constants, existsSync, mkdirSync, openSync, closeSync, readFileSync, readdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync, appendFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { LauncherError } from './launcher-error.ts'
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts'
import { postgresPlace } from './postgres-place.ts'
import { livingHolder, takeProcessLock, type ProcessLock } from './process-lock.ts'
import { processStamp } from './process-stamp.ts'
import { giveTo, unprivilegedUser, type SystemUser } from './system-user.ts'

const run = promisify(execFile)
const superuser = 'ler'
const maxLogBytes = 10 * 1024 * 1024

/** A running PostgreSQL of ours. */
export interface EmbeddedPostgres {
  /** Connection string of database `postgres`, password included: never log it. */
  readonly url: string
  /** Where the cluster really lies. */
  readonly place: string
  /** Leaves the cluster, and stops it when no other process uses it. */
  stop(): Promise<void>
}

interface Installation {
  readonly place: string
  readonly user: SystemUser | undefined
  readonly password: string
}

/**
 * Starts PostgreSQL on `folder`, or adopts the one that runs there already.
 *
 * `durable: false` switches fsync off. Only for tests: a power cut would then lose or break data.
 */
export async function startPostgres(folder: string, options: { readonly durable: boolean } = { durable: true }): Promise<EmbeddedPostgres> {
  const user = unprivilegedUser()
  const place = postgresPlace(resolve(folder), user)
  // Earlier versions gave the folder away: who owns it could lay links where root writes, empties and deletes.
  if (user !== undefined) chownSync(place, 0, 0)
  mkdirSync(join(place, 'users'), { recursive: true, mode: 0o755 })
  const gate = await holdGate(place)
  try {
    const cluster = join(place, 'cluster')
    if (!existsSync(cluster)) await initialise(place, user)
    const installation = { place, user, password: readFileSync(join(place, 'password'), 'utf8').trim() }
    const url = await adopted(installation) ?? await started(installation, options)
    const leave = join(place, 'users', `${process.pid}-${randomBytes(4).toString('hex')}`)
    writeFileSync(leave, `${process.pid}\n${processStamp(process.pid) ?? ''}\n`)
    return { url, place, stop: () => stop(installation, leave) }
  } finally {
    gate.release()
  }
}

/** Only one process at a time joins or leaves, so the last one out never stops what another just adopted. */
async function holdGate(place: string): Promise<ProcessLock> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const taken = takeProcessLock(join(place, 'gate'))
    if ('release' in taken) return taken
    if (Date.now() > deadline) throw new LauncherError(`Cannot start PostgreSQL in ${place}: process ${taken.pid} has been starting or stopping it for a minute`)
    await pause(50)
  }
}

/** Makes the cluster aside and renames it, so that a kill in the middle leaves nothing half made. */
async function initialise(place: string, user: SystemUser | undefined): Promise<void> {
  for (const name of readdirSync(place)) if (name.startsWith('cluster.init-')) rmSync(join(place, name), { recursive: true, force: true })
  const { folder, major } = findPostgresBinaries(user)
  const draft = join(place, `cluster.init-${process.pid}`)
  const passwordFile = join(place, 'password')
  rmSync(passwordFile, { force: true })
  writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  giveTo(user, passwordFile)
  mkdirSync(draft, { mode: 0o700 })
  giveTo(user, draft)
  const locale = major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'] : ['--locale=C.UTF-8']
  await run(join(folder, 'initdb'), [
    '-D', draft, '-U', superuser, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--data-checksums', '--encoding=UTF8', ...locale,
  ], { ...user?.identity, cwd: place })
  appendFileSync(join(draft, 'postgresql.conf'), settings)
  renameSync(draft, join(place, 'cluster'))
}

/** The log must not repeat statements or the values of a violated key: they hold personal data. */
const settings = `
# Everlearned
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
password_encryption = scram-sha-256
jit = off
max_connections = 60
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length_on_error = 0
`

/** The URL of the server that runs on this cluster, when it is alive and knows our password. */
async function adopted(installation: Installation): Promise<string | undefined> {
  const cluster = join(installation.place, 'cluster')
  const deadline = Date.now() + 5_000
  for (;;) {
    const lines = postmasterLines(cluster)
    if (lines === undefined || processStamp(Number(lines[0])) === undefined) return undefined
    const url = connectionUrl(installation.password, Number(lines[3]))
    if (await answersFrom(url, cluster)) return url
    if (Date.now() > deadline) return undefined
    await pause(100)
  }
}

/** postmaster.pid: pid, data folder, start time, port, socket folder, address, shared memory, status. */
function postmasterLines(cluster: string): readonly string[] | undefined {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n').map((line) => line.trim())
  } catch {
    return undefined
  }
}

/** Another program could have taken the port: only a server that shows our folder is ours. */
async function answersFrom(url: string, cluster: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    return statSync(rows[0]?.data_directory ?? '').ino === statSync(cluster).ino
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Starts the server; children orphaned by a crash may hold the old one's memory for seconds, hence the patience. */
async function started(installation: Installation, options: { readonly durable: boolean }): Promise<string> {
  const { place, user, password } = installation
  const cluster = join(place, 'cluster')
  const binaries = findPostgresBinaries(user, Number(readFileSync(join(cluster, 'PG_VERSION'), 'utf8')))
  const log = preparedLog(place, user)
  const deadline = Date.now() + 5_000
  for (;;) {
    const port = await freePort()
    try {
      await launch(binaries, { cluster, log, port, user, durable: options.durable })
      return connectionUrl(password, port)
    } catch (cause) {
      if (Date.now() > deadline) throw new LauncherError(`Cannot start PostgreSQL: see ${log}`, { cause })
      await pause(250)
    }
  }
}

interface Launch {
  readonly cluster: string
  readonly log: string
  readonly port: number
  readonly user: SystemUser | undefined
  readonly durable: boolean
}

/** pg_ctl puts the server into a session of its own, so Ctrl-C in a terminal reaches the node alone, which then stops it in order. */
async function launch(binaries: PostgresBinaries, { cluster, log, port, user, durable }: Launch): Promise<void> {
  const flags = [`-p ${port}`, ...(durable ? [] : ['-c fsync=off', '-c full_page_writes=off', '-c synchronous_commit=off'])]
  await run(join(binaries.folder, 'pg_ctl'), ['start', '-D', cluster, '-l', log, '-w', '-t', '60', '-o', flags.join(' ')], { ...user?.identity, cwd: cluster })
}

function preparedLog(place: string, user: SystemUser | undefined): string {
  const log = join(place, 'postgres.log')
  closeSync(openSync(log, constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0), 0o600))
  giveTo(user, log)
  if (statSync(log).size > maxLogBytes) truncateSync(log)
  return log
}

async function stop(installation: Installation, leave: string): Promise<void> {
  const { place, user } = installation
  const gate = await holdGate(place)
  try {
    rmSync(leave, { force: true })
    if (othersUse(join(place, 'users'))) return
    const cluster = join(place, 'cluster')
    const { folder } = findPostgresBinaries(user, Number(readFileSync(join(cluster, 'PG_VERSION'), 'utf8')))
    if (postmasterLines(cluster) === undefined) return
    await run(join(folder, 'pg_ctl'), ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '60'], { ...user?.identity, cwd: cluster })
  } finally {
    gate.release()
  }
}

/** Tells whether a living process is signed in; the marks of dead ones are swept. */
function othersUse(users: string): boolean {
  let used = false
  for (const name of readdirSync(users)) {
    if (livingHolder(readFileSync(join(users, name), 'utf8')) === undefined) rmSync(join(users, name), { force: true })
    else used = true
  }
  return used
}

function connectionUrl(password: string, port: number): string {
  return `postgres://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds))
}
