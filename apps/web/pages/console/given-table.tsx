import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/field.tsx'
import { formatDay } from '../../locale.ts'
import { entryWords } from '../../messages/ledger.ts'
import { statements as words } from '../../messages/statements.ts'
import { issuerPage, state, type GivenAccreditation } from '../../network-api.ts'
import { useSend } from '../../use-send.ts'
import { AccreditationTag, scopesText } from '../issuer/accreditations.tsx'
import { shorten } from '../ledger/describe-entry.ts'
import { useOrganisation } from './organisation.ts'

type Act = 'suspend' | 'reinstate' | 'withdraw'
interface Asking { readonly act: Act, readonly given: GivenAccreditation }

/** Whom the organisation accredited; each can be suspended, reinstated, and taken back for good. */
export function GivenTable({ given, onStated }: { readonly given: readonly GivenAccreditation[], readonly onStated: (index: number) => void }): VNode {
  const [asking, setAsking] = useState<Asking>()
  if (given.length === 0) return <p class="quiet">{words.givenNone}</p>
  return (
    <>
      <div class="table-wrap">
        <table class="table table-cards">
          <caption class="hidden-text">{words.givenCaption}</caption>
          <thead><tr><th scope="col">{words.to}</th><th scope="col">{words.scopes}</th><th scope="col" class="can-wait">{words.basis}</th><th scope="col">{words.until}</th><th scope="col">{words.state}</th><th scope="col"><span class="hidden-text">{words.act}</span></th></tr></thead>
          <tbody>
            {given.map((one) => (
              <tr key={one.id}>
                <th scope="row"><a href={issuerPage(one.to.did)}>{nameOf(one)}</a></th>
                <td data-label={words.scopes}><span class="wrap">{scopesText(one.scopes)}</span></td>
                <td data-label={words.basis} class="can-wait">{one.basis === null ? entryWords.charterBasis : entryWords.bases[one.basis] ?? one.basis}</td>
                <td data-label={words.until}>{one.until === null ? words.noEnd : formatDay(one.until)}</td>
                <td data-label={words.state}><AccreditationTag state={one.state} /></td>
                <td><div class="button-row">{actsFor(one).map((act) => <Button key={act} kind={act === 'withdraw' ? 'danger' : 'plain'} onPress={() => setAsking({ act, given: one })}>{words[act]}<span class="hidden-text"> ({nameOf(one)})</span></Button>)}</div></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {asking !== undefined && <ActDialog {...asking} onClose={() => setAsking(undefined)} onDone={(index) => { setAsking(undefined); onStated(index) }} />}
    </>
  )
}

const nameOf = ({ to }: GivenAccreditation): string => to.name ?? shorten(to.did)

function actsFor({ state: now }: GivenAccreditation): readonly Act[] {
  if (now === 'withdrawn') return []
  return now === 'suspended' ? ['reinstate', 'withdraw'] : ['suspend', 'withdraw']
}

function ActDialog({ act, given, onClose, onDone }: Asking & { readonly onClose: () => void, readonly onDone: (index: number) => void }): VNode {
  const organisation = useOrganisation()
  const sending = useSend()
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const name = nameOf(given)
  const isFinal = act === 'withdraw'
  const go = (): void => {
    setWrong(isFinal && typed.trim() !== name)
    if (isFinal && typed.trim() !== name) return
    void sending.send(() => state(organisation.id, { type: act, payload: { target: 'accreditation', accreditation: given.id } }).then(({ index }) => onDone(index)))
  }
  return (
    <ConfirmDialog title={words[`${act}Title`](name)} act={words[`${act}Act`]} actKind={isFinal ? 'danger' : 'main'} busy={sending.isBusy && words.stating} problem={sending.problem} onAct={go} onClose={onClose}>
      <p>{words[`${act}What`](name)}</p>
      {act !== 'reinstate' && <p>{words[`${act}Records`]}</p>}
      {isFinal && <TextField label={words.typeName(name)} value={typed} onValue={setTyped} fault={isWrong ? words.typeNameFault(name) : undefined} />}
    </ConfirmDialog>
  )
}
