import { parse } from 'csv-parse/browser/esm/sync'
import { EncodingError } from './encoding-error.ts'

/** Untrusted: bytes of a whole file beyond this are refused. */
export const maxCsvBytes = 10_485_760
/** Untrusted: records beyond this, the header apart, are refused. */
export const maxCsvRecords = 20_000
/** Untrusted: columns of one record beyond this are refused. */
export const maxCsvColumns = 200
/** Untrusted: characters of one cell beyond this are refused. */
export const maxCsvCellLength = 10_000

/** How the bytes of a file were read as text. */
export type CsvEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** What stands between two cells. */
export type CsvSeparator = ',' | ';' | '\t'

/** One record with the physical line of the file on which it begins, counted from 1 as an editor counts. */
export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

/** A whole file: its first record that is not blank is the header, blank records are left out. */
export interface Csv {
  readonly encoding: CsvEncoding
  readonly separator: CsvSeparator
  readonly header: readonly string[]
  readonly records: readonly CsvRecord[]
}

/** A file that cannot be read as CSV, with the line on which reading stopped when one is known. */
export class CsvError extends EncodingError {
  readonly line: number | null

  constructor(code: string, state: string, line: number | null, options?: ErrorOptions) {
    super(code, `Cannot read CSV: ${state}${line === null ? '' : ` at line ${line}`}`, options)
    this.line = line
  }
}

/**
 * Reads a CSV file (RFC 4180) as spreadsheets write it: any byte order mark, `,` `;` or tab, any line ending, quoted
 * newlines, old single-byte text. Records of uneven length are kept as they are: they are for the reader of rows to name.
 *
 * @throws CsvError `encoding/csv-too-large`, `encoding/csv-quote-open`, `encoding/csv-empty`, `encoding/csv-malformed`
 */
export function parseCsv(bytes: Uint8Array): Csv {
  if (bytes.length > maxCsvBytes) throw tooLarge(`more than ${maxCsvBytes} bytes`, null)
  const { text, encoding } = decodeText(bytes)
  const separator = detectSeparator(text)
  const [header, ...records] = splitRecords(text, separator).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  if (header === undefined) throw noHeader()
  return { encoding, separator, header: header.cells.map((cell) => cell.trim()), records }
}

/**
 * Writes rows as CSV (RFC 4180). A cell that a spreadsheet would run as a formula gets a leading apostrophe, phone
 * numbers and negative numbers too: nobody can tell those from a formula that begins alike.
 */
export function formatCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((cell) => quote(neutralise(cell))).join(',')}\r\n`).join('')
}

/** Tells whether a spreadsheet would read the cell as a formula; the full-width signs count, since some programs fold them. */
export function isFormula(cell: string): boolean {
  return /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(cell)
}

function neutralise(cell: string): string {
  return isFormula(cell) ? `'${cell}` : cell
}

function quote(cell: string): string {
  return /[",;\t\r\n]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** A byte order mark decides; without one the text is UTF-8 if it can be, else what old spreadsheets write. */
function decodeText(bytes: Uint8Array): { text: string; encoding: CsvEncoding } {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16le' }
  if (first === 0xfe && second === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'utf-16be' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' }
  } catch {
    // Not UTF-8: every byte means something in Windows-1252, of which Latin-1 text is a part.
    return { text: decodeWindows1252(bytes), encoding: 'windows-1252' }
  }
}

/** Windows-1252, 0x80 to 0x9f (Encoding Standard, index windows-1252); some platforms' decoders read these as Latin-1. */
const windows1252 = '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

/** Reads text of one byte a character. */
export function decodeWindows1252(bytes: Uint8Array): string {
  const latin1 = new TextDecoder('latin1').decode(bytes)
  return latin1.replace(/[\u0080-\u009f]/g, (character) => windows1252[character.charCodeAt(0) - 0x80] ?? character)
}

/** The candidate that stands most often, outside quotes, in the first line that is not blank. */
export function detectSeparator(text: string): CsvSeparator {
  const counts = { ',': 0, ';': 0, '\t': 0 }
  let isQuoted = false
  let isBlank = true
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted
    if (!isQuoted && !isBlank && (character === '\n' || character === '\r')) break
    if (!isQuoted && (character === ',' || character === ';' || character === '\t')) counts[character] += 1
    if (character.trim() !== '') isBlank = false
  }
  if (counts[';'] > counts[','] && counts[';'] >= counts['\t']) return ';'
  return counts['\t'] > counts[','] ? '\t' : ','
}

function splitRecords(text: string, separator: CsvSeparator): readonly CsvRecord[] {
  const records: CsvRecord[] = []
  let line = 1
  const add = (cells: readonly string[], { lines }: { readonly lines: number }): null => {
    if (records.length > maxCsvRecords) throw tooLarge(`more than ${maxCsvRecords} records`, line)
    records.push(checkRecord({ line, cells }))
    line = lines + 1
    return null
  }
  try {
    // One kind of line ending first, or a quoted CRLF would count as two lines.
    parse(text.replace(/\r\n?/g, '\n'), { ...csvDialect, delimiter: separator, on_record: add })
  } catch (cause) {
    throw cause instanceof CsvError ? cause : csvErrorFrom(cause, line)
  }
  return records
}

/** How csv-parse is told to read what spreadsheets write. */
export const csvDialect: { readonly record_delimiter: '\n'; readonly relax_column_count: true; readonly relax_quotes: true; readonly max_record_size: number } =
  { record_delimiter: '\n', relax_column_count: true, relax_quotes: true, max_record_size: maxCsvColumns * maxCsvCellLength }

/** Untrusted: refuses a record beyond the limits. */
export function checkRecord(record: CsvRecord): CsvRecord {
  const { line, cells } = record
  if (cells.length > maxCsvColumns) throw tooLarge(`more than ${maxCsvColumns} columns`, line)
  if (cells.some((cell) => cell.length > maxCsvCellLength)) throw tooLarge(`a cell of more than ${maxCsvCellLength} characters`, line)
  return record
}

/** What csv-parse could not read, as an error of ours. */
export function csvErrorFrom(cause: unknown, line: number): CsvError {
  const { code } = cause as { readonly code?: string }
  if (code === 'CSV_QUOTE_NOT_CLOSED') return new CsvError('encoding/csv-quote-open', 'a quotation mark is never closed', line, { cause })
  if (code === 'CSV_MAX_RECORD_SIZE') return recordTooLong(line)
  return new CsvError('encoding/csv-malformed', 'its quotation marks do not match', line, { cause })
}

/** A record without an end in sight. */
export function recordTooLong(line: number): CsvError {
  return tooLarge('a record is too long, perhaps for want of a closing quotation mark', line)
}

/** A file beyond what is read. */
export function tooLarge(state: string, line: number | null): CsvError {
  return new CsvError('encoding/csv-too-large', state, line)
}

/** A file with nothing in it. */
export function noHeader(): CsvError {
  return new CsvError('encoding/csv-empty', 'it has no header', null)
}
