import type { VNode } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { formatPhrase, formatSyncCode, loadSyncState, saveRecoveryNote } from 'everlearned/holder'
import { Button, ButtonLink } from '../../../components/button.tsx'
import { TextField } from '../../../components/field.tsx'
import { Notice } from '../../../components/notice.tsx'
import { Page } from '../../../components/page.tsx'
import { custody } from '../../../messages/custody.ts'
import { useLoaded } from '../../../use-loaded.ts'
import type { OpenSession } from '../../session.ts'
import type { OpenPageProps } from '../../wallet-app.tsx'

const words = custody.phrase
type Step = 'before' | 'shown' | 'asked' | 'confirmed'

/** The wallet's seed as words: shown once somebody asks, printed or written down, then three of them asked for. */
export default function RecoveryWords({ session }: OpenPageProps): VNode {
  const [step, setStep] = useState<Step>('before')
  const confirm = async (): Promise<void> => {
    await saveRecoveryNote({ phraseAt: new Date().toISOString() }, session.context)
    setStep('confirmed')
  }
  return (
    // A new step is a new page to whoever listens to it or has scrolled down.
    <Page key={step} title={words.heading} lede={step === 'before' ? words.lede : undefined} crumbs={[{ href: '/settings', label: custody.settings }]}>
      {step === 'before' && <Before onShow={() => setStep('shown')} />}
      {step === 'shown' && <Shown session={session} onWritten={() => setStep('asked')} />}
      {step === 'asked' && <Asked session={session} onBack={() => setStep('shown')} onConfirmed={() => void confirm()} />}
      {step === 'confirmed' && <><Notice isLive><p data-testid="phrase-confirmed">{words.confirmed}</p></Notice><div class="button-row"><ButtonLink href="/settings">{custody.notNow}</ButtonLink></div></>}
    </Page>
  )
}

function Before({ onShow }: { readonly onShow: () => void }): VNode {
  return (
    <div class="stack">
      <ul>{words.points.map((point) => <li key={point}>{point}</li>)}</ul>
      <p>{words.alone}</p>
      <div class="button-row"><Button kind="main" onPress={onShow}>{words.show}</Button></div>
    </div>
  )
}

function Shown({ session, onWritten }: { readonly session: OpenSession, readonly onWritten: () => void }): VNode {
  const phrase = useMemo(() => formatPhrase(session.seed), [session.seed])
  const { value: code } = useLoaded(async () => {
    const state = await loadSyncState(session.context)
    return state === undefined ? '' : formatSyncCode(state, session.context.cryptography)
  }, [session.context])
  return (
    <div class="stack">
      <p class="print-only strong">{words.paperTitle}</p>
      <p class="print-only">{words.paperText}</p>
      {/* A list in the order of reading, in columns; the words are English in every language. */}
      <ol class="phrase" aria-label={words.listLabel} data-testid="phrase">{phrase.map((word, index) => <li key={index}><span lang="en" dir="ltr" translate={false}>{word}</span></li>)}</ol>
      {code !== undefined && code !== '' && <div class="stack"><h2>{words.sync}</h2><p class="no-print">{words.syncHint}</p><p class="code share-rows" dir="ltr">{code}</p></div>}
      <div class="button-row no-print">
        <Button kind="main" onPress={onWritten}>{words.written}</Button>
        <Button icon="print" onPress={() => print()}>{custody.print}</Button>
      </div>
    </div>
  )
}

function Asked({ session, onBack, onConfirmed }: { readonly session: OpenSession, readonly onBack: () => void, readonly onConfirmed: () => void }): VNode {
  const phrase = useMemo(() => formatPhrase(session.seed), [session.seed])
  const asked = useMemo(() => pickThree(phrase.length), [phrase])
  const [typed, setTyped] = useState<readonly string[]>(['', '', ''])
  const [faults, setFaults] = useState<readonly boolean[]>([])
  const check = (event: Event): void => {
    event.preventDefault()
    const wrong = asked.map((position, index) => typed[index]?.trim().toLowerCase() !== phrase[position])
    setFaults(wrong)
    if (!wrong.includes(true)) onConfirmed()
  }
  return (
    <form class="stack" onSubmit={check} noValidate>
      <h2>{words.confirmHeading}</h2>
      <p>{words.confirmText}</p>
      {asked.map((position, index) => (
        <TextField key={position} id={`word-${position + 1}`} label={words.word(position + 1)} value={typed[index] ?? ''} onValue={(value) => setTyped(typed.with(index, value))}
          fault={faults[index] === true ? words.mismatch : undefined} isShort max={20} />
      ))}
      <div class="button-row"><Button type="submit" kind="main">{words.check}</Button><Button onPress={onBack}>{words.back}</Button></div>
    </form>
  )
}

/** One word of each third, so that a whole column left out is noticed. */
function pickThree(length: number): readonly number[] {
  const third = Math.floor(length / 3)
  return [...crypto.getRandomValues(new Uint8Array(3))].map((byte, index) => index * third + (byte % third))
}
