import { didKey } from 'everlearned/did'
import { inOrder, nativeCryptography as cryptography, WorkPool } from 'everlearned/node'
import { badge } from './documents.ts'
import { median, rounded } from './interleave.ts'
import { openTasks, type TaskBatch } from './pool-tasks.ts'

/** How much faster threads are than none, beside how much faster they are at bare signatures. */
export interface ScalingRow {
  readonly op: string
  /** Microseconds for one document, of which several are under way. */
  readonly medianMicroseconds: number
  readonly ratio: number
  readonly goal: number
  /** Processor time over that without threads: what handing over costs, on a busy machine too. */
  readonly cpuRatio: number
  /** The same without threads, in microseconds. */
  readonly limit: number
  readonly isMet: boolean
  /** Of this process with its threads: 2 when two processors were its own. */
  readonly cpuPerWall: number
}

/** Documents in a batch, and batches that one measurement takes. */
const [inBatch, batches] = [50, 16]
const tasks = ['sign', 'issue', 'verify'] as const

interface Way {
  readonly run: (batch: TaskBatch) => Promise<readonly string[]>
  readonly ahead: number
}

interface Taken {
  readonly microseconds: number
  readonly cpuMicroseconds: number
  readonly cpuPerWall: number
}

/** One task without threads, with one and with two. */
type Round = readonly [none: Taken, one: Taken, two: Taken]

/**
 * Times batches of small badges without threads, with one and with two, in turn. `pool-…`: what two gain over none, over what they gain
 * at bare signatures in the same round; `pool-…-one`: what one thread takes over none.
 */
export async function poolRows(rounds: number): Promise<readonly ScalingRow[]> {
  const jwk = await cryptography.generateKey('Ed25519')
  const inline = await openTasks(jwk)
  const script = new URL('./pool-script.ts', import.meta.url)
  const pools = [1, 2].map((workers) => new WorkPool<TaskBatch, readonly string[]>({ script, setup: jwk, workers }))
  const ways = [{ run: inline, ahead: 1 }, ...pools.map((pool) => ({ run: (batch: TaskBatch) => pool.run(batch), ahead: pool.ahead }))]
  const issuer = didKey((await cryptography.importSigningKey(jwk)).publicKey)
  const unsigned = Array.from({ length: inBatch }, (_, number) => JSON.stringify(badge(number, issuer)))
  const signed = await inline({ task: 'issue', texts: unsigned })
  const taken: Record<(typeof tasks)[number], Round[]> = { sign: [], issue: [], verify: [] }
  try {
    // A round that does not count warms everything up.
    for (let round = -1; round < rounds; round += 1) {
      for (const task of round % 2 === 0 ? tasks : tasks.toReversed()) {
        const result = await takeRound({ task, texts: task === 'verify' ? signed : unsigned }, ways, round % 2 !== 0)
        if (round >= 0) taken[task].push(result)
      }
    }
  } finally {
    await Promise.all(pools.map((pool) => pool.close()))
  }
  const gains = (task: (typeof tasks)[number]): readonly number[] => taken[task].map(([none, , two]) => none.microseconds / two.microseconds)
  const bare = gains('sign')
  return [
    row('pool-sign', taken.sign, { way: 2, ratios: bare, goal: 1, isAtLeast: true }),
    ...(['issue', 'verify'] as const).flatMap((task) => [
      row(`pool-${task}`, taken[task], { way: 2, ratios: gains(task).map((gain, index) => gain / (bare[index] ?? NaN)), goal: 0.9, isAtLeast: true }),
      row(`pool-${task}-one`, taken[task], { way: 1, ratios: taken[task].map(([none, one]) => one.microseconds / none.microseconds), goal: 1.08, isAtLeast: false }),
    ]),
  ]
}

async function takeRound(batch: TaskBatch, ways: readonly Way[], isReversed: boolean): Promise<Round> {
  const taken: Taken[] = []
  for (const way of isReversed ? ways.toReversed() : ways) taken.push(await take(batch, way))
  const [none, one, two] = isReversed ? taken.toReversed() : taken
  if (none === undefined || one === undefined || two === undefined) throw new RangeError('a round has its three ways')
  return [none, one, two]
}

async function take(batch: TaskBatch, way: Way): Promise<Taken> {
  const [start, cpu] = [performance.now(), process.cpuUsage()]
  for await (const results of inOrder(Array.from({ length: batches }, () => batch), way)) if (results.length !== inBatch || results.includes('failed')) throw new RangeError('a batch is answered')
  const milliseconds = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  const documents = batches * inBatch
  return { microseconds: (milliseconds * 1_000) / documents, cpuMicroseconds: (user + system) / documents, cpuPerWall: (user + system) / 1_000 / milliseconds }
}

function row(op: string, rounds: readonly Round[], { way, ratios, goal, isAtLeast }: { readonly way: 1 | 2; readonly ratios: readonly number[]; readonly goal: number; readonly isAtLeast: boolean }): ScalingRow {
  const ratio = rounded(median(ratios))
  const of = (pick: (round: Round) => number): number => rounded(median(rounds.map(pick)))
  return {
    op, ratio, goal, isMet: isAtLeast ? ratio >= goal : ratio <= goal,
    cpuRatio: of((round) => round[way].cpuMicroseconds / round[0].cpuMicroseconds),
    medianMicroseconds: of((round) => round[way].microseconds), limit: of(([none]) => none.microseconds), cpuPerWall: of((round) => round[way].cpuPerWall),
  }
}
