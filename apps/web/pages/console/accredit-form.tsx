import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { FaultSummary, type Fault } from '../../components/fault-summary.tsx'
import { CheckField, SelectField, TextArea, TextField } from '../../components/field.tsx'
import { formatDay } from '../../locale.ts'
import { entryWords } from '../../messages/ledger.ts'
import { statements as words } from '../../messages/statements.ts'
import { state, type Issuer, type Participant } from '../../network-api.ts'
import { useSend } from '../../use-send.ts'
import { scopesText } from '../issuer/accreditations.tsx'
import { ChooseParticipant } from './choose-participant.tsx'
import { useOrganisation } from './organisation.ts'

interface Draft { readonly scopes: string, readonly basis: string, readonly from: string, readonly until: string, readonly mayAccredit: boolean }

const bases = (): readonly { readonly value: string, readonly label: string }[] => Object.entries(entryWords.bases).map(([value, label]) => ({ value, label }))
const today = (): string => new Date().toISOString().slice(0, 10)
const linesOf = (scopes: string): readonly string[] => [...new Set(scopes.split('\n').map((line) => line.trim()).filter((line) => line !== ''))]

/** Accredits another organisation, for those who may. */
export function AccreditForm({ own, onStated }: { readonly own: Issuer, readonly onStated: (index: number) => void }): VNode {
  const held = own.accreditations.filter(({ mayAccredit, state: now }) => mayAccredit && now === 'in-force')
  if (held.length === 0) return <p class="quiet">{words.notAccreditor}</p>
  return <Form own={own} scopes={[...new Set(held.flatMap(({ scopes }) => scopes))]} onStated={onStated} />
}

function Form({ own, scopes: mine, onStated }: { readonly own: Issuer, readonly scopes: readonly string[], readonly onStated: (index: number) => void }): VNode {
  const blank: Draft = { scopes: mine.filter((scope) => scope !== '*').join('\n'), basis: 'institutional', from: today(), until: '', mayAccredit: false }
  const [who, setWho] = useState<Participant>()
  const [draft, setDraft] = useState(blank)
  const [faults, setFaults] = useState<readonly Fault[]>([])
  const [isAsking, setAsking] = useState(false)
  const put = <Member extends keyof Draft>(member: Member) => (value: Draft[Member]): void => setDraft((last) => ({ ...last, [member]: value }))
  const faultOf = (field: string): string | undefined => faults.find((fault) => fault.field === field)?.message
  const submit = (event: Event): void => {
    event.preventDefault()
    const found = faultsOf(draft, who)
    setFaults(found)
    setAsking(found.length === 0)
  }
  const finish = (index: number): void => {
    setAsking(false)
    setWho(undefined)
    setDraft(blank)
    onStated(index)
  }
  return (
    <div class="stack column">
      <p>{words.accreditText}</p>
      <ChooseParticipant chosen={who} exceptDid={own.did} onChoose={setWho} fault={faultOf('participant')} />
      <form class="stack" onSubmit={submit} noValidate>
        <FaultSummary faults={faults} />
        <TextArea id="scopes" label={words.scopesLabel} hint={`${words.scopesHint} ${words.scopesOwn(scopesText(mine))}`} rows={3} max={4000} value={draft.scopes} onValue={put('scopes')} fault={faultOf('scopes')} />
        <SelectField label={words.basisLabel} value={draft.basis} onValue={put('basis')} choices={bases()} />
        <TextField id="from" label={words.fromLabel} hint={words.dayHint} value={draft.from} onValue={put('from')} isShort max={10} fault={faultOf('from')} />
        <TextField id="until" label={words.untilLabel} value={draft.until} onValue={put('until')} isShort isOptional max={10} fault={faultOf('until')} />
        <CheckField label={words.mayAccredit} hint={words.mayAccreditHint} isChecked={draft.mayAccredit} onChange={put('mayAccredit')} />
        <div><Button type="submit" kind="main">{words.accreditAct}</Button></div>
      </form>
      {isAsking && who !== undefined && <SureDialog who={who} draft={draft} onClose={() => setAsking(false)} onDone={finish} />}
    </div>
  )
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

function faultsOf({ scopes, from, until }: Draft, who: Participant | undefined): readonly Fault[] {
  const lines = linesOf(scopes)
  const faults: (Fault | false)[] = [
    who === undefined && { field: 'participant', message: words.needWho },
    (lines.length === 0 || !lines.every((line) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(line))) && { field: 'scopes', message: words.needScopes },
    !isDay(from.trim()) && { field: 'from', message: words.badDay },
    until.trim() !== '' && !isDay(until.trim()) && { field: 'until', message: words.badDay },
    isDay(until.trim()) && until.trim() < from.trim() && { field: 'until', message: words.wrongOrder },
  ]
  return faults.filter((fault) => fault !== false)
}

function SureDialog({ who, draft, onClose, onDone }: { readonly who: Participant, readonly draft: Draft, readonly onClose: () => void, readonly onDone: (index: number) => void }): VNode {
  const organisation = useOrganisation()
  const sending = useSend()
  const { basis, mayAccredit } = draft
  const [scopes, from, until] = [linesOf(draft.scopes), draft.from.trim(), draft.until.trim()]
  const act = (): void => void sending.send(async () => {
    const { index } = await state(organisation.id, { type: 'accredit', payload: { did: who.did, scopes, basis, mayAccredit, from, ...(until === '' ? {} : { until }) } })
    onDone(index)
  })
  return (
    <ConfirmDialog title={words.accreditSure(who.name)} act={words.accreditNow} busy={sending.isBusy && words.stating} problem={sending.problem} onAct={act} onClose={onClose}>
      <dl class="facts">
        <div><dt>{words.scopes}</dt><dd class="code">{scopes.join(', ')}</dd></div>
        <div><dt>{words.basis}</dt><dd>{entryWords.bases[basis] ?? basis}</dd></div>
        <div><dt>{words.fromLabel}</dt><dd>{formatDay(from)}</dd></div>
        <div><dt>{words.untilLabel}</dt><dd>{until === '' ? words.noEnd : formatDay(until)}</dd></div>
      </dl>
      <p>{words.accreditWhat}</p>
    </ConfirmDialog>
  )
}
