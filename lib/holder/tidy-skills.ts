import { tidyLine } from '../encoding/tidy-text.ts'

/** Untrusted: longer names of skills are cut, and more of them left out. */
export const maxSkills = { length: 100, count: 50 } as const

/** Each skill once, however it is spelled in capitals. */
export function tidySkills(skills: readonly string[]): readonly string[] {
  const known = new Map<string, string>()
  for (const skill of skills) {
    const name = tidyLine(skill, maxSkills.length)
    if (name !== '' && known.size < maxSkills.count && !known.has(name.toLowerCase())) known.set(name.toLowerCase(), name)
  }
  return [...known.values()]
}
