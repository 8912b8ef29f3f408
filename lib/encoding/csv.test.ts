import { existsSync, readFileSync, readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from './bytes.ts'
import { CsvError, formatCsv, maxCsvBytes, maxCsvCellLength, maxCsvColumns, maxCsvRecords, parseCsv } from './csv.ts'

const samples = new URL('../../../shared/data/standards/csv-badge-issue/samples/', import.meta.url)

const parse = (text: string): ReturnType<typeof parseCsv> => parseCsv(encodeUtf8(text))
const errorOf = (act: () => unknown): CsvError => {
  try {
    act()
  } catch (error) {
    if (error instanceof CsvError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('parseCsv()', () => {
  it('reads a file with a byte order mark, CRLF, semicolons and a quoted newline, and counts physical lines', () => {
    const csv = parse('\uFEFFName;Mail\r\n"Ana\r\nLopez";ana@example.edu\r\n\r\nBo;bo@example.edu\r\n')
    expect(csv).toEqual({
      encoding: 'utf-8', separator: ';', header: ['Name', 'Mail'],
      records: [{ line: 2, cells: ['Ana\nLopez', 'ana@example.edu'] }, { line: 5, cells: ['Bo', 'bo@example.edu'] }],
    })
  })

  it('reads tabs, lone carriage returns and mixed line endings', () => {
    expect(parse('a\tb\r1\t2\r\n3\t4\n').records.map(({ line, cells }) => [line, ...cells])).toEqual([[2, '1', '2'], [3, '3', '4']])
  })

  it('says which encoding it read', () => {
    const utf16 = Uint8Array.from([0xff, 0xfe, ...[...'a,b\né,2'].flatMap((character) => [character.charCodeAt(0) & 0xff, 0])])
    const bigEndian = Uint8Array.from([0xfe, 0xff, ...[...'a,b\né,2'].flatMap((character) => [0, character.charCodeAt(0) & 0xff])])
    const windows = Uint8Array.from([...encodeUtf8('a,b\n'), 0xe9, 0x2c, 0x80])
    expect(parseCsv(utf16)).toMatchObject({ encoding: 'utf-16le', records: [{ cells: ['é', '2'] }] })
    expect(parseCsv(bigEndian)).toMatchObject({ encoding: 'utf-16be', records: [{ cells: ['é', '2'] }] })
    expect(parseCsv(windows)).toMatchObject({ encoding: 'windows-1252', records: [{ cells: ['é', '€'] }] })
  })

  it('keeps ragged records and stray quotation marks for the reader of rows', () => {
    const csv = parse('a,b\n1\n1,2,3\nSeán "Jack" O\'Neil,x\n')
    expect(csv.records.map(({ cells }) => cells.length)).toEqual([1, 3, 2])
    expect(csv.records[2]?.cells[0]).toBe('Seán "Jack" O\'Neil')
  })

  it('ignores separators inside quotation marks when it looks for the separator', () => {
    expect(parse('"Last, First, Middle";Mail\n"a, b";c')).toMatchObject({ separator: ';', header: ['Last, First, Middle', 'Mail'] })
  })

  it('names the line where a quotation mark was opened and never closed', () => {
    expect(errorOf(() => parse('a,b\n1,2\n3,"4\n5,6\n7,8\n'))).toMatchObject({ code: 'encoding/csv-quote-open', line: 3 })
  })

  it.each([
    ['bytes', () => parseCsv(new Uint8Array(maxCsvBytes + 1))],
    ['records', () => parse(`a\n${'x\n'.repeat(maxCsvRecords + 1)}`)],
    ['columns', () => parse(`a\n${','.repeat(maxCsvColumns)}`)],
    ['characters in a cell', () => parse(`a\n${'x'.repeat(maxCsvCellLength + 1)}`)],
    ['characters in a record', () => parse(`a\n"${'x'.repeat(maxCsvCellLength * maxCsvColumns + 1)}"`)],
  ])('refuses too many %s', (_what, act) => {
    expect(errorOf(act).code).toBe('encoding/csv-too-large')
  })

  it.each(['', '\n\n', ' , \n', '\uFEFF'])('refuses a file without a header: %j', (text) => {
    expect(errorOf(() => parse(text)).code).toBe('encoding/csv-empty')
  })

  it('answers random bytes with a table or a CsvError', () => {
    const answers = fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      try {
        return parseCsv(bytes).header.length > 0
      } catch (error) {
        return error instanceof CsvError
      }
    })
    expect(() => fc.assert(answers)).not.toThrow()
  })

  it.skipIf(!existsSync(samples)).each(existsSync(samples) ? readdirSync(samples) : ['none'])('reads the template %s', (name) => {
    const csv = parseCsv(readFileSync(new URL(name, samples)))
    expect(csv.records).toHaveLength(1)
    expect(csv.records[0]?.cells).toHaveLength(csv.header.length)
  })
})

describe('formatCsv()', () => {
  it.each(['=HYPERLINK("http://x")', '+41 79', '-5', '@sum', '\t=1', '\r=1', '＝1'])('neutralises %j', (cell) => {
    expect(parse(`head\n${formatCsv([[cell]])}`).records[0]?.cells[0]?.startsWith("'")).toBe(true)
  })

  it('is read back as it was written, but for the apostrophe', () => {
    const cell = fc.string({ maxLength: 20 }).map((text) => `x${text.replaceAll('\r', '')}`)
    fc.assert(fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 }), (rows) => {
      expect(parse(`h,i\n${formatCsv(rows)}`).records.map(({ cells }) => cells)).toEqual(rows)
    }))
  })
})
