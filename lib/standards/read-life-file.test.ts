import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { Json } from '../encoding/canonical-json.ts'
import type { LifeFacts } from '../holder/life-facts.ts'
import { readDocx } from './docx.ts'
import { readJsonResume } from './json-resume.ts'
import { findPeriod, readMonth } from './read-period.ts'
import { maxLifeFileBytes, readLifeFile } from './read-life-file.ts'
import type { ReadLife, RefusedLife } from './reading.ts'
import { readResumeText } from './resume-text.ts'

type Bytes = Uint8Array<ArrayBuffer>
const samples = new URL('../../../shared/data/standards/', import.meta.url)
const read = (name: string, content: Bytes | string): Promise<ReadLife | RefusedLife> => readLifeFile({ name, bytes: typeof content === 'string' ? encodeUtf8(content) : content })
const factsOf = (read: ReadLife | RefusedLife): readonly LifeFacts[] => (read.kind === 'read' ? read.drafts.map(({ facts }) => facts) : [])
const everythingIn = (read: ReadLife): string => JSON.stringify(read)
const leavesOf = (value: Json): readonly string[] => (typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap((each) => leavesOf(each as Json)) : [])
const zip = (files: Readonly<Record<string, string | Uint8Array>>): Bytes => zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, typeof content === 'string' ? encodeUtf8(content) : content]))) as Bytes

const resume = `Sofia Reyes
sofia@example.org

WORK EXPERIENCE
Logistics Coordinator, Northline Freight
Jan 2022 – Present
• Planned 40 routes a day

US Army    Mar 2015 - Jun 2021
Transportation Management Coordinator
- Tracked 1,200 containers.

Motor Transport Operator | US Army | 2006 – 02/2015
Drove convoys.

Education
Central Texas College            2018 – 2020
Associate of Applied Science

Certifications
Forklift Operator, OSHA, 2019

Skills
Office: Excel, SQL
Forklift, Patience

Languages
English (native), Spanish – fluent

References
Ana Ruiz, 555-0100
`

describe('readLifeFile()', () => {
  it('reads a résumé of plain lines into drafts, and tells of every line that made none', async () => {
    const result = await read('resume.txt', resume)
    expect(factsOf(result)).toMatchObject([
      { kind: 'employment', what: 'Logistics Coordinator', where: 'Northline Freight', from: '2022-01', to: 'now', story: '• Planned 40 routes a day' },
      { kind: 'military-service', what: 'Transportation Management Coordinator', where: 'US Army', from: '2015-03', to: '2021-06' },
      { kind: 'military-service', what: 'Motor Transport Operator', where: 'US Army', from: '2006', to: '2015-02', story: 'Drove convoys.' },
      { kind: 'education', what: 'Associate of Applied Science', where: 'Central Texas College', from: '2018', to: '2020' },
      { kind: 'licence', what: 'Forklift Operator', where: 'OSHA', to: '2019' },
      { kind: 'skill', what: 'Office', skills: ['Excel', 'SQL'] }, { kind: 'skill', what: 'Forklift, Patience', skills: ['Forklift', 'Patience'] },
      { kind: 'skill', what: 'English', story: 'native' }, { kind: 'skill', what: 'Spanish', story: 'fluent' },
    ])
    expect(result).toMatchObject({ format: 'text', losses: [{ code: 'personal', value: 'Sofia Reyes' }, { code: 'personal', value: 'sofia@example.org' }, { code: 'others', value: 'Ana Ruiz, 555-0100' }] })
  })

  it.each([
    ['Spanish', 'Experiencia laboral\n\nCocinera, Hotel Sol\nenero de 2018 - actualidad\n\nFormación académica\n\nUniversidad de Sevilla, Grado en Historia  2010 – 2014', ['Cocinera', 'Grado en Historia'], ['2018-01', '2010']],
    ['French', 'Expérience professionnelle\n\nAide-soignante, Hôpital Nord\nfévr. 2018 – aujourd’hui\n\nFormation\n\nLycée Pasteur, Baccalauréat  2008 – 2010', ['Aide-soignante', 'Baccalauréat'], ['2018-02', '2008']],
  ])('reads the headings and months of a résumé in %s', async (_, text, what, from) => {
    const facts = factsOf(await read('cv.txt', text))
    expect(facts.map((each) => each.what)).toEqual(what)
    expect(facts.map((each) => each.from)).toEqual(from)
  })

  it('swallows no word of any lines', () => {
    const word = fc.constantFrom('Baker', 'Lumen', 'Zagreb', 'ovens', 'night', 'shifts', 'Quincy')
    const line = fc.oneof(fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' ')), fc.constantFrom('', 'Experience', 'Education', 'Skills', 'Certifications', '2019 – 2021', 'Nurse, Ward 7 | 2011 - present', '• Held keys', 'Summary'))
    const swallowed = fc.check(fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
      const found = everythingIn(readResumeText(lines, 'text'))
      const headings = ['Experience', 'Education', 'Skills', 'Certifications', 'Summary']
      const words = lines.filter((each) => !headings.includes(each)).flatMap((each) => each.match(/[A-Za-z]{4,}/g) ?? []).filter((name) => name !== 'present')
      return words.every((name) => found.includes(name))
    }), { numRuns: 200 })
    expect(swallowed.counterexample).toBeNull()

  })

  it('reads a LinkedIn export by the headers of its tables, and opens nothing about other people', async () => {
    const result = await read('export.zip', zip({
      'Puestos.csv': 'Company Name,Title,Description,Location,Started On,Finished On\nUS Army,Driver,"Drove, always",Japan,Mar 2015,Jun 2021\n,,,,,\nNorthline,Planner,,,Foo 2022,\n',
      'Skills.csv': '\uFEFFName\nExcel\nSQL\n', 'Connections.csv': 'First Name,Last Name\nAna,Ruiz\n', 'messages.csv': 'FROM,TO,CONTENT\na,b,secret\n',
      'Profile.csv': 'First Name,Last Name,Headline\nSofia,Reyes,Planner\n', 'Rich_Media.csv': 'Date,Link\n2020,https://example.org\n', 'photo.jpg': new Uint8Array(10),
    }))
    expect(factsOf(result)).toMatchObject([
      { kind: 'military-service', what: 'Driver', where: 'US Army (Japan)', from: '2015-03', to: '2021-06', story: 'Drove, always' }, { kind: 'employment', what: 'Planner', where: 'Northline' }, { kind: 'skill', what: 'Excel, SQL', skills: ['Excel', 'SQL'] },
    ])
    expect(result.kind === 'read' && result.losses.map(({ code, value }) => `${code} ${value}`)).toEqual(['unread Foo 2022', 'others ', 'others ', 'personal Sofia · Reyes · Planner', 'unplaced 2020 · https://example.org'])
    expect(JSON.stringify(result)).not.toMatch(/Ruiz|secret/)
  })

  it('reads a Word document', async () => {
    const paragraph = (text: string, isListed = false): string => `<w:p><w:pPr>${isListed ? '<w:numPr><w:ilvl w:val="0"/></w:numPr>' : ''}</w:pPr><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`
    const document = `<?xml version="1.0"?><w:document>${paragraph('Experience')}${paragraph('Baker &amp; Cook')}<w:p><w:r><w:t>Caf&#233; Lumen</w:t><w:tab/><w:t>2019 </w:t></w:r><w:r><w:t>– 2021</w:t></w:r><w:r><w:delText>secret</w:delText></w:r></w:p>${paragraph('Ran the ovens', true)}</w:document>`
    const result = await read('cv.docx', zip({ '[Content_Types].xml': '<Types/>', 'word/document.xml': document }))
    expect(result).toMatchObject({ kind: 'read', format: 'docx' })
    expect(factsOf(result)).toMatchObject([{ kind: 'employment', what: 'Baker & Cook', where: 'Café Lumen', from: '2019', to: '2021', story: '• Ran the ovens' }])
    expect(JSON.stringify(result)).not.toContain('secret')
  })

  it('takes the lines of a PDF from the engine it is given, and refuses without one', async () => {
    expect(await readLifeFile({ name: 'cv.pdf', bytes: encodeUtf8('%PDF-1.7'), readPdf: async () => resume.split('\n') })).toMatchObject({ kind: 'read', format: 'pdf' })
    expect(await readLifeFile({ name: 'cv.pdf', bytes: encodeUtf8('%PDF-1.7'), readPdf: async () => ['', ' '] })).toEqual({ kind: 'refused', code: 'no-text' })
    expect(await read('cv.pdf', '%PDF-1.7')).toEqual({ kind: 'refused', code: 'unknown-format' })
  })

  it.each<[string, Bytes | string, RefusedLife['code']]>([
    ['a file that is too large', new Uint8Array(maxLifeFileBytes + 1), 'too-large'], ['a text that is too large', 'x'.repeat(2 * 1024 * 1024 + 1), 'too-large'], ['nothing', '', 'no-text'], ['other JSON', '{"name":"x"}', 'unknown-format'],
    ['a credential', '{"@context":[],"basics":{}}', 'unknown-format'], ['broken JSON', '{"basics":', 'unknown-format'], ['bytes', Uint8Array.of(1, 2, 3, 0xff), 'unknown-format'], ['a page', '<html><body>CV</body></html>', 'unknown-format'],
    ['half an archive', zip({ 'a.csv': 'Name\nx' }).slice(0, 40), 'malformed'], ['an archive of pictures', zip({ 'a.png': 'x' }), 'unknown-format'],
    ['an archive that blows up', zip({ 'word/document.xml': new Uint8Array(11 * 1024 * 1024) }), 'too-large'], ['an archive of many files', zip(Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`${index}.csv`, '']))), 'too-large'],
  ])('refuses %s', async (_, content, code) => {
    expect(await read('file', content)).toEqual({ kind: 'refused', code })
  })

  it('answers for any bytes and any JSON, and never throws', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string().map(encodeUtf8), fc.json().map(encodeUtf8), fc.string().map((text) => zip({ 'a.csv': `Name\n${text}`, 'word/x': text }))), async (bytes) => {
      expect(['read', 'refused']).toContain((await read('x', new Uint8Array(bytes))).kind)
    }), { numRuns: 150 })
  })

  it('takes no more than it can show, and says so', async () => {
    const result = await read('resume.json', JSON.stringify({ basics: { name: 'x' }, work: Array.from({ length: 900 }, (_, index) => ({ position: `Job ${index}`, other: 'y'.repeat(1_000) })) }))
    expect(factsOf(result)).toHaveLength(200)
    expect(result.kind === 'read' && result.losses.length).toBe(501)
    expect(result.kind === 'read' && result.losses.filter(({ code }) => code === 'too-many').length).toBe(501)
  })
})

describe('readJsonResume()', () => {
  it('has each leaf in a draft or in a loss, whatever stands in it', () => {
    const leaf = fc.string({ minLength: 3, maxLength: 12 }).map((text) => `leaf${text.replaceAll(/[^a-z0-9]/gi, 'q')}`)
    const item = fc.dictionary(fc.constantFrom('position', 'name', 'company', 'organization', 'institution', 'studyType', 'title', 'summary', 'highlights', 'keywords', 'startDate', 'url', 'location', 'x'), fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }), fc.record({ deep: leaf })))
    const section = fc.constantFrom('work', 'volunteer', 'education', 'awards', 'certificates', 'skills', 'projects', 'references', 'interests', 'mine')
    const swallowed = fc.check(fc.property(fc.dictionary(section, fc.array(item, { maxLength: 3 })), (document) => {
      const found = everythingIn(readJsonResume(document as never))
      return leavesOf(document as Json).every((each) => found.includes(each))
    }), { numRuns: 150 })
    expect(swallowed.counterexample).toBeNull()
  })

  it('tells of an end before its beginning, and keeps the rest', () => {
    const { drafts, losses } = readJsonResume({ work: [{ position: 'Cook', startDate: '2020', endDate: '2019-01-05' }] })
    expect(drafts).toMatchObject([{ facts: { what: 'Cook' } }])
    expect(losses).toEqual([{ code: 'unread', from: '/work/0', value: '2020 – 2019-01' }])
  })

  it.skipIf(!existsSync(samples))('reads the published samples of JSON Resume and the tables of a LinkedIn export', async () => {
    for (const folder of ['json-resume/samples/', 'linkedin-export/samples/']) {
      for (const name of readdirSync(new URL(folder, samples)).filter((each) => each !== 'sample.job.json')) {
        const result = await read(name, new Uint8Array(readFileSync(new URL(folder + name, samples))))
        expect({ name, kind: result.kind, hasDrafts: factsOf(result).length > 0 }).toEqual({ name, kind: 'read', hasDrafts: !/Profile|Connections/.test(name) })
      }
    }
  })
})

describe('readMonth() and findPeriod()', () => {
  it.each([['2019', '2019'], ['2019-03', '2019-03'], ['2019-03-09', '2019-03'], ['Mar 2019', '2019-03'], ['marzo de 2019', '2019-03'], ['août 2019', '2019-08'], ['déc. 2019', '2019-12'], ['3/2019', '2019-03'], ['juillet 2020', '2020-07'], ['juin 2020', '2020-06']])('reads %j as %s', (text, month) => {
    expect(readMonth(text)).toBe(month)
  })

  it.each(['', '13/2019', '2019-13', 'Foo 2019', '1820', 'now'])('reads no month in %j', (text) => {
    expect(readMonth(text)).toBeUndefined()
  })

  it.each([
    ['Baker, Café Lumen, Jan 2019 – Present', { from: '2019-01', to: 'now' }, 'Baker, Café Lumen'], ['(2019-2021) Baker', { from: '2019', to: '2021' }, 'Baker'], ['Baker since 2019', { from: '2019', to: 'now' }, 'Baker'],
    ['ASCM, 2022', { to: '2022' }, 'ASCM'], ['Depuis mars 2020 : pompier', { from: '2020-03', to: 'now' }, 'pompier'],
  ])('finds the period in %j', (line, period, rest) => {
    expect(findPeriod(line)).toMatchObject({ period, rest })
  })

  it('finds none in a number that only looks like a year', () => {
    expect(findPeriod('Moved 120191 boxes')).toBeUndefined()
  })
})

describe('readDocx()', () => {
  it('replaces no entity but those of XML, and reads what is broken as far as it goes', () => {
    expect(readDocx(encodeUtf8('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:p><w:t>&e; &amp;lt; &#0;&#x110000;</w:t></w:p><w:p><w:t>open'))).toEqual(['&e; &lt; '])
  })
})
