import { existsSync, readFileSync } from 'node:fs'
import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase64url } from '../encoding/base64url.ts'
import { decodeStatusList } from './token-status-list.ts'

const examples = new URL('../../../shared/data/vectors/token-status-list/examples/', import.meta.url)
const encode = (bytes: Uint8Array): string => encodeBase64url(new Uint8Array(deflateSync(bytes)))
const published = (name: string): { bits: number; lst: string } => {
  const text = readFileSync(new URL(`${name}.md`, examples), 'utf8')
  // The examples are folded to the width of a page.
  return JSON.parse(text.slice(text.indexOf('{')).replace(/\n\s*(?=[\w-]*["\w-])/g, '')) as { bits: number; lst: string }
}

describe.skipIf(!existsSync(examples))('the examples of Token Status List', () => {
  it.each([
    ['status_list_encoding_json', [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]],
    ['status_list_encoding2_json', [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]],
  ])('%s gives the statuses that the specification tells', async (name, expected) => {
    const status = await decodeStatusList(published(name))
    expect(expected.map((_, index) => status(index))).toEqual(expected)
    expect(() => status(expected.length)).toThrow(expect.objectContaining({ code: 'status/index-out-of-range' }))
  })

  it.each([
    ['status_list_encoding1_long_json', { 0: 1, 1: 0, 1993: 1, 25460: 1, 159495: 1, 495669: 1, 554353: 1, 645645: 1, 723232: 1, 854545: 1, 934534: 1, 1000345: 1 }],
    ['status_list_encoding2_long_json', { 0: 1, 1: 0, 1993: 2, 25460: 1, 159495: 3, 495669: 1, 554353: 1, 645645: 2, 723232: 1, 854545: 1, 934534: 2, 1000345: 3 }],
    ['status_list_encoding4_json', { 0: 1, 1: 0, 1993: 2, 35460: 3, 459495: 4, 595669: 5, 754353: 6, 845645: 7, 923232: 8, 924445: 9, 934534: 10, 1004534: 11, 1000345: 12, 1030203: 13, 1030204: 14, 1030205: 15 }],
  ])('%s gives every status of its million, and no other', async (name, expected) => {
    const status = await decodeStatusList(published(name))
    expect(Object.fromEntries(Object.keys(expected).map((index) => [index, status(Number(index))]))).toEqual(expected)
    let set = 0
    for (let index = 0; index < 1_048_576; index += 1) if (status(index) !== 0) set += 1
    expect(set).toBe(Object.values(expected).filter((value) => value !== 0).length)
  })

  it('reads entries of eight bits', async () => {
    const status = await decodeStatusList(published('status_list_encoding8_json'))
    const counts = new Set(Array.from({ length: 1_048_576 }, (_, index) => status(index)))
    expect(counts.size).toBe(256)
    expect(() => status(1_048_576)).toThrow(expect.objectContaining({ code: 'status/index-out-of-range' }))
  })
})

describe('decodeStatusList()', () => {
  it('gives back what was put in, for every number of bits', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom(1, 2, 4, 8), fc.array(fc.nat(255), { minLength: 1, maxLength: 64 }), async (bits, values) => {
      const perByte = 8 / bits
      const statuses = values.map((value) => value & ((1 << bits) - 1))
      const bytes = new Uint8Array(Math.ceil(statuses.length / perByte))
      statuses.forEach((value, index) => {
        bytes[Math.floor(index / perByte)]! |= value << ((index % perByte) * bits)
      })
      const status = await decodeStatusList({ bits, lst: encode(bytes) })
      expect(statuses.map((_, index) => status(index))).toEqual(statuses)
    }), { numRuns: 50 })
  })

  it.each([-1, 0.5, NaN, Infinity, 8, 2 ** 53])('refuses index %d of a list of one byte', async (index) => {
    const status = await decodeStatusList({ bits: 1, lst: encode(Uint8Array.of(1)) })
    expect(() => status(index)).toThrow(expect.objectContaining({ code: 'status/index-out-of-range' }))
  })

  it.each<[string, { bits: never; lst: never }]>([
    ['three bits', { bits: 3, lst: encode(new Uint8Array(2)) }], ['no bits', { lst: encode(new Uint8Array(2)) }], ['bits as text', { bits: '1', lst: encode(new Uint8Array(2)) }],
    ['no list', { bits: 1 }], ['words', { bits: 1, lst: 'no list at all' }], ['GZIP', { bits: 1, lst: encodeBase64url(new Uint8Array(gzipSync(new Uint8Array(8)))) }],
    ['a cut list', { bits: 1, lst: encode(new Uint8Array(1_000)).slice(0, 12) }],
  ] as never)('refuses %s', async (_, list) => {
    await expect(decodeStatusList(list)).rejects.toMatchObject({ code: 'status/list-malformed' })
  })

  it('stops a list that swells', async () => {
    await expect(decodeStatusList({ bits: 8, lst: encode(new Uint8Array(17 * 1024 * 1024)) })).rejects.toMatchObject({ code: 'status/length-invalid' })
    await expect(decodeStatusList({ bits: 8, lst: 'A'.repeat(40_000_000) })).rejects.toMatchObject({ code: 'status/length-invalid' })
  })
})
