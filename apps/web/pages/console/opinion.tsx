import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { FaultSummary, type Fault } from '../../components/fault-summary.tsx'
import { RadioField, TextField } from '../../components/field.tsx'
import { acts, opinion as words } from '../../messages/ledger-acts.ts'
import { statements } from '../../messages/statements.ts'
import { state, type Issuer, type Participant } from '../../network-api.ts'
import { useSend } from '../../use-send.ts'
import { describeEntry } from '../ledger/describe-entry.ts'
import { ChooseParticipant } from './choose-participant.tsx'
import { LedgerAct, type LedgerActScene } from './ledger-act.tsx'
import { useOrganisation } from './organisation.ts'

const grounds = { endorse: ['recognises', 'relies-on', 'reviewed'], dispute: ['inaccurate', 'unauthorised', 'misleading', 'duplicate', 'unfair'] } as const
type Ground = (typeof grounds)[keyof typeof grounds][number]
type About = 'organisation' | 'entry'

/** What is about to be said, and of what. */
interface Opinion {
  readonly type: keyof typeof grounds
  readonly payload: { readonly subject: { readonly did: string } | { readonly entry: number }, readonly ground: string }
}

/** Speaks for or against an organisation or an entry. */
export default function OpinionPage(): VNode {
  return <LedgerAct title={acts.opinion} lede={words.lede}>{(scene) => <OpinionForm {...scene} />}</LedgerAct>
}

function OpinionForm({ own, onStated }: LedgerActScene): VNode {
  const [about, setAbout] = useState<About>('organisation')
  const [who, setWho] = useState<Participant>()
  const [entry, setEntry] = useState('')
  const [ground, setGround] = useState<Ground>()
  const [faults, setFaults] = useState<readonly Fault[]>([])
  const [isAsking, setAsking] = useState(false)
  const faultOf = (field: string): string | undefined => faults.find((fault) => fault.field === field)?.message
  const fix = (field: string): void => setFaults((last) => last.filter((fault) => fault.field !== field))
  const said = opinionOf({ about, who, entry, ground })
  const submit = (event: Event): void => {
    event.preventDefault()
    const found: (Fault | false)[] = [
      about === 'organisation' && who === undefined && { field: 'participant', message: statements.needWho },
      about === 'entry' && !isIndex(entry) && { field: 'entry', message: words.needEntry },
      ground === undefined && { field: 'ground', message: words.needSide },
    ]
    const real = found.filter((fault) => fault !== false)
    setFaults(real)
    setAsking(real.length === 0)
  }
  const finish = (index: number): void => {
    setAsking(false)
    setWho(undefined)
    setEntry('')
    setGround(undefined)
    onStated(index)
  }
  return (
    <>
      <FaultSummary faults={faults} />
      <RadioField label={words.about} name="about" value={about} onValue={(one) => { setAbout(one); setFaults([]) }} choices={[{ value: 'organisation', label: words.aboutOrganisation }, { value: 'entry', label: words.aboutEntry }]} />
      {about === 'organisation' && <ChooseParticipant chosen={who} exceptDid={own.did} onChoose={(one) => { setWho(one); fix('participant') }} fault={faultOf('participant')} />}
      <form class="stack" onSubmit={submit} noValidate>
        {about === 'entry' && <TextField id="entry" label={words.entry} hint={words.entryHint} type="number" isShort max={15} value={entry} onValue={setEntry} fault={faultOf('entry')} />}
        <GroundField value={ground} onValue={(one) => { setGround(one); fix('ground') }} fault={faultOf('ground')} />
        <div><Button type="submit" kind="main">{words.next}</Button></div>
      </form>
      {isAsking && said !== undefined && <SureDialog own={own} said={said} who={who} onClose={() => setAsking(false)} onDone={finish} />}
    </>
  )
}

function GroundField({ value, onValue, fault }: { readonly value: Ground | undefined, readonly onValue: (ground: Ground) => void, readonly fault: string | undefined }): VNode {
  const choices = (type: keyof typeof grounds): { value: Ground, label: string, hint: string }[] => grounds[type].map((ground) => ({ value: ground, label: words.grounds[ground]?.label ?? ground, hint: words.grounds[ground]?.hint ?? '' }))
  return (
    <div class="stack" id="ground" tabIndex={-1}>
      <h2>{words.side}</h2>
      <RadioField label={words.favour} name="ground" value={value} onValue={onValue} choices={choices('endorse')} fault={fault} />
      <RadioField label={words.against} name="ground" value={value} onValue={onValue} choices={choices('dispute')} />
    </div>
  )
}

function SureDialog({ own, said, who, onClose, onDone }: { readonly own: Issuer, readonly said: Opinion, readonly who: Participant | undefined, readonly onClose: () => void, readonly onDone: (index: number) => void }): VNode {
  const organisation = useOrganisation()
  const sending = useSend()
  const isAgainst = said.type === 'dispute'
  const names = new Map([[own.did, own.name ?? organisation.name], ...(who === undefined ? [] : [[who.did, who.name] as const])])
  const act = (): void => void sending.send(() => state(organisation.id, said).then(({ index }) => onDone(index)))
  return (
    <ConfirmDialog title={isAgainst ? words.sureAgainst : words.sureFor} act={words.act} actKind={isAgainst ? 'danger' : 'main'} busy={sending.isBusy && statements.stating} problem={sending.problem} onAct={act} onClose={onClose}>
      <p>{words.reads} <span class="strong">{describeEntry({ type: said.type, payload: { ...said.payload, by: own.did }, signedBy: [] }, names)}</span></p>
      {isAgainst && <p>{words.beSure}</p>}
      <p>{acts.forGood}</p>
    </ConfirmDialog>
  )
}

const isIndex = (text: string): boolean => /^\d{1,15}$/.test(text.trim())

function opinionOf({ about, who, entry, ground }: { readonly about: About, readonly who: Participant | undefined, readonly entry: string, readonly ground: Ground | undefined }): Opinion | undefined {
  const subject = about === 'entry' ? (isIndex(entry) ? { entry: Number(entry) } : undefined) : who === undefined ? undefined : { did: who.did }
  if (subject === undefined || ground === undefined) return undefined
  return { type: grounds.endorse.some((one) => one === ground) ? 'endorse' : 'dispute', payload: { subject, ground } }
}
