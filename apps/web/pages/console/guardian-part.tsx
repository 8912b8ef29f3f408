import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { CopyLine } from '../../components/copy-line.tsx'
import { ConfirmDialog } from '../../components/dialog.tsx'
import { RadioField, TextField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { fetchGuardian, handOver, renewGuardianLink, showGuardianCode, type DeskGuardian, type HandOverReason } from '../../guardian-api.ts'
import { formatDay, formatMoment } from '../../locale.ts'
import { guardianDesk as words } from '../../messages/guardian-desk.ts'
import { useLoaded } from '../../use-loaded.ts'
import { useSend } from '../../use-send.ts'
import { useOrganisation } from './organisation.ts'

interface GuardianPartProps {
  readonly claimId: string
  /** The claim is another one now: its link and code count again. */
  readonly onHandedOver: () => void
}

/** The guardian of a minor's claim: what they said, how they are reached, and handing over to the pupil; nothing for adults. */
export function GuardianPart({ claimId, onHandedOver }: GuardianPartProps): VNode | null {
  const { id } = useOrganisation()
  const loaded = useLoaded((signal) => fetchGuardian(id, claimId, signal), [id, claimId])
  const [done, setDone] = useState<'renewed' | 'handedOver'>()
  const guardian = loaded.value?.guardian ?? null
  if (guardian === null) return null
  const act = (what: 'renewed' | 'handedOver'): void => {
    setDone(what)
    loaded.reload()
    if (what === 'handedOver') onHandedOver()
  }
  return (
    <section class="card stack">
      <h2>{words.title}</h2>
      {done !== undefined && <Notice isLive><p>{words[done]}</p></Notice>}
      <Standing guardian={guardian} />
      {guardian.link !== null && <CopyLine label={words.link} text={guardian.link} />}
      {guardian.link !== null && <Code key={guardian.link} claimId={claimId} guardian={guardian} />}
      {guardian.link !== null && <Renew claimId={claimId} onDone={() => act('renewed')} />}
      <HandOver claimId={claimId} isOver={guardian.link === null} onDone={() => act('handedOver')} />
    </section>
  )
}

function Standing({ guardian }: { readonly guardian: DeskGuardian }): VNode {
  const { state, sharing, endedReason, answeredAt, until, email, mailedAt, link } = guardian
  const sentences = [
    words.states[state], state === 'given' && words.sharing[sharing], endedReason !== null && words.reasons[endedReason], answeredAt !== null && words.answered(formatMoment(answeredAt)),
    link !== null && words.until(formatDay(until)), link !== null && (email === null ? words.noAddress : words.address(email, mailedAt === null ? null : formatMoment(mailedAt))),
  ]
  return <ul class="stack stack-tight">{sentences.filter((sentence) => sentence !== false).map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
}

function Code({ claimId, guardian }: { readonly claimId: string, readonly guardian: DeskGuardian }): VNode {
  const { id } = useOrganisation()
  const sending = useSend()
  const [code, setCode] = useState<string>()
  if (guardian.isCodeLocked) return <p>{words.locked}</p>
  return (
    <div class="stack stack-tight">
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <div role="status">{code !== undefined && <p><span class="code-shown">{code.replace(/^(\d{4})(\d{4})$/, '$1 $2')}</span></p>}</div>
      {code === undefined
        ? <div><Button icon="key" busy={sending.isBusy && words.showingCode} onPress={() => void sending.send(async () => setCode((await showGuardianCode(id, claimId)).code))}>{words.showCode}</Button></div>
        : <p class="quiet small">{words.codeShown}</p>}
    </div>
  )
}

function Renew({ claimId, onDone }: { readonly claimId: string, readonly onDone: () => void }): VNode {
  const { id } = useOrganisation()
  const sending = useSend()
  const [email, setEmail] = useState('')
  const renew = (event: Event): void => {
    event.preventDefault()
    void sending.send(() => renewGuardianLink(id, claimId, email.trim()).then(onDone))
  }
  return (
    <details>
      <summary>{words.renewTitle}</summary>
      <form class="stack" onSubmit={renew} noValidate>
        {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
        <TextField label={words.email} hint={words.emailHint} isOptional value={email} onValue={setEmail} type="email" max={254} />
        <div><Button type="submit" busy={sending.isBusy && words.renewing}>{words.renew}</Button></div>
      </form>
    </details>
  )
}

function HandOver({ claimId, isOver, onDone }: { readonly claimId: string, readonly isOver: boolean, readonly onDone: () => void }): VNode {
  const { id } = useOrganisation()
  const sending = useSend()
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState<HandOverReason>('of-age')
  const act = (): void => void sending.send(() => handOver(id, claimId, reason).then(() => { setOpen(false); onDone() }))
  return (
    <div class="stack stack-tight">
      <p>{words.handOverText}</p>
      <div><Button icon="arrow" onPress={() => setOpen(true)}>{words.handOver}</Button></div>
      {isOpen && (
        <ConfirmDialog title={words.handOverTitle} act={words.handOverAct} busy={sending.isBusy && words.handingOver} problem={sending.problem} onAct={act} onClose={() => setOpen(false)}>
          <p>{words.handOverWhat}</p>
          {!isOver && <RadioField label={words.handOverReason} name="reason" value={reason} onValue={setReason} choices={(['of-age', 'guardian-gone', 'by-law'] as const).map((value) => ({ value, label: words.reasons[value] }))} />}
        </ConfirmDialog>
      )}
    </div>
  )
}
