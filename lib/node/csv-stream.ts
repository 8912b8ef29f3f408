import { createHash } from 'node:crypto'
import { finished } from 'node:stream/promises'
import { parse } from 'csv-parse'
import {
  checkRecord, CsvError, csvDialect, csvErrorFrom, decodeWindows1252, detectSeparator, maxCsvCellLength, maxCsvColumns, noHeader, recordTooLong, tooLarge,
  type CsvEncoding, type CsvRecord, type CsvSeparator,
} from '../encoding/csv.ts'

/** Untrusted: bytes of a file beyond this are refused. */
const maxStreamBytes = 2 ** 30
/** Untrusted: records beyond this, the header apart, are refused. */
const maxStreamRecords = 2_000_000
/** So much of a file tells what stands between its cells. */
const separatorSample = 65_536

/** A CSV file that is read as often as needed and never held whole. */
export interface CsvStream {
  readonly encoding: CsvEncoding
  readonly separator: CsvSeparator
  readonly header: readonly string[]
  /** Of its bytes. */
  readonly sha256: Uint8Array
  /** Its records from the first on, some at a time; the header and blank records are left out. */
  records(): AsyncGenerator<readonly CsvRecord[]>
}

/**
 * Reads a CSV file as `parseCsv` does, in memory that does not grow with it: once for its encoding and its digest, then as often as
 * its records are asked for. What cannot be read is thrown where it stands, after the records before it.
 *
 * @param open begins with the bytes anew
 * @throws CsvError as `parseCsv` does, with wider limits
 */
export async function openCsv(open: () => AsyncIterable<Uint8Array>): Promise<CsvStream> {
  const { encoding, hasQuotes, sha256 } = await survey(open())
  const texts = (): AsyncGenerator<string> => decodeTexts(open(), encoding)
  let sample = ''
  for await (const text of texts()) if ((sample += text).length >= separatorSample) break
  const separator = detectSeparator(sample)
  const lists = (): AsyncGenerator<readonly CsvRecord[]> => withoutBlank(hasQuotes ? parseRecords(texts(), separator) : splitRecords(texts(), separator))
  let header: readonly string[] | undefined
  for await (const [first] of lists()) {
    header = first?.cells.map((cell) => cell.trim())
    if (header !== undefined) break
  }
  if (header === undefined) throw noHeader()
  return { encoding, separator, header, sha256, records: () => withoutHeader(lists()) }
}

/** A byte order mark decides; without one the text is UTF-8 if all of it can be, else what old spreadsheets write. */
async function survey(chunks: AsyncIterable<Uint8Array>): Promise<{ readonly encoding: CsvEncoding; readonly hasQuotes: boolean; readonly sha256: Uint8Array }> {
  const digest = createHash('sha256')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let [bytes, hasQuotes, isUtf8] = [0, false, true]
  const start: number[] = []
  for await (const chunk of chunks) {
    if (start.length < 2) start.push(...chunk.subarray(0, 2 - start.length))
    bytes += chunk.length
    if (bytes > maxStreamBytes) throw tooLarge(`more than ${maxStreamBytes} bytes`, null)
    digest.update(chunk)
    hasQuotes ||= chunk.includes(0x22)
    if (isUtf8) isUtf8 = canDecode(decoder, chunk)
  }
  return { encoding: markedEncoding(start) ?? (isUtf8 && canDecode(decoder, undefined) ? 'utf-8' : 'windows-1252'), hasQuotes, sha256: digest.digest() }
}

function markedEncoding([first, second]: readonly number[]): CsvEncoding | undefined {
  return first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}

function canDecode(decoder: TextDecoder, chunk: Uint8Array | undefined): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined })
    return true
  } catch {
    return false
  }
}

/** The text in pieces, with one kind of line ending. */
async function* decodeTexts(chunks: AsyncIterable<Uint8Array>, encoding: CsvEncoding): AsyncGenerator<string> {
  const decoder = encoding === 'windows-1252' ? undefined : new TextDecoder(encoding)
  let isAfterReturn = false
  for await (const chunk of chunks) {
    const text = decoder === undefined ? decodeWindows1252(chunk) : decoder.decode(chunk, { stream: true })
    if (text === '') continue
    // A line feed that ends the same line as the return before it, in another piece.
    const rest = isAfterReturn && text.startsWith('\n') ? text.slice(1) : text
    isAfterReturn = text.endsWith('\r')
    yield rest.includes('\r') ? rest.replace(/\r\n?/g, '\n') : rest
  }
  yield decoder?.decode() ?? ''
}

/** A file without a quotation mark is lines and separators: so it is read in a tenth of the time. */
async function* splitRecords(texts: AsyncIterable<string>, separator: CsvSeparator): AsyncGenerator<readonly CsvRecord[]> {
  let [line, rest] = [1, '']
  for await (const text of texts) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > maxRecordLength) throw recordTooLong(line + lines.length)
    const start = line
    line += lines.length
    yield lines.map((each, index) => splitLine(each, start + index, separator))
  }
  if (rest !== '') yield [splitLine(rest, line, separator)]
}

const maxRecordLength = maxCsvColumns * maxCsvCellLength

function splitLine(text: string, line: number, separator: CsvSeparator): CsvRecord {
  if (text.length > maxRecordLength) throw recordTooLong(line)
  return checkRecord({ line, cells: text.split(separator) })
}

async function* parseRecords(texts: AsyncIterable<string>, separator: CsvSeparator): AsyncGenerator<readonly CsvRecord[]> {
  let line = 1
  const found: CsvRecord[] = []
  const add = (cells: readonly string[], { lines }: { readonly lines: number }): null => {
    found.push(checkRecord({ line, cells }))
    line = lines + 1
    return null
  }
  const taken = (): readonly CsvRecord[] => found.splice(0)
  const parser = parse({ ...csvDialect, delimiter: separator, on_record: add })
  const ended = finished(parser.resume())
  // It is awaited at the end; what goes wrong before is thrown by the piece that it went wrong in.
  ended.catch(() => undefined)
  try {
    for await (const text of texts) {
      await new Promise<void>((resolve, reject) => parser.write(text, (cause) => (cause ? reject(cause) : resolve())))
      yield taken()
    }
    parser.end()
    await ended
  } catch (cause) {
    throw cause instanceof CsvError ? cause : csvErrorFrom(cause, line)
  }
  yield taken()
}

async function* withoutBlank(lists: AsyncIterable<readonly CsvRecord[]>): AsyncGenerator<readonly CsvRecord[]> {
  let count = 0
  for await (const list of lists) {
    const full = list.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    count += full.length
    if (count > maxStreamRecords + 1) throw tooLarge(`more than ${maxStreamRecords} records`, full[0]?.line ?? null)
    if (full.length > 0) yield full
  }
}

async function* withoutHeader(lists: AsyncIterable<readonly CsvRecord[]>): AsyncGenerator<readonly CsvRecord[]> {
  let isFirst = true
  for await (const list of lists) {
    yield isFirst ? list.slice(1) : list
    isFirst = false
  }
}
