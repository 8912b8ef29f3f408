import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { FactName } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatList } from '../../locale.ts'
import { walletExchange as words } from '../../messages/wallet-exchange.ts'
import { useLoaded } from '../../use-loaded.ts'
import type { Candidate, Choice, Outcome, Question, Want } from '../exchange/meeting.ts'
import type { OpenSession } from '../session.ts'
import { CandidateChoice } from './candidate-choice.tsx'
import { WhoAsks } from './who-asks.tsx'

interface QuestionPartProps {
  readonly session: OpenSession
  readonly question: Question
  readonly onOutcome: (outcome: Outcome, choices: readonly Choice[]) => void
  readonly onFault: (thrown: unknown) => void
  readonly onDecline: () => void
}

/** Who asks for what and why, what of the wallet answers, and exactly what would be seen. Nothing is picked for anybody. */
export function QuestionPart({ session, question, onOutcome, onFault, onDecline }: QuestionPartProps): VNode {
  const [choices, setChoices] = useState<readonly Choice[]>([])
  const [isBusy, setBusy] = useState(false)
  const [isEmpty, setEmpty] = useState(false)
  const show = async (event: Event): Promise<void> => {
    event.preventDefault()
    setEmpty(choices.length === 0)
    if (isBusy || choices.length === 0) return
    setBusy(true)
    try {
      onOutcome(await question.show(choices), choices)
    } catch (thrown) {
      onFault(thrown)
    } finally {
      setBusy(false)
    }
  }
  const [needed, wished] = [question.wants.filter(({ isRequired }) => isRequired), question.wants.filter(({ isRequired }) => !isRequired)]
  const isAnswerable = question.wants.some(({ candidates }) => candidates.length > 0)
  const props = { session, choices, onChange: (next: readonly Choice[]): void => { setChoices(next); setEmpty(false) } }
  return (
    <form class="stack stack-loose" onSubmit={(event) => void show(event)} noValidate>
      <WhoAsks who={question.who} />
      <Reasons question={question} />
      {question.overAsked.length > 0 && (
        <Notice kind="care" title={words.overTitle}>
          <p>{words.overText}</p>
          <ul>{question.overAsked.map((topic) => <li key={topic}>{words.over[topic]}</li>)}</ul>
        </Notice>
      )}
      {question.isPartlyUnknown && <Notice kind="care"><p>{words.partlyUnknown}</p></Notice>}
      <Wants heading={words.needed} wants={needed} isAnyEnough={question.isAnyEnough} {...props} />
      {wished.length > 0 && <Wants heading={words.onlyAsked} wants={wished} isAnyEnough={false} {...props} />}
      {choices.length > 1 && <TogetherNotice session={session} choices={choices} />}
      {isEmpty && <Notice kind="fault"><p>{words.pickFirst}</p></Notice>}
      <div class="stack">
        {isAnswerable && <p class="quiet">{words.showText(question.who.host)}</p>}
        <div class="two-ways">
          {isAnswerable && <Button type="submit" kind="main" class="button-large" busy={isBusy && words.working}>{words.show}</Button>}
          <Button class="button-large" onPress={onDecline}>{words.decline}</Button>
        </div>
      </div>
    </form>
  )
}

/** For what, and how one goes on without; in their words where they gave any. */
function Reasons({ question }: { readonly question: Question }): VNode {
  return (
    <>
      <section class="stack">
        <h2>{words.why}</h2>
        {question.purpose === undefined ? <p>{words.noPurpose}</p> : <p class="kept-lines"><bdi>{question.purpose}</bdi></p>}
        {question.agreements.length > 0 && <Notice kind="care" title={words.agree}>{question.agreements.map((text) => <p key={text} class="kept-lines"><bdi>{text}</bdi></p>)}</Notice>}
      </section>
      <section class="stack">
        <h2>{words.without}</h2>
        {question.alternative !== undefined && <p class="kept-lines"><bdi>{question.alternative}</bdi></p>}
        <p>{words.withoutText}</p>
      </section>
    </>
  )
}

interface WantsProps {
  readonly session: OpenSession
  readonly heading: string
  readonly wants: readonly Want[]
  readonly isAnyEnough: boolean
  readonly choices: readonly Choice[]
  readonly onChange: (choices: readonly Choice[]) => void
}

function Wants({ session, heading, wants, isAnyEnough, choices, onChange }: WantsProps): VNode {
  const toggle = (want: Want, { record, isChosenByParts, isWhole }: Candidate, facts: readonly FactName[] | undefined): void => {
    const others = choices.filter((choice) => choice.wantId !== want.id || (want.isMultiple && choice.record.id !== record.id))
    onChange(facts === undefined ? others.filter((choice) => !(choice.wantId === want.id && choice.record.id === record.id)) : [...others, { wantId: want.id, record, isWhole, facts: isChosenByParts ? facts : [] }])
  }
  return (
    <section class="stack">
      <h2>{heading}</h2>
      {isAnyEnough && <p>{words.anyEnough}</p>}
      {wants.map((want) => (
        <fieldset key={want.id} class="field stack">
          <legend>{nameOf(want.types)}</legend>
          {want.candidates.length === 0 ? <Notice><p>{words.nothing}</p></Notice> : <p class="hint">{want.isMultiple ? words.pick : words.pickOne}</p>}
          {want.candidates.map((candidate) => (
            <CandidateChoice key={candidate.record.id} session={session} candidate={candidate} facts={choices.find((choice) => choice.wantId === want.id && choice.record.id === candidate.record.id)?.facts}
              onChange={(facts) => toggle(want, candidate, facts)} />
          ))}
        </fieldset>
      ))}
    </section>
  )
}

/** Types that say no more than that it is a credential. */
const plainTypes = ['VerifiableCredential', 'AchievementCredential', 'OpenBadgeCredential']

function nameOf(types: readonly string[]): string {
  const telling = types.filter((type) => !plainTypes.includes(type))
  if (telling.length > 0) return words.ofTypes(formatList(telling))
  return types.some((type) => type !== 'VerifiableCredential') ? words.badge : words.anyRecord
}

/** Records about different keys in one answer: each is proven, and all are seen to be one person's. */
function TogetherNotice({ session, choices }: { readonly session: OpenSession; readonly choices: readonly Choice[] }): VNode | null {
  const keys = useLoaded(async () => (await import('../exchange/context.ts')).keysOf(choices.map(({ record }) => record), session.context), [choices.map(({ record }) => record.id).join(' ')]).value
  return keys === undefined || new Set(keys).size < 2 ? null : <Notice kind="care" isLive><p>{words.together}</p></Notice>
}
