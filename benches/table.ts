import { describeMachine, type TimedRow } from './interleave.ts'

/** Rows as a table in Markdown, with what they were measured on: for docs/performance.md, where no figure is typed by hand. */
export function formatTable(rows: readonly TimedRow[]): string {
  return [
    `${describeMachine()}, ${new Date().toISOString().slice(0, 10)}.`, '',
    '| row | goal | ours | in processor time | microseconds, of the bare operation | beside others, in processor time | goal met |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${[
      `\`${row.op}\``, `${row.ratioOf === 'time' ? '≤' : '≥'} ${row.goal}`, row.ratio, row.cpuRatio, `${row.medianMicroseconds}, ${row.limit}`, peersOf(row), row.isMet ? 'yes' : 'no',
    ].join(' | ')} |`),
  ].join('\n')
}

function peersOf({ peer, speedup, cpuSpeedup, speedupGoal, others = [] }: TimedRow): string {
  const first = peer === undefined || speedup === undefined || cpuSpeedup === undefined ? [] : [{ peer, speedup, cpuSpeedup }]
  const goal = speedupGoal === undefined ? '' : `; goal ${speedupGoal} × the first`
  return [...first, ...others].map((other) => `${other.speedup} × (${other.cpuSpeedup} ×) ${other.peer}`).join(', ') + goal
}
