import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { maxCredentialBytes, parseJsonObject } from './parse-json.ts'

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
    ['credential/too-deep', `{"a":${'['.repeat(80)}${']'.repeat(80)}}`],
    ['credential/too-deep', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['credential/too-large', ' '.repeat(maxCredentialBytes + 1)],
  ])('refuses with %s', (code, input) => {
    expect(() => parseJsonObject(input)).toThrow(expect.objectContaining({ code }))
  })
})
