import { describe, expect, it } from 'vitest'
import { measure, median } from './interleave.ts'

function spin(milliseconds: number): void {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

describe('measure()', () => {
  it('answers ratios of time and of speed, and the speedup over a peer', async () => {
    const rows = await measure([
      { op: 'slow', goal: 2, run: () => spin(8), bare: () => spin(4), peer: { name: 'slower', run: () => spin(16) } },
      { op: 'append', goal: 0.5, ratioOf: 'speed', operations: 4, run: async () => spin(8), bare: () => spin(4) },
    ], 2)
    expect(rows.map(({ op, ratioOf }) => [op, ratioOf])).toEqual([['slow', 'time'], ['append', 'speed']])
    expect(rows[0]?.ratio).toBeGreaterThan(1.3)
    expect(rows[0]?.speedup).toBeGreaterThan(1.3)
    expect(rows[1]?.ratio).toBeLessThan(0.8)
    expect(rows[1]?.medianMicroseconds).toBeGreaterThanOrEqual(2_000)
  })
})

describe('median()', () => {
  it('takes the middle of an odd number and the mean of the middle two of an even one', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(median([7])).toBe(7)
  })
})
