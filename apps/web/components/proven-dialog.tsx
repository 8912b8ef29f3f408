import type { ComponentChildren, VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { Account, Proof } from '../account-api.ts'
import { account as words } from '../messages/account.ts'
import { signIn } from '../messages/sign-in.ts'
import { isPasskeyCancelled } from '../node-api.ts'
import { useSend } from '../use-send.ts'
import { ConfirmDialog } from './dialog.tsx'
import { Notice } from './notice.tsx'
import { ProofField, useProving } from './proof-field.tsx'

interface ProvenDialogProps {
  readonly own: Account
  readonly title: string
  readonly act: string
  readonly isDanger?: boolean
  /** What will happen, before the proof is asked for. */
  readonly lead?: ComponentChildren
  readonly isReady?: () => boolean
  readonly onProven: (proof: Proof) => Promise<void>
  readonly onClose: () => void
  readonly children?: ComponentChildren
}

/** Asks who sits there before something that could let another in. */
export function ProvenDialog({ own, title, act, isDanger = false, lead, isReady = () => true, onProven, onClose, children }: ProvenDialogProps): VNode {
  const proving = useProving(own)
  const sending = useSend()
  const [isMissing, setMissing] = useState(false)
  const [isStopped, setStopped] = useState(false)
  const go = (): void => {
    setMissing(proving.isMissing)
    setStopped(false)
    if (!isReady() || proving.isMissing) return
    void sending.send(async () => {
      try {
        await onProven(await proving.prove())
      } catch (thrown) {
        if (!isPasskeyCancelled(thrown)) throw thrown
        setStopped(true)
      }
    })
  }
  return (
    <ConfirmDialog title={title} act={act} actKind={isDanger ? 'danger' : 'main'} busy={sending.isBusy && words.busy} problem={sending.problem} onAct={go} onClose={onClose}>
      {isStopped && <Notice kind="fault" title={signIn.passkeyStopped}><p>{signIn.passkeyStoppedNext}</p></Notice>}
      {lead}
      <ProofField proving={proving} account={own} fault={isMissing ? signIn.needPassphrase : undefined} />
      {children}
    </ConfirmDialog>
  )
}
