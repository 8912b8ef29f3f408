import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { formatCsv, parseCsv } from '../encoding/csv.ts'
import { fieldNames, suggestMapping } from './csv-columns.ts'
import { IssuerError } from './issuer-error.ts'
import { detectDateOrder, readDate } from './read-date.ts'
import type { ReadRowsOptions, RowsRead } from './read-rows.ts'
import { readRows } from './read-rows.ts'

const now = new Date('2026-11-21T12:00:00Z')

function read(text: string, options: Partial<ReadRowsOptions> = {}): RowsRead {
  const csv = parseCsv(encodeUtf8(text))
  return readRows(csv, suggestMapping(csv.header), { now, ...options })
}

describe('readRows()', () => {
  it('gives one person per row, with the line they stand on', () => {
    const { rows, errors, counts } = read('Email,First Name,Last Name,Issue Date\nana@example.edu,Ana,Lopez,2025-05-31\n\nbo@example.edu,Bo,,\n')
    expect(rows).toEqual([
      { line: 2, email: 'ana@example.edu', name: 'Ana Lopez', awardedOn: '2025-05-31' },
      { line: 4, email: 'bo@example.edu', name: 'Bo' },
    ])
    expect({ errors, counts }).toEqual({ errors: [], counts: { rows: 2, good: 2, bad: 0, duplicates: 0 } })
  })

  it.each([
    ['an address without @', 'email', 'row/email-malformed', 'ana.example.edu,Ana,,,'],
    ['no address', 'email', 'row/email-missing', ',Ana,,,'],
    ['an address with a line break', 'email', 'row/control-character', '"ana@example.edu\nBcc: x@example.edu",Ana,,,'],
    ['an impossible day', 'awardedOn', 'row/date-impossible', 'ana@example.edu,Ana,2025-02-30,,'],
    ['the 31st of an unknown month', 'awardedOn', 'row/date-impossible', 'ana@example.edu,Ana,31 Foo 2025,,'],
    ['a day number of a spreadsheet', 'awardedOn', 'row/date-is-number', 'ana@example.edu,Ana,45808,,'],
    ['words for a date', 'awardedOn', 'row/date-unreadable', 'ana@example.edu,Ana,last spring,,'],
    ['an award in the future', 'awardedOn', 'row/date-in-future', 'ana@example.edu,Ana,2027-01-01,,'],
    ['an end before its award', 'expiresOn', 'row/expires-before-award', 'ana@example.edu,Ana,2025-05-31,2025-05-30,'],
    ['a formula for a name', 'fullName', 'row/formula', 'ana@example.edu,"=HYPERLINK(""http://evil.example"")",,,'],
    ['a name that begins with a plus', 'fullName', 'row/formula', 'ana@example.edu,+1+1,,,'],
    ['a name written backwards', 'fullName', 'row/control-character', 'ana@example.edu,Ana\u202eX,,,'],
    ['a script for evidence', 'evidenceUrl', 'row/url-malformed', 'ana@example.edu,Ana,,,javascript:alert(1)'],
    ['a password in evidence', 'evidenceUrl', 'row/url-malformed', 'ana@example.edu,Ana,,,https://me:secret@example.edu'],
    ['too few cells', null, 'row/ragged', 'ana@example.edu,Ana'],
    ['too many cells', null, 'row/ragged', 'ana@example.edu,Ana,,,,more'],
  ])('names %s by line and field, and issues the others', (_what, field, code, line) => {
    const { rows, errors, counts } = read(`Email,Name,Issued on,Expires on,Evidence URL\nbo@example.edu,Bo,,,\n${line}\n`)
    expect(rows.map(({ email }) => email)).toEqual(['bo@example.edu'])
    expect(errors).toEqual([expect.objectContaining({ line: 3, field, code })])
    expect(counts).toEqual({ rows: 2, good: 1, bad: 1, duplicates: 0 })
  })

  it('never repeats a cell in a message', () => {
    const { errors } = read('Email,Name,Issued on\nsecret-person.example,=secret-person,secret-person\n')
    expect(errors).toHaveLength(3)
    expect(JSON.stringify(errors)).not.toContain('secret')
  })

  it('names a person who stands twice, with the first line', () => {
    const { rows, errors, counts } = read('Email,Name\nana@example.edu,Ana\nANA@example.edu,Ana L.\n')
    expect(rows).toHaveLength(1)
    expect(errors).toEqual([{ line: 3, field: 'email', code: 'row/duplicate', message: 'This address is already in line 2' }])
    expect(counts).toEqual({ rows: 2, good: 1, bad: 0, duplicates: 1 })
  })

  it('lets one person earn two badges of one file', () => {
    expect(read('Email,Name,Badge Template ID\na@example.edu,A,1\na@example.edu,A,2\n').counts).toMatchObject({ good: 2, duplicates: 0 })
  })

  it('allows a narrative that is a list', () => {
    expect(read('Email,Narrative\na@example.edu,"- welds\n- cuts"\n').rows[0]?.narrative).toBe('- welds\n- cuts')
  })

  it('asks for the order of day and month when no date gives it away, and issues none of those rows', () => {
    const text = 'Email,Issued on\na@example.edu,04/05/2025\nb@example.edu,2025-05-31\n'
    const unsure = read(text)
    expect(unsure.needsDateOrder).toBe(true)
    expect(unsure.rows.map(({ line }) => line)).toEqual([3])
    expect(unsure.errors[0]?.code).toBe('row/date-order-needed')
    expect(read(text, { dateOrder: 'mdy' }).rows[0]?.awardedOn).toBe('2025-04-05')
    expect(read(text, { dateOrder: 'dmy' }).rows[0]?.awardedOn).toBe('2025-05-04')
  })

  it('asks when two dates of a file contradict each other', () => {
    expect(read('Email,Issued on\na@example.edu,31/05/2025\nb@example.edu,05/31/2025\n').needsDateOrder).toBe(true)
  })

  it('does not ask when one date gives the order away', () => {
    const { needsDateOrder, rows } = read('Email,Issued on\na@example.edu,04/05/25\nb@example.edu,05/31/25\n')
    expect({ needsDateOrder, dates: rows.map(({ awardedOn }) => awardedOn) }).toEqual({ needsDateOrder: false, dates: ['2025-04-05', '2025-05-31'] })
  })

  it('refuses a mapping without an address or with a column that is not there', () => {
    const csv = parseCsv(encodeUtf8('Name\nAna\n'))
    expect(() => readRows(csv, { fullName: 0 }, { now })).toThrow(IssuerError)
    expect(() => readRows(csv, { email: 1 }, { now })).toThrow(expect.objectContaining({ code: 'issuer/mapping-out-of-range' }))
  })

  it('loses no row, whatever the cells hold', () => {
    const cell = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('a@example.edu', '1/2/25', '=1', '2025-02-30', '', 'http://[', '\u0000'))
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 14 }), { maxLength: 8 })
    fc.assert(fc.property(rows, (cells) => {
      const csv = parseCsv(encodeUtf8(`${fieldNames.join(',')}\n${formatCsv(cells)}`))
      const { counts, errors, rows: good } = readRows(csv, Object.fromEntries(fieldNames.map((name, index) => [name, index])), { now })
      const named = new Set([...errors.map(({ line }) => line), ...good.map(({ line }) => line)])
      expect(named).toEqual(new Set(csv.records.map(({ line }) => line)))
      expect(counts.good + counts.bad + counts.duplicates).toBe(counts.rows)
    }))
  })
})

describe('readDate()', () => {
  it.each([
    ['2025-05-31', '2025-05-31'], ['2025/5/1', '2025-05-01'], ['2025-05-31T23:00:00-05:00', '2025-05-31'], ['2025-05-31 10:00', '2025-05-31'],
    ['5/31/17', '2017-05-31'], ['6/1/87', '1987-06-01'], ['05-31-2025', '2025-05-31'], ['May 31, 2025', '2025-05-31'], ['31 May 2025', '2025-05-31'], ['2-Sep-2025', '2025-09-02'],
    ['02/29/2024', '2024-02-29'],
  ])('reads %s', (text, date) => {
    expect(readDate(text, 'mdy', now)).toEqual({ date })
  })

  it('reads the same number twice without an order', () => {
    expect(readDate('05/05/2025', undefined, now)).toEqual({ date: '2025-05-05' })
  })

  it.each(['02/29/2023', '13/13/2025', '0/1/2025', '1850-01-01'])('refuses %s', (text) => {
    expect(readDate(text, 'mdy', now)).toEqual({ problem: 'impossible' })
  })
})

describe('detectDateOrder()', () => {
  it.each([[['31.05.2025'], 'dmy'], [['05/31/25', '1/2/25'], 'mdy'], [['1/2/25'], undefined], [[], undefined]])('reads %j as %s', (texts, order) => {
    expect(detectDateOrder(texts)).toBe(order)
  })
})
