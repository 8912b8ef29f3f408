/** A period as far as it was told. */
export interface Period {
  readonly from?: string
  readonly to?: string
}

/** Names of months, without accents, by their first letters; English, Spanish and French. */
const months: readonly string[] = ['jan|ene|janv', 'feb|fev', 'mar|mars', 'apr|abr|avr', 'may|mai', 'jun|juin', 'jul|juil', 'aug|ago|aou', 'sep', 'oct', 'nov', 'dec|dic']
const monthName = '(?:jan|ene|feb|fev|mar|apr|abr|avr|may|mai|jun|juin|jul|juil|aug|ago|aou|sep|oct|nov|dec|dic)[a-z]*\\.?'
const year = '(?:19|20)\\d\\d'
const single = `(?:${monthName}\\s+(?:de\\s+)?${year}|(?:0?[1-9]|1[0-2])[/.]${year}|${year}-(?:0[1-9]|1[0-2])(?:-\\d\\d)?|${year})`
const going = '(?:present|current|now|today|ongoing|actualidad|actualmente|actual|presente|hoy|present|aujourd\'hui|ce jour|en cours|actuel)'
const range = new RegExp(`(?<![\\p{L}\\p{N}])(?:since\\s+|desde\\s+|depuis\\s+)?(${single})(?:\\s*(?:-|–|—|to|until|a|al|hasta|au|à)\\s*(${single}|${going}))?(?![\\p{L}\\p{N}])`, 'iu')

/** One date of a file: a year, a year and month, or a day, of which the month is kept. Undefined when it is none. */
export function readMonth(text: string): string | undefined {
  const folded = fold(text).trim()
  const iso = /^((?:19|20)\d\d)(?:-(0[1-9]|1[0-2])(?:-\d\d(?:t.*)?)?)?$/.exec(folded)
  if (iso !== null) return iso[2] === undefined ? iso[1] : `${iso[1]}-${iso[2]}`
  const numbered = /^(0?[1-9]|1[0-2])[/.]((?:19|20)\d\d)$/.exec(folded)
  if (numbered !== null) return `${numbered[2]}-${String(numbered[1]).padStart(2, '0')}`
  const named = /^([a-z]+)\.?\s+(?:de\s+)?((?:19|20)\d\d)$/.exec(folded)
  const index = months.findIndex((names) => names.split('|').some((name) => named?.[1]?.startsWith(name) === true))
  return named === null || index < 0 ? undefined : `${named[2]}-${String(index + 1).padStart(2, '0')}`
}

/** The first period that stands in a line, and the line without it; a single year or month is an end. Undefined when there is none. */
export function findPeriod(line: string): { readonly period: Period, readonly rest: string, readonly isRange: boolean } | undefined {
  // Folding keeps the length here, so that a place in one is a place in the other.
  const found = range.exec(foldAlike(line))
  if (found === null) return undefined
  const first = readMonth(found[1] ?? '')
  const second = found[2] === undefined ? undefined : readMonth(found[2]) ?? 'now'
  const rest = `${line.slice(0, found.index)} ${line.slice(found.index + found[0].length)}`.replaceAll(/\(\s*\)|\[\s*\]/g, ' ').replaceAll(/[ \u00A0]+/g, ' ').replaceAll(/^[\s|·•,;:–—-]+|[\s|·•,;:–—(-]+$/g, '')
  const isOpen = second === undefined && /^(?:since|desde|depuis)/i.test(found[0])
  return {
    rest, isRange: second !== undefined || isOpen,
    period: second === undefined ? (isOpen ? { ...(first === undefined ? {} : { from: first }), to: 'now' } : first === undefined ? {} : { to: first }) : { ...(first === undefined ? {} : { from: first }), to: second },
  }
}

function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('’', '\'').toLowerCase()
}

function foldAlike(text: string): string {
  return Array.from(text, (character) => (fold(character).length === character.length ? fold(character) : character)).join('')
}
