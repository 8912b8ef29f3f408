/**
 * A consortium on one machine: the node of an operator and validators of five sectors, each a process of its own, through founding,
 * recording, the loss of one sector and of two, and their return.
 */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { encodeMultikey } from 'everlearned/crypto'
import { parseCheckpoint, parsePolicy, satisfies, type Checkpoint, type Cosigner } from 'everlearned/ledger'
import { nativeCryptography as cryptography } from 'everlearned/node'
import { signConformance, signEntry, type Sector } from 'everlearned/trust'
import { BuiltLer } from '../apps/cli/built-ler.ts'
import { makeTemporaryFolder } from '../tools/temporary-folder.ts'
import { DeskClient } from './desk-client.ts'
import { copyAt, foundNetwork, freePortsFor, placesOf, startValidators, statusOf, until, type Validator } from './light-validators.ts'
import { startNodeProcess, type NodeProcess } from './node-process.ts'

/** How large it is. */
export interface ConsortiumSize {
  readonly perSector: number
  /** Registrations that are sent one after the other to measure how long finality takes. */
  readonly rounds: number
}

/** What was measured. */
export interface ConsortiumFigures {
  readonly validators: number
  readonly finalityP50: number
  readonly finalityP95: number
  /** Of the node and of the largest validator, in MiB; undefined where /proc is missing. */
  readonly nodeMemory: number | undefined
  readonly validatorMemory: number | undefined
  /** Milliseconds from the return of the lost sectors until everything was final. */
  readonly healing: number
}

/** So many people stand on a list: enough for a batch of their issuer's own. */
const people = 70

/** Runs it, and tells each step in a line. @throws when a step does not hold */
export async function runConsortium(size: ConsortiumSize, tell: (line: string) => void): Promise<ConsortiumFigures> {
  const folder = makeTemporaryFolder('ler-consortium-')
  const ler = await BuiltLer.build()
  const running: { node?: NodeProcess; validators: Validator[] } = { validators: [] }
  try {
    return await new Consortium(folder, ler, tell, running).run(size)
  } finally {
    await Promise.all(running.validators.map(({ process }) => process.end('SIGKILL')))
    await running.node?.stop()
    ler.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

class Consortium {
  readonly #folder: string
  readonly #ler: BuiltLer
  readonly #tell: (line: string) => void
  readonly #running: { node?: NodeProcess; validators: Validator[] }

  constructor(folder: string, ler: BuiltLer, tell: (line: string) => void, running: { node?: NodeProcess; validators: Validator[] }) {
    this.#folder = folder
    this.#ler = ler
    this.#tell = tell
    this.#running = running
  }

  async run({ perSector, rounds }: ConsortiumSize): Promise<ConsortiumFigures> {
    const node = await this.#start(perSector)
    const log = `${node.url}/ledger`
    const desk = await DeskClient.setUp(node, 'Riverside Community College')
    const policy = await this.#found(log)
    const union = await desk.found('Warehouse Workers United', 'worker')
    const known = await until(() => fetch(`${node.url}/api/network/issuer?did=${encodeURIComponent(union.organisation.did)}`), ({ ok }) => ok)
    if (!known.ok) throw new Error('the registry does not know who registered')
    await this.#untilFinal(log, policy, 30)
    this.#tell(`${union.organisation.name} registered itself under the quorum: ${union.organisation.did.slice(0, 24)}…`)
    const achievement = await desk.describe('Certificate in Supply Chain Operations')
    await this.#issue(desk, achievement)
    await this.#tellFinal(log, policy)
    await this.#prove(log, policy)
    const times = await this.#measure(log, rounds)
    await this.#lose('government')
    await this.#issue(desk, achievement, 1)
    await this.#tellFinal(log, policy)
    const healing = await this.#loseTwo(desk, achievement, { log, policy })
    const [nodeMemory, ...others] = [node.process.pid, ...this.#running.validators.map(({ process }) => process.process.pid)].map(memoryOf)
    const validatorMemory = Math.max(...others.map((memory) => memory ?? 0))
    return {
      validators: this.#running.validators.length, finalityP50: quantile(times, 0.5), finalityP95: quantile(times, 0.95),
      nodeMemory, validatorMemory: validatorMemory === 0 ? undefined : validatorMemory, healing,
    }
  }

  /** The node knows from the start which addresses of this machine it may ask. */
  async #start(perSector: number): Promise<NodeProcess> {
    const [port = 0, walletPort = 0, ...ports] = await freePortsFor(2 + 5 * perSector)
    const places = await placesOf(this.#folder, perSector, ports)
    const node = await startNodeProcess({
      data: join(this.#folder, 'node'), port, walletPort, ownPostgres: true, env: { LER_NETWORK_ORIGINS: ports.map((one) => `http://127.0.0.1:${one}`).join(',') },
    })
    this.#running.node = node
    this.#tell(`The operator's node answers at ${node.url}; its log is that of a network of one`)
    this.#running.validators = await startValidators(this.#ler, places, `${node.url}/ledger`)
    const { size } = await statusOf(must(this.#running.validators[0]))
    this.#tell(`${places.length} validators have joined, ${perSector} of each of five sectors; each has judged the ${size} entries from the first on`)
    return node
  }

  /** With as many signatures as are needed and no more. */
  async #found(log: string): Promise<string> {
    const { validators } = this.#running
    const majority = (sector: Sector): readonly Validator[] => {
      const all = validators.filter((one) => one.sector === sector)
      return all.slice(0, Math.floor(all.length / 2) + 1)
    }
    const signing = [...new Set(validators.map(({ sector }) => sector))].flatMap(majority)
    const { index, policy } = await foundNetwork({
      ler: this.#ler, folder: this.#folder, log, members: validators.map(({ member }) => member), seats: signing.map(({ folder }) => join(folder, 'seat.json')),
      signAsOperator: async (draft) => {
        const { code, told } = await this.#ler.run('ledger', 'policy', 'sign', draft, '--data', join(this.#folder, 'node'))
        if (code !== 0) throw new Error(`the node did not sign: ${told}`)
      },
    })
    this.#tell(`The network is founded: entry ${index}, signed by the node and by ${signing.length} seats, a majority of every sector`)
    await this.#untilFinal(log, policy, 30)
    return policy
  }

  async #issue(desk: DeskClient, achievement: string, more = 0): Promise<void> {
    const { issued } = await desk.issue(achievement, people + more)
    if (issued !== people + more) throw new Error(`${issued} records were issued instead of ${people + more}`)
    this.#tell(`${desk.organisation.name} has issued ${issued} records to ${issued} people`)
  }

  /** Everything that the node has signed, final under the policy. */
  async #untilFinal(log: string, policy: string, seconds: number): Promise<Checkpoint> {
    const pending = await sizeOf(`${log}/pending`)
    const final = await until(() => fetchCheckpoint(`${log}/checkpoint`), ({ size }) => size >= pending, seconds)
    if (final.size < pending) throw new Error(`${pending} entries are signed, and only ${final.size} final after ${seconds} seconds`)
    if (!(await this.#judge(final, policy)).isFinal) throw new Error('the node shows as final what is not')
    return final
  }

  async #tellFinal(log: string, policy: string): Promise<void> {
    // What was issued is on the log a moment later.
    await untilQuiet(() => sizeOf(`${log}/pending`))
    const final = await this.#untilFinal(log, policy, 30)
    const { cosigners } = await this.#judge(final, policy)
    this.#tell(`Final: ${final.size} entries, cosigned by ${cosigners.map(({ name }) => name.replace('/validator', '')).join(', ')}`)
  }

  async #judge(checkpoint: Checkpoint, policy: string): Promise<{ readonly isFinal: boolean; readonly cosigners: readonly Cosigner[] }> {
    return satisfies(parsePolicy(readFileSync(policy, 'utf8'), cryptography.sha256), checkpoint, cryptography)
  }

  /** From the copy of a validator, and with nothing but the policy and the key. */
  async #prove(log: string, policy: string): Promise<void> {
    const [one] = this.#running.validators
    const { origin, size } = await fetchCheckpoint(`${log}/checkpoint`)
    const key = (await (await fetch(`${log}/key`)).text()).trim()
    const proof = join(this.#folder, 'entry.proof')
    const proven = await this.#ler.json('ledger', 'prove', String(size - 1), '--log', copyAt(must(one), origin), '--key', key, '--out', proof)
    const verdict = await this.#ler.json('ledger', 'verify', proof, '--policy', policy, '--key', key)
    if (proven['exit'] !== 0 || verdict['isFinal'] !== true) throw new Error(`the last entry is not proven: ${JSON.stringify([proven, verdict])}`)
    this.#tell(`Entry ${size - 1} is proven offline, from the copy of ${must(one).name}`)
  }

  /** Anybody may register, free: from the answer until it is final. */
  async #measure(log: string, rounds: number): Promise<readonly number[]> {
    const { origin } = await fetchCheckpoint(`${log}/checkpoint`)
    const times: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const entry = await registration(origin, round)
      const begun = performance.now()
      const answer = await fetch(`${log}/entries`, { method: 'POST', body: entry, headers: { 'content-type': 'application/octet-stream' } })
      if (answer.status !== 201) throw new Error(`the log took no entry: ${answer.status} ${await answer.text()}`)
      const { index } = await answer.json() as { readonly index: number }
      const reached = await until(() => sizeOf(`${log}/checkpoint`), (size) => size > index, 30)
      if (reached <= index) throw new Error('an entry was not final after 30 seconds')
      times.push(performance.now() - begun)
    }
    this.#tell(`${rounds} strangers have registered; each was final after ${Math.round(quantile(times, 0.5))} ms in the middle, ${Math.round(quantile(times, 0.95))} ms at the 95th percentile`)
    return times
  }

  async #lose(sector: Sector): Promise<void> {
    const lost = this.#running.validators.filter((one) => one.sector === sector)
    await Promise.all(lost.map(({ process }) => process.end('SIGKILL')))
    this.#tell(`Lost: all ${lost.length} of ${sector}, killed`)
  }

  /** Answers how long it took to heal. */
  async #loseTwo(desk: DeskClient, achievement: string, { log, policy }: { readonly log: string; readonly policy: string }): Promise<number> {
    await this.#lose('certification')
    const before = await fetchCheckpoint(`${log}/checkpoint`)
    await this.#issue(desk, achievement, 2)
    await until(() => sizeOf(`${log}/pending`), (size) => size > before.size)
    // Longer than a round of asking takes.
    await new Promise((resolve) => setTimeout(resolve, 7_000))
    const [after, pending] = [await fetchCheckpoint(`${log}/checkpoint`), await sizeOf(`${log}/pending`)]
    if (after.text !== before.text || pending <= before.size) throw new Error('with two sectors gone something became final')
    const key = (await (await fetch(`${log}/key`)).text()).trim()
    for (const place of [log, copyAt(must(this.#running.validators.find(({ sector }) => sector === 'worker')), before.origin)]) {
      const audit = await this.#ler.json('ledger', 'audit', place, '--key', key)
      if (audit['exit'] !== 0 || Number(audit['size']) !== before.size) throw new Error(`the log cannot be read: ${JSON.stringify(audit)}`)
    }
    this.#tell(`Safe: ${before.size} entries stay final and pass their audit, at the node and at a validator; ${pending - before.size} wait`)
    return this.#heal(log, policy)
  }

  async #heal(log: string, policy: string): Promise<number> {
    const begun = performance.now()
    const isLost = ({ sector }: Validator): boolean => sector === 'certification' || sector === 'government'
    const { validators } = this.#running
    this.#running.validators = validators.filter((one) => !isLost(one))
    this.#running.validators.push(...await startValidators(this.#ler, validators.filter(isLost), log))
    const { size } = await this.#untilFinal(log, policy, 60)
    const healing = performance.now() - begun
    for (const one of this.#running.validators) {
      const { state, size: copied, alarms } = await until(() => statusOf(one), (status) => status.state === 'current' && status.size >= size)
      if (state !== 'current' || copied < size || alarms.length > 0) throw new Error(`${one.name} is ${state}, with ${copied} of ${size} entries`)
    }
    this.#tell(`Healed: both sectors are back, all ${size} entries are final and in every copy, ${(healing / 1_000).toFixed(1)} s after the return began`)
    return healing
  }
}

async function registration(origin: string, round: number): Promise<Uint8Array<ArrayBuffer>> {
  const key = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
  const multikey = encodeMultikey(key.publicKey)
  const did = `did:key:${multikey}`
  const sample = await signConformance(did, { signingKey: key, verificationMethod: `${did}#${multikey}`, cryptography })
  return signEntry({ type: 'register', payload: { did, name: `Stranger ${round + 1}`, sector: 'employer', keys: [multikey], basis: 'self-declared', sample } }, { origin, signers: [key] })
}

async function fetchCheckpoint(url: string): Promise<Checkpoint> {
  return parseCheckpoint(await (await fetch(url)).text())
}

async function sizeOf(url: string): Promise<number> {
  return (await fetchCheckpoint(url)).size
}

/** Waits until something has stayed the same for two turns of the node. */
async function untilQuiet(look: () => Promise<number>): Promise<void> {
  for (let [last, since] = [await look(), Date.now()]; Date.now() - since < 1_500; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const found = await look()
    if (found !== last) [last, since] = [found, Date.now()]
  }
}

function quantile(times: readonly number[], part: number): number {
  return times.toSorted((left, right) => left - right)[Math.ceil(times.length * part) - 1] ?? 0
}

/** What a process holds in memory, in MiB. */
function memoryOf(pid: number | undefined): number | undefined {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1_024)
  } catch {
    return undefined
  }
}

function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('a validator is missing')
  return value
}
