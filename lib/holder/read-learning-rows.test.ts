import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { formatCsv, parseCsv } from '../encoding/csv.ts'
import { suggestLearningColumns } from './learning-columns.ts'
import { learningKinds, maxLearning, tidyLearning, type LearningFacts } from './learning-facts.ts'
import { maxLearningRows, readLearningRows, type LearningRowsOptions, type LearningRowsRead } from './read-learning-rows.ts'

const now = new Date('2026-03-20T10:00:00Z')

function read(text: string, more: Partial<LearningRowsOptions> = {}): LearningRowsRead {
  const csv = parseCsv(encodeUtf8(text))
  const { columns, unit, kind } = suggestLearningColumns(csv.header)
  return readLearningRows(csv, { columns, unit, kind, known: [], now, ...more })
}
const faultsOf = ({ faults }: LearningRowsRead): readonly string[] => faults.map(({ line, field, code, isRefused }) => `${line} ${field ?? 'row'} ${code}${isRefused ? '' : ' (kept)'}`)

describe('suggestLearningColumns()', () => {
  it.each([
    ['LinkedIn’s export', 'Content Title,Content Description,Content Type,Content Last Watched Date (if viewed),Content Completed At (if completed),Content Saved,Notes taken on videos (if taken)', { title: 0, kind: 2, from: 3, to: 4, reflection: 6 }, undefined, 'linkedin-learning', 'course'],
    ['Goodreads’ export', 'Book Id,Title,Author,My Rating,Date Read,Date Added,Bookshelves,Exclusive Shelf,My Review', { title: 1, provider: 2, from: 4, reflection: 8, skills: 6 }, undefined, 'goodreads', 'book'],
    ['a log of hours', 'Date;Activity;Type;CPD hours;Reflection', { from: 0, title: 1, kind: 2, duration: 3, reflection: 4 }, 'hours', undefined, 'other'],
    ['Spanish', 'Fecha,Título,Enlace,Duración (minutos),Habilidades', { from: 0, title: 1, url: 2, skills: 4 }, undefined, undefined, 'other'],
    ['French', 'Date,Titre,Lien,Durée,Compétences', { from: 0, title: 1, url: 2, duration: 3, skills: 4 }, undefined, undefined, 'other'],
    ['Arabic', 'التاريخ,العنوان,الرابط,الساعات,المهارات', { from: 0, title: 1, url: 2, duration: 3, skills: 4 }, 'hours', undefined, 'other'],
    ['nothing that is known', 'A,B', {}, undefined, undefined, 'other'],
  ])('knows the columns of %s', (_, header, columns, unit, knownAs, kind) => {
    expect(suggestLearningColumns(parseCsv(encodeUtf8(`${header}\n`)).header)).toMatchObject({ columns, unit, knownAs, kind })
  })

  it('gives no column to two fields', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('Title', 'Description', 'Date read', 'Notes', 'Duration', 'Source', 'Type', 'x'), { maxLength: 9 }), (headers) => {
      const used = Object.values(suggestLearningColumns(headers).columns)
      expect(new Set(used).size).toBe(used.length)
    }))
  })
})

describe('readLearningRows()', () => {
  it('reads LinkedIn’s export, with its dates, its kinds and what it writes where nothing is', () => {
    const found = read('Content Title,Content Description,Content Type,Content Last Watched Date (if viewed),Content Completed At (if completed),Content Saved,Notes taken on videos (if taken)\n'
      + 'Excel: PivotTables,Learn it,COURSE,2026-01-03 16:09 UTC,2026-01-05 10:00 UTC,N/A,N/A\nWhat is a loop?,,VIDEO,2026-02-01 08:00 UTC,N/A,N/A,Loops waste fuel\n')
    expect(found.rows).toEqual([
      { line: 2, facts: { kind: 'course', title: 'Excel: PivotTables', from: '2026-01-03', to: '2026-01-05', skills: [] } },
      { line: 3, facts: { kind: 'video', title: 'What is a loop?', from: '2026-02-01', reflection: 'Loops waste fuel', skills: [] } },
    ])
    expect(found).toMatchObject({ counts: { rows: 2, good: 2, bad: 0, repeated: 0 }, unused: ['Content Description'], needsDateOrder: false })
  })

  it('asks which number is the month, and what a bare number counts, and guesses neither', () => {
    const text = 'Title,Date,Duration\nOne,04/05/2025,90\nTwo,05/06/2025,30\n'
    expect(read(text)).toMatchObject({ rows: [], needsDateOrder: true, needsUnit: true, counts: { bad: 2 } })
    expect(read(text, { dateOrder: 'dmy', unit: 'minutes' }).rows[0]?.facts).toMatchObject({ from: '2025-05-04', minutes: 90 })
    expect(read(text, { dateOrder: 'mdy', unit: 'hours' }).rows[0]?.facts).toMatchObject({ from: '2025-04-05', minutes: 5_400 })
    expect(read('Title,Date\nOne,04/05/2025\nTwo,25/06/2025\n').rows[0]?.facts.from).toBe('2025-05-04')
  })

  it('names by line whatever cannot be read, and takes the rest', () => {
    const found = read('Title,Date,End date,Hours,Link,Type,Skills\n,2026-01-01,,1,,,\nOne,2026-02-30,,1,,,\nTwo,soon,,1,,,\nThree,45000,,1,,,\nFour,2027-01-01,,1,,,\nFive,2026-01-05,2026-01-01,1,,,\n'
      + `Six,2026-01-01,,a while,,,\nSeven,2026-01-01,,1,,,,surplus\nEight,2026-01-01,,2,javascript:x,juggling,"a,b"\n${'x'.repeat(300)},2026-01-02,,1,,,\n`)
    expect(faultsOf(found)).toEqual([
      '2 title title-missing', '3 from date-impossible', '4 from date-unreadable', '5 from date-is-number', '6 from date-in-future', '7 to reversed', '8 duration duration-unreadable', '9 row ragged',
      '10 kind kind-unknown (kept)', '10 url url-malformed (kept)', '11 title cut (kept)',
    ].toSorted((left, right) => Number.parseInt(left) - Number.parseInt(right)))
    expect(found.rows.map(({ line, facts }) => [line, facts.title.slice(0, 5), facts.minutes])).toEqual([[10, 'Eight', 120], [11, 'xxxxx', 60]])
  })

  it('leaves out what is in the log or in the table already, and what has no day when that is wanted', () => {
    const known: readonly LearningFacts[] = [{ kind: 'course', title: 'One', from: '2026-01-01', skills: [] }]
    const text = 'Title,Date,Link\none,2026-01-01,\nOne,2026-01-02,\nTwo,,https://two.example/?utm_source=x\nAlso two,,https://www.two.example/\n'
    expect(faultsOf(read(text, { known }))).toEqual(['2 row repeated', '5 row repeated'])
    expect(read(text, { known }).counts).toEqual({ rows: 4, good: 2, bad: 0, repeated: 2, undated: 2 })
    expect(faultsOf(read(text, { known, withoutUndated: true }))).toEqual(['2 row repeated', '4 from undated', '5 from undated'])
    const first = read(text)
    expect(read(text, { known: first.rows.map(({ facts }) => facts) }).rows).toEqual([])
  })

  it('reads no more rows than its limit, names the others, and takes as long as that allows for rows that are all alike', () => {
    const found = read(`Title,Link\n${'Same,https://same.example/\n'.repeat(maxLearningRows + 2)}`)
    expect(found.counts).toMatchObject({ rows: maxLearningRows + 2, good: 1, repeated: maxLearningRows - 1, bad: 2 })
    expect(found.faults.filter(({ code }) => code === 'too-many').map(({ line }) => line)).toEqual([maxLearningRows + 2, maxLearningRows + 3])
  })

  it('reads back any items that were written as a table', () => {
    const text = fc.string({ minLength: 1, maxLength: 40 }).map((value) => `x${value.replaceAll(/[^\p{L}\p{N} ,;"'\n]/gu, '')}x`)
    const day = fc.integer({ min: 0, max: 8_000 }).map((days) => new Date(Date.UTC(2000, 0, 1 + days)).toISOString().slice(0, 10))
    const item = fc.record({ kind: fc.constantFrom(...learningKinds), title: text, url: fc.option(fc.tuple(fc.constantFrom('a.example', 'www.b.example', 'c.example:8080'), fc.integer({ min: 0, max: 999 }), fc.constantFrom('', '?q=1', '#/top')).map(([host, path, rest]) => `https://${host}/${path}${rest}`), { nil: undefined }), from: day, minutes: fc.integer({ min: 1, max: maxLearning.minutes }), reflection: fc.option(text, { nil: undefined }), skills: fc.array(fc.constantFrom('Excel', 'Route planning', 'لغات'), { maxLength: 3 }) }, { requiredKeys: ['kind', 'title', 'skills'] })
    fc.assert(fc.property(fc.uniqueArray(item, { maxLength: 8, selector: ({ title }) => title.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '') }), (items) => {
      const all = items.map((each) => tidyLearning(JSON.parse(JSON.stringify(each)) as LearningFacts)).filter(({ url }, index, list) => url === undefined || list.findIndex((other) => other.url?.split(/[?#]/)[0] === url.split(/[?#]/)[0]) === index)
      const rows = all.map(({ kind, title, url = '', from = '', minutes = '', reflection = '', skills }) => [kind, title, url, from, minutes === '' ? '' : `${minutes} min`, reflection, skills.join('; ')])
      const found = read(formatCsv([['Type', 'Title', 'URL', 'Date', 'Duration', 'Reflection', 'Skills'], ...rows]))
      expect(found.rows.map(({ facts }) => facts)).toEqual(all)
    }), { numRuns: 25 })
  })

  it('takes any table at all: each row is kept or refused by its line, and nothing is thrown', () => {
    const cell = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom('2026-01-01', '04/05/2025', 'N/A', '1:30', 'https://a.example/', '=1+1'))
    fc.assert(fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 9 }), { maxLength: 12 }), (rows) => {
      const csv = { encoding: 'utf-8', separator: ',', header: ['Title', 'Date', 'Duration', 'Link', 'Type', 'Skills', 'Notes'], records: rows.map((cells, index) => ({ line: index + 2, cells })) } as const
      const { columns } = suggestLearningColumns(csv.header)
      const found = readLearningRows(csv, { columns, kind: 'other', known: [], now })
      const refused = new Set(found.faults.filter(({ isRefused }) => isRefused).map(({ line }) => line))
      expect(found.rows.length + refused.size).toBe(rows.length)
      expect(found.counts.good + found.counts.bad + found.counts.repeated).toBe(rows.length)
      expect(found.rows.some(({ line }) => refused.has(line))).toBe(false)
    }))
  })
})
