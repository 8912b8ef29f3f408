import { validateMnemonic } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { completeWord, formatPhrase, readPhrase } from './phrase.ts'

const seed = Uint8Array.from({ length: 32 }, (_, index) => index)
const words = formatPhrase(seed)

describe('readPhrase()', () => {
  it('gives back any seed from its words', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      expect(readPhrase(formatPhrase(bytes).join(' '))).toEqual({ kind: 'seed', seed: Uint8Array.from(bytes) })
    }), { numRuns: 50 })
  })

  it('reads the vector of BIP-39 for zeros', () => {
    expect(formatPhrase(new Uint8Array(32)).join(' ')).toBe(`${'abandon '.repeat(23)}art`)
  })

  it('reads capitals, line numbers and the first four letters of each word', () => {
    const numbered = words.map((word, index) => `${index + 1}. ${word.toUpperCase().slice(0, 4)}`).join('\n')
    expect(readPhrase(numbered)).toEqual({ kind: 'seed', seed })
  })

  it('counts the words when some are missing', () => {
    expect(readPhrase(words.slice(1).join(' '))).toEqual({ kind: 'length', count: 23 })
  })

  it('names each word that is not on the list', () => {
    expect(readPhrase(words.with(6, 'qwerty').with(11, 'xyz').join(' '))).toEqual({ kind: 'unknown', positions: [7, 12] })
  })

  it('says where a word was misread for one that looks like it', () => {
    const start = Array<string>(23).fill('abandon').with(9, 'car').join(' ')
    const last = wordlist.find((word) => validateMnemonic(`${start} ${word}`, wordlist))
    const misread = readPhrase(`${start} ${last ?? ''}`.replace('car', 'cat'))
    expect(misread).toMatchObject({ kind: 'checksum', suspects: expect.arrayContaining([{ kind: 'word', position: 10, word: 'car' }]) })
  })

  it('says which two neighbours changed places', () => {
    const swapped = words.toSpliced(4, 2, words[5] ?? '', words[4] ?? '')
    expect(readPhrase(swapped.join(' '))).toMatchObject({ kind: 'checksum', suspects: expect.arrayContaining([{ kind: 'swapped', position: 5 }]) })
  })

  it('never gives a seed for text that is no phrase, however long', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.constant('zoo '.repeat(100_000))), (text) => {
      expect(readPhrase(text).kind).not.toBe('seed')
    }), { numRuns: 50 })
  })
})

describe('completeWord()', () => {
  it('offers the words that begin so, and none for nothing', () => {
    expect(completeWord('aban')).toEqual(['abandon'])
    expect(completeWord(' AB ')).toHaveLength(6)
    expect(completeWord('')).toEqual([])
    expect(completeWord('zzz')).toEqual([])
  })
})
