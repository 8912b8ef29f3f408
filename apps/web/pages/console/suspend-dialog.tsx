import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { SelectField } from '../../components/field.tsx'
import { suspendClaim, type Claim, type SuspendReason } from '../../issuer-api.ts'
import { bulk, claim as words } from '../../messages/claims.ts'
import { useSend } from '../../use-send.ts'
import { personOf } from './claim-table.tsx'
import { useOrganisation } from './organisation.ts'

/** Why a record may rest, in the order in which people choose. */
export const suspendReasons: readonly SuspendReason[] = ['under-review', 'requirement-lapsed', 'asked-by-recipient', 'other']

/** Suspends a record. It can be resumed, so it asks for nothing but the reason. */
export function SuspendDialog({ claim, onClose, onDone }: { readonly claim: Claim, readonly onClose: () => void, readonly onDone: () => void }): VNode {
  const organisation = useOrganisation()
  const sending = useSend()
  const [reason, setReason] = useState<SuspendReason>('under-review')
  const person = personOf(claim)
  const act = (): void => void sending.send(() => suspendClaim(organisation.id, claim.id, reason).then(onDone))
  return (
    <ConfirmDialog title={words.suspendTitle} act={words.suspendAct} busy={sending.isBusy && words.suspending} problem={sending.problem} onAct={act} onClose={onClose}>
      <p>{words.suspendWhat(person, organisation.name)}</p>
      <p>{claim.state === 'bound' ? words.suspendHeld(person) : words.suspendUnheld}</p>
      <SelectField label={words.voidReason} hint={bulk.reasonHint} value={reason} onValue={setReason} choices={suspendReasons.map((value) => ({ value, label: words.suspendReasons[value] }))} />
    </ConfirmDialog>
  )
}
