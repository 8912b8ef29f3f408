import type { ComponentChildren, VNode } from 'preact'
import { frame } from '../messages/frame.ts'
import type { Answer } from './answer.ts'
import { Icon, type IconName } from './icon.tsx'

const iconOf: Readonly<Record<Answer, IconName>> = { yes: 'check', no: 'close', unknown: 'question', 'not-asked': 'minus' }

interface VerdictProps {
  readonly question: string
  readonly answer: Answer
  /** The answer in a word or two: yes, no, could not check, not asked. */
  readonly word: string
  readonly sentence: ComponentChildren
  /** What was looked at, behind "Show me". */
  readonly details?: ComponentChildren
}

/** One question of a verdict: a shape, a word, one sentence, and the details for who wants them. A list item. */
export function Verdict({ question, answer, word, sentence, details }: VerdictProps): VNode {
  return (
    <li class={`verdict verdict-${answer}`}>
      <span class="verdict-mark"><Icon name={iconOf[answer]} /></span>
      <p class="verdict-question">{question}</p>
      <p class="verdict-answer"><span class="verdict-word">{word}.</span> <span>{sentence}</span></p>
      {details !== undefined && <details class="more"><summary>{frame.showMe}</summary>{details}</details>}
    </li>
  )
}
