import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { eraseClaim, type Claim, type Erasure, type ErasureReach } from '../../issuer-api.ts'
import { claim as claimWords } from '../../messages/en/claims.ts'
import { erase as words } from '../../messages/en/erase.ts'
import { useSend } from '../../use-send.ts'
import { personOf } from './claim-table.tsx'
import { useOrganisation } from './organisation.ts'
import { isSameName } from './void-dialog.tsx'

const reaches: readonly ErasureReach[] = ['this', 'address']

/** Erases a person, says what stays, and asks for the name: there is no way back. */
export function EraseDialog({ claim, onClose, onDone }: { readonly claim: Claim, readonly onClose: () => void, readonly onDone: (erasure: Erasure) => void }): VNode {
  const organisation = useOrganisation()
  const sending = useSend()
  const [reach, setReach] = useState<ErasureReach>('this')
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const person = personOf(claim)
  const act = (): void => {
    const matches = isSameName(typed, person)
    setWrong(!matches)
    if (matches) void sending.send(() => eraseClaim(organisation.id, claim.id, reach).then(onDone))
  }
  return (
    <ConfirmDialog title={words.title} act={words.doIt} actKind="danger" busy={sending.isBusy && words.doing} problem={sending.problem} onAct={act} onClose={onClose}>
      <p>{words.gone(person)}</p>
      {claim.state !== 'voided' && <p>{words.standing}</p>}
      <h3>{words.stays}</h3>
      <ul>{words.staysList.map((line) => <li key={line}>{line}</li>)}</ul>
      <SelectField label={words.reach} value={reach} onValue={setReach} choices={reaches.map((value) => ({ value, label: words.reaches[value] }))} />
      <TextField label={claimWords.typeName(person)} value={typed} onValue={setTyped} fault={isWrong ? claimWords.typeNameFault(person) : undefined} />
    </ConfirmDialog>
  )
}
