import type { VNode } from 'preact'
import { describeCredential, type CredentialDescription, type PaperCard } from 'everlearned/holder'
import { Qr } from '../../components/qr.tsx'
import { formatDay } from '../../locale.ts'
import { walletCard as words } from '../../messages/wallet-card.ts'
import { walletRecord } from '../../messages/wallet-record.ts'

/** How large the paper is. */
export type PaperSize = 'card' | 'sheet'

interface PrintedCardProps {
  readonly card: PaperCard
  readonly size: PaperSize
  /** As the person wants to be called; empty for none. */
  readonly name: string
  readonly checkAt: string
}

/** What comes out of the printer: the words for people on one side, the codes on the other. */
export function PrintedCard({ card, size, name, checkAt }: PrintedCardProps): VNode {
  const credential = describeCredential(card.credential)
  return (
    <article class={`paper paper-${size}`} aria-label={words.heading}>
      <div class="paper-words">
        <h2 class="paper-name"><bdi>{credential.name ?? walletRecord.unnamed}</bdi></h2>
        {name !== '' && <p class="paper-holder"><bdi>{name}</bdi></p>}
        <p>{words.from(credential.issuer.name ?? walletRecord.issuerUnnamed)}</p>
        {datesOf(credential, new Date()).map((line) => <p key={line}>{line}</p>)}
        {size === 'sheet' && credential.description !== undefined && <p class="paper-description"><bdi>{credential.description}</bdi></p>}
        <p class="paper-note">{card.credential.includes('"credentialStatus"') ? `${words.statusNote} ${words.holder}` : words.holder}</p>
        <p class="paper-note">{words.check} <span class="paper-address" dir="ltr">{checkAt.replace(/^https:\/\//, '')}</span></p>
      </div>
      <div class="paper-codes">
        {card.codes.map((text, index) => (
          <figure key={text} class="paper-code">
            <Qr text={text} label={words.code} />
            {card.codes.length > 1 && <figcaption>{words.codeOf(index + 1, card.codes.length)}</figcaption>}
          </figure>
        ))}
      </div>
    </article>
  )
}

/** A day that the credential does not show is not printed either. */
function datesOf({ awardedOn, validFrom, validUntil }: CredentialDescription, now: Date): readonly string[] {
  return [
    ...(awardedOn !== undefined ? [words.given(formatDay(awardedOn))] : validFrom === undefined ? [] : [words.since(formatDay(validFrom))]),
    ...(validUntil === undefined ? [] : [(new Date(validUntil) < now ? words.ended : words.until)(formatDay(validUntil))]),
  ]
}
