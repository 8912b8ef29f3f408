import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { webCryptography } from 'everlearned/crypto'
import { decodeBase64url } from 'everlearned/encoding'
import { linkTokenOf } from 'everlearned/exchange/attestation'
import { openAttestationRequest } from 'everlearned/holder'
import { toProblem, type ApiProblem } from '../api.ts'
import { decline, lookAt, type LookedAt } from '../attestation-api.ts'
import { Button } from '../components/button.tsx'
import { Page } from '../components/page.tsx'
import { ProblemNotice } from '../components/problem-notice.tsx'
import '../components/endorsement-list.css'
import { vouch as words } from '../messages/vouch.ts'
import { useSend } from '../use-send.ts'
import { ConfirmStep } from './vouch/confirm-step.tsx'
import { DoneStep } from './vouch/done-step.tsx'
import type { OpenRequest, Signed } from './vouch/sign-words.ts'
import { emptyWords, type TypedWords, WordsStep } from './vouch/words-step.tsx'

type Opening =
  | { readonly kind: 'opening' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'problem', readonly problem: ApiProblem }
  | { readonly kind: 'over', readonly state: Exclude<LookedAt['state'], 'open'> }
  | { readonly kind: 'open', readonly request: OpenRequest }

/** What a link opens by which somebody is asked to vouch for a record. Looking changes nothing; saying no is as near as going on. */
export default function Vouch({ id = '' }: { readonly id?: string }): VNode {
  const [opening, setOpening] = useState<Opening>({ kind: 'opening' })
  useEffect(() => {
    const look = (): void => void open(id, location.hash.slice(1)).then(setOpening, (thrown: unknown) => setOpening({ kind: 'problem', problem: toProblem(thrown) }))
    look()
    addEventListener('hashchange', look)
    return () => removeEventListener('hashchange', look)
  }, [id])
  switch (opening.kind) {
    case 'opening': return <Page key="opening" title={words.heading}><p class="quiet" role="status">{words.loading}</p></Page>
    case 'cut': return <Page key="cut" title={words.cut} lede={words.cutText}><div /></Page>
    case 'problem': return <Page key="problem" title={words.heading}><ProblemNotice problem={opening.problem} /></Page>
    case 'over': return <Page key="over" title={words.over[opening.state]} lede={words.overText}><div /></Page>
    case 'open': return <Answering request={opening.request} />
  }
}

/** Untrusted: the link, and what it opens. */
async function open(id: string, fragment: string): Promise<Opening> {
  if (!/^[A-Za-z0-9_-]{43}$/.test(fragment)) return { kind: 'cut' }
  const key = decodeBase64url(fragment)
  const linkToken = linkTokenOf(key, webCryptography)
  const { state, ciphertext } = await lookAt({ id, linkToken })
  if (state !== 'open' || ciphertext === null) return { kind: 'over', state: state === 'open' ? 'withdrawn' : state }
  try {
    return { kind: 'open', request: { id, linkToken, key, asked: await openAttestationRequest(decodeBase64url(ciphertext), key) } }
  } catch {
    return { kind: 'cut' }
  }
}

type Step = { readonly kind: 'read' | 'words' | 'confirm' | 'declined' } | { readonly kind: 'done', readonly signed: Signed }

function Answering({ request }: { readonly request: OpenRequest }): VNode {
  const { asker, statement } = request.asked
  const [step, setStep] = useState<Step>({ kind: 'read' })
  const [typed, setTyped] = useState<TypedWords>({ ...emptyWords, statement })
  switch (step.kind) {
    case 'read': return <Read request={request} onGo={() => setStep({ kind: 'words' })} onDeclined={() => setStep({ kind: 'declined' })} />
    case 'words': return <WordsStep typed={typed} onType={setTyped} onBack={() => setStep({ kind: 'read' })} onNext={() => setStep({ kind: 'confirm' })} />
    case 'confirm': return <ConfirmStep request={request} typed={typed} onBack={() => setStep({ kind: 'words' })} onSigned={(signed) => setStep({ kind: 'done', signed })} />
    case 'declined': return <Page key="declined" title={words.saidNo} lede={words.saidNoText}><div /></Page>
    case 'done': return <DoneStep asker={asker} signed={step.signed} />
  }
}

function Read({ request, onGo, onDeclined }: { readonly request: OpenRequest, readonly onGo: () => void, readonly onDeclined: () => void }): VNode {
  const { asker, record, statement, shown } = request.asked
  const { isBusy, problem, send } = useSend()
  const sayNo = (): void => void send(async () => {
    await decline(request)
    onDeclined()
  })
  return (
    <Page key="read" title={words.title(asker)} lede={words.lede}>
      <p class="strong">{words.about(record)}</p>
      {shown.length > 0 && (
        <section class="stack stack-tight">
          <h2>{words.shown}</h2>
          <dl class="facts">{shown.map(({ label, value }) => <div key={label}><dt>{label}</dt><dd><bdi>{value}</bdi></dd></div>)}</dl>
        </section>
      )}
      <section class="stack stack-tight">
        <h2>{words.asked}</h2>
        <blockquote class="said-words"><bdi>{statement}</bdi></blockquote>
      </section>
      <Meaning asker={asker} />
      {problem !== undefined && <ProblemNotice problem={problem} />}
      <div class="stack">
        <Button kind="main" class="button-wide button-large" onPress={onGo}>{words.go}</Button>
        <Button class="button-wide button-large" busy={isBusy && words.loading} onPress={sayNo} describedBy="say-no">{words.no}</Button>
        <p class="quiet small" id="say-no">{words.noHint}</p>
      </div>
    </Page>
  )
}

/** Said before somebody begins, not only when they sign. */
function Meaning({ asker }: { readonly asker: string }): VNode {
  return <section class="stack stack-tight"><h2>{words.meaning}</h2><p>{words.meanings(asker)}</p></section>
}
