import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeUuidV7 } from './uuid-v7.ts'

describe('makeUuidV7()', () => {
  it('writes the example of RFC 9562, appendix A.6', () => {
    const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f])
    expect(makeUuidV7(new Date(0x017f22e279b0), random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
  })

  it('sorts by time, whatever is random', () => {
    const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 })
    fc.assert(fc.property(fc.nat(2 ** 31), fc.integer({ min: 1, max: 2 ** 31 }), bytes, bytes, (time, later, left, right) => {
      expect(makeUuidV7(new Date(time), left) < makeUuidV7(new Date(time + later), right)).toBe(true)
    }))
  })

  it('refuses another number of random bytes', () => {
    expect(() => makeUuidV7(new Date(), new Uint8Array(9))).toThrow(RangeError)
  })
})
