import type { VNode } from 'preact'
import { EntryLink } from '../../components/entry-link.tsx'
import { formatDay } from '../../locale.ts'
import { issuer as words } from '../../messages/issuer.ts'
import { issuerPage, type Issuer } from '../../network-api.ts'
import { shorten } from '../ledger/describe-entry.ts'
import { sectorName } from '../network/holder-table.tsx'

/** Whether anybody has checked that the domain of an issuer is its own, how it was called before, and who else is called so. */
export function DomainFacts({ issuer: { domain, formerNames, namesakes } }: { readonly issuer: Issuer }): VNode {
  return (
    <>
      {domain.state !== 'own-key' && <div><dt>{words.domain}</dt><dd><Domain domain={domain} /></dd></div>}
      {formerNames.length > 0 && <div><dt>{words.formerNames}</dt><dd>{formerNames.join(', ')}</dd></div>}
      {namesakes.length > 0 && (
        <div><dt>{words.namesakes}</dt><dd><ul class="acts">{namesakes.map(({ did }) => <li key={did}><a class="code" href={issuerPage(did)}>{shorten(did)}</a></li>)}</ul></dd></div>
      )}
    </>
  )
}

function Domain({ domain: { state, seenBy } }: Pick<Issuer, 'domain'>): VNode {
  return (
    <>
      <p>{sentenceOf(state)}</p>
      {seenBy.length > 0 && (
        <ul>{seenBy.map(({ did, name, sector, index, at }) => (
          <li key={did}><EntryLink index={index}>{words.domainSeenBy(name ?? shorten(did), sector === null ? '' : sectorName(sector), at === null ? '' : formatDay(at))}</EntryLink></li>
        ))}</ul>
      )}
      {state === 'unchecked' && <p class="quiet small">{words.domainUncheckedHint}</p>}
    </>
  )
}

function sentenceOf(state: Issuer['domain']['state']): string {
  switch (state) {
    case 'seen': return words.domainSeen
    case 'accredited': return words.domainAccredited
    case 'charter': return words.domainCharter
    default: return words.domainUnchecked
  }
}
