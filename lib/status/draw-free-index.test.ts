import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { drawFreeIndex } from './draw-free-index.ts'

/** Random bytes that are the same in every run. */
function seeded(seed: string): (length: number) => Uint8Array<ArrayBuffer> {
  let count = 0
  return (length) => new Uint8Array(createHash('sha256').update(`${seed}${(count += 1)}`).digest().subarray(0, length))
}

describe('drawFreeIndex()', () => {
  it('never gives out a taken index', async () => {
    const taken = new Set<number>()
    const randomBytes = seeded('a')
    for (let draw = 0; draw < 500; draw += 1) {
      const index = await drawFreeIndex({ length: 1_000, isTaken: (candidate) => taken.has(candidate), randomBytes })
      expect(taken.has(index)).toBe(false)
      taken.add(index)
    }
    expect([...taken].every((index) => index >= 0 && index < 1_000)).toBe(true)
  })

  it('favours no index and follows no order', async () => {
    const counts = Array.from({ length: 10 }, () => 0)
    const randomBytes = seeded('b')
    const drawn: number[] = []
    for (let draw = 0; draw < 10_000; draw += 1) drawn.push(await drawFreeIndex({ length: 10, isTaken: () => false, randomBytes }))
    for (const index of drawn) counts[index] = (counts[index] ?? 0) + 1
    expect(counts.every((count) => count > 850 && count < 1_150)).toBe(true)
    expect(drawn.slice(0, 20)).not.toEqual(drawn.slice(0, 20).toSorted((left, right) => left - right))
  })

  it('draws again instead of favouring small indices', async () => {
    const values = [[0xff, 0xff, 0xff, 0xff], [0, 0, 0, 4]]
    expect(await drawFreeIndex({ length: 3, isTaken: () => false, randomBytes: () => Uint8Array.from(values.shift() ?? []) })).toBe(1)
  })

  it('refuses a list that is full', async () => {
    await expect(drawFreeIndex({ length: 8, isTaken: async () => true, randomBytes: seeded('c') })).rejects.toMatchObject({ code: 'status/list-full' })
    await expect(drawFreeIndex({ length: 0, isTaken: () => false, randomBytes: seeded('d') })).rejects.toThrow(RangeError)
  })
})
