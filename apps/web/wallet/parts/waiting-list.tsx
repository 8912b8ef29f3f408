import type { VNode } from 'preact'
import type { WaitingRecord } from 'everlearned/holder'
import { CredentialCard } from '../../components/credential-card.tsx'
import { formatDay } from '../../locale.ts'
import { walletWaiting as words } from '../../messages/wallet-waiting.ts'

/** Records that their issuers give later, each with how it stands. */
export default function WaitingList({ waiting }: { readonly waiting: readonly WaitingRecord[] }): VNode {
  return (
    <section class="stack" aria-labelledby="waiting-heading">
      <h2 id="waiting-heading">{words.heading}</h2>
      <ul class="cards">{waiting.map((one) => <li key={one.id}><a class="card-whole" href={`/waiting/${one.id}`}><WaitingCard waiting={one} /></a></li>)}</ul>
    </section>
  )
}

/** The front of a record that is on its way. */
function WaitingCard({ waiting: { who, names, since, answer } }: { readonly waiting: WaitingRecord }): VNode {
  return (
    <CredentialCard issuer={who.knownName ?? who.host} name={names[0] ?? words.unnamed} headingLevel={3}
      lines={[answer.kind === 'given' ? { icon: 'check', text: words.here } : { icon: 'clock', text: words.notYet }, { icon: 'info', text: words.since(formatDay(since)) }]} />
  )
}
