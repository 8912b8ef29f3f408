import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { PolicyName } from 'everlearned/verifier'
import { Button } from '../../components/button.tsx'
import { RadioField, SelectField, TextArea, TextField } from '../../components/field.tsx'
import { InteractionCode } from '../../components/interaction-code.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { askForRecords, type StartedExchange } from '../../exchange-api.ts'
import { asks as words } from '../../messages/asks.ts'
import { useSend } from '../../use-send.ts'
import { AskAnswer } from './ask-answer.tsx'
import { AskByBrowser } from './ask-by-browser.tsx'
import { useOrganisation } from './organisation.ts'
import './ask.css'

const policies: readonly PolicyName[] = ['known-issuer', 'accredited', 'integrity-only']
const lives = ['10', '60', '1440', '10080'] as const
const kinds = ['OpenBadgeCredential', 'EndorsementCredential', 'other'] as const

/** What to ask for, why, and how people go on who decline; then the code, and the answer when it comes. */
export function AskForm({ onMade }: { readonly onMade: () => void }): VNode {
  const [started, setStarted] = useState<StartedExchange>()
  const [isSettled, setSettled] = useState(false)
  const settle = (): void => {
    setSettled(true)
    onMade()
  }
  if (started === undefined) return <Draft onMade={(made) => { setStarted(made); onMade() }} />
  return (
    <section class="card stack">
      <h2>{words.newTitle}</h2>
      <div class={isSettled ? '' : 'ask-open'}>
        {!isSettled && (
          <div class="stack">
            <p>{words.handOver}</p>
            <InteractionCode url={started.interactionUrl} qrLabel={words.qr} addressLabel={words.address} openLabel={words.open} />
            <AskByBrowser interactionUrl={started.interactionUrl} />
            <p class="quiet small">{words.shownOnce}</p>
          </div>
        )}
        <AskAnswer key={started.id} id={started.id} onSettled={settle} />
      </div>
      <div><Button icon="plus" onPress={() => { setStarted(undefined); setSettled(false) }}>{words.another}</Button></div>
    </section>
  )
}

interface Faults { readonly purpose?: string | undefined, readonly alternative?: string | undefined, readonly typeName?: string | undefined }

function Draft({ onMade }: { readonly onMade: (started: StartedExchange) => void }): VNode {
  const { id } = useOrganisation()
  const [purpose, setPurpose] = useState('')
  const [alternative, setAlternative] = useState('')
  const [kind, setKind] = useState<(typeof kinds)[number]>('OpenBadgeCredential')
  const [typeName, setTypeName] = useState('')
  const [policy, setPolicy] = useState<PolicyName>('known-issuer')
  const [minutes, setMinutes] = useState<(typeof lives)[number]>('10')
  const [faults, setFaults] = useState<Faults>({})
  const sending = useSend()
  const make = (event: Event): void => {
    event.preventDefault()
    const found: Faults = {
      purpose: purpose.trim() === '' ? words.purposeMissing : undefined, alternative: alternative.trim() === '' ? words.alternativeMissing : undefined,
      typeName: kind === 'other' && !/^[A-Za-z][\w-]{0,99}$/.test(typeName) ? words.typeNameMissing : undefined,
    }
    setFaults(found)
    if (Object.values(found).some((fault) => fault !== undefined)) return
    void sending.send(async () => onMade(await askForRecords(id, { purpose: purpose.trim(), alternative: alternative.trim(), types: [kind === 'other' ? typeName : kind], policy, minutes: Number(minutes) })))
  }
  return (
    <form class="card stack" onSubmit={make} noValidate>
      <h2>{words.newTitle}</h2>
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      {Object.values(faults).some((fault) => fault !== undefined) && <Notice kind="fault"><ul>{Object.values(faults).filter((fault) => fault !== undefined).map((fault) => <li key={fault}>{fault}</li>)}</ul></Notice>}
      <TextArea label={words.purpose} hint={words.purposeHint} value={purpose} onValue={setPurpose} rows={2} max={500} fault={faults.purpose} />
      <TextArea label={words.alternative} hint={words.alternativeHint} value={alternative} onValue={setAlternative} rows={2} max={500} fault={faults.alternative} />
      <RadioField label={words.type} hint={words.typeHint} name="type" value={kind} onValue={setKind} choices={kinds.map((value) => ({ value, label: words.types[value] }))} />
      {kind === 'other' && <TextField label={words.typeName} hint={words.typeNameHint} value={typeName} onValue={setTypeName} max={100} fault={faults.typeName} />}
      <SelectField label={words.policy} value={policy} onValue={setPolicy} choices={policies.map((value) => ({ value, label: words.policies[value] }))} />
      <SelectField label={words.minutes} value={minutes} onValue={setMinutes} choices={lives.map((value) => ({ value, label: words.lives[value] }))} />
      <div><Button type="submit" kind="main" busy={sending.isBusy && words.making}>{words.make}</Button></div>
    </form>
  )
}
