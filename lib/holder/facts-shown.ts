import type { LearningFacts } from './learning-facts.ts'
import type { LifeFacts, LifePart } from './life-facts.ts'

/** The facts of an entry without the parts that are kept back; where the days or the hours are, each single thing is without them too. */
export function factsShown({ kind, what, where, from, to, story, items, skills, hours }: LifeFacts, parts: readonly LifePart[]): LifeFacts {
  const shown = (part: LifePart): boolean => parts.includes(part)
  return {
    kind, what,
    ...(where !== undefined && shown('where') ? { where } : {}),
    ...(from !== undefined && shown('when') ? { from } : {}),
    ...(to !== undefined && shown('when') ? { to } : {}),
    ...(story !== undefined && shown('story') ? { story } : {}),
    ...(items !== undefined && shown('items') ? { items: items.map((item) => itemShown(item, parts)) } : {}),
    skills: shown('skills') ? skills : [],
    ...(hours !== undefined && shown('hours') ? { hours } : {}),
  }
}

function itemShown({ from, to, minutes, skills, ...item }: LearningFacts, parts: readonly LifePart[]): LearningFacts {
  const isDated = parts.includes('when')
  return {
    ...item,
    ...(isDated && from !== undefined ? { from } : {}), ...(isDated && to !== undefined ? { to } : {}),
    ...(parts.includes('hours') && minutes !== undefined ? { minutes } : {}),
    skills: parts.includes('skills') ? skills : [],
  }
}
