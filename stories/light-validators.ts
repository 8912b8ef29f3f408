/** Validators as their operators run them: `ler ledger join` as a process of its own, and a network that is founded with them. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { FollowAlarm } from 'everlearned/node'
import { sectors, type NetworkMember, type Sector } from 'everlearned/trust'
import type { BuiltLer, ServingLer } from '../apps/cli/built-ler.ts'

/** Who takes part, before the process runs. */
export interface ValidatorPlace {
  readonly name: string
  readonly sector: Sector
  readonly folder: string
  readonly port: number
}

/** One that runs, or ran. */
export interface Validator extends ValidatorPlace {
  /** What it sends to the operator of the network. */
  readonly member: NetworkMember
  readonly process: ServingLer
}

/** How a validator stands to the log. */
export interface ValidatorStatus {
  readonly origin: string
  readonly state: string
  readonly size: number
  readonly cosignedSize: number
  readonly code?: string
  readonly index?: number
  readonly alarms: readonly FollowAlarm[]
}

/** So many places a sector, each with a folder and a port of its own. */
export async function placesOf(folder: string, perSector: number, given?: readonly number[]): Promise<readonly ValidatorPlace[]> {
  const names = sectors.flatMap((sector) => Array.from({ length: perSector }, (_, at) => ({ sector, name: perSector === 1 ? sector : `${sector}-${at + 1}` })))
  const ports = given ?? await freePortsFor(names.length)
  return names.map(({ name, sector }, position) => ({ name, sector, folder: join(folder, name), port: ports[position] ?? 0 }))
}

/** Starts a validator of one log, or of several, new or again, and waits until it serves. */
export async function startValidator(ler: BuiltLer, { name, sector, folder, port }: ValidatorPlace, ...logs: readonly string[]): Promise<Validator> {
  const process = await ler.serve('ledger', 'join', ...logs, '--data', folder, '--name', name, '--sector', sector, '--port', String(port), '--host', '127.0.0.1', '--every', '1')
  return { name, sector, folder, port, process, member: process.shown['member'] as NetworkMember }
}

/** Starts many, two at a time: two cores carry no more. When one does not start, none is left behind. */
export async function startValidators(ler: BuiltLer, places: readonly ValidatorPlace[], ...logs: readonly string[]): Promise<Validator[]> {
  const started: Validator[] = []
  for (let from = 0; from < places.length; from += 2) {
    const pair = await Promise.allSettled(places.slice(from, from + 2).map((place) => startValidator(ler, place, ...logs)))
    started.push(...pair.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])))
    const failure = pair.find((one) => one.status === 'rejected')
    if (failure === undefined) continue
    await Promise.all(started.map(({ process }) => process.end('SIGKILL')))
    throw failure.reason
  }
  return started
}

/** What a validator says of the log that it follows. */
export async function statusOf({ port }: ValidatorPlace): Promise<ValidatorStatus> {
  const { logs: [status] } = await (await fetch(`http://127.0.0.1:${port}/status.json`)).json() as { readonly logs: readonly ValidatorStatus[] }
  if (status === undefined) throw new Error('the validator follows no log')
  return status
}

/** Where a validator serves its copy of a log. */
export function copyAt({ port }: ValidatorPlace, origin: string): string {
  return `http://127.0.0.1:${port}/ledger/${origin}`
}

/** What a network is founded from. */
export interface Founding {
  readonly ler: BuiltLer
  readonly folder: string
  /** The address of the operator's log. */
  readonly log: string
  readonly members: readonly NetworkMember[]
  /** The files with the keys of those seats that sign, each on the machine of its owner. */
  readonly seats: readonly string[]
  /** Adds the signature of whoever governed alone so far. */
  readonly signAsOperator: (draft: string) => Promise<void>
}

/** What came of it: the entry that founded the network, and its policy in a file for verifiers. */
export interface Founded {
  readonly index: number
  readonly policy: string
}

/** Founds a network: a policy entry that the operator and a majority of every sector have signed. */
export async function foundNetwork({ ler, folder, log, members, seats, signAsOperator }: Founding): Promise<Founded> {
  const at = (name: string): string => join(folder, name)
  const draft = at('draft.json')
  writeFileSync(at('members.json'), JSON.stringify({ name: 'Consortium', members }))
  await must(ler, ['ledger', 'policy', 'draft', '--members', at('members.json'), '--log', log, '--out', draft])
  await signAsOperator(draft)
  for (const seat of seats) await must(ler, ['ledger', 'policy', 'sign', draft, '--key', seat])
  writeFileSync(at('policy'), (JSON.parse(readFileSync(draft, 'utf8')) as { readonly payload: { readonly policy: string } }).payload.policy)
  await must(ler, ['ledger', 'policy', 'lint', at('policy')])
  const { index } = await must(ler, ['ledger', 'policy', 'submit', draft, log])
  return { index: Number(index), policy: at('policy') }
}

/** Looks until it is so, or so many seconds have passed; answers what was there in the end. */
export async function until<Found>(look: () => Promise<Found>, isThere: (found: Found) => boolean, seconds = 15): Promise<Found> {
  for (const end = Date.now() + seconds * 1_000; ;) {
    const found = await look()
    if (isThere(found) || Date.now() > end) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** A command that has to succeed. */
async function must(ler: BuiltLer, args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const found = await ler.json(...args)
  if (found['exit'] !== 0) throw new Error(`ler ${args.slice(0, 3).join(' ')} ended with ${JSON.stringify(found)}`)
  return found
}

/**
 * So many ports that nobody listens on, below those that systems give to connections that go out: what is killed finds its own free
 * again when it comes back.
 */
export async function freePortsFor(count: number): Promise<readonly number[]> {
  const ports = new Set<number>()
  while (ports.size < count) {
    const port = 12_000 + Math.floor(Math.random() * 20_000)
    if (!ports.has(port) && await isFree(port)) ports.add(port)
  }
  return [...ports]
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
