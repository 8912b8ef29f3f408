import { describe, expect, it } from 'vitest'
import { formatGrowth, formatSizes, formatTable } from './table.ts'

const row = { op: 'issue-small', medianMicroseconds: 71.234, ratio: 2.1, ratioOf: 'time', limit: 34, goal: 2, cpuRatio: 2.2, cpuPerWall: 0.98, isMet: false } as const

describe('formatTable()', () => {
  it('says of each row its goal and what it came to, beside whom, and names what missed', () => {
    const text = formatTable([{ ...row, speedup: 60, cpuSpeedup: 61, speedupGoal: 60, peer: 'slow', others: [{ peer: 'slower', speedup: 1_234.5, cpuSpeedup: 70 }] }, { ...row, op: 'fast', ratioOf: 'speed', isMet: true }, { op: 'memory', bytes: 16_384, ratio: 0.5, goal: 1 }])
    expect(text.split('\n').slice(4)).toEqual([
      '| `issue-small` | ≤ 2 × | 2.1 × | 2.2 × | 71.2, 34 | slow: 60 × (61 ×), slower: 1,230 × (70 ×); goal: 60 × the first | no | 0.98 |',
      '| `fast` | ≥ 2 × | 2.1 × | 2.2 × | 71.2, 34 |  | yes | 0.98 |',
      '| `memory` | ≤ 32,768 bytes | 16,384 bytes |  |  |  | yes |  |',
      '', 'Missed: `issue-small`.',
    ])
    expect(formatTable([{ ...row, isMet: true }])).toMatch(/Every goal is met\.$/)
  })
})

describe('formatGrowth() and formatSizes()', () => {
  it('make a table of each kind of row', () => {
    expect(formatGrowth([{ op: 'a', ratio: 1.2345, isMet: true }, { op: 'b', goal: 2 }]).split('\n\n').slice(1)).toEqual(['| row | ratio | goals met |\n| --- | --- | --- |\n| `a` | 1.23 | yes |', '| row | goal |\n| --- | --- |\n| `b` | 2 |'])
    expect(formatSizes([{ size: 'small', bytes: 2_184, statements: 44, canonicalBytes: 5_871, unnamedNodes: 3 }])).toMatch(/\| small \| 2,184 \| 44 \| 5,871 \| 3 \|$/)
  })
})
