import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/button.tsx'
import { CredentialCard } from '../components/credential-card.tsx'
import { ConfirmDialog } from '../components/dialog.tsx'
import { RadioField, TextField } from '../components/field.tsx'
import { Loaded } from '../components/loaded.tsx'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { ProblemNotice } from '../components/problem-notice.tsx'
import { answerAsGuardian, lookAsGuardian, type GuardianAnswer, type GuardianSharing, type GuardianView } from '../guardian-api.ts'
import { formatDay } from '../locale.ts'
import { guardian as words } from '../messages/guardian.ts'
import { useLoaded } from '../use-loaded.ts'
import { useSend } from '../use-send.ts'

/** What a guardian is asked. The token is in the fragment, which no server and no log sees; opening the link changes nothing. */
export default function Guardian(): VNode {
  const token = new URLSearchParams(location.hash.slice(1)).keys().next().value ?? ''
  const asked = useLoaded((signal) => lookAsGuardian(token, signal), [token])
  const [answered, setAnswered] = useState<GuardianView>()
  const view = answered ?? asked.value
  if (asked.problem?.code === 'claim/not-found' || token === '') return <Page title={words.missing} lede={words.missingText}><div /></Page>
  if (view === undefined) return <Page title={words.titlePlain}><Loaded of={asked}>{() => null}</Loaded></Page>
  if (view.state === 'over') return <Page title={words.over} lede={words.overText}><div /></Page>
  if (view.state === 'voided') return <Page title={words.voided} lede={words.voidedText(view.organisation)}><div /></Page>
  return (
    <Page title={words.title} lede={words.lede(view.organisation)}>
      <CredentialCard issuer={view.organisation} name={view.achievement.name} description={view.achievement.description} holder={view.recipientHint === '' ? undefined : words.for(view.recipientHint)} lines={[]} />
      <Standing view={view} />
      <section class="stack stack-tight">
        <h2>{words.meaning}</h2>
        <ul class="stack stack-tight">{[words.own, words.notPublic, words.notSeen, words.back, words.until(formatDay(view.until))].map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
      </section>
      <AnswerForm key={view.state} token={token} view={view} onAnswered={setAnswered} />
    </Page>
  )
}

function Standing({ view }: { readonly view: GuardianView }): VNode | null {
  if (view.state === 'given') return <Notice isLive title={words.given}><p>{words.givenText[view.sharing]}</p><p>{view.isTaken ? words.taken : words.notTaken}</p></Notice>
  if (view.state === 'refused') return <Notice isLive kind="care" title={words.refused}><p>{words.refusedText(formatDay(view.until))}</p></Notice>
  return null
}

function AnswerForm({ token, view, onAnswered }: { readonly token: string, readonly view: GuardianView, readonly onAnswered: (view: GuardianView) => void }): VNode {
  const [code, setCode] = useState('')
  const [fault, setFault] = useState<string>()
  const [sharing, setSharing] = useState<GuardianSharing>(view.sharing)
  const [open, setOpen] = useState<'no' | 'let-go'>()
  const sending = useSend()
  const isCode = /^\d{8}$/.test(code.replaceAll(/[\s-]/g, ''))
  const withCode = (act: () => void): void => {
    setFault(isCode ? undefined : words.codeMissing)
    if (isCode) act()
  }
  const say = (answer: GuardianAnswer): void => void sending.send(async () => {
    try {
      onAnswered(await answerAsGuardian(token, code, answer))
    } finally {
      setOpen(undefined)
    }
  })
  const agree = (event: Event): void => {
    event.preventDefault()
    withCode(() => say({ say: 'yes', sharing }))
  }
  const busy = sending.isBusy && words.sending
  const isGiven = view.state === 'given'
  return (
    <form class="stack stack-loose" onSubmit={agree} noValidate>
      <RadioField label={words.sharing} name="sharing" value={sharing} onValue={setSharing} choices={(['link', 'none'] as const).map((value) => ({ value, ...words.ways[value] }))} />
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <TextField label={words.code} hint={words.codeHint(view.organisation)} fault={fault} value={code} onValue={setCode} type="number" autoComplete="one-time-code" isShort max={12} />
      <div class="stack">
        <Button type="submit" kind="main" class="button-wide button-large" busy={busy}>{isGiven ? words.change : view.state === 'refused' ? words.yesAfterAll : words.yes}</Button>
        {view.state === 'asked' && <Button class="button-wide" onPress={() => withCode(() => say({ say: 'no' }))}>{words.no}</Button>}
        {isGiven && <Button class="button-wide" onPress={() => withCode(() => setOpen('no'))}>{words.takeBack}</Button>}
        {isGiven && <Button class="button-wide" onPress={() => withCode(() => setOpen('let-go'))}>{words.letGo}</Button>}
        <p class="quiet small">{words.codeLost(view.organisation)}</p>
      </div>
      {open === 'no' && <ConfirmDialog title={words.takeBackTitle} act={words.takeBack} actKind="danger" busy={busy} onAct={() => say({ say: 'no' })} onClose={() => setOpen(undefined)}><p>{words.takeBackText}</p></ConfirmDialog>}
      {open === 'let-go' && <ConfirmDialog title={words.letGoTitle} act={words.letGo} busy={busy} onAct={() => say({ say: 'let-go' })} onClose={() => setOpen(undefined)}><p>{words.letGoText}</p></ConfirmDialog>}
    </form>
  )
}
