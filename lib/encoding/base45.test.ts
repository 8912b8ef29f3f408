import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase45, encodeBase45 } from './base45.ts'
import { encodeUtf8 } from './bytes.ts'

describe('encodeBase45() and decodeBase45()', () => {
  it.each([['AB', 'BB8'], ['Hello!!', '%69 VD92EX0'], ['base-45', 'UJCLQE7W581'], ['ietf!', 'QED8WEX0'], ['', '']])('write %s as RFC 9285 does', (plain, encoded) => {
    expect(encodeBase45(encodeUtf8(plain))).toBe(encoded)
    expect(decodeBase45(encoded)).toEqual(encodeUtf8(plain))
  })

  it('give back any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      expect(decodeBase45(encodeBase45(bytes))).toEqual(bytes)
    }), { seed: 45 })
  })

  it.each([['GGW', 'three digits beyond two bytes'], [':::', 'the largest digits'], ['::', 'two digits beyond a byte'], ['A', 'one digit'], ['ab8', 'small letters'], ['BB8\n', 'a line end'], ['BÄ8', 'a letter of another alphabet']])('refuse %j: %s', (text) => {
    expect(() => decodeBase45(text)).toThrow(expect.objectContaining({ code: 'encoding/base45' }))
  })
})
