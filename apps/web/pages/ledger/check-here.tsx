import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { webCryptography } from 'everlearned/crypto'
import { Button } from '../../components/button.tsx'
import { Icon } from '../../components/icon.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { Verdict } from '../../components/verdict.tsx'
import { ledger as words } from '../../messages/ledger.ts'
import type { ProvenEntry } from '../../network-api.ts'
import { useSend } from '../../use-send.ts'
import '../../components/verdict-report.css'
import { checkEntry, type CheckAnswer, type LogRules } from './check-entry.ts'

/** Verifies an entry in this browser when asked to, and says the verdict in words. */
export function CheckHere({ shown, rules }: { readonly shown: ProvenEntry, readonly rules: LogRules }): VNode {
  const [answers, setAnswers] = useState<readonly CheckAnswer[]>()
  const checking = useSend()
  const check = (): void => void checking.send(async () => setAnswers(await checkEntry(shown, rules, webCryptography)))
  return (
    <section class="stack">
      <h2>{words.checkTitle}</h2>
      <p>{words.checkText}</p>
      {checking.problem !== undefined && <ProblemNotice problem={checking.problem} />}
      {answers === undefined && <div><Button kind="main" icon="search" busy={checking.isBusy && words.checking} onPress={check}>{words.checkAct}</Button></div>}
      <div role="status" class="stack">{answers !== undefined && <Checked answers={answers} />}</div>
    </section>
  )
}

const iconOf = { yes: 'check', no: 'close', unknown: 'question' } as const

function Checked({ answers }: { readonly answers: readonly CheckAnswer[] }): VNode {
  const answer = overall(answers)
  return (
    <>
      <div class={`headline headline-${answer}`}>
        <span class="headline-mark"><Icon name={iconOf[answer]} /></span>
        <h3>{words.checked[answer]}</h3>
        <p>{words.checkedBy}</p>
      </div>
      <ul class="verdicts">{answers.map((one) => <Verdict key={one.question} {...one} word={words.words[one.answer]} />)}</ul>
      <h3>{words.notProvenTitle}</h3>
      <ul class="stack stack-tight">{words.notProven.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
    </>
  )
}

function overall(answers: readonly CheckAnswer[]): CheckAnswer['answer'] {
  if (answers.some(({ answer }) => answer === 'no')) return 'no'
  return answers.every(({ answer }) => answer === 'yes') ? 'yes' : 'unknown'
}
