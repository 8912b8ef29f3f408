import { HolderError } from './holder-error.ts'
import { tidySkills } from './tidy-skills.ts'
import { tidyLine, tidyLines } from '../encoding/tidy-text.ts'

/** In what form somebody learned. */
export const learningKinds = ['course', 'video', 'book', 'podcast', 'practice', 'event', 'other'] as const

/** One of these. */
export type LearningKind = (typeof learningKinds)[number]

/** One thing that somebody learned or did, on a day or over some days. What they do not know is left out. */
export interface LearningFacts {
  readonly kind: LearningKind
  readonly title: string
  /** Who gave or made it. */
  readonly provider?: string
  /** Where it is found. It is kept and shown; the wallet never fetches it. */
  readonly url?: string
  /** The day, or the first of several: `2026-03-01`. */
  readonly from?: string
  /** The last of several days. */
  readonly to?: string
  readonly minutes?: number
  /** What its person took from it, in their own words. */
  readonly reflection?: string
  readonly skills: readonly string[]
}

/** Untrusted: what is longer is cut, whether it was typed, shared or came out of a table; a log of more items takes no other. */
export const maxLearning = { title: 200, provider: 200, url: 2_000, reflection: 5_000, minutes: 600_000, files: 5, items: 5_000 } as const

/**
 * Puts what was typed, shared or read in order: cut to its limits, without blank parts, without characters that turn text round.
 *
 * @throws HolderError `holder/learning-incomplete` without a title, `holder/learning-reversed` when it ends before it begins
 */
export function tidyLearning({ kind, title, provider = '', url = '', from, to, minutes, reflection = '', skills }: LearningFacts): LearningFacts {
  const name = tidyLine(title, maxLearning.title)
  if (name === '') throw new HolderError('holder/learning-incomplete', 'Cannot keep the item: it has no title')
  const [begin, end] = [isDay(from) ? from : isDay(to) ? to : undefined, isDay(to) ? to : undefined]
  if (begin !== undefined && end !== undefined && end < begin) throw new HolderError('holder/learning-reversed', 'Cannot keep the item: it ends before it begins')
  const address = readWebAddress(url)
  return {
    kind, title: name,
    ...optional('provider', tidyLine(provider, maxLearning.provider)),
    ...optional('url', address ?? ''),
    ...optional('from', begin ?? ''),
    ...optional('to', end === begin ? '' : end ?? ''),
    ...(minutes !== undefined && Number.isFinite(minutes) && Math.round(minutes) > 0 ? { minutes: Math.min(Math.round(minutes), maxLearning.minutes) } : {}),
    ...optional('reflection', tidyLines(reflection, maxLearning.reflection)),
    skills: tidySkills(skills),
  }
}

/** Tells whether a text is a day of the calendar of a time that people remember. */
export function isDay(text: string | undefined): text is string {
  if (text === undefined || !/^(?:19|20)\d\d-\d\d-\d\d$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text
}

/**
 * The address of a page, as browsers write it, or undefined for anything else.
 *
 * Untrusted: nothing that runs, no file, no name or password within, and no more than its limit.
 */
export function readWebAddress(text: string): string | undefined {
  const trimmed = text.trim()
  if (trimmed.length > maxLearning.url || !/^https?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return undefined
  const { href, username, password } = new URL(trimmed)
  return username !== '' || password !== '' || href.length > maxLearning.url ? undefined : href
}

function optional<Name extends keyof LearningFacts>(name: Name, value: string): Partial<Record<Name, string>> {
  return value === '' ? {} : { [name]: value } as Partial<Record<Name, string>>
}
