import { HolderError } from './holder-error.ts'
import { draftLifeEntry } from './keep-life-entry.ts'
import type { LearningFacts } from './learning-facts.ts'
import type { LearningItem } from './learning-item.ts'
import type { LifeContext, LifeEntry } from './life-entry.ts'
import { maxEvidence } from './life-evidence.ts'
import { type LifeFacts, type LifePart, maxLifeText } from './life-facts.ts'
import { confirmLifeEntry } from './sign-life-entry.ts'
import { tidySkills } from './tidy-skills.ts'

/** What somebody makes of a selection of their log. */
export interface PortfolioChoice {
  readonly kind: 'self-directed-learning' | 'project'
  readonly what: string
  readonly story: string
  /** In the order in which they are to stand; of each, whether its reflection goes along. */
  readonly items: readonly { readonly item: LearningItem; readonly hasReflection: boolean }[]
  /** Of the files of these items, those that go along, by their ids. */
  readonly files: readonly string[]
  readonly sensitive: readonly LifePart[]
}

/** What a portfolio says: the single things as they were chosen, and of all of them together how long, from when to when, and which skills. */
export function portfolioFacts({ kind, what, story, items }: Omit<PortfolioChoice, 'files' | 'sensitive'>): LifeFacts {
  const days = items.flatMap(({ item: { from, to } }) => [from, to]).filter((day) => day !== undefined).map((day) => day.slice(0, 7)).toSorted()
  const [first, last] = [days[0], days.at(-1)]
  const minutes = items.reduce((sum, { item }) => sum + (item.minutes ?? 0), 0)
  return {
    kind, what, ...(story.trim() === '' ? {} : { story }),
    ...(first === undefined ? {} : { from: first }), ...(last === undefined ? {} : { to: last }), ...(minutes === 0 ? {} : { hours: Math.max(0.1, Math.round(minutes / 6) / 10) }),
    items: items.map(({ item, hasReflection }) => chosen(item, hasReflection)),
    skills: tidySkills(items.flatMap(({ item }) => item.skills)),
  }
}

/**
 * Makes a portfolio: an entry in one's own words that carries what was chosen and binds its files by their digests, signed as every entry is. The log stays
 * as it is.
 *
 * @throws HolderError `holder/portfolio-empty`, `holder/portfolio-too-long`, `holder/evidence-too-many`, `holder/life-entry-incomplete`
 */
export async function makePortfolio(choice: PortfolioChoice, context: LifeContext): Promise<LifeEntry> {
  const { items, files, sensitive } = choice
  if (items.length === 0) throw new HolderError('holder/portfolio-empty', 'Cannot make a portfolio: nothing was chosen')
  if (items.length > maxLifeText.items) throw new HolderError('holder/portfolio-too-long', `Cannot make a portfolio: more than ${maxLifeText.items} items`)
  const evidence = [...new Map(items.flatMap(({ item }) => item.evidence).filter(({ id }) => files.includes(id)).map((file) => [file.id, file])).values()]
  if (evidence.length > maxEvidence) throw new HolderError('holder/evidence-too-many', `Cannot make a portfolio: more than ${maxEvidence} files`)
  const draft = await draftLifeEntry(portfolioFacts(choice), { kind: 'log' }, context)
  return confirmLifeEntry({ ...draft, evidence }, { facts: draft.facts, sensitive }, context)
}

/** An item without what concerns the log alone. */
function chosen({ kind, title, provider, url, from, to, minutes, reflection, skills }: LearningItem, hasReflection: boolean): LearningFacts {
  return {
    kind, title, skills,
    ...(provider === undefined ? {} : { provider }), ...(url === undefined ? {} : { url }), ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }),
    ...(minutes === undefined ? {} : { minutes }), ...(hasReflection && reflection !== undefined ? { reflection } : {}),
  }
}
