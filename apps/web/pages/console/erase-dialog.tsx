import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { SelectField } from '../../components/field.tsx'
import { eraseClaim, type Claim, type Erasure, type ErasureReach } from '../../issuer-api.ts'
import { erase as words } from '../../messages/erase.ts'
import { useSend } from '../../use-send.ts'
import { personOf } from './claim-table.tsx'
import { useOrganisation } from './organisation.ts'
import { useTypedName } from './typed-name.tsx'

const reaches: readonly ErasureReach[] = ['this', 'address']

/** Erases a person, says what stays, and asks for the name: there is no way back. */
export function EraseDialog({ claim, onClose, onDone }: { readonly claim: Claim, readonly onClose: () => void, readonly onDone: (erasure: Erasure) => void }): VNode {
  const organisation = useOrganisation()
  const sending = useSend()
  const [reach, setReach] = useState<ErasureReach>('this')
  const person = personOf(claim)
  const typedName = useTypedName(person)
  const act = (): void => {
    if (typedName.check()) void sending.send(() => eraseClaim(organisation.id, claim.id, reach).then(onDone))
  }
  return (
    <ConfirmDialog title={words.title} act={words.doIt} actKind="danger" busy={sending.isBusy && words.doing} problem={sending.problem} onAct={act} onClose={onClose}>
      <p>{words.gone(person)}</p>
      {claim.state !== 'voided' && <p>{words.standing}</p>}
      <h3>{words.stays}</h3>
      <ul>{words.staysList.map((line) => <li key={line}>{line}</li>)}</ul>
      <SelectField label={words.reach} value={reach} onValue={setReach} choices={reaches.map((value) => ({ value, label: words.reaches[value] }))} />
      {typedName.field}
    </ConfirmDialog>
  )
}
