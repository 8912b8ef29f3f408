import type { WalletRecord } from 'everlearned/holder'
import { formatDay } from '../../locale.ts'
import { walletTimeline as words } from '../../messages/wallet-timeline.ts'

/** Where a record came from and when, and how often the very same came since. */
export function cameFrom({ isImported, origin, addedAt, cameAgain = [] }: WalletRecord): string {
  const first = isImported === true ? words.cameInFile(formatDay(addedAt)) : words.came(URL.canParse(origin) ? new URL(origin).host : origin, formatDay(addedAt))
  return cameAgain.length === 0 ? first : `${first} · ${words.cameAgain(cameAgain.length)}`
}
