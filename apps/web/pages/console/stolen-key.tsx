import type { VNode } from 'preact'
import { useId, useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { SelectField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { statements as words } from '../../messages/statements.ts'
import { state, type Issuer } from '../../network-api.ts'
import { useSend } from '../../use-send.ts'
import { shorten } from '../ledger/describe-entry.ts'
import { useOrganisation } from './organisation.ts'

interface StolenKeyProps { readonly own: Issuer, readonly onStated: (index: number) => void }

/** Says in public that others may have had a key, and since when. */
export function StolenKey({ own, onStated }: StolenKeyProps): VNode {
  const [isAsking, setAsking] = useState(false)
  const keys = own.keys.filter(({ until }) => until === null).map(({ key }) => key)
  if (keys.length === 0) return <p>{words.noKeys}</p>
  return (
    <>
      <p>{words.stolenText}</p>
      <div><Button kind="danger" icon="key" onPress={() => setAsking(true)}>{words.stolenAct}</Button></div>
      {isAsking && <ReportDialog did={own.did} keys={keys} onClose={() => setAsking(false)} onDone={(index) => { setAsking(false); onStated(index) }} />}
    </>
  )
}

function ReportDialog({ did, keys, onClose, onDone }: { readonly did: string, readonly keys: readonly string[], readonly onClose: () => void, readonly onDone: (index: number) => void }): VNode {
  const organisation = useOrganisation()
  const sending = useSend()
  const id = useId()
  const [key, setKey] = useState(keys[0] ?? '')
  const [since, setSince] = useState('')
  const [isWrong, setWrong] = useState(false)
  const report = (): void => {
    const at = Date.parse(since)
    const isPast = !Number.isNaN(at) && at <= Date.now()
    setWrong(!isPast)
    if (!isPast) return
    const compromisedSince = new Date(at).toISOString()
    void sending.send(() => state(organisation.id, { type: 'withdraw', payload: { target: 'key', did, key, compromisedSince } }).then(({ index }) => onDone(index)))
  }
  return (
    <ConfirmDialog title={words.reportTitle} act={words.reportAct} actKind="danger" busy={sending.isBusy && words.stating} problem={sending.problem} onAct={report} onClose={onClose}>
      <SelectField label={words.whichKey} value={key} onValue={setKey} choices={keys.map((value) => ({ value, label: shorten(value) }))} />
      <div class={`field ${isWrong ? 'field-faulty' : ''}`}>
        <label for={id}>{words.since}</label>
        <p class="hint" id={`${id}-hint`}>{words.sinceHint}</p>
        {isWrong && <p class="fault" id={`${id}-fault`}><Icon name="alert" />{words.needSince}</p>}
        <input id={id} class="input" type="datetime-local" value={since} aria-describedby={`${id}-hint${isWrong ? ` ${id}-fault` : ''}`} aria-invalid={isWrong || undefined} onInput={(event) => setSince(event.currentTarget.value)} />
      </div>
      <div class="stack stack-tight">
        <p class="strong">{words.whatHappens}</p>
        <ul>{words.happens.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
        <p>{keys.length === 1 ? words.reportLast : words.reportNext}</p>
      </div>
    </ConfirmDialog>
  )
}
