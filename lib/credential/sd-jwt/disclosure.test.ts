import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase64url } from '../../encoding/base64url.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import type { Json } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { digestOf, formatDisclosure, parseDigestAlgorithm, parseDisclosure, saltBytes, type Disclosure } from './disclosure.ts'

const encode = (text: string): string => encodeBase64url(encodeUtf8(text))
const parse = (text: string): Disclosure => parseDisclosure(text, 'sha-256', cryptography)

describe('formatDisclosure() and parseDisclosure()', () => {
  it('give back any claim or element, under its salt', () => {
    fc.assert(fc.property(fc.option(fc.string().filter((name) => !['_sd', '...', '__proto__'].includes(name)), { nil: undefined }), fc.jsonValue({ maxDepth: 3 }), (name, value) => {
      const clean = JSON.parse(JSON.stringify(value)) as Json
      const given = encodeBase64url(cryptography.randomBytes(saltBytes))
      const text = formatDisclosure(given, `${name === undefined ? '' : `${JSON.stringify(name)},`}${JSON.stringify(clean)}`)
      expect(parse(text)).toEqual({ text, digest: createHash('sha256').update(text).digest('base64url'), name, value: clean })
      const [salt = ''] = JSON.parse(Buffer.from(text, 'base64url').toString()) as readonly string[]
      expect(salt).toBe(given)
    }), { seed: 1, numRuns: 100 })
  })

  it('keep the digest of the text as it came, whatever its spelling', () => {
    const [plain, spaced] = [encode('["s","a",1]'), encode('[ "s", "\\u0061", 1.0 ]')]
    expect([parse(spaced).name, parse(spaced).value]).toEqual(['a', 1])
    expect(parse(spaced).digest).not.toBe(parse(plain).digest)
  })

  it.each<[string, string]>([
    ['nothing', ''],
    ['no base64url', '!!'],
    ['padding', `${encode('["s","a"]')}=`],
    ['no JSON', encode('["s"')],
    ['no UTF-8', encodeBase64url(Uint8Array.of(0x5b, 0xc3, 0x28, 0x5d))],
    ['an object', encode('{"0":"s"}')],
    ['text', encode('"s"')],
    ['a salt alone', encode('["s"]')],
    ['an empty list', encode('[]')],
    ['four parts', encode('["s","a",1,2]')],
    ['a salt that is no text', encode('[7,"a",1]')],
    ['a name that is no text', encode('["s",7,1]')],
    ['the name of digests', encode('["s","_sd",["x"]]')],
    ['the name of hidden elements', encode('["s","...","x"]')],
    ['the name of a prototype', encode('["s","__proto__",{}]')],
    ['a prototype inside', encode('["s","a",{"__proto__":1}]')],
    ['a member twice inside', encode('["s","a",{"b":1,"b":2}]')],
    ['a depth without end', encode(`["s","a",${'['.repeat(5_000)}${']'.repeat(5_000)}]`)],
  ])('refuse %s', (_what, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'credential/disclosure-malformed' }))
  })

  it('tell nothing of what they refuse', () => {
    expect(() => parse(encode('["salt","_sd","Ana Example"]'))).toThrow(expect.objectContaining({ message: expect.not.stringContaining('Ana') as string }))
  })
})

describe('the digests', () => {
  it('are SHA-256 when nothing is said, and otherwise one of two', () => {
    expect([undefined, 'sha-256', 'sha-384'].map(parseDigestAlgorithm)).toEqual(['sha-256', 'sha-256', 'sha-384'])
    for (const value of ['sha-512', 'SHA-256', 'sha256', 'md5', '', null, 7, {}, ['sha-256'], '__proto__'] as readonly Json[]) expect(parseDigestAlgorithm(value)).toBeUndefined()
  })

  it('are those of the specification', () => {
    // RFC 9901, "Disclosures for Object Properties".
    const text = 'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0'
    expect(digestOf(text, 'sha-256', cryptography)).toBe('X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0')
    expect(parse(text)).toMatchObject({ name: 'family_name', value: 'Möbius' })
    expect(digestOf(text, 'sha-384', cryptography)).toBe(createHash('sha384').update(text).digest('base64url'))
  })
})
