import type { VNode } from 'preact'
import { CopyButton } from '../../components/copy-line.tsx'
import { StateTag, type StateKind } from '../../components/state-tag.tsx'
import type { Claim, ClaimState } from '../../issuer-api.ts'
import { formatShortDay } from '../../locale.ts'
import { claims as words } from '../../messages/en/claims.ts'
import { useOrganisation } from './organisation.ts'

const lookOf: Readonly<Record<ClaimState, StateKind>> = { unclaimed: 'waiting', bound: 'held', voided: 'ended' }

/** Whether a person has taken the record, in one word. */
export function ClaimStateTag({ state }: { readonly state: ClaimState }): VNode {
  return <StateTag kind={lookOf[state]}>{words.states[state]}</StateTag>
}

/** Who a claim is for, as a registrar finds a person. */
export const personOf = (claim: { readonly name: string, readonly email: string }): string => (claim.name === '' ? claim.email : claim.name)

/** People and their records; the name leads to all that can be done. */
export function ClaimTable({ claims, caption }: { readonly claims: readonly Claim[], readonly caption: string }): VNode {
  const { at } = useOrganisation()
  return (
    <div class="table-wrap">
      <table class="table table-cards">
        <caption class="hidden-text">{caption}</caption>
        <thead><tr><th scope="col">{words.person}</th><th scope="col">{words.achievement}</th><th scope="col">{words.state}</th><th scope="col" class="can-wait">{words.issued}</th><th scope="col">{words.link}</th></tr></thead>
        <tbody>
          {claims.map((claim) => (
            <tr key={claim.id}>
              <th scope="row"><a class="table-link" href={at(`/claims/${claim.id}`)}><span>{personOf(claim)}</span>{claim.name !== '' && <span class="small">{claim.email}</span>}</a></th>
              <td data-label={words.achievement}>{claim.achievement}</td>
              <td data-label={words.state}><span class="row"><ClaimStateTag state={claim.state} />{claim.hasTicket && <StateTag kind="fault">{words.secondClaim}</StateTag>}{claim.state === 'unclaimed' && claim.mail?.state === 'failed' && <StateTag kind="fault">{words.mailFailed}</StateTag>}</span></td>
              <td data-label={words.issued} class="nowrap can-wait">{formatShortDay(claim.issuedAt)}</td>
              <td data-label={words.link}>{claim.link === null ? <span class="quiet">{words.noLink}</span> : <CopyButton text={claim.link} label={words.copyLink} about={personOf(claim)} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
