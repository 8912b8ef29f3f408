import type { VNode } from 'preact'
import { describeCredential } from 'everlearned/holder'
import { formatDay } from '../../locale.ts'
import { walletCard } from '../../messages/wallet-card.ts'

const words = walletCard.giveFacts

/** Everything that whoever holds a copy of a record on paper can read out of it, said before it is printed. */
export function GivenAway({ credential, isCopy, hasLedgerProof }: { readonly credential: string; readonly isCopy: boolean; readonly hasLedgerProof: boolean }): VNode {
  const lines = linesOf(credential, { isCopy, hasLedgerProof })
  return (
    <section class="stack stack-tight">
      <h2>{walletCard.give}</h2>
      <p>{walletCard.giveText}</p>
      <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
      {!tellsWho(credential) && <p>{walletCard.notGiven}</p>}
    </section>
  )
}

/** The lines are about what the credential has, whatever its form calls it. */
function linesOf(credential: string, { isCopy, hasLedgerProof }: { readonly isCopy: boolean; readonly hasLedgerProof: boolean }): readonly string[] {
  const { subject, description, criteria, awardedOn, validFrom, validUntil } = describeCredential(credential)
  const has = (member: string): boolean => credential.includes(`"${member}"`)
  return [
    words.award,
    ...(subject.name === undefined ? [] : [words.name(subject.name)]),
    ...(has('identityHash') ? [words.address] : []),
    ...(description === undefined ? [] : [words.description]),
    ...(criteria === undefined ? [] : [words.criteria]),
    ...(has('narrative') && criteria === undefined ? [words.narrative] : []),
    ...(has('licenseNumber') ? [words.licence] : []),
    ...(has('evidence') ? [words.evidence] : []),
    ...(awardedOn === undefined ? [] : [words.awarded(formatDay(awardedOn))]),
    ...(validFrom === undefined ? [] : [(isCopy ? words.made : words.from)(formatDay(validFrom))]),
    ...(validUntil === undefined ? [] : [words.until(formatDay(validUntil))]),
    ...(subject.id === undefined ? [] : [words.key]),
    ...(has('credentialStatus') ? [words.status] : []),
    ...(hasLedgerProof ? [words.ledger] : []),
  ]
}

function tellsWho(credential: string): boolean {
  return describeCredential(credential).subject.name !== undefined || credential.includes('"identityHash"') || credential.includes('"email"')
}
