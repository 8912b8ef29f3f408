import type { ComponentChildren, VNode } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { KnownLearning, learningKinds, type LearningDecision, type LearningItem, maxLearning } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { CheckField, SelectField, TextArea, TextField } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatDay, formatDuration, formatNumber } from '../../locale.ts'
import { wallet } from '../../messages/wallet.ts'
import { walletLearning } from '../../messages/wallet-learning.ts'
import { codeOf } from './code-of.ts'
import { completed, factsOfLearning, type FaultyField, faultsOfLearning, type LearningAnswers, suspected } from './learning-answers.ts'
import { today } from './learning-words.ts'
import '../learning.css'

const words = walletLearning.form
const quick = [15, 30, 60, 120] as const

interface LearningFormProps {
  readonly answers: LearningAnswers
  /** The rest of the log, in which the same may stand already. */
  readonly others: readonly LearningItem[]
  readonly keep: string
  readonly onKeep: (decision: LearningDecision) => Promise<void>
  /** Stands beside the main act. */
  readonly children?: ComponentChildren
}

/** One item: a title is enough, the day is today, and what few people write stands folded away. */
export function LearningForm({ answers: given, others, keep, onKeep, children }: LearningFormProps): VNode {
  const [answers, setAnswers] = useState(given)
  const [isSeveral, setSeveral] = useState(given.to !== '')
  const [faults, setFaults] = useState<Partial<Record<FaultyField, string>>>({})
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const set = (change: Partial<LearningAnswers>): void => setAnswers((last) => ({ ...last, ...change }))
  const facts = useMemo(() => factsOfLearning(answers), [answers])
  const known = useMemo(() => new KnownLearning(others), [others])
  const same = useMemo(() => (facts.title.trim().length < 3 && facts.url === '' ? undefined : findSame(facts, known)), [facts.title, facts.url, facts.provider, known])
  const topics = suspected(facts)
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (isBusy) return
    const found = faultsOfLearning(answers)
    setFaults(found)
    if (Object.keys(found).length > 0) return focusOn(Object.keys(found)[0] ?? '')
    setBusy(true)
    setProblem(undefined)
    try {
      await onKeep({ facts, isPrivate: answers.isPrivate })
    } catch (thrown) {
      setProblem(codeOf(thrown) === 'holder/learning-full' ? words.full(formatNumber(maxLearning.items)) : words.notKept)
    } finally {
      setBusy(false)
    }
  }
  const isFilled = [given.provider, given.skills, given.reflection, given.to].some((text) => text !== '') || given.isPrivate
  // Whoever has a link puts it into the first field; its own stands there once it holds one.
  const isLinked = answers.url !== '' || faults.url !== undefined
  const link = <TextField id="learning-url" label={words.url} hint={words.urlHint} isOptional type="url" value={answers.url} onValue={(url) => setAnswers((last) => completed(last, { url }))} fault={faults.url} max={maxLearning.url} />
  return (
    <form class="stack" onSubmit={(event) => void submit(event)} noValidate>
      <TextField id="learning-title" label={words.title} hint={words.titleHint} value={answers.title} onValue={(title) => setAnswers((last) => completed(last, { title }))} fault={faults.title} max={maxLearning.url} />
      {same !== undefined && (
        <Notice kind="care" isLive>
          <p data-testid="same">{words.same(same.title, same.from === undefined ? walletLearning.noDay : formatDay(same.from))} {words.sameAnyway}</p>
          <p><a class="link-touch" href={`/learning/${same.id}`}>{words.open}</a></p>
        </Notice>
      )}
      {isLinked && link}
      <div class="stack stack-tight">
        <TextField id="learning-duration" label={words.duration} hint={words.durationHint} isOptional isShort value={answers.duration} onValue={(duration) => set({ duration })} fault={faults.duration} max={40} />
        <div class="quick" role="group" aria-label={words.quick}>
          {quick.map((minutes) => <button key={minutes} type="button" class="button-plain" aria-pressed={answers.duration === formatDuration(minutes, 'short')} onClick={() => set({ duration: formatDuration(minutes, 'short') })}>{formatDuration(minutes, 'short')}</button>)}
        </div>
      </div>
      <div class="day-fields">
        <TextField id="learning-from" label={words.day} type="date" value={answers.from} onValue={(from) => set({ from })} />
        {isSeveral && <TextField id="learning-to" label={words.lastDay} type="date" value={answers.to} onValue={(to) => set({ to })} fault={faults.to} />}
        <SelectField label={words.kind} value={answers.kind} onValue={(kind) => set({ kind })} choices={learningKinds.map((value) => ({ value, label: walletLearning.kinds[value] }))} />
      </div>
      {topics !== undefined && !answers.isPrivate && <Notice kind="care"><p>{words.privateSuggestion(topics)}</p><div><Button icon="lock" onPress={() => set({ isPrivate: true })}>{words.private}</Button></div></Notice>}
      <details class="more" open={isFilled}>
        <summary>{words.more}</summary>
        <div class="stack">
          {!isLinked && link}
          <TextArea label={words.reflection} hint={words.reflectionHint} isOptional value={answers.reflection} onValue={(reflection) => set({ reflection })} max={maxLearning.reflection} />
          <TextField label={words.skills} hint={words.skillsHint} isOptional value={answers.skills} onValue={(skills) => set({ skills })} max={2_000} />
          <TextField label={words.provider} hint={words.providerHint} isOptional value={answers.provider} onValue={(provider) => set({ provider })} max={maxLearning.provider} />
          <CheckField label={words.several} isChecked={isSeveral} onChange={(isChecked) => { setSeveral(isChecked); set({ to: isChecked ? answers.to || today() : '' }) }} />
          <CheckField label={words.private} hint={words.privateHint} isChecked={answers.isPrivate} onChange={(isPrivate) => set({ isPrivate })} />
        </div>
      </details>
      {answers.isPrivate && <p class="private small"><Icon name="lock" /> {walletLearning.private}</p>}
      {problem !== undefined && <Notice kind="fault"><p>{problem}</p></Notice>}
      <div class="buttons"><Button type="submit" kind="main" icon="check" class="button-large" busy={isBusy && wallet.working}>{keep}</Button>{children}</div>
    </form>
  )
}

function findSame({ url = '', provider = '', ...rest }: LearningDecision['facts'], known: KnownLearning<LearningItem>): LearningItem | undefined {
  return known.find({ ...rest, ...(URL.canParse(url) ? { url } : {}), ...(provider === '' ? {} : { provider }) })
}

function focusOn(field: string): void {
  document.getElementById(`learning-${field}`)?.focus()
}
