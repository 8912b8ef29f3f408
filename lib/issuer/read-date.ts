/** Which of the two numbers comes first in a date such as 04/05/2025. */
export type DateOrder = 'mdy' | 'dmy'

/** A date as `YYYY-MM-DD`, or why there is none. */
export type DateReading =
  | { readonly date: string }
  | { readonly problem: 'impossible' | 'unreadable' | 'day-number' | 'order-needed' }

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ].*)?$/
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:[T ]\d.*)?$/
const monthFirst = /^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})$/i
const dayFirst = /^(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d{4})$/i

/** Reads a date as people and spreadsheets write it; 04/05/2025 needs an order, since both readings are possible. */
export function readDate(text: string, order: DateOrder | undefined, now: Date): DateReading {
  const iso = yearFirst.exec(text)
  if (iso !== null) return calendarDate(Number(iso[1]), Number(iso[3]), Number(iso[4]))
  const worded = monthFirst.exec(text)
  if (worded !== null) return calendarDate(Number(worded[3]), monthNumber(worded[1]), Number(worded[2]))
  const reversed = dayFirst.exec(text)
  if (reversed !== null) return calendarDate(Number(reversed[3]), monthNumber(reversed[2]), Number(reversed[1]))
  const numbers = yearLast.exec(text)
  if (numbers === null) return { problem: /^\d{5}(\.\d+)?$/.test(text) ? 'day-number' : 'unreadable' }
  const [first, second] = [Number(numbers[1]), Number(numbers[3])]
  if (order === undefined && first !== second) return { problem: 'order-needed' }
  const [month, day] = order === 'dmy' ? [second, first] : [first, second]
  return calendarDate(fullYear(numbers[4] ?? '', now), month, day)
}

/**
 * The order that the dates of one file show: a number above 12 gives it away. Undefined when nothing does, or when two
 * dates contradict each other; then a person must say.
 */
export function detectDateOrder(texts: Iterable<string>): DateOrder | undefined {
  const seen = new Set<DateOrder>()
  for (const text of texts) {
    const numbers = yearLast.exec(text)
    if (numbers === null) continue
    const [first, second] = [Number(numbers[1]), Number(numbers[3])]
    if (first > 12 && second <= 12) seen.add('dmy')
    if (second > 12 && first <= 12) seen.add('mdy')
  }
  return seen.size === 1 ? [...seen][0] : undefined
}

/** Tells whether a date can only be read by knowing the order. */
export function isOrderNeeded(text: string): boolean {
  const numbers = yearLast.exec(text)
  return numbers !== null && Number(numbers[1]) !== Number(numbers[3])
}

function calendarDate(year: number, month: number, day: number): DateReading {
  const date = new Date(Date.UTC(year, month - 1, day))
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isReal && year >= 1900 && year <= 2200 ? { date: date.toISOString().slice(0, 10) } : { problem: 'impossible' }
}

function monthNumber(name: string | undefined): number {
  return months.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1
}

/** Two digits mean the year between 80 years ago and 19 years from now. */
function fullYear(digits: string, now: Date): number {
  if (digits.length === 4) return Number(digits)
  const latest = now.getUTCFullYear() + 19
  const year = Math.floor(latest / 100) * 100 + Number(digits)
  return year > latest ? year - 100 : year
}
