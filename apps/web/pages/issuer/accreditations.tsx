import type { VNode } from 'preact'
import type { IconName } from '../../components/icon.tsx'
import { StateTag, type StateKind } from '../../components/state-tag.tsx'
import { formatDay } from '../../locale.ts'
import { issuer as words } from '../../messages/issuer.ts'
import { entryWords } from '../../messages/ledger.ts'
import { issuerPage, type ChainLink, type Issuer, type IssuerAccreditation, type Party } from '../../network-api.ts'
import { shorten } from '../ledger/describe-entry.ts'

/** Who accredited an issuer, and who accredited those, each chain as a picture that can be read aloud. */
export function Accreditations({ issuer }: { readonly issuer: Issuer }): VNode {
  return (
    <section class="stack">
      <h2>{words.accreditationTitle}</h2>
      {issuer.accreditations.length === 0 && <p>{words.accreditationNone}</p>}
      <AccreditationList issuer={issuer} />
    </section>
  )
}

/** The accreditations alone. */
export function AccreditationList({ issuer }: { readonly issuer: Issuer }): VNode {
  return <>{issuer.accreditations.map((accreditation) => <Accreditation key={accreditation.id} accreditation={accreditation} issuer={issuer} />)}</>
}

const kindOf: Readonly<Record<IssuerAccreditation['state'], { readonly kind: StateKind, readonly icon: IconName }>> = {
  'in-force': { kind: 'held', icon: 'check' }, suspended: { kind: 'waiting', icon: 'pause' }, withdrawn: { kind: 'fault', icon: 'close' }, over: { kind: 'ended', icon: 'minus' }, 'not-yet': { kind: 'waiting', icon: 'clock' },
}

function Accreditation({ accreditation, issuer }: { readonly accreditation: IssuerAccreditation, readonly issuer: Party }): VNode {
  const { from, until, state } = accreditation
  const links = topDown(accreditation, issuer)
  // Who was named at the founding rests on nobody.
  const top = links[0]?.accreditor ?? issuer
  return (
    <article class="card stack">
      <div class="row row-apart">
        <p>{links.length === 0 ? words.mayAll(scopesText(accreditation.scopes)) : `${words.from(formatDay(from))}, ${until === null ? words.open : words.until(formatDay(until))}`}</p>
        <AccreditationTag state={state} />
      </div>
      <ol class="chain" aria-label={words.chainLabel(issuer.name ?? shorten(issuer.did))}>
        <li>{top.did === 'governance' ? <div class="chain-party"><span class="strong">{words.allSectors}</span></div> : <PartyBox party={top} note={words.ofCharter} isEnd={top.did === issuer.did} />}</li>
        {links.map((link) => (
          <li key={link.did}>
            <Step link={link} />
            <PartyBox party={link} isEnd={link.did === issuer.did} />
          </li>
        ))}
      </ol>
    </article>
  )
}

/** How an accreditation stands, in a word. */
export function AccreditationTag({ state }: Pick<IssuerAccreditation, 'state'>): VNode {
  return <StateTag {...kindOf[state]}>{words.accreditationStates[state]}</StateTag>
}

/** What the arrow between two parties says. */
function Step({ link: { scopes, basis } }: { readonly link: ChainLink }): VNode {
  return (
    <div class="chain-step">
      <p>{words.accredited} <span class="code">{scopesText(scopes)}</span></p>
      {basis !== null && <p>{words.basisOf(entryWords.bases[basis] ?? basis)}</p>}
    </div>
  )
}

function PartyBox({ party: { did, name }, note, isEnd = false }: { readonly party: Party, readonly note?: string, readonly isEnd?: boolean }): VNode {
  return (
    <div class={`chain-party ${isEnd ? 'chain-end' : ''}`}>
      {isEnd ? <span class="strong">{name ?? shorten(did)}</span> : <a class="link-touch strong" href={issuerPage(did)}>{name ?? shorten(did)}</a>}
      {note !== undefined && <p class="small quiet">{note}</p>}
    </div>
  )
}

/** The steps from the accreditor of the charter down to the issuer; without a chain, the one step that is known. */
function topDown({ chain, by, scopes, basis }: IssuerAccreditation, issuer: Party): readonly ChainLink[] {
  const steps = chain.length === 0 ? [{ did: issuer.did, name: issuer.name, accreditor: by, scopes, basis }] : chain
  // The step of the charter itself has nobody above it.
  return steps.toReversed().filter((step) => step.accreditor.did !== step.did)
}

/** Scopes in a row, every scope as a word. */
export const scopesText = (scopes: readonly string[]): string => scopes.map((scope) => (scope === '*' ? words.everything : scope)).join(', ')
