import { tidyLine, tidyLines } from '../encoding/tidy-text.ts'
import { HolderError } from './holder-error.ts'
import { type LearningFacts, tidyLearning } from './learning-facts.ts'
import { tidySkills } from './tidy-skills.ts'
import { firstDayOf, isYearMonth, lastDayOf } from './year-month.ts'

/** What a life is made of, each kind as good as the others; a file or a form may name no other. */
export const lifeKinds = [
  'education', 'training', 'employment', 'licence', 'skill', 'project', 'military-service', 'volunteering', 'caregiving', 'self-directed-learning', 'entrepreneurship',
] as const

/** One of these. */
export type LifeKind = (typeof lifeKinds)[number]

/** The parts of an entry that its person can show or keep back. */
export const lifeParts = ['what', 'where', 'when', 'story', 'items', 'skills', 'hours', 'evidence'] as const

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
  /** Single things that were learned, as they were chosen from a learning log: together they are a portfolio. */
  readonly items?: readonly LearningFacts[]
  readonly skills: readonly string[]
  readonly hours?: number
}

/** Untrusted: what is longer is cut, whether it was typed or came out of a file. */
export const maxLifeText = { line: 200, story: 5_000, hours: 200_000, items: 100 } as const

/**
 * Puts what was typed or read in order: cut to its limits, without blank parts, without characters that turn text round.
 *
 * @throws HolderError `holder/life-entry-incomplete` when it does not say what, `holder/life-period-reversed` when it ends before it begins
 */
export function tidyFacts({ kind, what, where, from, to, story, items = [], skills, hours }: LifeFacts): LifeFacts {
  const name = tidyLine(what, maxLifeText.line)
  if (name === '') throw new HolderError('holder/life-entry-incomplete', 'Cannot keep the entry: it does not say what')
  const [begin, end] = [isYearMonth(from) ? from : undefined, to === 'now' || isYearMonth(to) ? to : undefined]
  if (begin !== undefined && end !== undefined && end !== 'now' && lastDayOf(end) < firstDayOf(begin)) throw new HolderError('holder/life-period-reversed', 'Cannot keep the entry: it ends before it begins')
  return {
    kind, what: name,
    ...optional('where', tidyLine(where ?? '', maxLifeText.line)),
    ...optional('from', begin ?? ''),
    ...optional('to', end ?? ''),
    ...optional('story', tidyLines(story ?? '', maxLifeText.story)),
    ...(items.length === 0 ? {} : { items: items.slice(0, maxLifeText.items).map(tidyLearning) }),
    skills: tidySkills(skills),
    ...(hours !== undefined && Number.isFinite(hours) && hours > 0 ? { hours: Math.min(Math.round(hours * 10) / 10, maxLifeText.hours) } : {}),
  }
}

/** The parts of an entry that say anything. */
export function filledParts({ facts, evidence }: { readonly facts: LifeFacts; readonly evidence: readonly unknown[] }): readonly LifePart[] {
  const isFilled: Readonly<Record<LifePart, boolean>> = {
    what: true, where: facts.where !== undefined, when: facts.from !== undefined || facts.to !== undefined, story: facts.story !== undefined,
    items: (facts.items ?? []).length > 0, skills: facts.skills.length > 0, hours: facts.hours !== undefined, evidence: evidence.length > 0,
  }
  return lifeParts.filter((part) => isFilled[part])
}

function optional<Name extends keyof LifeFacts>(name: Name, value: string): Partial<Record<Name, string>> {
  return value === '' ? {} : { [name]: value } as Partial<Record<Name, string>>
}
