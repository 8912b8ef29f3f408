import type { VNode } from 'preact'
import { describeCredential, type WalletRecord } from 'everlearned/holder'
import { type CardLine, CredentialCard } from '../../components/credential-card.tsx'
import { formatDay } from '../../locale.ts'
import { walletRecord as words } from '../../messages/wallet-record.ts'

/** A record's front: what a person reads. */
export function RecordCard({ record, isWhole = false, isCopy = false }: { readonly record: WalletRecord; readonly isWhole?: boolean; readonly isCopy?: boolean }): VNode {
  const credential = describeCredential(record.credential)
  return (
    <CredentialCard issuer={credential.issuer.name ?? words.issuerUnnamed} name={credential.name ?? words.unnamed}
      description={isWhole ? credential.description : undefined} lines={isCopy ? copyLines(credential) : linesOf(record, credential, new Date())} />
  )
}

/** A copy made for one share says of its dates when it was made, unless it shows the award, and until when it is good. */
function copyLines({ awardedOn, validFrom, validUntil }: ReturnType<typeof describeCredential>): readonly CardLine[] {
  const date = awardedOn ?? validFrom
  return [
    ...(date === undefined ? [] : [{ icon: 'seal', text: (awardedOn === undefined ? words.copyMade : words.issued)(formatDay(date)) } as const]),
    ...(validUntil === undefined ? [] : [{ icon: 'info', text: words.until(formatDay(validUntil)) } as const]),
  ]
}

/** One line of dates, one line of the ledger. */
function linesOf(record: WalletRecord, { awardedOn, validFrom, validUntil }: ReturnType<typeof describeCredential>, now: Date): readonly CardLine[] {
  const dates: CardLine[] = []
  if (awardedOn !== undefined) dates.push({ icon: 'seal', text: words.issued(formatDay(awardedOn)) })
  else if (validFrom !== undefined) dates.push({ icon: 'seal', text: new Date(validFrom) > now ? words.notYet(formatDay(validFrom)) : words.issued(formatDay(validFrom)) })
  if (validUntil !== undefined) dates.push({ icon: 'info', text: new Date(validUntil) < now ? words.ended(formatDay(validUntil)) : words.until(formatDay(validUntil)) })
  const ledger = record.ledgerProof !== null ? words.ledgerRecorded : record.nonce === null ? words.ledgerNone : words.ledgerPending
  return [...(record.isDoubtful === true ? [{ icon: 'alert', text: words.doubtful } as const] : []), ...dates, { icon: 'tree', text: ledger }]
}
