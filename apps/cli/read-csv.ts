import { createReadStream } from 'node:fs'
import type { ColumnMapping, DateOrder, FieldName, RowReading } from 'everlearned/issuer'
import { createRowReader, fieldNames, suggestMapping, watchDates } from 'everlearned/issuer'
import { openCsv } from 'everlearned/node'
import { InputError, UsageError } from './command.ts'
import { readBytes } from './files.ts'
import { rememberLines } from './remember-lines.ts'

/** A file of graduates, read as a stream. */
export interface Graduates {
  /** Of the bytes of the file. */
  readonly sha256: Uint8Array
  /** How many rows there are, good and bad. */
  readonly count: number
  /** What each row came to, in the order of the file, some at a time. */
  readings(): AsyncGenerator<readonly RowReading[]>
}

/** Little, so that the rows of one piece are done with before they count as what stays: 30 MiB less than with eight times as much. */
const bytesAtOnce = 32_768

/** Opens a CSV file through the mapping that its headers suggest and the caller corrects. All of it is looked at before any row is read: what cannot be read as CSV issues nobody. */
export async function openGraduates(path: string, maps: readonly string[], { dateOrder, now }: { readonly dateOrder: DateOrder | undefined; readonly now: Date }): Promise<Graduates> {
  const csv = await openCsv(await sourceOf(path))
  const mapping = mappingOf(csv.header, maps)
  const dates = watchDates(mapping)
  let count = 0
  for await (const records of csv.records()) {
    count += records.length
    for (const record of records) dates.see(record)
  }
  if (dateOrder === undefined && dates.isOrderNeeded()) throw new InputError('Cannot read dates: 04/05/2025 may be April or May; say --date-order mdy or --date-order dmy')
  const reading = { dateOrder: dateOrder ?? dates.order(), now }
  return {
    sha256: csv.sha256, count,
    readings: async function* () {
      const read = createRowReader(csv.header, mapping, { ...reading, firstLines: rememberLines(count) })
      for await (const records of csv.records()) yield records.map(read)
    },
  }
}

/** Standard input comes once, so it is held; a file is read as often as needed. */
async function sourceOf(path: string): Promise<() => AsyncIterable<Uint8Array>> {
  if (path !== '-') return () => createReadStream(path, { highWaterMark: bytesAtOnce })
  const bytes = await readBytes(path)
  return async function* () {
    for (let start = 0; start < bytes.length; start += bytesAtOnce) yield bytes.subarray(start, start + bytesAtOnce)
  }
}

/** What the headers suggest, corrected by `FIELD=COLUMN` with a header or a number from 1. */
export function mappingOf(header: readonly string[], maps: readonly string[]): ColumnMapping {
  const mapping: { [field in FieldName]?: number } = { ...suggestMapping(header) }
  for (const map of maps) {
    const [, name = '', column = ''] = /^([^=]*)=(.*)$/s.exec(map) ?? []
    const field = fieldNames.find((known) => known === name)
    if (field === undefined) throw new UsageError(`--map must be FIELD=COLUMN with one of ${fieldNames.join(', ')}`)
    const index = header.indexOf(column) >= 0 ? header.indexOf(column) : /^\d{1,3}$/.test(column) ? Number(column) - 1 : -1
    if (index < 0 || index >= header.length) throw new UsageError(`--map ${field}: the file has no such column`)
    mapping[field] = index
  }
  return mapping
}
