import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { sliceJson } from './json-slices.ts'

describe('sliceJson()', () => {
  it('finds each value of any JSON text, spaces included, as it was written', () => {
    fc.assert(fc.property(fc.json(), fc.constantFrom(0, 2, 7), (json, indent) => {
      const value: unknown = JSON.parse(json)
      const text = ` ${JSON.stringify(value, null, indent)}\n`
      const pointers = pointersOf(value)
      const slices = sliceJson(text, new Set(pointers.keys()))
      for (const [pointer, expected] of pointers) expect(JSON.parse(slices.get(pointer) ?? 'missing')).toEqual(expected)
    }))
  })

  it('keeps numbers and escapes as they stand', () => {
    const text = String.raw`{ "a": [1.0, { "b\/c":  "\u0041\"" , "n": 1e3 }] }`
    const slices = sliceJson(text, new Set(['/a/0', '/a/1', '/a/1/b~1c']))
    expect([...slices.values()]).toEqual(['1.0', String.raw`"\u0041\""`, String.raw`{ "b\/c":  "\u0041\"" , "n": 1e3 }`])
  })
})

function pointersOf(value: unknown, pointer = '', found = new Map<string, unknown>()): Map<string, unknown> {
  found.set(pointer, value)
  if (typeof value !== 'object' || value === null) return found
  for (const [name, member] of Object.entries(value)) pointersOf(member, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, found)
  return found
}
