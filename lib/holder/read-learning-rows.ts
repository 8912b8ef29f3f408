import type { Csv, CsvRecord } from '../encoding/csv.ts'
import { type DateOrder, detectDateOrder, isOrderNeeded, readDate } from '../issuer/read-date.ts'
import type { LearningColumns, LearningField } from './learning-columns.ts'
import { type LearningFacts, type LearningKind, maxLearning, readWebAddress, tidyLearning } from './learning-facts.ts'
import { type DurationUnit, readDuration } from './read-duration.ts'
import { KnownLearning } from './same-learning.ts'
import { maxSkills } from './tidy-skills.ts'

/** Untrusted: rows of one table beyond this are named and not read. */
export const maxLearningRows = 2_000

/** One row that can be kept. */
export interface LearningRow {
  readonly line: number
  readonly facts: LearningFacts
}

/** What is wrong with one row, or what of it is not taken; it never repeats the cell. */
export interface LearningRowFault {
  readonly line: number
  readonly field: LearningField | undefined
  readonly code:
    | 'title-missing' | 'date-impossible' | 'date-unreadable' | 'date-is-number' | 'date-order-needed' | 'date-in-future' | 'reversed' | 'duration-unreadable' | 'duration-unit-needed' | 'ragged' | 'repeated' | 'too-many'
    | 'cut' | 'url-malformed' | 'kind-unknown' | 'undated'
  /** The row is not taken at all; else it is, without this. */
  readonly isRefused: boolean
}

/** A table read row by row: every row is among `rows` or is refused by a fault. */
export interface LearningRowsRead {
  readonly rows: readonly LearningRow[]
  readonly faults: readonly LearningRowFault[]
  readonly counts: { readonly rows: number; readonly good: number; readonly bad: number; readonly repeated: number; readonly undated: number }
  /** Dates such as 04/05/2025 leave open which number is the month, and nobody has said. */
  readonly needsDateOrder: boolean
  /** Bare numbers of the duration count minutes or hours, and nobody has said. */
  readonly needsUnit: boolean
  /** Headers of columns with something in them that no field takes. */
  readonly unused: readonly string[]
}

/** How a table is to be read. */
export interface LearningRowsOptions {
  readonly columns: LearningColumns
  readonly dateOrder?: DateOrder | undefined
  readonly unit?: DurationUnit | undefined
  /** What rows are whose kind no column tells. */
  readonly kind: LearningKind
  readonly withoutUndated?: boolean | undefined
  /** What is in the log already. */
  readonly known: readonly LearningFacts[]
  readonly now: Date
}

/**
 * Reads a learning history. Nothing is guessed and nothing swallowed: what cannot be read is named by its line, and so is each column that is not taken.
 *
 * Untrusted: the table, within the limits of {@link parseCsv} and {@link maxLearningRows}.
 */
export function readLearningRows({ header, records }: Csv, options: LearningRowsOptions): LearningRowsRead {
  const { columns } = options
  const dates = records.flatMap(({ cells }) => [columns.from, columns.to].map((column) => cellAt(cells, column))).filter((text) => text !== '')
  const order = options.dateOrder ?? detectDateOrder(dates)
  const rows: LearningRow[] = []
  const faults: LearningRowFault[] = []
  const seen = new KnownLearning<LearningFacts>(options.known)
  let repeated = 0
  let undated = 0
  for (const record of records.slice(0, maxLearningRows)) {
    const reader = new RowReader(record, header.length, { ...options, dateOrder: order })
    const facts = reader.read()
    faults.push(...reader.faults)
    if (facts === undefined) continue
    if (facts.from === undefined) undated += 1
    if (facts.from === undefined && options.withoutUndated === true) faults.push({ line: record.line, field: 'from', code: 'undated', isRefused: true })
    else if (seen.has(facts)) {
      repeated += 1
      faults.push({ line: record.line, field: undefined, code: 'repeated', isRefused: true })
    } else {
      seen.add(facts)
      rows.push({ line: record.line, facts })
    }
  }
  for (const { line } of records.slice(maxLearningRows)) faults.push({ line, field: undefined, code: 'too-many', isRefused: true })
  const used = new Set(Object.values(columns))
  return {
    rows, faults, counts: { rows: records.length, good: rows.length, bad: records.length - rows.length - repeated, repeated, undated },
    needsDateOrder: order === undefined && dates.some(isOrderNeeded),
    needsUnit: faults.some(({ code }) => code === 'duration-unit-needed'),
    unused: header.filter((_, index) => !used.has(index) && records.some(({ cells }) => cellAt(cells, index) !== '')),
  }
}

/** Reads one row and gathers what is wrong with it. */
class RowReader {
  readonly faults: LearningRowFault[] = []
  readonly #record: CsvRecord
  readonly #width: number
  readonly #options: LearningRowsOptions

  constructor(record: CsvRecord, width: number, options: LearningRowsOptions) {
    this.#record = record
    this.#width = width
    this.#options = options
  }

  read(): LearningFacts | undefined {
    if (this.#record.cells.slice(this.#width).some((cell) => cell.trim() !== '')) this.#fault(undefined, 'ragged', true)
    const title = this.#text('title', maxLearning.title)
    if (title === '') this.#fault('title', 'title-missing', true)
    const [from, to] = [this.#day('from'), this.#day('to')]
    if (from !== undefined && to !== undefined && to < from) this.#fault('to', 'reversed', true)
    const minutes = this.#minutes()
    const facts: LearningFacts = {
      kind: this.#kind(), title, skills: this.#skills(), url: this.#url(), provider: this.#text('provider', maxLearning.provider), reflection: this.#text('reflection', maxLearning.reflection),
      ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), ...(minutes === undefined ? {} : { minutes }),
    }
    return this.faults.some(({ isRefused }) => isRefused) ? undefined : tidyLearning(facts)
  }

  #fault(field: LearningField | undefined, code: LearningRowFault['code'], isRefused: boolean): void {
    this.faults.push({ line: this.#record.line, field, code, isRefused })
  }

  #cell(field: LearningField): string {
    return cellAt(this.#record.cells, this.#options.columns[field])
  }

  #text(field: LearningField, length: number): string {
    const text = this.#cell(field)
    if (text.length > length) this.#fault(field, 'cut', false)
    return text
  }

  #day(field: 'from' | 'to'): string | undefined {
    const text = this.#cell(field)
    if (text === '') return undefined
    const { dateOrder, now } = this.#options
    const reading = readDate(toWesternDigits(text), dateOrder, now)
    if ('problem' in reading) this.#fault(field, ({ 'impossible': 'date-impossible', 'unreadable': 'date-unreadable', 'day-number': 'date-is-number', 'order-needed': 'date-order-needed' } as const)[reading.problem], true)
    else if (reading.date > new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10)) this.#fault(field, 'date-in-future', true)
    else return reading.date
    return undefined
  }

  #minutes(): number | undefined {
    const text = this.#cell('duration')
    if (text === '') return undefined
    const read = readDuration(text, this.#options.unit)
    if (read === 'unit-needed') this.#fault('duration', 'duration-unit-needed', true)
    else if (read === undefined || read > maxLearning.minutes) this.#fault('duration', 'duration-unreadable', true)
    else return read
    return undefined
  }

  #url(): string {
    const text = this.#cell('url')
    if (text === '') return ''
    const url = readWebAddress(text)
    if (url === undefined) this.#fault('url', 'url-malformed', false)
    return url ?? ''
  }

  #kind(): LearningKind {
    const text = this.#cell('kind')
    if (text === '') return this.#options.kind
    const kind = kindsByWord.find(([, pattern]) => pattern.test(text))?.[0]
    if (kind === undefined) this.#fault('kind', 'kind-unknown', false)
    return kind ?? 'other'
  }

  #skills(): readonly string[] {
    const skills = this.#cell('skills').split(/[,;|،؛\n]/).map((skill) => skill.trim()).filter((skill) => skill !== '')
    if (skills.length > maxSkills.count || skills.some((skill) => skill.length > maxSkills.length)) this.#fault('skills', 'cut', false)
    return skills
  }
}

/** How tables call the form in which somebody learned, by the beginnings of words in English, Spanish, French and Arabic. */
const kindsByWord: readonly (readonly [LearningKind, RegExp])[] = [
  ['podcast', /podcast|audio|balado|بودكاست|صوت/i],
  ['video', /video|vídeo|vidéo|film|movie|فيديو/i],
  ['book', /book|article|reading|libro|art[ií]culo|lectura|livre|lecture$|blog|paper|pdf|كتاب|مقال|قراءة/i],
  ['event', /webinar|event|conferenc|workshop|seminar|meetup|lecture|talk|taller|evento|s[ée]mina|atelier|événement|ندوة|ورشة|فعالية|مؤتمر/i],
  ['practice', /practi|project|exercise|lab\b|challenge|task|assignment|pr[aá]ctic|proyecto|ejercicio|pratique|projet|exercice|تمرين|مشروع|ممارسة|تطبيق/i],
  ['course', /course|class|module|lesson|path|training|curso|clase|formaci|cours|formation|دورة|درس|تدريب/i],
]

/** Untrusted: exports write what is not there in words. */
function cellAt(cells: readonly string[], column: number | undefined): string {
  const text = column === undefined ? '' : (cells[column] ?? '').trim()
  return /^(?:n\/?a|null|none|-|–|—)$/i.test(text) ? '' : text
}

function toWesternDigits(text: string): string {
  return text.replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replaceAll(/[\u200e\u200f\u061c]/g, '')
}
