import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBitstring, decodeBitstring, encodeBitstring, isBitSet, maxListLength, maxStatusSize, minListLength, readStatus, withBit, withStatuses } from './bitstring.ts'

const encode = (bytes: Uint8Array): string => `u${Buffer.from(gzipSync(bytes)).toString('base64url')}`

describe('a bitstring', () => {
  it('counts from the left-most bit of the first byte', async () => {
    const bits = withBit(withBit(createBitstring(), 0, 1), 9, 1)
    expect([bits[0], bits[1]]).toEqual([0b1000_0000, 0b0100_0000])
    expect([isBitSet(bits, 0), isBitSet(bits, 1), isBitSet(bits, 9)]).toEqual([true, false, true])
    expect(gunzipSync(Buffer.from((await encodeBitstring(bits)).slice(1), 'base64url'))).toEqual(Buffer.from(bits))
  })

  it('comes back as it was written', async () => {
    await fc.assert(fc.asyncProperty(fc.uniqueArray(fc.nat(minListLength - 1), { maxLength: 20 }), async (indices) => {
      const bits = indices.reduce((list, index) => withBit(list, index, 1), createBitstring())
      expect(await decodeBitstring(await encodeBitstring(bits))).toEqual(bits)
      expect(indices.every((index) => isBitSet(bits, index))).toBe(true)
      expect(indices.reduce((list, index) => withBit(list, index, 0), bits)).toEqual(createBitstring())
    }), { numRuns: 20, seed: 1 })
  })

  it('holds values of several bits, the most significant first, and writes many at once', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: maxStatusSize }), fc.nat(255), fc.uniqueArray(fc.nat(10_000), { minLength: 1, maxLength: 50 }), (size, any, indices) => {
      const value = any % 2 ** size
      const list = withStatuses(createBitstring(), indices, { size, value })
      expect(indices.map((index) => readStatus(list, index, size))).toEqual(indices.map(() => value))
      expect(withStatuses(list, indices, { size, value: 0 })).toEqual(createBitstring())
    }), { seed: 1, numRuns: 30 })
    expect(withStatuses(createBitstring(), [1], { size: 4, value: 0b1010 })[0]).toBe(0b0000_1010)
  })

  it('refuses a value that does not fit, and changes nothing when one place of many is outside', () => {
    const bits = createBitstring()
    for (const [size, value] of [[1, 2], [2, 4], [0, 0], [9, 1], [1, -1], [2, 0.5]] as const) expect(() => withStatuses(bits, [1], { size, value })).toThrow(RangeError)
    expect(() => withStatuses(bits, [1, minListLength / 2], { size: 2, value: 3 })).toThrow(expect.objectContaining({ code: 'status/index-out-of-range' }))
    expect(bits).toEqual(createBitstring())
  })

  it.each([-1, 0.5, minListLength, Number.NaN])('refuses the index %d', (index) => {
    expect(() => isBitSet(createBitstring(), index)).toThrow(expect.objectContaining({ code: 'status/index-out-of-range' }))
    expect(() => withBit(createBitstring(), index, 1)).toThrow(expect.objectContaining({ code: 'status/index-out-of-range' }))
  })

  it.each([8, minListLength - 8, minListLength + 1, maxListLength + 8])('refuses a length of %d', (length) => {
    expect(() => createBitstring(length)).toThrow(expect.objectContaining({ code: 'status/length-invalid' }))
  })

  it('refuses lists that are too short, too long when expanded, or no lists at all', async () => {
    await expect(decodeBitstring(encode(new Uint8Array(100)))).rejects.toMatchObject({ code: 'status/length-invalid' })
    await expect(decodeBitstring(encode(new Uint8Array(maxListLength / 8 + 1)))).rejects.toMatchObject({ code: 'status/length-invalid' })
    for (const text of ['', 'u', 'uAAAA', 'zAAAA', encode(new Uint8Array(20_000)).slice(0, -8), 'u!']) await expect(decodeBitstring(text)).rejects.toMatchObject({ code: 'status/list-malformed' })
  })
})
