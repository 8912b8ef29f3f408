import { describeMachine, type SizedRow, type TimedRow } from './interleave.ts'

/** A document that rows are measured with. */
export interface DocumentSize {
  readonly size: string
  readonly bytes: number
  readonly statements: number
  readonly canonicalBytes: number
  readonly unnamedNodes: number
}

/** What the documents are like, in Markdown. */
export function formatSizes(sizes: readonly DocumentSize[]): string {
  return ['| document | bytes | statements | canonical form, bytes | unnamed nodes |', '| --- | --- | --- | --- | --- |', ...sizes.map((size) => line(Object.values(size).map((value) => value.toLocaleString('en'))))].join('\n')
}

/** Rows as tables in Markdown, with what they were measured on and what missed its goal: for docs/performance.md, where no figure is typed by hand. */
export function formatTable(rows: readonly (TimedRow | SizedRow)[]): string {
  const timed = rows.filter((row): row is TimedRow => 'cpuRatio' in row)
  const sized = rows.filter((row): row is SizedRow => 'bytes' in row)
  const missed = timed.filter(({ isMet }) => !isMet).map(({ op }) => `\`${op}\``)
  return [
    `${describeMachine()}, ${new Date().toISOString().slice(0, 10)}.`, '',
    '| row | goal | ours | by processor time | µs: ours, bare | other implementations | goal met | cpu/wall |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...timed.map((row) => line([
      `\`${row.op}\``, `${row.ratioOf === 'time' ? '≤' : '≥'} ${short(row.goal)} ×`, `${short(row.ratio)} ×`, `${short(row.cpuRatio)} ×`, `${short(row.medianMicroseconds)}, ${short(row.limit)}`,
      peersOf(row), row.isMet ? 'yes' : 'no', short(row.cpuPerWall),
    ])),
    ...sized.map(({ op, bytes, ratio, goal }) => line([`\`${op}\``, `≤ ${whole((bytes / ratio) * goal)} bytes`, `${whole(bytes)} bytes`, '', '', '', ratio <= goal ? 'yes' : 'no', ''])),
    '', missed.length === 0 ? 'Every goal is met.' : `Missed: ${missed.join(', ')}.`,
  ].join('\n')
}

/** How the columns of {@link formatGrowth} are called; one that is not here goes by its own name. */
const headings: Readonly<Record<string, string>> = {
  op: 'row', medianMicroseconds: 'µs', ratio: 'ratio', cpuRatio: 'by processor time', limit: 'µs of the bare one', peakMebibytes: 'peak, MiB', goal: 'goal', growth: 'peak over that of 20,000', growthGoal: 'its goal', isMet: 'goals met', cpuPerWall: 'cpu/wall',
}

/** Rows of growth in Markdown: a table for each kind of them. */
export function formatGrowth(rows: readonly Readonly<Record<string, string | number | boolean>>[]): string {
  const columns = (row: object): string => Object.keys(row).join()
  const tables = [...new Set(rows.map(columns))].map((names) => {
    const kind = rows.filter((row) => columns(row) === names)
    const titles = names.split(',').map((name) => headings[name] ?? name)
    return [line(titles), line(titles.map(() => '---')), ...kind.map((row) => line(Object.values(row).map(cell)))].join('\n')
  })
  return [`${describeMachine()}, ${new Date().toISOString().slice(0, 10)}.`, ...tables].join('\n\n')
}

function cell(value: string | number | boolean): string {
  if (typeof value === 'number') return short(value)
  return typeof value === 'string' ? `\`${value}\`` : value ? 'yes' : 'no'
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** How many times as long the others take, by processor time in brackets. */
function peersOf({ peer, speedup, cpuSpeedup, speedupGoal, others = [] }: TimedRow): string {
  const first = peer === undefined || speedup === undefined || cpuSpeedup === undefined ? [] : [{ peer, speedup, cpuSpeedup }]
  const goal = speedupGoal === undefined ? '' : `; goal: ${speedupGoal} × the first`
  return [...first, ...others].map((other) => `${other.peer}: ${short(other.speedup)} × (${short(other.cpuSpeedup)} ×)`).join(', ') + goal
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}

/** Three digits that count. */
function short(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 4 })
}
