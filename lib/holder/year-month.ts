/** Tells whether a text is a year, or a year and month, of a time that people remember. */
export function isYearMonth(text: string | undefined): text is string {
  return text !== undefined && /^(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?$/.test(text)
}

/** The earliest day that a year or month can mean. */
export function firstDayOf(month: string): string {
  return month.length === 4 ? `${month}-01-01` : `${month}-01`
}

/** The latest day that a year or month can mean. */
export function lastDayOf(month: string): string {
  if (month.length === 4) return `${month}-12-31`
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}
