import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { SelectField } from '../../components/field.tsx'
import { voidClaim, type Claim, type VoidReason } from '../../issuer-api.ts'
import { claim as words } from '../../messages/claims.ts'
import { useSend } from '../../use-send.ts'
import { personOf } from './claim-table.tsx'
import { useOrganisation } from './organisation.ts'
import { useTypedName } from './typed-name.tsx'

/** Why a record is taken back, in the order in which people choose. */
export const voidReasons: readonly VoidReason[] = ['wrong-person', 'wrong-details', 'issued-in-error', 'other']

/** Takes a record back. It cannot be undone, so it asks for the person's name. */
export function VoidDialog({ claim, onClose, onDone }: { readonly claim: Claim, readonly onClose: () => void, readonly onDone: () => void }): VNode {
  const organisation = useOrganisation()
  const sending = useSend()
  const [reason, setReason] = useState<VoidReason>('wrong-person')
  const person = personOf(claim)
  const typedName = useTypedName(person)
  const act = (): void => {
    if (typedName.check()) void sending.send(() => voidClaim(organisation.id, claim.id, reason).then(onDone))
  }
  return (
    <ConfirmDialog title={words.voidTitle} act={words.voidAct} actKind="danger" busy={sending.isBusy && words.voiding} problem={sending.problem} onAct={act} onClose={onClose}>
      <p>{words.voidWhat(person, organisation.name)}</p>
      <p>{claim.state === 'bound' ? words.voidHeld(person) : words.voidUnheld}</p>
      <SelectField label={words.voidReason} value={reason} onValue={setReason} choices={voidReasons.map((value) => ({ value, label: words.voidReasons[value] }))} />
      {typedName.field}
    </ConfirmDialog>
  )
}
