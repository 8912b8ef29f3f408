import { describe, expect, it } from 'vitest'
import { measure, median } from './interleave.ts'

describe('measure()', () => {
  it('answers ratios of time and of speed, and the speedup over a peer', async () => {
    let now = 0
    const spend = (milliseconds: number): void => { now += milliseconds }
    const rows = await measure([
      { op: 'slow', goal: 2, run: () => spend(8), bare: () => spend(4), peer: { name: 'slower', run: () => spend(16) } },
      { op: 'append', goal: 0.5, ratioOf: 'speed', operations: 4, run: async () => spend(8), bare: () => spend(4) },
    ], 3, { elapsed: () => now, busy: () => now / 2 })
    expect(rows).toEqual([
      { op: 'slow', medianMicroseconds: 8_000, ratio: 2, ratioOf: 'time', limit: 4_000, goal: 2, speedup: 2, peer: 'slower', cpuPerWall: 0.5 },
      { op: 'append', medianMicroseconds: 2_000, ratio: 0.5, ratioOf: 'speed', limit: 1_000, goal: 0.5, cpuPerWall: 0.5 },
    ])
  })
})

describe('median()', () => {
  it('takes the middle of an odd number and the mean of the middle two of an even one', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(median([7])).toBe(7)
  })
})
