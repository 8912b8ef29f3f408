import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseCsv } from '../encoding/csv.ts'
import { recogniseTemplate, suggestFields, suggestMapping } from './csv-columns.ts'
import { readRows } from './read-rows.ts'

const samples = new URL('../../../shared/data/standards/csv-badge-issue/samples/', import.meta.url)
const now = new Date('2026-11-21T12:00:00Z')

describe('suggestMapping()', () => {
  it.each([
    ['plain', ['Email', 'First Name', 'Last Name', 'Completion Date'], { email: 0, firstName: 1, lastName: 2, awardedOn: 3 }],
    ['shouting with underscores', ['STUDENT_ID', 'E-MAIL', 'FULL_NAME'], { externalId: 0, email: 1, fullName: 2 }],
    ['accented', ['Correo electrónico', 'Nombre', 'Apellidos'], { email: 0, firstName: 1, lastName: 2 }],
    ['foreign to us', ['Colour', 'Size'], {}],
  ])('maps headers that are %s', (_name, headers, mapping) => {
    expect(suggestMapping(headers)).toEqual(mapping)
  })

  it('suggests each field once, for the more telling header', () => {
    expect(suggestFields(['Identifier', 'Recipient Email', 'Email'])).toEqual([null, 'email', null])
  })
})

describe.skipIf(!existsSync(samples))('the templates of badge platforms', () => {
  it.each([
    ['credly-bulk.csv', 'credly', { email: 'ana@example.edu', name: 'Ana Lopez', awardedOn: '2025-05-31', externalId: 'A-100', evidence: { url: 'https://example.edu/capstone/1', name: 'Capstone' } }],
    ['canvas-badgr-bulk.csv', 'canvas-badgr', { email: 'ana@example.edu', name: 'Ana Lopez', awardedOn: '2025-05-31', narrative: 'Met all outcomes', evidence: { url: 'https://example.edu/p/1' } }],
    ['accredible-single-group.csv', 'accredible', { email: 'jb@example.com', name: 'James Brown', awardedOn: '2017-05-31' }],
  ])('reads %s without being told anything', (file, template, row) => {
    const csv = parseCsv(readFileSync(new URL(file, samples)))
    const read = readRows(csv, suggestMapping(csv.header), { now })
    expect(recogniseTemplate(csv.header)).toBe(template)
    expect(read).toMatchObject({ rows: [row], errors: [], needsDateOrder: false })
  })
})

describe('recogniseTemplate()', () => {
  it('claims no template for plain headers', () => {
    expect(recogniseTemplate(['Email', 'Name'])).toBeNull()
  })
})
