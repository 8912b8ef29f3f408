import type { EndorsementReport } from 'everlearned/verifier'
import { formatYearMonth } from '../locale.ts'
import { endorsements as words } from '../messages/endorsements.ts'

/** How somebody who vouches knows of it, in their words. */
export function relationOf({ relation, since }: EndorsementReport['words']): string {
  if (relation === null) return words.noRelation
  return since === null ? words.relation[relation] : words.since(words.relation[relation], formatYearMonth(since))
}

/** Who vouches, how they know, and what it is worth, in one line. */
export function vouchedLine({ name, words: said, level }: EndorsementReport): string {
  return `${name ?? words.unnamed}: ${relationOf(said)}. ${words.level[level ?? 'none']}.`
}
