import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { decodeBase32, encodeBase32 } from './base32.ts'

describe('decodeBase32()', () => {
  it('reads back any bytes, in either case', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const text = encodeBase32(bytes)
      expect(decodeBase32(text)).toEqual(Uint8Array.from(bytes))
      expect(decodeBase32(text.toLowerCase())).toEqual(Uint8Array.from(bytes))
    }))
  })

  it('reads the letters that people take for digits as digits', () => {
    expect(decodeBase32('ILO0')).toEqual(decodeBase32('1100'))
  })

  it.each(['U', '0', '000', 'ZZ', '0-', '01234567890123456U'])('refuses %s', (text) => {
    expect(() => decodeBase32(text)).toThrow(expect.objectContaining({ code: 'encoding/base32' }))
  })
})
