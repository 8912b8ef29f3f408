import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCsv, type Csv } from '../encoding/csv.ts'
import { openCsv } from './csv-stream.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** What a stream of pieces of so many bytes comes to, or the error that it ends with. */
async function read(bytes: Uint8Array, piece: number): Promise<Csv | unknown> {
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += piece) yield bytes.subarray(start, start + piece)
  }
  try {
    const { encoding, separator, header, records } = await openCsv(pieces)
    const found = []
    for await (const list of records()) found.push(...list)
    return { encoding, separator, header, records: found }
  } catch (error) {
    return error
  }
}

function whole(bytes: Uint8Array): Csv | unknown {
  try {
    return parseCsv(bytes)
  } catch (error) {
    return error
  }
}

describe('openCsv()', () => {
  it.each([
    ['quotes, blank lines and every ending', 'Email;Name\r\n\r\n"a";"b\r\nc ""x"""\r\n;\rd;e\n'],
    ['no quotes', '\uFEFFEmail,Name\r\na,b\r\n\r\n,\r\nc,d,e'],
    ['text of one byte a character', Uint8Array.from('Email,Name\na,J\u00f6rg \x80\n', (character) => character.charCodeAt(0))],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, ...[...'Email\tName\r\nä\t"b"\r\n'].flatMap((character) => [character.charCodeAt(0) & 0xff, character.charCodeAt(0) >> 8]))],
    ['an open quote', 'Email,Name\na,b\n"c,d\ne,f\n'],
    ['nothing', ' \n\n'],
    ['a cell that is too long', `Email\n${'x'.repeat(10_001)}\n`],
    ['too many columns', `Email\n${','.repeat(200)}\n`],
  ])('reads %s as the whole file is read, wherever it is cut', async (_what, content) => {
    const bytes = typeof content === 'string' ? bytesOf(content) : content
    for (const piece of [1, 3, 7, 100_000]) expect(await read(bytes, piece)).toEqual(whole(bytes))
  })

  it('reads what is made by chance as the whole file is read', async () => {
    const character = fc.constantFrom('"', ',', '\n', '\r', 'a', ' ', 'é', ';')
    await fc.assert(fc.asyncProperty(fc.string({ unit: character, maxLength: 40 }), fc.integer({ min: 1, max: 9 }), async (text, piece) => {
      const bytes = bytesOf(`a,b\n${text}`)
      expect(await read(bytes, piece)).toEqual(whole(bytes))
    }), { numRuns: process.env['LER_TEST_LONG'] === undefined ? 60 : 5_000 })
  })

  it('tells the digest of the bytes', async () => {
    const bytes = bytesOf('Email\na\n')
    const { sha256 } = await openCsv(async function* () { yield bytes })
    expect(sha256).toEqual(createHash('sha256').update(bytes).digest())
  })
})
