import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { draftLifeEntry, isDraft, keepDraft, type LifeEntry } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatList, formatNumber } from '../../locale.ts'
import { wallet } from '../../messages/wallet.ts'
import { walletLife } from '../../messages/wallet-life.ts'
import { walletTimeline } from '../../messages/wallet-timeline.ts'
import type { OpenSession } from '../session.ts'
import { type LifeAnswers, answersOf, factsOf, faultOf, type LifeQuestion, lifeQuestions, markPrivate } from './life-answers.ts'
import { LifeQuestionFields } from './life-questions.tsx'
import { periodInWords } from './life-words.ts'

const words = walletLife.write

interface LifeFormProps {
  readonly session: OpenSession
  /** What is there already; without it the first question is the first page. */
  readonly entry?: LifeEntry | undefined
  readonly onConfirmed: (entry: LifeEntry) => void
}

/** One question at a time, then everything at once with a way back to each; at the end it is signed. From the second question on a new entry is kept as a draft. */
export function LifeForm({ session, entry: given, onConfirmed }: LifeFormProps): VNode {
  const [entry, setEntry] = useState(given)
  const [answers, setAnswers] = useState(() => answersOf(given))
  const [before, setBefore] = useState(answers)
  const [question, setQuestion] = useState<LifeQuestion | 'check'>(given === undefined ? 'kind' : 'check')
  const [isChange, setChange] = useState(given !== undefined)
  const [fault, setFault] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const place = useRef<HTMLFormElement>(null)
  const isFirst = useRef(true)
  useEffect(() => {
    if (isFirst.current) isFirst.current = false
    else place.current?.focus()
  }, [question])
  const keep = async (said: LifeAnswers): Promise<void> => {
    if (entry !== undefined && !isDraft(entry)) return
    const context = { ...session.context, now: new Date() }
    const decision = { facts: factsOf(said), sensitive: said.sensitive }
    setEntry(entry === undefined ? await draftLifeEntry(decision.facts, { kind: 'written' }, context) : await keepDraft(entry, decision, context))
  }
  const go = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (question === 'check' || isBusy) return
    const found = faultOf(question, answers)
    setFault(found)
    if (found !== undefined) return
    const said = markPrivate(answers, before)
    setAnswers(said)
    setBefore(said)
    if (question !== 'kind' || entry !== undefined) await keep(said)
    setQuestion(isChange ? 'check' : lifeQuestions[lifeQuestions.indexOf(question) + 1] ?? 'check')
  }
  const goBack = (): void => {
    setFault(undefined)
    setQuestion(isChange ? 'check' : lifeQuestions[lifeQuestions.indexOf(question as LifeQuestion) - 1] ?? 'kind')
  }
  const confirm = async (): Promise<void> => {
    setBusy(true)
    try {
      const { confirmLifeEntry } = await import('../heavy.ts')
      const context = { ...session.context, now: new Date() }
      const draft = entry ?? await draftLifeEntry(factsOf(answers), { kind: 'written' }, context)
      onConfirmed(await confirmLifeEntry(draft, { facts: factsOf(answers), sensitive: answers.sensitive }, context))
    } catch {
      setFault(words.notSigned)
      setBusy(false)
    }
  }
  const change = (next: LifeQuestion): void => {
    setChange(true)
    setQuestion(next)
  }
  if (question === 'check') {
    return (
      <div class="stack stack-loose">
        <section class="stack">
          <h2>{words.check}</h2>
          <CheckList answers={answers} onChange={change} />
        </section>
        {fault !== undefined && <Notice kind="fault"><p>{fault}</p></Notice>}
        <p class="quiet">{words.checkHint}</p>
        <div class="buttons"><Button kind="main" icon="check" class="button-large" busy={isBusy && wallet.working} onPress={() => void confirm()}>{words.confirm}</Button></div>
      </div>
    )
  }
  return (
    <form class="stack stack-loose life-form" ref={place} tabIndex={-1} onSubmit={(event) => void go(event)} noValidate aria-label={words.step(lifeQuestions.indexOf(question) + 1, lifeQuestions.length)}>
      {!isChange && <p class="quiet small" aria-hidden="true">{words.step(lifeQuestions.indexOf(question) + 1, lifeQuestions.length)}</p>}
      <LifeQuestionFields question={question} answers={answers} evidence={entry?.evidence ?? []} onChange={setAnswers} fault={fault} />
      <div class="button-row">
        <Button type="submit" kind="main" class="button-large">{words.next}</Button>
        {(isChange || question !== 'kind') && <Button class="button-large" onPress={goBack}>{words.back}</Button>}
      </div>
    </form>
  )
}

/** Every answer with a way back to its question. */
function CheckList({ answers, onChange }: { readonly answers: LifeAnswers, readonly onChange: (question: LifeQuestion) => void }): VNode {
  const facts = factsOf(answers)
  const { parts } = walletLife
  const rows: readonly (readonly [LifeQuestion, string, string | undefined])[] = [
    ['kind', parts.kind, walletTimeline.kinds[facts.kind]], ['what', parts.what, facts.what], ['what', parts.where, facts.where], ['when', parts.when, periodInWords(facts)], ['story', parts.story, facts.story],
    ['skills', parts.skills, facts.skills.length === 0 ? undefined : formatList(facts.skills)], ['skills', parts.hours, facts.hours === undefined ? undefined : walletLife.hours(formatNumber(facts.hours))],
    ['private', parts.private, answers.sensitive.length === 0 ? words.nothingPrivate : formatList(answers.sensitive.map((part) => parts[part]))],
  ]
  return (
    <dl class="check-list card">
      {rows.map(([question, name, value]) => (
        <div key={name}>
          <dt>{question === 'private' && answers.sensitive.length > 0 && <Icon name="lock" />}{name}</dt>
          <dd class="kept-lines">{value === undefined ? <span class="quiet">{words.empty}</span> : <bdi>{value}</bdi>}</dd>
          <dd><button type="button" class="button-link" aria-label={`${words.change}: ${name}`} onClick={() => onChange(question)}>{words.change}</button></dd>
        </div>
      ))}
    </dl>
  )
}
