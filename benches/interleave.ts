/**
 * Times operations against their bare cryptographic operation, and against a peer, on a machine that others use too: all of
 * them run in each round, in reversed order every second round; ratios are formed inside a round, and the median over rounds counts.
 */
import { cpus } from 'node:os'

/** One thing to time. */
export interface Row {
  readonly op: string
  /** The ratio aimed at. */
  readonly goal: number
  /** `time` (default): ours over bare, smaller is better. `speed`: bare over ours, greater is better. */
  readonly ratioOf?: 'time' | 'speed'
  /** Operations in one call of `run`, of `bare` and of the peer's `run`; 1 when absent. */
  readonly operations?: number
  readonly run: () => unknown
  /** The least that any implementation would have to do. */
  readonly bare: () => unknown
  readonly peer?: Peer & {
    /** The speedup over it aimed at, if any. */
    readonly goal?: number
  }
  /** More to be compared with. */
  readonly others?: readonly Peer[]
}

/** Another implementation of the same. */
export interface Peer {
  readonly name: string
  readonly run: () => unknown
}

/** What a row came to: medians over the rounds. */
export interface TimedRow {
  readonly op: string
  readonly medianMicroseconds: number
  readonly ratio: number
  readonly ratioOf: 'time' | 'speed'
  /** Microseconds of the bare operation. */
  readonly limit: number
  readonly goal: number
  /** The same as `ratio`, of processor time. */
  readonly cpuRatio: number
  readonly speedup?: number
  /** The same as `speedup`, of processor time. */
  readonly cpuSpeedup?: number
  /** The speedup aimed at, if any. */
  readonly speedupGoal?: number
  readonly peer?: string
  readonly others?: readonly { readonly peer: string; readonly speedup: number; readonly cpuSpeedup: number }[]
  readonly isMet: boolean
  /** Processor time over elapsed time: below 0.8 the machine was busy with others, or the operation waits for the disk. */
  readonly cpuPerWall: number
}

/** A row about size instead of time. */
export interface SizedRow {
  readonly op: string
  readonly bytes: number
  /** Bytes over those of the formula. */
  readonly ratio: number
  readonly goal: number
}

/** Where time comes from, in milliseconds: elapsed, and of this process's processors. */
export interface Clock {
  elapsed(): number
  busy(): number
}

const machineClock: Clock = {
  elapsed: () => performance.now(),
  busy: () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1_000
  },
}

/** How long one operation is repeated within a round, at least; longer in the round that does not count, so that all of it is compiled then. */
const [sliceMilliseconds, warmUpMilliseconds] = [60, 300]

interface Slice {
  readonly microseconds: number
  readonly cpuMicroseconds: number
  readonly cpuPerWall: number
}

interface Round {
  readonly own: Slice
  readonly bare: Slice
  readonly peers: readonly Slice[]
}

/** Times rows over so many rounds, seven or more for a figure that counts. */
export async function measure(rows: readonly Row[], rounds: number, clock: Clock = machineClock): Promise<readonly TimedRow[]> {
  const taken = new Map<string, Round[]>(rows.map(({ op }) => [op, []]))
  // A round that does not count warms everything up.
  for (let round = -1; round < rounds; round += 1) {
    for (const row of round % 2 === 0 ? rows : rows.toReversed()) {
      const result = await takeRound(row, { isReversed: round % 2 !== 0, milliseconds: round < 0 ? warmUpMilliseconds : sliceMilliseconds }, clock)
      if (round >= 0) taken.get(row.op)?.push(result)
    }
  }
  return rows.map((row) => summarise(row, taken.get(row.op) ?? []))
}

/** Prints one JSON value, or a table for people, with what it was measured on. */
export function printRows(name: string, rows: readonly (TimedRow | SizedRow)[]): void {
  const machine = describeMachine()
  if (process.argv.includes('--json')) return console.log(JSON.stringify({ name, machine, rows }, null, 2))
  console.log(machine)
  console.table(rows)
}

/** Processor, number of them, and versions. */
export function describeMachine(): string {
  return `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}, OpenSSL ${process.versions.openssl}`
}

async function takeRound({ run, bare, peer, others = [], operations = 1 }: Row, { isReversed, milliseconds }: { readonly isReversed: boolean; readonly milliseconds: number }, clock: Clock): Promise<Round> {
  const steps = [run, bare, ...(peer === undefined ? [] : [peer.run]), ...others.map((other) => other.run)]
  const slices: Slice[] = []
  for (const step of isReversed ? steps.toReversed() : steps) slices.push(await takeSlice(step, { operations, milliseconds }, clock))
  const [own, bareSlice, ...peers] = isReversed ? slices.toReversed() : slices
  if (own === undefined || bareSlice === undefined) throw new RangeError('a round has both its parts')
  return { own, bare: bareSlice, peers }
}

async function takeSlice(run: () => unknown, { operations, milliseconds }: { readonly operations: number; readonly milliseconds: number }, clock: Clock): Promise<Slice> {
  const [start, cpu] = [clock.elapsed(), clock.busy()]
  let calls = 0
  let elapsed = 0
  while (elapsed < milliseconds) {
    const pending = run()
    if (pending instanceof Promise) await pending
    calls += 1
    elapsed = clock.elapsed() - start
  }
  const busy = clock.busy() - cpu
  return { microseconds: (elapsed * 1_000) / (calls * operations), cpuMicroseconds: (busy * 1_000) / (calls * operations), cpuPerWall: busy / elapsed }
}

function summarise({ op, goal, ratioOf = 'time', peer, others = [] }: Row, rounds: readonly Round[]): TimedRow {
  const over = (of: Measure): number => rounded(median(rounds.map(({ own, bare }) => (ratioOf === 'time' ? own[of] / bare[of] : bare[of] / own[of]))))
  const speedups = [...(peer === undefined ? [] : [peer]), ...others].map(({ name }, position) => {
    const speedupOf = (of: Measure): number => rounded(median(rounds.map(({ own, peers }) => (peers[position]?.[of] ?? NaN) / own[of])))
    return { peer: name, speedup: speedupOf('microseconds'), cpuSpeedup: speedupOf('cpuMicroseconds') }
  })
  const [first, ...more] = speedups
  const [ratio, cpuRatio] = [over('microseconds'), over('cpuMicroseconds')]
  const cpuPerWall = rounded(median(rounds.map(({ own }) => own.cpuPerWall)))
  const isQuiet = cpuPerWall >= 0.8
  const isRatioMet = ratioOf === 'time' ? isAtMost(goal, ratio, cpuRatio, isQuiet) : isAtMost(-goal, -ratio, -cpuRatio, isQuiet)
  const isSpeedupMet = peer?.goal === undefined || first === undefined || isAtMost(-peer.goal, -first.speedup, -first.cpuSpeedup, isQuiet)
  return {
    op,
    medianMicroseconds: rounded(median(rounds.map(({ own }) => own.microseconds))),
    ratio,
    ratioOf,
    limit: rounded(median(rounds.map(({ bare }) => bare.microseconds))),
    goal,
    cpuRatio,
    ...first,
    ...(peer?.goal === undefined ? {} : { speedupGoal: peer.goal }),
    ...(more.length === 0 ? {} : { others: more }),
    cpuPerWall,
    isMet: isRatioMet && isSpeedupMet,
  }
}

type Measure = 'microseconds' | 'cpuMicroseconds'

/** By elapsed time; on a machine busy with others by the better of the two times. */
function isAtMost(goal: number, elapsed: number, busy: number, isQuiet: boolean): boolean {
  return (isQuiet ? elapsed : Math.min(elapsed, busy)) <= goal
}

/** The middle value of an odd number of values, the mean of the middle two otherwise. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle - 1)] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2
}

/** Four digits that count. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
