/** What a bare number means. */
export type DurationUnit = 'minutes' | 'hours' | 'seconds'

const minutesOf: Readonly<Record<DurationUnit, number>> = { minutes: 1, hours: 60, seconds: 1 / 60 }
/** Units as they are written in English, Spanish, French and Arabic, the largest first, with the minutes of one. */
const units: readonly (readonly [RegExp, number])[] = [
  [/^(?:h|hr|hrs|hours?|horas?|heures?|ساعة|ساعات|ساعه|س)$/iu, 60],
  [/^(?:m|mn|min|mins|minutes?|minutos?|دقيقة|دقائق|دقيقه|د)$/iu, 1],
  [/^(?:s|sec|secs|seconds?|segundos?|secondes?|ثانية|ثوان|ث)$/iu, 1 / 60],
]
const part = /(\d{1,7}(?:[.,]\d{1,4})?)(?![\d.,])\s*(\p{L}+)?\.?/gu
const between = /^(?:[\s,]|and|y|et|و)*$/iu
const iso = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,6}(?:\.\d{1,4})?)H)?(?:(\d{1,6}(?:\.\d{1,4})?)M)?(?:(\d{1,7}(?:\.\d{1,4})?)S)?)?$/i
/** Untrusted: no longer text is a duration. */
const maxLength = 40
const clock = /^(\d{1,5}):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?$/

/**
 * Minutes out of a duration as people and programs write it: `1 h 30 min`, `90 min`, `1:30:00`, `PT1H30M` (ISO 8601-1, "Duration"), or a bare number in the
 * unit that is given. Undefined when it is none; `'unit-needed'` for a bare number, or a clock of two parts, when nobody said what it counts.
 */
export function readDuration(text: string, unit: DurationUnit | undefined): number | 'unit-needed' | undefined {
  const plain = text.trim().replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replaceAll('٫', '.').replaceAll(/[\u00A0\u202F]/g, ' ').replaceAll(/[\u200E\u200F\u061C]/g, '')
  if (plain === '' || plain.length > maxLength) return undefined
  if (/^\d{1,7}(?:[.,]\d{1,4})?$/.test(plain)) return unit === undefined ? 'unit-needed' : amount(plain) * minutesOf[unit]
  const timed = clock.exec(plain)
  if (timed !== null) return readClock(timed, unit)
  const period = iso.exec(plain)
  if (period !== null && /\d/.test(plain)) return amount(period[1]) * 1_440 + amount(period[2]) * 60 + amount(period[3]) + amount(period[4]) / 60
  return readWorded(plain)
}

/** Each unit once, the larger before the smaller; only a number after hours needs none. */
function readWorded(text: string): number | undefined {
  const parts = [...text.matchAll(part)]
  if (parts.length === 0 || !between.test(text.replaceAll(part, ''))) return undefined
  let sum = 0
  let last = -1
  for (const [, count, word] of parts) {
    const unit = word === undefined ? last + 1 : units.findIndex(([pattern]) => pattern.test(word))
    if (unit <= last || unit < 0 || (word === undefined && last !== 0)) return undefined
    sum += amount(count) * (units[unit]?.[1] ?? 0)
    last = unit
  }
  return sum
}

/** Three parts are hours, minutes and seconds; two are minutes and seconds where the column counts minutes or less. */
function readClock([, first, second, third]: readonly (string | undefined)[], unit: DurationUnit | undefined): number | 'unit-needed' {
  if (third !== undefined) return amount(first) * 60 + amount(second) + amount(third) / 60
  if (unit === undefined) return 'unit-needed'
  return unit === 'hours' ? amount(first) * 60 + amount(second) : amount(first) + amount(second) / 60
}

function amount(text: string | undefined): number {
  return text === undefined ? 0 : Number(text.replace(',', '.'))
}
