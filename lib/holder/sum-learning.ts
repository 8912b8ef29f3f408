import type { LearningItem } from './learning-item.ts'

/** How long, and how many. */
export interface LearningSum {
  readonly minutes: number
  readonly count: number
}

/** One month of the log, `2026-03`, or what has no day. */
export interface LearningMonth extends LearningSum {
  readonly month: string | undefined
  readonly items: readonly LearningItem[]
}

/** What went into one skill. An item with several counts for each of them. */
export interface SkillSum extends LearningSum {
  readonly skill: string
}

/** The log in its months, as the items come, and what each skill got, the most first. */
export function sumLearning(items: readonly LearningItem[]): LearningSum & { readonly months: readonly LearningMonth[]; readonly skills: readonly SkillSum[] } {
  const months = new Map<string | undefined, LearningItem[]>()
  const skills = new Map<string, { skill: string; minutes: number; count: number }>()
  for (const item of items) {
    const month = (item.to ?? item.from)?.slice(0, 7)
    const some = months.get(month)
    if (some === undefined) months.set(month, [item])
    else some.push(item)
    for (const skill of item.skills) {
      const name = skill.toLowerCase()
      const sum = skills.get(name) ?? { skill, minutes: 0, count: 0 }
      sum.minutes += item.minutes ?? 0
      sum.count += 1
      skills.set(name, sum)
    }
  }
  return {
    ...sumOf(items),
    months: [...months].map(([month, some]) => ({ month, items: some, ...sumOf(some) })),
    skills: [...skills.values()].toSorted((left, right) => right.minutes - left.minutes || right.count - left.count || left.skill.localeCompare(right.skill)),
  }
}

function sumOf(items: readonly LearningItem[]): LearningSum {
  return { minutes: items.reduce((sum, { minutes = 0 }) => sum + minutes, 0), count: items.length }
}
