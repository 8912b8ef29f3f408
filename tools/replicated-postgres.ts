/**
 * For tests of failover: a PostgreSQL whose commits wait for its standby, the standby, and an address that leads to the
 * primary of the moment, as a proxy in front of a real cluster does.
 */
import { execFile } from 'node:child_process'
import { appendFileSync, chownSync, cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { findPostgresBinaries } from './postgres-binaries.ts'
import { giveTo, unprivilegedUser, type SystemUser } from './system-user.ts'

const run = promisify(execFile)

/** A primary with its standby. */
export interface ReplicatedPostgres {
  /** Leads to the primary of the moment. */
  readonly url: string
  /** Kills the primary without warning, promotes the standby and leads the address to it. */
  failOver(): Promise<void>
  stop(): Promise<void>
}

interface Server {
  readonly cluster: string
  readonly port: number
}

/** Starts both in `folder`, which PostgreSQL's user can reach. `durable: false` switches fsync off. */
export async function startReplicatedPostgres(folder: string, { durable }: { readonly durable: boolean }): Promise<ReplicatedPostgres> {
  const user = unprivilegedUser()
  const { folder: programs } = findPostgresBinaries(user)
  giveTo(user, folder)
  const [primary, standby] = [{ cluster: join(folder, 'primary'), port: await freePort() }, { cluster: join(folder, 'standby'), port: await freePort() }]
  await run(join(programs, 'initdb'), ['-D', primary.cluster, '-U', 'ler', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'], { ...user?.identity, cwd: folder })
  // The cold cluster is copied: a base backup needs a program that is not everywhere.
  copyCluster(primary.cluster, standby.cluster, user)
  const common = `listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nfsync = ${durable ? 'on' : 'off'}\njit = off\nwal_receiver_status_interval = 1s\n`
  appendFileSync(join(primary.cluster, 'postgresql.conf'), `${common}port = ${primary.port}\nsynchronous_standby_names = 'ANY 1 (standby)'\n`)
  appendFileSync(join(standby.cluster, 'postgresql.conf'), `${common}port = ${standby.port}\nprimary_conninfo = 'host=127.0.0.1 port=${primary.port} user=ler application_name=standby'\n`)
  writeFileSync(join(standby.cluster, 'standby.signal'), '')
  giveTo(user, join(standby.cluster, 'standby.signal'))
  const control = (...args: readonly string[]): Promise<unknown> => run(join(programs, 'pg_ctl'), [...args], { ...user?.identity, cwd: folder })
  for (const { cluster } of [primary, standby]) await control('start', '-D', cluster, '-w', '-t', '60', '-l', join(cluster, 'log'))
  const address = await openAddress(primary.port)
  let living: readonly Server[] = [primary, standby]
  return {
    url: urlOf(address.port),
    failOver: async () => {
      process.kill(Number(readFileSync(join(primary.cluster, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
      living = [standby]
      await promote(standby.port)
      address.leadTo(standby.port)
    },
    stop: async () => {
      address.close()
      for (const { cluster } of living.toReversed()) await control('stop', '-D', cluster, '-m', 'immediate', '-w')
    },
  }
}

function copyCluster(from: string, to: string, user: SystemUser | undefined): void {
  mkdirSync(to, { mode: 0o700 })
  cpSync(from, to, { recursive: true })
  if (user === undefined) return
  chownSync(to, user.identity.uid, user.identity.gid)
  for (const entry of readdirSync(to, { recursive: true, withFileTypes: true })) giveTo(user, join(entry.parentPath, entry.name))
}

async function promote(port: number): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(port) })
  await client.connect()
  try {
    await client.query('select pg_promote()')
  } finally {
    await client.end()
  }
}

interface Address {
  readonly port: number
  leadTo(port: number): void
  close(): void
}

/** Passes connections on; those that are open break when it leads elsewhere. */
async function openAddress(first: number): Promise<Address> {
  let target = first
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    for (const [socket, other] of [[near, far], [far, near]] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const breakAll = (): void => sockets.forEach((socket) => socket.destroy())
  return {
    port: (server.address() as AddressInfo).port,
    leadTo: (port) => {
      target = port
      breakAll()
    },
    close: () => {
      server.close()
      breakAll()
    },
  }
}

function urlOf(port: number): string {
  return `postgres://ler@127.0.0.1:${port}/postgres`
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}
