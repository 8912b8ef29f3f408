import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBitstring, isBitSet, minListLength } from './bitstring.ts'
import { changeStatus } from './change-status.ts'

const empty = createBitstring()
const indices = fc.uniqueArray(fc.nat(minListLength - 1), { maxLength: 200 })

describe('changeStatus()', () => {
  it('revokes one or many and leaves everybody else and the list it was given alone', () => {
    fc.assert(fc.property(indices, fc.nat(minListLength - 1), (revoked, other) => {
      const { bits, changedCount } = changeStatus({ purpose: 'revocation', bits: empty }, revoked, 'withdraw')
      expect(revoked.every((index) => isBitSet(bits, index))).toBe(true)
      expect([isBitSet(bits, other), changedCount]).toEqual([revoked.includes(other), revoked.length])
    }), { seed: 1, numRuns: 20 })
    expect(empty).toEqual(createBitstring())
  })

  it('counts what changed: saying it again, or twice at once, changes nothing more', () => {
    const once = changeStatus({ purpose: 'revocation', bits: empty }, [7, 7, 9], 'withdraw')
    expect(once.changedCount).toBe(2)
    expect(changeStatus({ purpose: 'revocation', bits: once.bits }, [7, 9], 'withdraw')).toEqual({ bits: once.bits, changedCount: 0 })
  })

  it('lifts a suspension, so that the list is as it was', () => {
    const suspended = changeStatus({ purpose: 'suspension', bits: empty }, [3, 5], 'withdraw')
    expect(changeStatus({ purpose: 'suspension', bits: suspended.bits }, [5, 3], 'lift')).toEqual({ bits: createBitstring(), changedCount: 2 })
  })

  it('never lifts a revocation', () => {
    const { bits } = changeStatus({ purpose: 'revocation', bits: empty }, [3], 'withdraw')
    expect(() => changeStatus({ purpose: 'revocation', bits }, [3], 'lift')).toThrow(expect.objectContaining({ code: 'status/revocation-final' }))
  })

  it('changes nothing when one of many is outside the list', () => {
    for (const outside of [-1, minListLength, 0.5, Number.NaN]) {
      expect(() => changeStatus({ purpose: 'revocation', bits: empty }, [1, outside], 'withdraw')).toThrow(expect.objectContaining({ code: 'status/index-out-of-range' }))
    }
    expect(empty).toEqual(createBitstring())
  })
})
