import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fromSortable, isOrderSensitive, toSortable } from './code-point-order.ts'

it('toSortable() sorts by code point, and fromSortable() gives the text back', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
    const points = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0)
    const [a, b] = [points(left), points(right)]
    const at = a.findIndex((point, index) => point !== b[index])
    const isBefore = at < 0 ? a.length < b.length : at < b.length && (a[at] ?? 0) < (b[at] ?? 0)
    expect(toSortable(left) < toSortable(right)).toBe(isBefore)
    expect(fromSortable(toSortable(left))).toBe(left)
  }), { seed: 1, numRuns: 2_000 })
})

it('isOrderSensitive() is true only where both kinds of character meet', () => {
  expect([isOrderSensitive('a🎓'), isOrderSensitive('ａ'), isOrderSensitive('🎓ａ')]).toEqual([false, false, true])
})
