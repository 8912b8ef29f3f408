import type { VNode } from 'preact'
import { CopyButton } from '../../components/copy-line.tsx'
import { StateTag, type StateKind } from '../../components/state-tag.tsx'
import type { Claim, ClaimState } from '../../issuer-api.ts'
import { formatShortDay } from '../../locale.ts'
import { claims as words } from '../../messages/claims.ts'
import { erase } from '../../messages/erase.ts'
import { useOrganisation } from './organisation.ts'

const lookOf: Readonly<Record<ClaimState, StateKind>> = { unclaimed: 'waiting', bound: 'held', voided: 'ended' }

/** Whether a person has taken the record, in one word, and whether it is suspended. */
export function ClaimStateTag({ claim: { state, suspendedAt, erasedAt } }: { readonly claim: Pick<Claim, 'state' | 'suspendedAt' | 'erasedAt'> }): VNode {
  if (erasedAt !== null) return <StateTag kind="ended">{erase.state}</StateTag>
  return <><StateTag kind={lookOf[state]}>{words.states[state]}</StateTag>{suspendedAt !== null && <StateTag kind="fault" icon="pause">{words.isSuspended}</StateTag>}</>
}

/** Who a claim is for, as a registrar finds a person. */
export const personOf = (claim: { readonly name: string, readonly email: string }): string => claim.name || claim.email || erase.person

/** Which of the people of a table are chosen. */
export interface Choosing {
  readonly chosen: ReadonlySet<string>
  readonly choose: (ids: readonly string[], isChosen: boolean) => void
}

interface ClaimTableProps { readonly claims: readonly Claim[], readonly caption: string, readonly choosing?: Choosing | undefined }

/** People and their records; the name leads to all that can be done, the boxes to what is done to many. */
export function ClaimTable({ claims, caption, choosing }: ClaimTableProps): VNode {
  const { at } = useOrganisation()
  return (
    <div class="table-wrap">
      <table class="table table-cards">
        <caption class="hidden-text">{caption}</caption>
        <thead><tr>{choosing !== undefined && <td class="choose"><ChoosePage claims={claims} choosing={choosing} /></td>}<th scope="col">{words.person}</th><th scope="col">{words.achievement}</th><th scope="col">{words.state}</th><th scope="col" class="can-wait">{words.issued}</th><th scope="col">{words.link}</th></tr></thead>
        <tbody>
          {claims.map((claim) => (
            <tr key={claim.id} data-chosen={choosing?.chosen.has(claim.id)}>
              {choosing !== undefined && <td class="choose"><ChooseOne claim={claim} choosing={choosing} /></td>}
              <th scope="row"><a class="table-link" href={at(`/claims/${claim.id}`)}><span>{personOf(claim)}</span>{claim.name !== '' && <span class="small">{claim.email}</span>}</a></th>
              <td data-label={words.achievement}>{claim.achievement}</td>
              <td data-label={words.state}><span class="row"><ClaimStateTag claim={claim} />{claim.hasTicket && <StateTag kind="fault">{words.secondClaim}</StateTag>}{claim.state === 'unclaimed' && claim.mail?.state === 'failed' && <StateTag kind="fault">{words.mailFailed}</StateTag>}</span></td>
              <td data-label={words.issued} class="nowrap can-wait">{formatShortDay(claim.issuedAt)}</td>
              <td data-label={words.link}>{claim.link === null ? <span class="quiet">{words.noLink}</span> : <CopyButton text={claim.link} label={words.copyLink} about={personOf(claim)} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ChooseOne({ claim, choosing: { chosen, choose } }: { readonly claim: Claim, readonly choosing: Choosing }): VNode {
  return <label class="choose-box"><input type="checkbox" aria-label={words.chooseOne(personOf(claim))} checked={chosen.has(claim.id)} onChange={(event) => choose([claim.id], event.currentTarget.checked)} /></label>
}

function ChoosePage({ claims, choosing: { chosen, choose } }: { readonly claims: readonly Claim[], readonly choosing: Choosing }): VNode {
  const ids = claims.map(({ id }) => id)
  const count = ids.filter((id) => chosen.has(id)).length
  return (
    <label class="choose-box">
      <input type="checkbox" aria-label={words.choosePage} checked={count === ids.length} indeterminate={count > 0 && count < ids.length} onChange={(event) => choose(ids, event.currentTarget.checked)} />
      <span class="choose-words" aria-hidden="true">{words.choosePage}</span>
    </label>
  )
}
