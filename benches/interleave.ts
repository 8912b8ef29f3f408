/**
 * Times operations against their bare cryptographic operation, and against a peer, on a machine that others use too: all of
 * them run in each round, in reversed order every second round; ratios are formed inside a round, and the median over rounds counts.
 */

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
  readonly peer?: { readonly name: string; readonly run: () => unknown }
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
  readonly speedup?: number
  readonly peer?: string
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

/** How long one operation is repeated within a round, at least. */
const sliceMilliseconds = 60

interface Slice {
  readonly microseconds: number
  readonly cpuPerWall: number
}

interface Round {
  readonly own: Slice
  readonly bare: Slice
  readonly peer: Slice | undefined
}

/** Times rows over so many rounds, seven or more for a figure that counts. */
export async function measure(rows: readonly Row[], rounds: number, clock: Clock = machineClock): Promise<readonly TimedRow[]> {
  const taken = new Map<string, Round[]>(rows.map(({ op }) => [op, []]))
  // A round that does not count warms everything up.
  for (let round = -1; round < rounds; round += 1) {
    for (const row of round % 2 === 0 ? rows : rows.toReversed()) {
      const result = await takeRound(row, round % 2 !== 0, clock)
      if (round >= 0) taken.get(row.op)?.push(result)
    }
  }
  return rows.map((row) => summarise(row, taken.get(row.op) ?? []))
}

/** Prints one JSON value, or a table for people. */
export function printRows(name: string, rows: readonly (TimedRow | SizedRow)[]): void {
  if (process.argv.includes('--json')) console.log(JSON.stringify({ name, rows }, null, 2))
  else console.table(rows)
}

async function takeRound(row: Row, isReversed: boolean, clock: Clock): Promise<Round> {
  const operations = row.operations ?? 1
  const steps: readonly (readonly [keyof Round, () => unknown])[] = [
    ['own', row.run], ['bare', row.bare], ...(row.peer === undefined ? [] : [['peer', row.peer.run] as const]),
  ]
  const round: { own?: Slice; bare?: Slice; peer?: Slice } = {}
  for (const [part, run] of isReversed ? steps.toReversed() : steps) round[part] = await takeSlice(run, operations, clock)
  if (round.own === undefined || round.bare === undefined) throw new RangeError('a round has both its parts')
  return { own: round.own, bare: round.bare, peer: round.peer }
}

async function takeSlice(run: () => unknown, operations: number, clock: Clock): Promise<Slice> {
  const [start, cpu] = [clock.elapsed(), clock.busy()]
  let calls = 0
  let elapsed = 0
  while (elapsed < sliceMilliseconds) {
    const pending = run()
    if (pending instanceof Promise) await pending
    calls += 1
    elapsed = clock.elapsed() - start
  }
  return { microseconds: (elapsed * 1_000) / (calls * operations), cpuPerWall: (clock.busy() - cpu) / elapsed }
}

function summarise({ op, goal, ratioOf = 'time', peer }: Row, rounds: readonly Round[]): TimedRow {
  const over = (round: Round): number => (ratioOf === 'time' ? round.own.microseconds / round.bare.microseconds : round.bare.microseconds / round.own.microseconds)
  const speedups = rounds.flatMap((round) => (round.peer === undefined ? [] : [round.peer.microseconds / round.own.microseconds]))
  return {
    op,
    medianMicroseconds: rounded(median(rounds.map(({ own }) => own.microseconds))),
    ratio: rounded(median(rounds.map(over))),
    ratioOf,
    limit: rounded(median(rounds.map(({ bare }) => bare.microseconds))),
    goal,
    ...(peer === undefined ? {} : { speedup: rounded(median(speedups)), peer: peer.name }),
    cpuPerWall: rounded(median(rounds.map(({ own }) => own.cpuPerWall))),
  }
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
