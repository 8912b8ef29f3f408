/** Dates and numbers as the reader's language writes them. */

import { localeOf } from './languages.ts'
import { language } from './messages/words.ts'

/** One format for each locale that was asked for: making them is slow. */
function inLocale<Format>(make: (locale: string) => Format): () => Format {
  const made = new Map<string, Format>()
  return () => {
    const locale = localeOf(language(), typeof document === 'undefined' ? [] : navigator.languages)
    const format = made.get(locale) ?? make(locale)
    made.set(locale, format)
    return format
  }
}

const number = inLocale((locale) => new Intl.NumberFormat(locale))
const percent = inLocale((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }))
const day = inLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }))
const shortDay = inLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }))
const moment = inLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }))

const yearMonth = inLocale((locale) => new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }))
const monthName = inLocale((locale) => new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }))

const list = inLocale((locale) => new Intl.ListFormat(locale))

/** Several things in one sentence. */
export const formatList = (items: readonly string[]): string => list().format(items)

/** A whole number with its separators. */
export const formatNumber = (value: number): string => number().format(value)

/** A share between 0 and 1; only a whole is 100 %. */
export const formatPercent = (share: number): string => percent().format(share >= 1 ? 1 : Math.min(share, 0.99))

/** A day of the calendar. A text that is no date is given back as it came. */
export const formatDay = (iso: string): string => (Number.isNaN(Date.parse(iso)) ? iso : day().format(new Date(iso)))

/** A year, or a month of a year. What is neither is given back as it came. */
export const formatYearMonth = (month: string): string => (/^\d{4}$/.test(month) ? month : Number.isNaN(Date.parse(`${month}-01`)) ? month : yearMonth().format(new Date(`${month}-01`)))

/** The names of the twelve months. */
export const monthNames = (): readonly string[] => Array.from({ length: 12 }, (_, index) => monthName().format(new Date(Date.UTC(2020, index, 15))))

/** The day of a moment on the reader's clock, short enough for a table. A text that is no date is given back as it came. */
export const formatShortDay = (iso: string): string => (Number.isNaN(Date.parse(iso)) ? iso : shortDay().format(new Date(iso)))

/** A day and time on the reader's clock. A text that is no date is given back as it came. */
export const formatMoment = (iso: string): string => (Number.isNaN(Date.parse(iso)) ? iso : moment().format(new Date(iso)))

const units = (['hour', 'minute'] as const).map((unit) => (['long', 'short'] as const).map((unitDisplay) => inLocale((locale) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1, useGrouping: unitDisplay === 'long' }))))

/** A length of time in minutes below an hour, else in hours: spelled out, or short and to the minute, as a field holds it. */
export const formatDuration = (minutes: number, length: 'long' | 'short' = 'long'): string => {
  const isHours = minutes >= 60 && (length === 'long' || minutes % 6 === 0)
  const format = units[isHours ? 0 : 1]?.[length === 'long' ? 0 : 1]
  return format === undefined ? '' : format().format(isHours ? minutes / 60 : Math.round(minutes))
}

const sizes = (['megabyte', 'kilobyte'] as const).map((unit) => inLocale((locale) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 })))

/** How large a file is, in megabytes or, below one tenth of one, in whole kilobytes; no file is smaller than one of these. */
export const formatFileSize = (bytes: number): string =>
  (bytes >= 104_858 ? sizes[0]?.().format(bytes / 1_048_576) : sizes[1]?.().format(Math.max(1, Math.round(bytes / 1024)))) ?? ''

const relative = inLocale((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [['year', 31_557_600], ['month', 2_629_800], ['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]]

/** How long ago a moment was, in its largest unit; a clock that runs a little ahead makes no future. A text that is no date is given back as it came. */
export function formatAgo(iso: string, now: Date = new Date()): string {
  const at = Date.parse(iso)
  if (Number.isNaN(at)) return iso
  const seconds = Math.max(0, (now.getTime() - at) / 1000)
  const [unit, length] = steps.find(([, one]) => seconds >= one) ?? ['second', 1]
  return relative().format(-Math.floor(seconds / length), unit)
}
