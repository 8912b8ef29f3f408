import type { VNode } from 'preact'
import { Button } from '../../components/button.tsx'
import type { Claim, ClaimAct, ClaimFilter } from '../../issuer-api.ts'
import { bulk as words } from '../../messages/claims.ts'

/** What is chosen: some of the people on the page, or all that the search found. */
export interface Chosen {
  readonly claims: readonly Claim[]
  readonly isAll: boolean
  readonly found: number
  readonly state: ClaimFilter
}

interface BulkBarProps {
  readonly chosen: Chosen
  readonly onAll: () => void
  readonly onNone: () => void
  readonly onAct: (act: ClaimAct) => void
}

/** How many are chosen, and what can be done with them: at the foot of the screen, while anybody is chosen. */
export function BulkBar({ chosen, onAll, onNone, onAct }: BulkBarProps): VNode {
  const { claims, isAll, found } = chosen
  return (
    <section class="bulk-bar" aria-label={words.label}>
      <div class="row bulk-count">
        <p class="strong" role="status">{isAll ? words.chosenAll(found) : words.chosen(claims.length)}</p>
        <Button kind="link" onPress={onNone}>{words.chooseNone}</Button>
      </div>
      <div class="button-row">
        {actsFor(chosen).map((act) => <Button key={act} kind={act === 'void' ? 'danger' : 'plain'} onPress={() => onAct(act)}>{words.acts[act]}</Button>)}
        {!isAll && found > claims.length && <Button kind="link" onPress={onAll}>{words.chooseAll(found)}</Button>}
      </div>
    </section>
  )
}

/** Only what would change somebody: of all that were found, as far as the search tells. */
export function actsFor({ claims, isAll, state }: Chosen): readonly ClaimAct[] {
  if (isAll) return state === 'voided' ? [] : state === 'suspended' ? ['resume', 'void'] : ['suspend', 'resume', 'void']
  const open = claims.filter((claim) => claim.state !== 'voided')
  return [
    ...(open.some(({ suspendedAt, canSuspend }) => suspendedAt === null && canSuspend) ? ['suspend' as const] : []),
    ...(open.some(({ suspendedAt }) => suspendedAt !== null) ? ['resume' as const] : []),
    ...(open.length > 0 ? ['void' as const] : []),
  ]
}
