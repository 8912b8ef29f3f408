import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countMembers } from './count-members.ts'

it('countMembers() counts names, wherever quotes, colons and backslashes stand', () => {
  for (const [text, count] of [['{}', 0], ['"a:b"', 0], ['["a",":"]', 0], ['{"a":":"}', 1], ['{"a\\\\":"\\"","b" \t\r\n:{"":[]}}', 3], ['{"a":1,"a":2}', 2]] as const) expect([text, countMembers(text)]).toEqual([text, count])
})

it('countMembers() counts in any text as many as its value has', () => {
  const count = (value: unknown): number => (typeof value !== 'object' || value === null ? 0 : Object.values(value).reduce<number>((sum, member) => sum + count(member), Array.isArray(value) ? 0 : Object.keys(value).length))
  fc.assert(fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
    expect(countMembers(JSON.stringify(value))).toBe(count(JSON.parse(JSON.stringify(value))))
  }), { seed: 1 })
})
