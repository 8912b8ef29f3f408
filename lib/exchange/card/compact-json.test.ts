import { encode, Tagged } from 'cborg'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { webCryptography } from '../../crypto/web-cryptography.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import { encodeHex } from '../../encoding/hex.ts'
import { canonicalJson, type Json } from '../../encoding/canonical-json.ts'
import { EverlearnedError } from '../../error.ts'
import { cardTerms } from './card-terms.ts'
import { decodeCompact, encodeCompact } from './compact-json.ts'

const roundTrip = (value: Json): string => canonicalJson(decodeCompact(encodeCompact(value)))
const hex = '0123456789abcdef'
const idText = fc.string({ unit: fc.constantFrom(...hex), minLength: 32, maxLength: 32 }).map((text) => text.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'))
/** Texts that look like what has a form of its own, and nearly so. */
const lookalike = fc.oneof(
  fc.constantFrom(...cardTerms),
  fc.base64String({ minLength: 20, maxLength: 90 }),
  fc.string({ unit: fc.constantFrom(...'123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'), minLength: 20, maxLength: 90 }).chain((text) => fc.constantFrom(`z${text}`, `did:key:z${text}`, `did:key:z${text}#z${text}`, `did:key:z${text}#z1${text}`, `u${text}`, `uA${text}_-`)),
  idText.chain((id) => fc.constantFrom(`urn:uuid:${id}`, `https://a.example/status/${id}#48`, `\n${id}${id}`, id, id.toUpperCase())),
  fc.date({ noInvalidDate: true }).chain((date) => fc.constantFrom(date.toISOString(), date.toISOString().replace(/\.\d+Z/, 'Z'))),
  fc.constantFrom('2024-02-30T00:00:00Z', '0000-00-00T00:00:00Z', '9999-12-31T23:59:60Z', '2024-01-01T24:00:00Z', `sha256$${hex.repeat(4)}`, `sha256$${hex.repeat(4).toUpperCase()}`, 'z', 'u', 'did:key:z'),
)

describe('encodeCompact() and decodeCompact()', () => {
  it('give back any JSON, the same in its canonical form', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const json = JSON.parse(JSON.stringify(value).replaceAll('"__proto__"', '"proto"')) as Json
      expect(roundTrip(json)).toBe(canonicalJson(json))
    }), { seed: 14, numRuns: 300 })
  })

  it('give back texts that look like ids, keys and moments to the letter', () => {
    fc.assert(fc.property(lookalike, (text) => {
      expect(decodeCompact(encodeCompact({ [text]: [text, { id: text }] }))).toEqual({ [text]: [text, { id: text }] })
    }), { seed: 15, numRuns: 400 })
  })

  it('write equal documents as equal bytes', () => {
    expect(encodeCompact({ id: 'a', name: 'b' })).toEqual(encodeCompact({ name: 'b', id: 'a' }))
  })

  it('name each term once, and keep the place of those on paper', () => {
    expect(new Set(cardTerms).size).toBe(cardTerms.length)
    const first = encodeUtf8(cardTerms.slice(0, 247).join(' '))
    expect(encodeHex(webCryptography.sha256(first))).toBe('329785a4f6fd3409ad4c45e851f0bdc93f8d5b81874ce76281643e62f697393a')
  })

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a term that is not known', encode(60_000)],
    ['a number below all terms', encode(-1)],
    ['a fraction for a term', encode(0.5)],
    ['another tag', encode(new Tagged(100, 'x'))],
    ['a moment that is none', encode(new Tagged(12, 1e300))],
    ['an id of three bytes', encode(new Tagged(10, new Uint8Array(3)))],
    ['bytes where a text should be', encode(new Tagged(11, [new Uint8Array(2), new Uint8Array(16), '']))],
    ['a member twice, once as a term', encode(new Map<unknown, unknown>([[1, 'a'], ['id', 'b']]))],
    ['a member named __proto__', encode(new Map([['__proto__', 'a']]))],
    ['a list as the name of a member', encode(new Map([[['id'], 'a']]))],
    ['a key that would take long to write', encode(new Uint8Array(301))],
    ['undefined', Uint8Array.of(0xf7)],
    ['more announced than there is', Uint8Array.of(0x9a, 0xff, 0xff, 0xff, 0xff)],
    ['a value behind the value', Uint8Array.of(0x01, 0x01)],
    ['lists in one another, sixty-six deep', Uint8Array.from([...Array.from({ length: 66 }, () => 0x81), 0x00])],
    ['a hundred thousand lists in one another', Uint8Array.from([...Array.from({ length: 100_000 }, () => 0x81), 0x00])],
  ])('refuse %s', (_what, bytes) => {
    expect(() => decodeCompact(bytes)).toThrow(expect.objectContaining({ code: 'card/malformed' }))
  })

  it('read any bytes as JSON or refuse them', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      expect(readOrRefuse(bytes)).toMatch(/^(read|card\/malformed|encoding\/json-not-canonical)$/)
    }), { seed: 16, numRuns: 500 })
  })
})

function readOrRefuse(bytes: Uint8Array): string {
  try {
    canonicalJson(decodeCompact(bytes))
    return 'read'
  } catch (error) {
    if (error instanceof EverlearnedError) return error.code
    throw error
  }
}
