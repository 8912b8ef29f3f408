import type { VNode } from 'preact'
import { type LifeEvidence, lifeKinds, type LifeKind } from 'everlearned/holder'
import { CheckField, RadioField, TextArea, TextField } from '../../components/field.tsx'
import { walletLife } from '../../messages/wallet-life.ts'
import { walletTimeline } from '../../messages/wallet-timeline.ts'
import { MonthField, readTyped, type TypedMonth } from './month-field.tsx'
import { factsOf, type LifeAnswers, type LifeQuestion } from './life-answers.ts'
import { PrivateChoice } from './private-choice.tsx'

const words = walletLife.write

interface QuestionProps {
  readonly question: LifeQuestion
  readonly answers: LifeAnswers
  readonly evidence: readonly LifeEvidence[]
  readonly onChange: (answers: LifeAnswers) => void
  readonly fault: string | undefined
}

/** One question, with the answer as it stands. */
export function LifeQuestionFields({ question, answers, evidence, onChange, fault }: QuestionProps): VNode {
  const set = (changed: Partial<LifeAnswers>): void => onChange({ ...answers, ...changed })
  switch (question) {
    case 'kind':
      return <RadioField<LifeKind> label={words.kind} name="kind" value={answers.kind} onValue={(kind) => set({ kind })} choices={lifeKinds.map((kind) => ({ value: kind, label: walletTimeline.kinds[kind] }))} />
    case 'what':
      return (
        <>
          <TextField label={words.what[answers.kind]} hint={words.whatHint[answers.kind]} value={answers.what} onValue={(what) => set({ what })} max={200} fault={fault} />
          <TextField label={words.where} hint={words.whereHint} isOptional value={answers.where} onValue={(where) => set({ where })} max={200} />
        </>
      )
    case 'when': return <When answers={answers} set={set} fault={fault} />
    case 'story': return <TextArea label={words.story} hint={`${words.storyHint} ${words.skip}`} value={answers.story} onValue={(story) => set({ story })} rows={8} max={5_000} />
    case 'skills':
      return (
        <>
          <TextArea label={words.skills} hint={`${words.skillsHint} ${words.skip}`} value={answers.skills} onValue={(skills) => set({ skills })} rows={5} max={5_000} />
          <TextField label={words.hours} isOptional isShort type="number" value={answers.hours} onValue={(hours) => set({ hours })} max={9} fault={fault} />
        </>
      )
    case 'private': return <PrivateChoice entry={{ facts: factsOf(answers), evidence, sensitive: answers.sensitive }} onChange={(sensitive) => set({ sensitive })} />
  }
}

interface PartProps {
  readonly answers: LifeAnswers
  readonly set: (changed: Partial<LifeAnswers>) => void
}

function When({ answers, set, fault }: PartProps & { readonly fault: string | undefined }): VNode {
  const faultOf = (typed: TypedMonth): string | undefined => (fault === words.yearMalformed && readTyped(typed) === null ? fault : undefined)
  return (
    <div class="stack">
      <div><h2>{words.when}</h2><p class="hint">{words.whenHint} {words.skip}</p></div>
      {fault === words.reversed && <p class="fault" role="alert">{fault}</p>}
      <MonthField label={words.from} value={answers.from} onValue={(from) => set({ from })} fault={faultOf(answers.from)} />
      <CheckField label={words.going} isChecked={answers.isGoing} onChange={(isGoing) => set({ isGoing })} />
      {!answers.isGoing && <MonthField label={words.to} value={answers.to} onValue={(to) => set({ to })} fault={faultOf(answers.to)} />}
    </div>
  )
}
