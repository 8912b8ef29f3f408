import { type Csv, type CsvRecord, parseCsv } from '../encoding/csv.ts'
import { EverlearnedError } from '../error.ts'
import type { LifeFacts, LifeKind } from '../holder/life-facts.ts'
import { maxSkills } from '../holder/tidy-skills.ts'
import { guessWork } from './guess-kind.ts'
import { LifeGatherer, type LossCode, type ReadLife } from './reading.ts'
import { readMonth } from './read-period.ts'

/** Files of the export that tell of other people, or hold their words. They are not opened. */
const aboutOthers = /connection|message|invitation|recommendation|endorsement|contact|reaction|comment|share|follow|vote/i

type Facts = Omit<LifeFacts, 'skills'> & { readonly skills?: readonly string[] }
type Read = (cell: (name: string) => string) => Facts | undefined

/** The tables that tell of a life, by columns that no other has. File names are in the reader's language, headers are not. */
const tables: readonly { readonly columns: readonly string[], readonly isNarrowed?: true, readonly read: Read }[] = [
  { columns: ['company name', 'title', 'started on'], read: (cell) => work(cell('title'), cell('company name'), cell) },
  { columns: ['company name', 'role'], read: (cell) => ({ kind: 'volunteering', what: cell('role') || cell('company name'), where: cell('role') === '' ? '' : cell('company name'), ...period(cell), story: lines(cell('description'), cell('cause')) }) },
  { columns: ['school name'], read: (cell) => ({ kind: 'education', what: cell('degree name') || cell('school name'), where: cell('degree name') === '' ? '' : cell('school name'), ...between(cell('start date'), cell('end date'), false), story: lines(cell('notes'), cell('activities')) }) },
  { columns: ['name', 'authority'], read: (cell) => ({ kind: 'licence', what: cell('name'), where: cell('authority'), ...between(cell('started on'), cell('finished on'), false), story: lines(cell('license number'), cell('url')) }) },
  { columns: ['title', 'started on', 'url'], read: (cell) => ({ kind: 'project', what: cell('title'), ...period(cell), story: lines(cell('description'), cell('url')) }) },
  { columns: ['title', 'issued on'], isNarrowed: true, read: (cell) => ({ kind: 'project', what: cell('title'), ...at(cell('issued on')), story: cell('description') }) },
  { columns: ['name', 'published on'], isNarrowed: true, read: (cell) => ({ kind: 'project', what: cell('name'), where: cell('publisher'), ...at(cell('published on')), story: lines(cell('description'), cell('url')) }) },
  { columns: ['name', 'position', 'started on'], isNarrowed: true, read: (cell) => ({ kind: 'volunteering', what: cell('position') || cell('name'), where: cell('position') === '' ? '' : cell('name'), ...period(cell), story: cell('description') }) },
  { columns: ['name', 'proficiency'], read: (cell) => ({ kind: 'skill', what: cell('name'), story: cell('proficiency') }) },
  { columns: ['name', 'number'], read: (cell) => ({ kind: 'training', what: cell('name'), story: cell('number') }) },
]

/** Tells whether a header is that of a table of this export. */
export function isLinkedInTable(header: readonly string[]): boolean {
  const names = header.map(nameOf)
  return isSkills(names) || isProfile(names) || tableFor(names) !== undefined
}

/**
 * Reads the tables of a LinkedIn export; there is no specification, so the headers that its archives have are what is known.
 *
 * Untrusted: the tables, within the limits of {@link parseCsv}. Tables about other people are named and left unread.
 */
export function readLinkedInExport(files: ReadonlyMap<string, Uint8Array>): ReadLife {
  const gathered = new LifeGatherer()
  for (const [path, bytes] of files) {
    const name = path.split('/').at(-1) ?? path
    if (aboutOthers.test(name)) gathered.lose('others', path, '')
    else readTable(path, bytes, gathered)
  }
  return gathered.finish('linkedin-export')
}

function readTable(path: string, bytes: Uint8Array, gathered: LifeGatherer): void {
  const csv = open(bytes)
  if (csv === undefined) return gathered.lose('unread', path, '')
  const names = csv.header.map(nameOf)
  const table = tableFor(names)
  if (table === undefined) return isSkills(names) ? readSkills(path, csv, gathered) : loseRows(path, csv, isProfile(names) ? 'personal' : 'unplaced', gathered)
  for (const record of csv.records) {
    const used = new Set<string>()
    const facts = table.read((name) => {
      used.add(name)
      return record.cells[names.indexOf(name)]?.trim() ?? ''
    })
    const place = `${path} ${record.line}`
    if (facts === undefined || facts.what === '') loseRow(path, record, 'unplaced', gathered)
    else {
      gathered.draft({ skills: [], ...facts }, place)
      if (table.isNarrowed === true) gathered.lose('narrowed', place, facts.what)
      names.forEach((name, index) => {
        const cell = record.cells[index]?.trim() ?? ''
        if (cell !== '' && (!used.has(name) || isUnreadDate(name, cell))) gathered.lose(used.has(name) ? 'unread' : 'unplaced', `${place} ${csv.header[index]}`, cell)
      })
    }
  }
}

/** Skills without anything else make one draft, not a page for each. */
function readSkills(path: string, { records }: Csv, gathered: LifeGatherer): void {
  const skills = records.map(({ cells }) => cells[0]?.trim() ?? '').filter((skill) => skill !== '')
  for (let start = 0; start < skills.length; start += maxSkills.count) gathered.draft(skillList(skills.slice(start, start + maxSkills.count)), `${path} ${start + 2}`)
}

/** A list of skills as one entry, named by the first of them. */
export function skillList(skills: readonly string[]): LifeFacts {
  const [first = '', second, third, ...more] = skills
  return { kind: 'skill', what: [first, second, third].filter((skill) => skill !== undefined).join(', ') + (more.length > 0 ? ' …' : ''), skills }
}

function loseRows(path: string, { records }: Csv, code: LossCode, gathered: LifeGatherer): void {
  for (const record of records) loseRow(path, record, code, gathered)
}

function loseRow(path: string, { line, cells }: CsvRecord, code: LossCode, gathered: LifeGatherer): void {
  gathered.lose(code, `${path} ${line}`, cells.filter((cell) => cell.trim() !== '').join(' · '))
}

function open(bytes: Uint8Array): Csv | undefined {
  try {
    return parseCsv(bytes)
  } catch (error) {
    if (error instanceof EverlearnedError) return undefined
    throw error
  }
}

const nameOf = (header: string): string => header.replace(/^\uFEFF/, '').trim().toLowerCase()
const isSkills = (names: readonly string[]): boolean => names.length === 1 && names[0] === 'name'
const isProfile = (names: readonly string[]): boolean => names.includes('first name') && names.includes('headline')
const tableFor = (names: readonly string[]): (typeof tables)[number] | undefined => tables.find(({ columns }) => columns.every((column) => names.includes(column)))
const lines = (...texts: readonly string[]): string => texts.filter((text) => text !== '').join('\n')
const isUnreadDate = (name: string, cell: string): boolean => /(?: on| date)$/.test(name) && readMonth(cell) === undefined

function work(title: string, company: string, cell: (name: string) => string): Facts {
  const location = cell('location')
  const where = title === '' ? '' : company
  const kind: LifeKind = guessWork(title, company)
  return { kind, what: title || company, where: where === '' || location === '' ? where || location : `${where} (${location})`, ...period(cell), story: cell('description') }
}

function period(cell: (name: string) => string): Pick<LifeFacts, 'from' | 'to'> {
  return between(cell('started on'), cell('finished on'), true)
}

function between(start: string, end: string, isOpen: boolean): Pick<LifeFacts, 'from' | 'to'> {
  const [from, to] = [readMonth(start), readMonth(end)]
  return { ...(from === undefined ? {} : { from }), ...(to !== undefined ? { to } : isOpen && from !== undefined && end === '' ? { to: 'now' } : {}) }
}

function at(date: string): Pick<LifeFacts, 'to'> {
  const to = readMonth(date)
  return to === undefined ? {} : { to }
}
