import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/field.tsx'
import { reissueClaim, type Claim } from '../../issuer-api.ts'
import { claim as words } from '../../messages/claims.ts'
import { useSend } from '../../use-send.ts'
import { personOf } from './claim-table.tsx'
import { useOrganisation } from './organisation.ts'

/** Makes a corrected record in place of this one. */
export function ReissueDialog({ claim, onClose, onDone }: { readonly claim: Claim, readonly onClose: () => void, readonly onDone: (next: Claim) => void }): VNode {
  const organisation = useOrganisation()
  const sending = useSend()
  const [name, setName] = useState(claim.name)
  const [email, setEmail] = useState(claim.email)
  const [isWrong, setWrong] = useState(false)
  const act = (): void => {
    const isAddress = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(email.trim())
    setWrong(!isAddress)
    if (isAddress) void sending.send(() => reissueClaim(organisation.id, claim.id, { email: email.trim(), ...(name.trim() === '' ? {} : { name: name.trim() }) }).then(onDone))
  }
  return (
    <ConfirmDialog title={words.reissueTitle} act={words.reissueAct} busy={sending.isBusy && words.reissuing} problem={sending.problem} onAct={act} onClose={onClose}>
      <p>{claim.state === 'voided' ? words.reissueVoided : words.reissueWhat(organisation.name)}</p>
      {claim.state === 'bound' && <p>{words.reissueHeld(personOf(claim))}</p>}
      <TextField label={words.name} value={name} onValue={setName} max={200} />
      <TextField label={words.newEmail} value={email} onValue={setEmail} type="email" max={254} fault={isWrong ? words.needEmail : undefined} />
    </ConfirmDialog>
  )
}
