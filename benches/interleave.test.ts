import { describe, expect, it } from 'vitest'
import { measure, median } from './interleave.ts'

describe('measure()', () => {
  it('answers ratios of time and of speed, and the speedup over peers', async () => {
    let now = 0
    const spend = (milliseconds: number): void => { now += milliseconds }
    const rows = await measure([
      { op: 'slow', goal: 2, run: () => spend(8), bare: () => spend(4), peer: { name: 'slower', run: () => spend(16), goal: 3 }, others: [{ name: 'slowest', run: () => spend(32) }] },
      { op: 'append', goal: 0.5, ratioOf: 'speed', operations: 4, run: async () => spend(8), bare: () => spend(4) },
    ], 3, { elapsed: () => now, busy: () => now / 2 })
    expect(rows).toEqual([
      { op: 'slow', medianMicroseconds: 8_000, ratio: 2, ratioOf: 'time', limit: 4_000, goal: 2, cpuRatio: 2, speedup: 2, cpuSpeedup: 2, speedupGoal: 3, peer: 'slower', others: [{ peer: 'slowest', speedup: 4, cpuSpeedup: 4 }], cpuPerWall: 0.5, isMet: false },
      { op: 'append', medianMicroseconds: 2_000, ratio: 0.5, ratioOf: 'speed', limit: 1_000, goal: 0.5, cpuRatio: 0.5, cpuPerWall: 0.5, isMet: true },
    ])
  })
})

describe('a goal', () => {
  it.each([
    { quiet: 1, elapsed: 9, isMet: false }, { quiet: 1, elapsed: 8, isMet: true },
    // On a busy machine our part of the time was taken by others, or that of the bare operation: processor time decides where it is better.
    { quiet: 0.5, elapsed: 9, isMet: true }, { quiet: 0.5, elapsed: 17, isMet: false },
  ])('is met by elapsed time, or on a busy machine by the better time: $quiet, $elapsed', async ({ quiet, elapsed, isMet }) => {
    let [now, busy] = [0, 0]
    const spend = (milliseconds: number, share: number): void => { [now, busy] = [now + milliseconds, busy + milliseconds * share] }
    const [row] = await measure([{ op: 'slow', goal: 2, run: () => spend(elapsed, quiet), bare: () => spend(4, 1) }], 3, { elapsed: () => now, busy: () => busy })
    expect(row?.isMet).toBe(isMet)
  })
})

describe('median()', () => {
  it('takes the middle of an odd number and the mean of the middle two of an even one', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(median([7])).toBe(7)
  })
})
