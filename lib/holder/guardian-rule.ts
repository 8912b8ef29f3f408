import type { GuardianRule } from '../exchange/claim/claim-result.ts'
import type { WalletRecord } from './wallet-record.ts'

/** Ways in which a record leaves the wallet for others to see. */
export type SendingWay = 'link' | 'file' | 'paper' | 'exchange' | 'page'

/** What a guardian allows with a record today, or undefined when nobody but its holder has a say. */
export function guardianRuleOf({ guardian }: Pick<WalletRecord, 'guardian'>, now: Date): GuardianRule | undefined {
  return guardian === undefined || now.toISOString().slice(0, 10) >= guardian.until ? undefined : guardian
}

/** Tells whether a record may be sent this way: while a guardian has a say by links that end, if at all. */
export function maySend(record: Pick<WalletRecord, 'guardian'>, way: SendingWay, now: Date): boolean {
  const rule = guardianRuleOf(record, now)
  return rule === undefined || (way === 'link' && rule.sharing === 'link')
}

/** Tells whether this wallet may have a public page: nobody's, of whom a guardian has a say over any record, whatever is on it. */
export function mayPublish(records: readonly Pick<WalletRecord, 'guardian'>[], now: Date): boolean {
  return records.every((record) => maySend(record, 'page', now))
}
