import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../encoding/canonical-json.ts'
import { maxJsonValues, refuseUnsignable } from './refuse-unsignable.ts'

function code(value: unknown): string {
  try {
    refuseUnsignable(value as Json)
    return 'signable'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('refuseUnsignable()', () => {
  it('lets everyday values pass', () => {
    for (const value of [0, 1, -7, 3.5, 0.1, 1e6, 123456.789, Number.MAX_SAFE_INTEGER, true, null, 'é 🎓', [], {}]) expect([value, code({ value })]).toEqual([value, 'signable'])
  })

  it('refuses numbers that share their RDF with another number', () => {
    for (const value of [1e-7, 4e-7, 1e21, 0.1 + 0.2, 2 ** 53, -0, Number.NaN, JSON.parse('1e999')]) {
      expect([value, code({ value: [value] })]).toEqual([value, 'credential/number-ambiguous'])
    }
  })

  it('lets no two numbers pass that are written alike with 16 digits', () => {
    fc.assert(fc.property(fc.double({ noNaN: true }), (value) => {
      const other = Number(value.toExponential(15))
      expect(code(value) === 'signable' && other !== value).toBe(false)
    }), { seed: 1 })
  })

  it('refuses prototype keys, lone surrogates, depth and crowds', () => {
    expect(code(JSON.parse('{"a":[{"__proto__":1}]}'))).toBe('credential/prototype-key')
    expect(code({ a: '\uD800' })).toBe('credential/text-malformed')
    expect(code({ '\uDC00': 1 })).toBe('credential/text-malformed')
    expect(code(JSON.parse(`${'['.repeat(70)}${']'.repeat(70)}`))).toBe('credential/too-deep')
    expect(code(Array.from({ length: maxJsonValues }, () => 0))).toBe('credential/too-complex')
  })
})
