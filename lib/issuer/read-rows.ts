import type { Csv, CsvRecord } from '../encoding/csv.ts'
import { isFormula } from '../encoding/csv.ts'
import type { ColumnMapping, FieldName } from './csv-columns.ts'
import { fieldNames } from './csv-columns.ts'
import { IssuerError } from './issuer-error.ts'
import type { DateOrder } from './read-date.ts'
import { readDate } from './read-date.ts'
import { watchDates } from './watch-dates.ts'

/** One person of a file, ready to be issued to. Dates are `YYYY-MM-DD`. */
export interface RowToIssue {
  readonly line: number
  readonly email: string
  /** Empty when the file gives no name. */
  readonly name: string
  readonly awardedOn?: string
  readonly expiresOn?: string
  readonly narrative?: string
  readonly evidence?: { readonly url?: string; readonly name?: string }
  readonly licenseNumber?: string
  readonly externalId?: string
  /** Only for a minor; nothing of it is ever signed. */
  readonly guardian?: RowGuardian
}

/** Until which day somebody else has a say, and where they are reached; no day of birth. */
export interface RowGuardian {
  /** The first day on which it ends, `YYYY-MM-DD`. */
  readonly until: string
  readonly email?: string
}

/** What is wrong with one cell of one row; the message never repeats the cell. */
export interface RowError {
  readonly line: number
  readonly field: FieldName | null
  readonly code: `row/${string}`
  readonly message: string
}

/** A file read row by row: `rows` = `good` + `bad` + `duplicates`, and every row that is not good has an error. */
export interface RowsRead {
  readonly rows: readonly RowToIssue[]
  readonly errors: readonly RowError[]
  readonly counts: { readonly rows: number; readonly good: number; readonly bad: number; readonly duplicates: number }
  /** True when dates such as 04/05/2025 leave open which number is the month and nobody has said. */
  readonly needsDateOrder: boolean
}

/** How a file is to be read. */
export interface ReadRowsOptions {
  readonly dateOrder?: DateOrder | undefined
  readonly now: Date
}

/** Untrusted: the longest text that each field may hold. */
const maxLengths: { readonly [field in FieldName]?: number } = {
  email: 254, firstName: 100, middleName: 100, lastName: 100, fullName: 200, evidenceUrl: 2_000, evidenceName: 200, licenseNumber: 100, externalId: 100, guardianEmail: 254,
}

/**
 * Reads the rows of a file through a column mapping. The one place where preview and issuing learn what a row means.
 *
 * @throws IssuerError `issuer/mapping-incomplete` without a column for the e-mail address, `issuer/mapping-out-of-range`
 */
export function readRows(csv: Csv, mapping: ColumnMapping, options: ReadRowsOptions): RowsRead {
  const dates = watchDates(mapping)
  for (const record of csv.records) dates.see(record)
  const read = createRowReader(csv.header, mapping, { now: options.now, dateOrder: options.dateOrder ?? dates.order(), firstLines: rememberLines() })
  const rows: RowToIssue[] = []
  const errors: RowError[] = []
  let duplicates = 0
  for (const record of csv.records) {
    const reading = read(record)
    if ('row' in reading) rows.push(reading.row)
    else {
      errors.push(...reading.errors)
      if (reading.isDuplicate) duplicates += 1
    }
  }
  const total = csv.records.length
  return {
    rows, errors, needsDateOrder: options.dateOrder === undefined && dates.isOrderNeeded(),
    counts: { rows: total, good: rows.length, bad: total - rows.length - duplicates, duplicates },
  }
}

/** What one record came to. */
export type RowReading = { readonly row: RowToIssue } | { readonly errors: readonly RowError[]; readonly isDuplicate: boolean }

/** Remembers on which line something stood first. */
export interface FirstLines {
  /** The line on which `key` stood before, if it did; from now on, else, `line`. */
  note(key: string, line: number): number | undefined
}

/** How records are to be read one by one, by whoever does not hold all of a file. */
export interface RowReaderOptions extends ReadRowsOptions {
  readonly firstLines: FirstLines
}

/**
 * Reads the records of a file one by one, in their order.
 *
 * @throws IssuerError as {@link readRows} does
 */
export function createRowReader(header: readonly string[], mapping: ColumnMapping, { dateOrder, now, firstLines }: RowReaderOptions): (record: CsvRecord) => RowReading {
  checkMapping(header, mapping)
  return (record) => {
    const reader = new RowReader(record, header.length, mapping)
    const row = reader.read(dateOrder, now)
    if (reader.errors.length > 0) return { errors: reader.errors, isDuplicate: false }
    const firstLine = firstLines.note(`${row.email.toLowerCase()} ${reader.text('templateId')}`, record.line)
    if (firstLine === undefined) return { row }
    return { errors: [{ line: record.line, field: 'email', code: 'row/duplicate', message: `This address is already in line ${firstLine}` }], isDuplicate: true }
  }
}

function rememberLines(): FirstLines {
  const lines = new Map<string, number>()
  return {
    note: (key, line) => {
      const first = lines.get(key)
      if (first === undefined) lines.set(key, line)
      return first
    },
  }
}

function checkMapping(header: readonly string[], mapping: ColumnMapping): void {
  if (mapping.email === undefined) throw new IssuerError('issuer/mapping-incomplete', 'Cannot read rows: no column holds the e-mail address')
  for (const field of fieldNames) {
    const column = mapping[field]
    if (column === undefined) continue
    if (!Number.isInteger(column) || column < 0 || column >= header.length) {
      throw new IssuerError('issuer/mapping-out-of-range', `Cannot read rows: the file has no column ${column} for ${field}`)
    }
  }
}

/** Reads one record and gathers what is wrong with it. */
class RowReader {
  readonly errors: RowError[] = []
  readonly #record: CsvRecord
  readonly #columnCount: number
  readonly #mapping: ColumnMapping

  constructor(record: CsvRecord, columnCount: number, mapping: ColumnMapping) {
    this.#record = record
    this.#columnCount = columnCount
    this.#mapping = mapping
  }

  text(field: FieldName): string {
    const column = this.#mapping[field]
    return column === undefined ? '' : (this.#record.cells[column] ?? '').trim()
  }

  read(order: DateOrder | undefined, now: Date): RowToIssue {
    this.#checkShape()
    const email = this.#email('email')
    if (email === '') this.#refuse('email', 'row/email-missing', 'There is no e-mail address')
    const name = this.#name()
    const awardedOn = this.#date('awardedOn', order, now)
    const expiresOn = this.#date('expiresOn', order, now)
    const tomorrow = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10)
    if (awardedOn !== '' && awardedOn > tomorrow) this.#refuse('awardedOn', 'row/date-in-future', 'The award lies in the future')
    const begins = awardedOn === '' ? now.toISOString().slice(0, 10) : awardedOn
    if (expiresOn !== '' && expiresOn <= begins) this.#refuse('expiresOn', 'row/expires-before-award', 'It would expire before it is awarded')
    const evidence = this.#evidence()
    const guardian = this.#guardian(email, order, now)
    return {
      line: this.#record.line, email, name,
      ...(awardedOn === '' ? {} : { awardedOn }),
      ...(expiresOn === '' ? {} : { expiresOn }),
      ...this.#optional('narrative'), ...this.#optional('licenseNumber'), ...this.#optional('externalId'),
      ...(evidence === undefined ? {} : { evidence }),
      ...(guardian === undefined ? {} : { guardian }),
    }
  }

  #refuse(field: FieldName | null, code: RowError['code'], message: string): void {
    this.errors.push({ line: this.#record.line, field, code, message })
  }

  #checkShape(): void {
    const { cells } = this.#record
    const surplus = cells.slice(this.#columnCount).some((cell) => cell.trim() !== '')
    if (surplus || cells.length < this.#columnCount) {
      this.#refuse(null, 'row/ragged', `This row has ${cells.length} cells where the header has ${this.#columnCount}`)
    }
  }

  /** Untrusted text of a field within its limits: no control or bidirectional characters, nothing that a spreadsheet would run. */
  #plain(field: FieldName): string {
    const text = this.text(field)
    const allowed = field === 'narrative' ? /[\t\n\r]/g : /(?!)/g
    // Control characters and the invisible ones that reorder text: they make a name read as another.
    if (/[\p{Cc}\u202a-\u202e\u2066-\u2069\ufffd]/u.test(text.replace(allowed, ''))) {
      this.#refuse(field, 'row/control-character', 'It holds an invisible or unreadable character')
    }
    if (text.length > (maxLengths[field] ?? 10_000)) this.#refuse(field, 'row/too-long', `It is longer than ${maxLengths[field] ?? 10_000} characters`)
    const isListItem = field === 'narrative' && /^[+-]\s/.test(text)
    if (isFormula(text) && !isListItem) this.#refuse(field, 'row/formula', 'It begins as a spreadsheet formula does')
    return text
  }

  #optional(field: 'narrative' | 'licenseNumber' | 'externalId'): { readonly [name in typeof field]?: string } {
    const text = this.#plain(field)
    return text === '' ? {} : { [field]: text }
  }

  #email(field: 'email' | 'guardianEmail'): string {
    const email = this.#plain(field)
    if (email !== '' && this.errors.every((error) => error.field !== field) && !/^[^\s@<>"(),;:\\]{1,64}@[^\s@.<>"(),;:\\]+(\.[^\s@.<>"(),;:\\]+)+$/u.test(email)) {
      this.#refuse(field, 'row/email-malformed', 'This is not an e-mail address')
    }
    return email
  }

  #name(): string {
    const full = this.#plain('fullName')
    const parts = [this.#plain('firstName'), this.#plain('middleName'), this.#plain('lastName')].filter((part) => part !== '')
    return full === '' ? parts.join(' ') : full
  }

  /** Whoever is of age on the day of reading needs nobody. An address without a day is refused: it would pass for an adult's. */
  #guardian(ownEmail: string, order: DateOrder | undefined, now: Date): RowGuardian | undefined {
    const email = this.#email('guardianEmail')
    const until = this.#date('guardianUntil', order, now)
    if (email !== '' && this.text('guardianUntil') === '') this.#refuse('guardianUntil', 'row/guardian-day-missing', 'There is a guardian but no day until which one is needed')
    if (email !== '' && email.toLowerCase() === ownEmail.toLowerCase()) this.#refuse('guardianEmail', 'row/guardian-is-recipient', 'The guardian has the same address as the person')
    if (until === '' || until <= now.toISOString().slice(0, 10)) return undefined
    return { until, ...(email === '' ? {} : { email }) }
  }

  #date(field: 'awardedOn' | 'expiresOn' | 'guardianUntil', order: DateOrder | undefined, now: Date): string {
    const text = this.text(field)
    if (text === '') return ''
    const reading = readDate(text, order, now)
    if ('date' in reading) return reading.date
    switch (reading.problem) {
      case 'impossible': this.#refuse(field, 'row/date-impossible', 'There is no such day'); break
      case 'unreadable': this.#refuse(field, 'row/date-unreadable', 'This is not a date; write it as 2025-05-31'); break
      case 'day-number': this.#refuse(field, 'row/date-is-number', 'This is a spreadsheet\'s day number; format the column as a date and save again'); break
      case 'order-needed': this.#refuse(field, 'row/date-order-needed', 'Say whether the day or the month comes first'); break
    }
    return ''
  }

  #evidence(): RowToIssue['evidence'] {
    const [url, name] = [this.#plain('evidenceUrl'), this.#plain('evidenceName')]
    if (url !== '' && !isWebAddress(url)) this.#refuse('evidenceUrl', 'row/url-malformed', 'This is not a web address that begins with http:// or https://')
    if (url === '' && name === '') return undefined
    return { ...(url === '' ? {} : { url }), ...(name === '' ? {} : { name }) }
  }
}

function isWebAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && /^https?:\/\//i.test(text)
}
