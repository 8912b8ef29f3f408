import { HolderError } from './holder-error.ts'
import { firstDayOf, isYearMonth, lastDayOf } from './year-month.ts'

/** What a life is made of, each kind as good as the others; a file or a form may name no other. */
export const lifeKinds = [
  'education', 'training', 'employment', 'licence', 'skill', 'project', 'military-service', 'volunteering', 'caregiving', 'self-directed-learning', 'entrepreneurship',
] as const

/** One of these. */
export type LifeKind = (typeof lifeKinds)[number]

/** The parts of an entry that its person can show or keep back. */
export const lifeParts = ['what', 'where', 'when', 'story', 'skills', 'hours', 'evidence'] as const

/** One of these. */
export type LifePart = (typeof lifeParts)[number]

/** What somebody says of one part of their life, in their own words. What they do not know or want to say is left out. */
export interface LifeFacts {
  readonly kind: LifeKind
  readonly what: string
  /** Where, or with whom. */
  readonly where?: string
  /** A year, or a year and month: `2019` or `2019-03`. */
  readonly from?: string
  /** The same, or `now` while it goes on. */
  readonly to?: string
  readonly story?: string
  readonly skills: readonly string[]
  readonly hours?: number
}

/** Untrusted: what is longer is cut, whether it was typed or came out of a file. */
export const maxLifeText = { line: 200, story: 5_000, skill: 100, skills: 50, hours: 200_000 } as const

/**
 * Puts what was typed or read in order: cut to its limits, without blank parts, without characters that turn text round.
 *
 * @throws HolderError `holder/life-entry-incomplete` when it does not say what, `holder/life-period-reversed` when it ends before it begins
 */
export function tidyFacts({ kind, what, where, from, to, story, skills, hours }: LifeFacts): LifeFacts {
  const name = line(what)
  if (name === '') throw new HolderError('holder/life-entry-incomplete', 'Cannot keep the entry: it does not say what')
  const [begin, end] = [isYearMonth(from) ? from : undefined, to === 'now' || isYearMonth(to) ? to : undefined]
  if (begin !== undefined && end !== undefined && end !== 'now' && lastDayOf(end) < firstDayOf(begin)) throw new HolderError('holder/life-period-reversed', 'Cannot keep the entry: it ends before it begins')
  return {
    kind, what: name,
    ...optional('where', line(where ?? '')),
    ...optional('from', begin ?? ''),
    ...optional('to', end ?? ''),
    ...optional('story', plain(story ?? '').replaceAll(/\r\n?/g, '\n').replaceAll(/\n{3,}/g, '\n\n').trim().slice(0, maxLifeText.story)),
    skills: tidySkills(skills),
    ...(hours !== undefined && Number.isFinite(hours) && hours > 0 ? { hours: Math.min(Math.round(hours * 10) / 10, maxLifeText.hours) } : {}),
  }
}

/** Each skill once, however it is spelled in capitals. */
export function tidySkills(skills: readonly string[]): readonly string[] {
  const known = new Map<string, string>()
  for (const skill of skills) {
    const name = line(skill).slice(0, maxLifeText.skill)
    if (name !== '' && known.size < maxLifeText.skills && !known.has(name.toLowerCase())) known.set(name.toLowerCase(), name)
  }
  return [...known.values()]
}

/** The parts of an entry that say anything. */
export function filledParts({ facts, evidence }: { readonly facts: LifeFacts; readonly evidence: readonly unknown[] }): readonly LifePart[] {
  const isFilled: Readonly<Record<LifePart, boolean>> = {
    what: true, where: facts.where !== undefined, when: facts.from !== undefined || facts.to !== undefined, story: facts.story !== undefined,
    skills: facts.skills.length > 0, hours: facts.hours !== undefined, evidence: evidence.length > 0,
  }
  return lifeParts.filter((part) => isFilled[part])
}

function optional<Name extends keyof LifeFacts>(name: Name, value: string): Partial<Record<Name, string>> {
  return value === '' ? {} : { [name]: value } as Partial<Record<Name, string>>
}

function line(text: string): string {
  return plain(text).replaceAll(/\s+/g, ' ').trim().slice(0, maxLifeText.line)
}

/** Without control characters, and without those that make text read otherwise than it is written. */
function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069\uFEFF]/g, '').replaceAll(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '')
}
