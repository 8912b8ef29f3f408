import type { EndorsementReport } from 'everlearned/verifier'
import { formatYearMonth } from '../locale.ts'
import { endorsements as words } from '../messages/endorsements.ts'

/** How somebody who vouches knows of it, in their words. */
export function relationOf({ relation, since }: EndorsementReport['words']): string {
  if (relation === null) return words.noRelation
  return since === null ? words.relation[relation] : words.since(words.relation[relation], formatYearMonth(since))
}

/** Who vouches: their name may run the other way than the page, so that it stands apart. */
export const voucherName = ({ name }: EndorsementReport): string => name ?? words.unnamed

/** How they know, and what it is worth. */
export const vouchedFor = ({ words: said, level }: EndorsementReport): string => `${relationOf(said)}. ${words.level[level ?? 'none']}.`

/** Who vouches, how they know, and what it is worth, in one line. */
export const vouchedLine = (report: EndorsementReport): string => `${voucherName(report)}: ${vouchedFor(report)}`
