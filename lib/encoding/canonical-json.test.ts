import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from './bytes.ts'
import { canonicalJson, maxJsonDepth, type Json } from './canonical-json.ts'
import { encodeHex } from './hex.ts'

const vectors = join(import.meta.dirname, '../../../shared/data/vectors/rfc8785-jcs')
const isPresent = existsSync(vectors)

describe('canonicalJson()', () => {
  it.skipIf(!isPresent).each(isPresent ? readdirSync(join(vectors, 'input')) : ['(vectors are not here)'])('writes the published vector %s byte for byte', (name) => {
    const written = canonicalJson(JSON.parse(readFileSync(join(vectors, 'input', name), 'utf8')) as Json)
    expect(written).toBe(readFileSync(join(vectors, 'output', name), 'utf8'))
    const hex = readFileSync(join(vectors, 'outhex', name.replace('.json', '.txt')), 'utf8').replaceAll(/\s/g, '')
    expect(encodeHex(encodeUtf8(written))).toBe(hex)
  })

  it('writes the numbers of RFC 8785, appendix B', () => {
    const numbers: readonly (readonly [string, string])[] = [
      ['0000000000000000', '0'], ['8000000000000000', '0'], ['0000000000000001', '5e-324'], ['7fefffffffffffff', '1.7976931348623157e+308'],
      ['4340000000000000', '9007199254740992'], ['4430000000000000', '295147905179352830000'], ['44b52d02c7e14af6', '1e+23'], ['3eb0c6f7a0b5ed8d', '0.000001'],
      ['41b3de4355555555', '333333333.3333333'], ['becbf647612f3696', '-0.0000033333333333333333'],
    ]
    for (const [bits, text] of numbers) {
      const view = new DataView(new ArrayBuffer(8))
      view.setBigUint64(0, BigInt(`0x${bits}`))
      expect(canonicalJson(view.getFloat64(0))).toBe(text)
    }
  })

  it('writes one form whatever the order of the members, and reads back as the same value', () => {
    const json = fc.jsonValue({ noUnicodeString: false }).filter((value) => JSON.stringify(value).isWellFormed())
    fc.assert(fc.property(json, (value) => {
      const wellFormed = isWellFormed(value)
      fc.pre(wellFormed)
      const text = canonicalJson(value as Json)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      expect(canonicalJson(reversed(value) as Json)).toBe(text)
      expect(canonicalJson(JSON.parse(text) as Json)).toBe(text)
    }))
  })

  it('keeps a member named __proto__', () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"a":2}}') as Json)).toBe('{"__proto__":{"a":2},"b":1}')
  })

  it('refuses numbers that are not finite, lone surrogates, what JSON does not have, and deep nesting', () => {
    const code = 'encoding/json-not-canonical'
    const hostile = [NaN, Infinity, -Infinity, '\ud800', 'a\udc00b', { '\ud800': 1 }, [undefined], { a: undefined }, { a: 1n }, { a: () => 1 }]
    for (const value of hostile) expect(() => canonicalJson(value as unknown as Json)).toThrowError(expect.objectContaining({ code }))
    const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)])
    expect(canonicalJson(nested(maxJsonDepth))).toBe(`${'['.repeat(maxJsonDepth)}1${']'.repeat(maxJsonDepth)}`)
    expect(() => canonicalJson(nested(maxJsonDepth + 1))).toThrowError(expect.objectContaining({ code }))
  })
})

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, member]) => key.isWellFormed() && isWellFormed(member))
}

function reversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(reversed)
  return Object.fromEntries(Object.entries(value).reverse().map(([key, member]) => [key, reversed(member)]))
}
