/** An XML Schema dateTime with a zone, as credentials and proofs carry it (XML Schema 1.1 Part 2, "dateTimeStamp"). */
const syntax = /^-?\d{4,6}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,12})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/

/** Reads a moment; undefined when the text is no date and time with a zone, or names a day that does not exist. */
export function parseDateTime(text: unknown): Date | undefined {
  if (typeof text !== 'string' || !syntax.test(text)) return undefined
  const dayAt = text.indexOf('T') - 2
  const day = Number(text.slice(dayAt, dayAt + 2))
  // Every month has 28 days.
  if (day > 28 && day > lengthOfMonth(text.slice(0, dayAt - 1))) return undefined
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? undefined : date
}

function lengthOfMonth(text: string): number {
  const [year = 0, month = 0] = text.replace(/^-/, '').split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** The second that was written last: a batch is signed within a few. */
let last = { second: NaN, text: '' }

/** Writes a moment to the second in UTC, the form that every party reads: `2026-11-20T09:00:00Z`. */
export function formatDateTime(moment: Date): string {
  const second = Math.floor(moment.getTime() / 1_000)
  if (second !== last.second) last = { second, text: `${moment.toISOString().slice(0, 19)}Z` }
  return last.text
}
