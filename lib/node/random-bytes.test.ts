import { describe, expect, it } from 'vitest'
import { encodeHex } from '../encoding/hex.ts'
import { randomBytes } from './random-bytes.ts'

describe('randomBytes()', () => {
  it('gives as many bytes as are asked for, in a buffer of their own, that never come again', () => {
    const lengths = [0, 1, 16, 32, 255, 256, 257, 4_095, 4_096, 4_097]
    for (const length of lengths) expect([randomBytes(length).length, randomBytes(length).buffer.byteLength]).toEqual([length, length])
    // More than are drawn at once, many times over.
    const seen = new Set<string>()
    for (let count = 0; count < 3_000; count += 1) {
      const drawn = randomBytes(16 + (count % 40))
      seen.add(encodeHex(drawn.subarray(0, 16)))
      drawn.fill(0)
    }
    expect(seen.size).toBe(3_000)
    expect(seen).not.toContain('00'.repeat(16))
  })

  it('draws no number of bytes that is none, and goes on as before', () => {
    for (const length of [NaN, -1, 0.5, Infinity]) expect(() => randomBytes(length)).toThrow(RangeError)
    expect(randomBytes(32).length).toBe(32)
  })

  it('gives each byte about as often as any other', () => {
    const counts = new Uint32Array(256)
    for (let count = 0; count < 1_000; count += 1) for (const byte of randomBytes(100)) counts[byte] = (counts[byte] ?? 0) + 1
    // 391 expected of each, with a standard deviation of 20: eight of them either way.
    expect(Math.min(...counts)).toBeGreaterThan(231)
    expect(Math.max(...counts)).toBeLessThan(551)
  })
})
