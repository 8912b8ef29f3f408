import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { describeCredential, saveExchangeNote, type ExchangeNote, type ExchangeOutcome, type NotedRecord } from 'everlearned/holder'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { walletExchange as words } from '../../messages/wallet-exchange.ts'
import { walletRecord } from '../../messages/wallet-record.ts'
import { walletWaiting } from '../../messages/wallet-waiting.ts'
import { explainExchangeFault } from '../exchange/explain-fault.ts'
import type { Choice, Meeting, Outcome } from '../exchange/meeting.ts'
import { backPage, linkInAddress } from '../exchange/read-link.ts'
import { codeOf } from '../parts/code-of.ts'
import type { FaultWords } from '../parts/explain-fault.ts'
import { KeepReceived } from '../parts/keep-received.tsx'
import { OfferPart } from '../parts/offer-part.tsx'
import { QuestionPart } from '../parts/question-part.tsx'
import type { OpenPageProps } from '../wallet-app.tsx'
import '../exchange.css'

type Step =
  | { readonly kind: 'opening' | 'leaving' }
  | { readonly kind: 'declined'; readonly alternative: string | undefined }
  | { readonly kind: 'later'; readonly waitingId: string }
  | { readonly kind: 'meeting'; readonly meeting: Meeting }
  | { readonly kind: 'received'; readonly meeting: Meeting; readonly outcome: Extract<Outcome, { readonly kind: 'received' }> }
  | { readonly kind: 'done'; readonly host: string; readonly redirectUrl: string | undefined }
  | { readonly kind: 'fault'; readonly words: FaultWords; readonly mayRetry: boolean }

/** A meeting with somebody else's system: who, what, the person's word, what came of it. Each is written into the log. */
export default function Exchange({ session }: OpenPageProps): VNode {
  const { context } = session
  const [step, setStep] = useState<Step>({ kind: 'opening' })
  const fault = (thrown: unknown, mayRetry = false): void => setStep({ kind: 'fault', words: explainExchangeFault(thrown), mayRetry })
  // What the issuer's page answered stands in the address until it has been used.
  const [cameBackTo] = useState(() => location.href)
  const resume = async (): Promise<void> => {
    setStep({ kind: 'opening' })
    let meeting: Meeting | undefined
    try {
      const [{ openContext }, { resumeVisit }] = await Promise.all([import('../exchange/open-meeting.ts'), import('../exchange/oid4vci.ts')])
      meeting = await resumeVisit(cameBackTo, await openContext(context))
      const outcome = await meeting.take(undefined)
      history.replaceState(null, '', backPage)
      take(outcome, meeting)
    } catch (thrown) {
      if (meeting !== undefined && codeOf(thrown) === 'exchange/declined') await note('declined', meeting, [])
      fault(thrown, codeOf(thrown) === 'exchange/unreachable')
    }
  }
  const open = async (): Promise<void> => {
    if (location.pathname === backPage) return resume()
    const link = linkInAddress(location.hash)
    if (link === undefined) return setStep({ kind: 'fault', words: { title: words.addOrShow, text: words.malformed }, mayRetry: false })
    setStep({ kind: 'opening' })
    try {
      const { openMeeting } = await import('../exchange/open-meeting.ts')
      setStep({ kind: 'meeting', meeting: await openMeeting(link, context) })
    } catch (thrown) {
      fault(thrown, true)
    }
  }
  useEffect(() => {
    const look = (): void => void open()
    look()
    addEventListener('hashchange', look)
    return () => removeEventListener('hashchange', look)
  }, [])
  const note = (outcome: ExchangeOutcome, meeting: Meeting, records: readonly NotedRecord[]): Promise<unknown> => saveExchangeNote(noteOf(outcome, meeting, records), { ...context, now: new Date() })
  const take = (outcome: Outcome, meeting: Meeting): void => {
    if (outcome.kind === 'next') setStep({ kind: 'meeting', meeting: outcome.meeting })
    else if (outcome.kind === 'later') setStep({ kind: 'later', waitingId: outcome.waiting.id })
    else if (outcome.kind === 'visit') {
      setStep({ kind: 'leaving' })
      location.assign(outcome.url)
    }
    else if (outcome.kind === 'done') setStep({ kind: 'done', host: meeting.who.host, redirectUrl: outcome.redirectUrl })
    else setStep({ kind: 'received', meeting, outcome })
  }
  const decline = async (meeting: Meeting): Promise<void> => {
    setStep({ kind: 'declined', alternative: meeting.kind === 'question' ? meeting.alternative : undefined })
    await note('declined', meeting, [])
    // Whether they hear of it changes nothing for the person.
    if (meeting.kind === 'question') await meeting.decline().catch(() => undefined)
  }
  switch (step.kind) {
    case 'opening': case 'leaving': return <Page key="opening" title={words.addOrShow}><p class="quiet" role="status">{step.kind === 'opening' ? words.opening : words.working}</p></Page>
    case 'meeting': {
      const { meeting } = step
      if (meeting.kind === 'offer') {
        return <Page key="offer" title={words.offerTitle(meeting.who.host)}><OfferPart offer={meeting} onOutcome={(outcome) => take(outcome, meeting)} onFault={fault} onDecline={() => void decline(meeting)} /></Page>
      }
      const shown = (outcome: Outcome, choices: readonly Choice[]): void => {
        void note('shown', meeting, choices.map(notedChoice))
        take(outcome, meeting)
      }
      return <Page key="question" title={words.questionTitle(meeting.who.host)}><QuestionPart session={session} question={meeting} onOutcome={shown} onFault={fault} onDecline={() => void decline(meeting)} /></Page>
    }
    case 'received': return <Page key="received" title={words.receivedTitle}><KeepReceived session={session} who={step.meeting.who} outcome={step.outcome} /></Page>
    case 'done': return <End title={words.doneTitle} text={words.doneText(step.host)}><GoOn url={step.redirectUrl} /></End>
    case 'declined': return <End title={words.declinedTitle} text={words.declinedText}><Instead alternative={step.alternative} /></End>
    case 'later': return <End title={words.later} text={words.laterText}><div><ButtonLink href={`/waiting/${step.waitingId}`}>{walletWaiting.heading}</ButtonLink></div></End>
    case 'fault': return (
      <Page key="fault" title={words.addOrShow}>
        <Notice kind="fault" title={step.words.title}><p>{step.words.text}</p></Notice>
        <div class="button-row">
          {step.mayRetry && <Button onPress={() => void open()}>{words.again}</Button>}
          <ButtonLink href="/add">{words.addOrShow}</ButtonLink>
        </div>
      </Page>
    )
  }
}

/** An end, whichever it is: each looks like any other. */
function End({ title, text, children }: { readonly title: string; readonly text: string; readonly children?: ComponentChildren }): VNode {
  return (
    <Page key={title} title={title}>
      <p class="lede" role="status">{text}</p>
      {children}
      <div class="button-row"><ButtonLink href="/">{words.see}</ButtonLink><ButtonLink href="/log">{words.log}</ButtonLink></div>
    </Page>
  )
}

/** Who declined finds again what they said on how one goes on without. Untrusted: their words. */
function Instead({ alternative }: { readonly alternative: string | undefined }): VNode | null {
  return alternative === undefined ? null : <section class="stack"><h2>{words.instead}</h2><p class="kept-lines"><bdi>{alternative}</bdi></p></section>
}

/** Untrusted: where the other side would have the person go on; nobody is taken there without a tap. */
function GoOn({ url }: { readonly url: string | undefined }): VNode | null {
  if (url === undefined || !URL.canParse(url) || new URL(url).protocol !== 'https:') return null
  return <div><a class="button-plain" href={url} rel="noreferrer noopener" target="_blank">{words.goOn(new URL(url).host)}</a></div>
}

function noteOf(outcome: ExchangeOutcome, meeting: Meeting, records: readonly NotedRecord[]): Omit<ExchangeNote, 'id' | 'at'> {
  const { host, knownName, calledName } = meeting.who
  const asked = meeting.kind === 'question' ? { asked: [...new Set(meeting.wants.flatMap(({ types }) => types))], purpose: meeting.purpose } : { asked: [] }
  return { outcome, host, isKnown: knownName !== undefined, calledName: knownName ?? calledName, records, ...asked }
}

function notedChoice({ record, facts, isWhole }: Choice): NotedRecord {
  return { id: record.id, name: describeCredential(record.credential).name ?? walletRecord.unnamed, ...(isWhole ? {} : { shown: facts }) }
}
