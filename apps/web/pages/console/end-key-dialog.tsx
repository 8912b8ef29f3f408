import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/field.tsx'
import { revokeApiKey, type ApiKey } from '../../issuer-api.ts'
import { settings as words } from '../../messages/settings.ts'
import { useSend } from '../../use-send.ts'
import { useOrganisation } from './organisation.ts'

/** Ends a program's key. It cannot be undone, so it asks for the key's name. */
export function EndKeyDialog({ apiKey, onClose, onDone }: { readonly apiKey: ApiKey, readonly onClose: () => void, readonly onDone: () => void }): VNode {
  const { id } = useOrganisation()
  const sending = useSend()
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const act = (): void => {
    const matches = typed.trim().toLocaleLowerCase() === apiKey.name.trim().toLocaleLowerCase()
    setWrong(!matches)
    if (matches) void sending.send(() => revokeApiKey(id, apiKey.id).then(onDone))
  }
  return (
    <ConfirmDialog title={words.endTitle} act={words.endAct} actKind="danger" busy={sending.isBusy && words.ending} problem={sending.problem} onAct={act} onClose={onClose}>
      <p>{words.endWhat(apiKey.name)}</p>
      <TextField label={words.typeName(apiKey.name)} value={typed} onValue={setTyped} fault={isWrong ? words.typeNameFault(apiKey.name) : undefined} />
    </ConfirmDialog>
  )
}
