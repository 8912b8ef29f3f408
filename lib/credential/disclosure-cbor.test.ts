import { encode, Tagged } from 'cborg'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concatBytes } from '../encoding/bytes.ts'
import { encodeMultibase } from '../encoding/multibase.ts'
import { areAscending, formatComponents, hasHeader, isBytes, isIndex, maxProofValueLength, parseComponents } from './disclosure-cbor.ts'

const header = Uint8Array.of(0xd9, 0x5d, 0x00)
const raw = (...bytes: readonly number[]): string => encodeMultibase(concatBytes(header, Uint8Array.from(bytes)), 'u')
/** A map is read in any order and written in one. */
const holdsMap = (value: unknown): boolean => value instanceof Map || (Array.isArray(value) && value.some(holdsMap))
const component = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.nat(), fc.string(), fc.array(fc.uint8Array({ maxLength: 8 }), { maxLength: 4 }))

describe('formatComponents() and parseComponents()', () => {
  it('give back what was written, and nothing under another header', () => {
    fc.assert(fc.property(fc.array(component, { maxLength: 6 }), (components) => {
      const text = formatComponents(header, components)
      expect(parseComponents(text, header)).toEqual(components)
      expect(parseComponents(text, Uint8Array.of(0xd9, 0x5d, 0x01))).toEqual([])
      expect(hasHeader(text, header)).toBe(true)
      expect(hasHeader(text, Uint8Array.of(0xd9, 0x5d, 0x01))).toBe(false)
    }), { seed: 1 })
  })

  it('write a map in the order of its keys', () => {
    const map = new Map([[3, Uint8Array.of(1)], [1, Uint8Array.of(2)]])
    const [read] = parseComponents(formatComponents(header, [map]), header)
    expect([...(read as ReadonlyMap<number, Uint8Array>)]).toEqual([[1, Uint8Array.of(2)], [3, Uint8Array.of(1)]])
  })

  it.each<[string, string]>([
    ['nothing', ''],
    ['another base', encodeMultibase(concatBytes(header, encode([1])), 'z')],
    ['padding', `${raw(0x81, 0x01)}=`],
    ['the header alone', raw()],
    ['half a header', encodeMultibase(header.subarray(0, 2), 'u')],
    ['no list', raw(0x01)],
    ['a list cut short', raw(0x82, 0x01)],
    ['more behind the list', raw(0x81, 0x01, 0x01)],
    ['a number longer than it need be', raw(0x81, 0x18, 0x01)],
    ['a length longer than it need be', raw(0x98, 0x01, 0x01)],
    ['a list of no given length', raw(0x9f, 0x01, 0xff)],
    ['bytes of no given length', raw(0x81, 0x5f, 0x41, 0x01, 0xff)],
    ['a key twice in a map', raw(0x81, 0xa2, 0x01, 0x01, 0x01, 0x02)],
    ['undefined', raw(0x81, 0xf7)],
    ['not a number', raw(0x81, 0xf9, 0x7e, 0x00)],
    ['infinity', raw(0x81, 0xf9, 0x7c, 0x00)],
    ['a number beyond those that are exact', raw(0x81, 0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
    ['a tag', encodeMultibase(concatBytes(header, encode([new Tagged(64, Uint8Array.of(1))])), 'u')],
    ['more announced than there is', raw(0x9a, 0xff, 0xff, 0xff, 0xff)],
    ['text that is no UTF-8', raw(0x81, 0x62, 0xc3, 0x28)],
    ['ten thousand lists in one another', raw(...Array.from({ length: 10_000 }, () => 0x81), 0x00)],
  ])('read nothing in %s', (_what, text) => {
    expect(parseComponents(text, header)).toEqual([])
  })

  it('do not decode what is too long', () => {
    const longest = `u${'A'.repeat(maxProofValueLength)}`
    const started = performance.now()
    expect(parseComponents(longest, header)).toEqual([])
    expect(performance.now() - started).toBeLessThan(50)
  })

  it('read nothing in any bytes that would not be written like that', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const text = encodeMultibase(concatBytes(header, bytes), 'u')
      const read = parseComponents(text, header)
      expect(read.length === 0 || read.some(holdsMap) || formatComponents(header, read) === text).toBe(true)
    }), { seed: 2, numRuns: 500 })
  })
})

describe('areAscending(), isIndex() and isBytes()', () => {
  it.each<[boolean, unknown]>([
    [true, []], [true, [0]], [true, [0, 1, 5]], [true, [2 ** 53 - 1]],
    [false, [1, 0]], [false, [1, 1]], [false, [-1]], [false, [0.5]], [false, ['0']], [false, [null]], [false, [NaN]], [false, [2 ** 53]], [false, [0, [1]]],
    [false, '01'], [false, { length: 0 }], [false, undefined], [false, null],
  ])('ascending indexes: %s of %j', (expected, value) => {
    expect(areAscending(value)).toBe(expected)
  })

  it('take an index for a whole number from 0 on', () => {
    expect([0, 7, 2 ** 53 - 1].every(isIndex)).toBe(true)
    for (const value of [-1, 0.5, NaN, Infinity, 2 ** 53, '0', 0n, null, undefined, [0]]) expect(isIndex(value)).toBe(false)
  })

  it('take bytes of the very length alone', () => {
    expect(isBytes(new Uint8Array(3), 3)).toBe(true)
    for (const value of [new Uint8Array(2), new Uint8Array(4), [0, 0, 0], 'abc', { length: 3 }, new Uint16Array(3), null]) expect(isBytes(value, 3)).toBe(false)
  })
})
