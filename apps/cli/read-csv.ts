import type { Csv } from 'everlearned/encoding'
import { parseCsv } from 'everlearned/encoding'
import type { ColumnMapping, DateOrder, FieldName, RowsRead } from 'everlearned/issuer'
import { fieldNames, readRows, suggestMapping } from 'everlearned/issuer'
import { InputError, UsageError } from './command.ts'

/** Reads a CSV file through the mapping that its headers suggest and the caller corrects. */
export function readCsv(bytes: Uint8Array, maps: readonly string[], options: { readonly dateOrder: DateOrder | undefined; readonly now: Date }): { readonly csv: Csv; readonly read: RowsRead } {
  const csv = parseCsv(bytes)
  const read = readRows(csv, mappingOf(csv.header, maps), options)
  if (read.needsDateOrder) throw new InputError('Cannot read dates: 04/05/2025 may be April or May; say --date-order mdy or --date-order dmy')
  return { csv, read }
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
