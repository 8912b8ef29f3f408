import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { SelectField, TextField } from '../../components/field.tsx'
import { changeClaims, type ClaimAct, type ClaimChanges, type ClaimSelection, type SuspendReason, type VoidReason } from '../../issuer-api.ts'
import { bulk as words, claim } from '../../messages/claims.ts'
import { useSend } from '../../use-send.ts'
import { useOrganisation } from './organisation.ts'
import { suspendReasons } from './suspend-dialog.tsx'
import { voidReasons } from './void-dialog.tsx'

interface BulkDialogProps {
  readonly act: ClaimAct
  readonly selection: ClaimSelection
  readonly count: number
  readonly onClose: () => void
  readonly onDone: (changes: ClaimChanges) => void
}

/** Asks before many records are changed: how many, and what their people and others will see. What cannot be undone asks for the number. */
export function BulkDialog({ act, selection, count, onClose, onDone }: BulkDialogProps): VNode {
  const organisation = useOrganisation()
  const sending = useSend()
  const [voidReason, setVoidReason] = useState<VoidReason>('issued-in-error')
  const [suspendReason, setSuspendReason] = useState<SuspendReason>('under-review')
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const reason = { void: voidReason, suspend: suspendReason, resume: undefined }[act]
  const go = (): void => {
    const isMissing = act === 'void' && typed.replaceAll(/\D/g, '') !== String(count)
    setWrong(isMissing)
    if (!isMissing) void sending.send(() => changeClaims(organisation.id, act, { ...selection, ...(reason === undefined ? {} : { reason }) }).then(onDone))
  }
  return (
    <ConfirmDialog title={words.titles[act](count)} act={words.doIt[act](count)} actKind={act === 'void' ? 'danger' : 'main'} busy={sending.isBusy && words.doing} problem={sending.problem} onAct={go} onClose={onClose}>
      <p>{words.what[act](organisation.name)}</p>
      {act !== 'resume' && <p>{words.tell}</p>}
      {act === 'void' && <SelectField label={words.reason} hint={words.reasonHint} value={voidReason} onValue={setVoidReason} choices={voidReasons.map((value) => ({ value, label: claim.voidReasons[value] }))} />}
      {act === 'suspend' && <SelectField label={words.reason} hint={words.reasonHint} value={suspendReason} onValue={setSuspendReason} choices={suspendReasons.map((value) => ({ value, label: claim.suspendReasons[value] }))} />}
      {act === 'void' && <TextField label={words.typeCount(count)} value={typed} onValue={setTyped} fault={isWrong ? words.typeCountFault(count) : undefined} isShort />}
    </ConfirmDialog>
  )
}
