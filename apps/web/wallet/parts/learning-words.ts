import type { LearningFacts } from 'everlearned/holder'
import { formatDay, formatDuration } from '../../locale.ts'
import { walletLearning as words } from '../../messages/wallet-learning.ts'
import { walletTimeline } from '../../messages/wallet-timeline.ts'

/** When an item was, as people say it. */
export function daysInWords({ from, to }: Pick<LearningFacts, 'from' | 'to'>): string | undefined {
  if (from === undefined) return undefined
  return to === undefined ? formatDay(from) : walletTimeline.between(formatDay(from), formatDay(to))
}

/** What an item is beside its title, in one line; each part keeps its own direction (Unicode, Explicit Directional Isolates). */
export function learningLine({ kind, provider, minutes, ...days }: LearningFacts): string {
  return [words.kinds[kind], daysInWords(days), minutes === undefined ? undefined : formatDuration(minutes), provider].filter((part) => part !== undefined).map((part) => `\u2068${part}\u2069`).join(' · ')
}

/** Today on the reader's clock. */
export function today(now: Date = new Date()): string {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}
