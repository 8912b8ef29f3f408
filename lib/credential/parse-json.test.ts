import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { maxCredentialBytes, parseJson, parseJsonObject } from './parse-json.ts'

describe('parseJsonObject()', () => {
  it('reads text and bytes, with or without a byte order mark', () => {
    expect(parseJsonObject('{"a":[1]}')).toEqual({ a: [1] })
    expect(parseJsonObject(encodeUtf8('\uFEFF{"a":"ü"}'))).toEqual({ a: 'ü' })
  })

  it.each([
    ['credential/not-json', '{'],
    ['credential/not-json', ''],
    ['credential/not-json', new Uint8Array([0xff, 0xfe])],
    ['credential/not-an-object', '[]'],
    ['credential/not-an-object', 'null'],
    ['credential/prototype-key', '{"a":[{"__proto__":{"isAdmin":true}}]}'],
    ['credential/prototype-key', '{"\\u005f_proto__":1}'],
    ['credential/duplicate-member', '{"a":1,"a":2}'],
    ['credential/duplicate-member', '{"issuer":"x","b":{"\\u0069ssuer":1},"\\u0069ssuer":"y"}'],
    ['credential/duplicate-member', '[{"a":[{"b" \n:\t1 , "c":"\\\\\\"", "b":1}]}]'],
    ['credential/duplicate-member', '{"":0,"":0}'],
    // Numbers that are shorter as they stand than as they are usually written make up for no member.
    ['credential/duplicate-member', '{"n":[1e5,1E21,1e-7,1e400],"a":0,"a":0}'],
    ['credential/duplicate-member', '{"n":-0,"m":100,"":0,"":0}'],
    ['credential/too-deep', `{"a":${'['.repeat(80)}${']'.repeat(80)}}`],
    ['credential/too-deep', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['credential/too-large', ' '.repeat(maxCredentialBytes + 1)],
  ])('refuses with %s', (code, input) => {
    expect(() => parseJsonObject(input)).toThrow(expect.objectContaining({ code }))
  })
})

describe('parseJson()', () => {
  it('reads every JSON text as the platform does, unless a member is written twice', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), (text, space) => {
      const value: unknown = JSON.parse(text)
      fc.pre(!text.includes('__proto__'))
      expect(parseJson(JSON.stringify(value, undefined, space))).toEqual(value)
    }), { seed: 1 })
  })

  it('refuses any object one of whose members is written twice, however it is spelt', () => {
    const names = fc.string({ unit: 'binary', minLength: 0, maxLength: 6 }).filter((name) => name !== '__proto__')
    fc.assert(fc.property(fc.uniqueArray(names, { minLength: 1, maxLength: 8 }), fc.nat(), fc.jsonValue(), (members, place, value) => {
      const twice = members[place % members.length] ?? ''
      const escaped = `"${[...Array(twice.length).keys()].map((index) => `\\u${twice.charCodeAt(index).toString(16).padStart(4, '0')}`).join('')}"`
      const text = [...members.map((name) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`), `${escaped} : 1`].join(',')
      fc.pre(!text.includes('__proto__'))
      expect(() => parseJson(`[{"in":{${text}}}]`)).toThrow(expect.objectContaining({ code: 'credential/duplicate-member' }))
    }), { seed: 2 })
  })

  it('takes no longer for a text made of quotes and backslashes', () => {
    const text = JSON.stringify({ [`${'\\"'.repeat(200_000)}`]: '\\'.repeat(400_000), ':': '":"' })
    const started = performance.now()
    expect(Object.keys(parseJson(text) as object)).toHaveLength(2)
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})
