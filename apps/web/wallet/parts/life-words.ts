import type { LifeEntry, LifeFacts } from 'everlearned/holder'
import { formatYearMonth } from '../../locale.ts'
import { walletTimeline as words } from '../../messages/wallet-timeline.ts'

/** When an entry was, as people say it; undefined where nothing was said. */
export function periodInWords({ from, to }: Pick<LifeFacts, 'from' | 'to'>): string | undefined {
  const [start, end] = [from, to === 'now' ? undefined : to].map((month) => (month === undefined ? undefined : formatYearMonth(month)))
  if (to === 'now') return start === undefined ? undefined : words.since(start)
  if (start === undefined || end === undefined || start === end) return start ?? end
  return words.between(start, end)
}

/** Where an entry was, and when: one line, in which a place keeps its own direction and the time that of the page (Unicode, Explicit Directional Isolates). */
export function whereAndWhen({ facts }: Pick<LifeEntry, 'facts'>): string {
  return [facts.where, periodInWords(facts)].filter((part) => part !== undefined).map((part) => `\u2068${part}\u2069`).join(' · ')
}
