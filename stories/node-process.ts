import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

const root = fileURLToPath(new URL('../', import.meta.url))

/** A node that runs as its own process, the way `npm start` runs it. */
export interface NodeProcess {
  readonly url: string
  readonly walletUrl: string
  /** The one-time link that the first start prints; undefined on a node that is set up. */
  readonly setUpLink: string | undefined
  readonly process: ChildProcess
  /** Ends in order and waits for it. */
  stop(): Promise<void>
  /** Ends at once, as a power cut would. */
  kill(): Promise<void>
}

/** Where a node lies and listens. */
export interface NodePlace {
  readonly data: string
  readonly port: number
  readonly walletPort: number
  readonly env?: Readonly<Record<string, string>>
  /** With a PostgreSQL of its own below `data`, as `npm start` has it; else, within a run of tests, a database of the run's. */
  readonly ownPostgres?: boolean
}

/** Starts the built node and waits for the line with its address. */
export async function startNodeProcess({ data, port, walletPort, env = {}, ownPostgres = false }: NodePlace): Promise<NodeProcess> {
  const flags = ['serve', '--data', data, '--port', String(port), '--wallet-port', String(walletPort)]
  const child = spawn(process.execPath, [join(root, 'dist/server/main.js'), ...flags], {
    cwd: root,
    env: { ...process.env, LER_LOG_LEVEL: 'warn', ...(ownPostgres ? {} : await databaseOf(data)), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = `http://localhost:${port}`
  // Behind a name of its own it says that.
  const output = await untilServing(child, env['LER_PUBLIC_BASE_URL'] ?? url)
  return {
    url,
    walletUrl: `http://localhost:${walletPort}`,
    setUpLink: /\S+\/setup#\S+/.exec(output)?.[0],
    process: child,
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  }
}

/** For `env`: the clock of the process is ahead by so much. */
export function aheadBy(milliseconds: number): Readonly<Record<string, string>> {
  return { LER_STORY_CLOCK_AHEAD: String(milliseconds), NODE_OPTIONS: `--import ${new URL('shift-clock.mjs', import.meta.url).href}` }
}

/** Two ports that nobody listens on. */
export async function freePorts(): Promise<Pick<NodePlace, 'port' | 'walletPort'>> {
  const servers = [createServer(), createServer()]
  for (const server of servers) await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const [port = 0, walletPort = 0] = servers.map((server) => (server.address() as AddressInfo).port)
  for (const server of servers) await new Promise((done) => server.close(done))
  return { port, walletPort }
}

/** For `env`: the database of the place, the same at every start; nothing outside a run of tests. */
async function databaseOf(data: string): Promise<Readonly<Record<string, string>>> {
  const server = process.env['LER_RUN_POSTGRES']
  if (server === undefined) return {}
  const name = `story_${createHash('sha256').update(data).digest('hex').slice(0, 16)}`
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount === 0) await client.query(`create database ${name}`)
  } finally {
    await client.end()
  }
  return { DATABASE_URL: Object.assign(new URL(server), { pathname: name }).href }
}

function untilServing(child: ChildProcess, url: string): Promise<string> {
  let output = ''
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The node did not answer within a minute:\n${output}`)), 60_000)
    const take = (chunk: Buffer): void => {
      output += chunk.toString()
      if (!output.split('\n').slice(0, -1).some((line) => line.includes(url) && !line.includes('/setup#'))) return
      clearTimeout(timer)
      resolve(output)
    }
    child.stdout?.on('data', take)
    child.stderr?.on('data', take)
    child.once('exit', (code) => reject(new Error(`The node ended with ${code}:\n${output}`)))
  })
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((done) => child.once('exit', done))
  child.kill(signal)
  await ended
}
