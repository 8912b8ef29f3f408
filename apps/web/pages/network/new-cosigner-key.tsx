import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { CopyLine } from '../../components/copy-line.tsx'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { Notice } from '../../components/notice.tsx'
import { cosignerKey as words } from '../../messages/ledger-acts.ts'
import { renewCosignerKey, type FollowedLog } from '../../network-api.ts'
import { useSend } from '../../use-send.ts'

/** The way on for a node that has forgotten what it cosigned: a key that has never said anything. */
export function NewCosignerKey({ following, onChanged }: { readonly following: readonly FollowedLog[], readonly onChanged: () => void }): VNode | null {
  const [isAsking, setAsking] = useState(false)
  const [made, setMade] = useState<string>()
  const sending = useSend()
  const role = following.find(({ state }) => state === 'rolled-back')?.role
  if (made !== undefined) return <Notice title={words.done} isLive><p>{words.counts}</p><CopyLine label={words.send} text={made} /></Notice>
  if (role === undefined) return null
  const act = (): void => void sending.send(async () => {
    setMade((await renewCosignerKey(role)).cosignerKey)
    setAsking(false)
    onChanged()
  })
  return (
    <>
      <div><Button kind="danger" icon="key" onPress={() => setAsking(true)}>{words.make}</Button></div>
      {isAsking && (
        <ConfirmDialog title={words.title} act={words.act} actKind="danger" busy={sending.isBusy && words.busy} problem={sending.problem} onAct={act} onClose={() => setAsking(false)}>
          <p>{words.what}</p>
          <p>{words.counts}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
