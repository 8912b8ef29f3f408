import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase58btc, encodeBase58btc, maxBase58Length } from './base58btc.ts'
import { decodeBase64, decodeBase64url, decodeBase64urlText, encodeBase64, encodeBase64url, encodeBase64urlText } from './base64url.ts'
import { concatBytes, decodeUtf8, encodeUtf8, equalBytes } from './bytes.ts'
import { EncodingError } from './encoding-error.ts'
import { decodeHex, encodeHex } from './hex.ts'
import { decodeMultibase, encodeMultibase } from './multibase.ts'

interface Codec {
  readonly name: string
  readonly encode: (bytes: Uint8Array) => string
  readonly decode: (text: string) => Uint8Array
  readonly foreign: readonly string[]
}

/** Of any characters, made one by one: the lists of all of them that fast-check has take seconds to build. */
const anyText = fc.string({ unit: fc.oneof(fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff })).map((code) => String.fromCodePoint(code)) })

const codecs: readonly Codec[] = [
  { name: 'base64url', encode: encodeBase64url, decode: decodeBase64url, foreign: ['A', 'AA==', 'AA+A', 'AA/A', 'A A', 'AAAAA', 'AB', 'AAB', 'é', 'AA\n', '='] },
  { name: 'base64', encode: encodeBase64, decode: decodeBase64, foreign: ['A', 'AA', 'AA=', 'A===', 'AA_A', 'AB==', 'AAB=', 'AA==AA==', ' AAA', 'AAA\n', '=AAA', '===='] },
  { name: 'base58btc', encode: encodeBase58btc, decode: decodeBase58btc, foreign: ['0', 'O', 'I', 'l', ' ', 'é', '1'.repeat(maxBase58Length + 1)] },
  { name: 'hexadecimal', encode: encodeHex, decode: decodeHex, foreign: ['a', 'ag', '0x', ' 00', '00\n', 'é0'] },
]

describe.each(codecs)('$name', ({ name, encode, decode, foreign }) => {
  it('reads back all bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(decode(encode(bytes))).toEqual(bytes)
    }))
  })

  it('has one text for the same bytes', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ABCabcxyz0189+/-_='), maxLength: 40 })
    fc.assert(fc.property(text, (given) => {
      const bytes = outcomeOf(() => decode(given))
      const again = bytes instanceof Uint8Array ? encode(bytes) : given
      expect(again).toBe(name === 'hexadecimal' ? given.toLowerCase().padEnd(again.length) && again : given)
    }))
  })

  it.each(foreign)('refuses %j', (text) => {
    expect(() => decode(text)).toThrowError(EncodingError)
  })
})

describe('known texts', () => {
  it('are those of RFC 4648 and of the base58 draft', () => {
    const pairs = [['', ''], ['f', 'Zg=='], ['fo', 'Zm8='], ['foo', 'Zm9v'], ['foob', 'Zm9vYg=='], ['fooba', 'Zm9vYmE='], ['foobar', 'Zm9vYmFy']] as const
    for (const [plain, text] of pairs) expect(encodeBase64(encodeUtf8(plain))).toBe(text)
    expect(encodeBase64url(Uint8Array.of(0xfb, 0xff))).toBe('-_8')
    expect(encodeBase58btc(encodeUtf8('Hello World!'))).toBe('2NEpo7TZRRrLZSi2U')
    expect(encodeBase58btc(decodeHex('0000287fb4cd'))).toBe('11233QC4')
  })

  it('come back whole however long they are', () => {
    const bytes = new Uint8Array(300_000).map((_, index) => index * 7)
    expect(equalBytes(decodeBase64(encodeBase64(bytes)), bytes)).toBe(true)
  })
})

describe('decodeBase64urlText()', () => {
  it('gives the text of which encodeBase64urlText() made the base64url of the UTF-8', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), anyText), (given) => {
      const encoded = encodeBase64urlText(given)
      expect(encoded).toBe(encodeBase64url(encodeUtf8(given)))
      expect(decodeBase64urlText(encoded)).toBe(given)
    }))
  })

  it('refuses what decodeBase64url() and decodeUtf8() refuse', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ABCabcxyz0189-_='), maxLength: 12 })
    fc.assert(fc.property(text, (given) => {
      expect(outcomeOf(() => decodeBase64urlText(given))).toEqual(outcomeOf(() => decodeUtf8(decodeBase64url(given))))
    }))
    for (const given of ['gA', 'AA==', 'AA\n', 'AAA\u0141', '7aCA']) expect(() => decodeBase64urlText(given)).toThrowError(EncodingError)
  })
})

describe('decodeMultibase()', () => {
  it('reads the bases that are allowed, and no other', () => {
    fc.assert(fc.property(fc.uint8Array(), fc.constantFrom('z' as const, 'u' as const), (bytes, base) => {
      expect(decodeMultibase(encodeMultibase(bytes, base))).toEqual(bytes)
      expect(() => decodeMultibase(encodeMultibase(bytes, base), base === 'z' ? 'u' : 'z')).toThrowError(expect.objectContaining({ code: 'encoding/multibase' }))
    }))
    for (const text of ['', 'mAAAA', 'f00', 'Z11', 'U']) expect(() => decodeMultibase(text)).toThrowError(expect.objectContaining({ code: 'encoding/multibase' }))
  })
})

describe('decodeUtf8()', () => {
  it('reads back all text, its byte order mark included', () => {
    fc.assert(fc.property(anyText, (text) => {
      expect(decodeUtf8(encodeUtf8(text))).toBe(text)
    }))
    expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('\ufeffA')
  })

  it.each([[0xc0, 0xaf], [0xff], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xf4, 0x90, 0x80, 0x80], [0x80]])('refuses the bytes %#', (...bytes) => {
    expect(() => decodeUtf8(Uint8Array.from(bytes))).toThrowError(expect.objectContaining({ code: 'encoding/utf8' }))
  })
})

describe('concatBytes()', () => {
  it('joins in order and shares nothing with its parts', () => {
    const part = Uint8Array.of(1, 2)
    const joined = concatBytes(part, new Uint8Array(0), Uint8Array.of(3))
    part[0] = 9
    expect(joined).toEqual(Uint8Array.of(1, 2, 3))
  })
})

describe('equalBytes()', () => {
  it('compares length and every byte', () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true)
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false)
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0))).toBe(false)
    expect(equalBytes(new Uint8Array(0), new Uint8Array(0))).toBe(true)
  })
})

function outcomeOf<Result>(run: () => Result): Result | EncodingError {
  try {
    return run()
  } catch (cause) {
    if (cause instanceof EncodingError) return cause
    throw cause
  }
}
