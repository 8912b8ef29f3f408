import type { Csv, CsvRecord } from '../encoding/csv.ts'
import type { ColumnMapping } from './csv-columns.ts'
import { detectDateOrder, isOrderNeeded, type DateOrder } from './read-date.ts'

/** What all dates of a file together tell about the order in which they are written. */
export interface DateWatch {
  see(record: CsvRecord): void
  /** The order that they show, if they do. */
  order(): DateOrder | undefined
  isOrderNeeded(): boolean
}

/** Looks at the dates of a file, record by record. */
export function watchDates(mapping: ColumnMapping): DateWatch {
  const columns = [mapping.awardedOn, mapping.expiresOn, mapping.guardianUntil].filter((column) => column !== undefined)
  const seen = new Set<DateOrder>()
  let isUnclear = false
  const order = (): DateOrder | undefined => (seen.size === 1 ? [...seen][0] : undefined)
  return {
    order,
    isOrderNeeded: () => isUnclear && order() === undefined,
    see: ({ cells }) => {
      for (const column of columns) {
        const text = (cells[column] ?? '').trim()
        const shown = detectDateOrder([text])
        if (shown !== undefined) seen.add(shown)
        isUnclear ||= isOrderNeeded(text)
      }
    },
  }
}

/** Tells whether the dates of a file can only be read once a person says which number is the month. */
export function needsDateOrder(csv: Csv, mapping: ColumnMapping): boolean {
  const dates = watchDates(mapping)
  for (const record of csv.records) dates.see(record)
  return dates.isOrderNeeded()
}
