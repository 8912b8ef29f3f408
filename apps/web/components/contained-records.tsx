import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { JudgedPart } from '../describe-contained.ts'
import { formatDay } from '../locale.ts'
import { verify } from '../messages/verify.ts'
import type { Answer } from './answer.ts'
import { containedAnswer } from './contained-answer.ts'
import { Icon, type IconName } from './icon.tsx'
import { QuestionList } from './question-list.tsx'

const words = verify.contained

const iconOf: Readonly<Record<Answer, IconName>> = { yes: 'check', no: 'close', unknown: 'question', 'not-asked': 'minus' }

/** The records inside another, one line each; the verdict on each behind its line. */
export function ContainedRecords({ parts, label }: { readonly parts: readonly JudgedPart[]; readonly label: string }): VNode {
  return <ul class="parts" aria-label={label}>{parts.map((part) => <Part key={part.verdict.pointer} part={part} />)}</ul>
}

/** What is behind the line is made when it is first opened: there may be two hundred. */
function Part({ part }: { readonly part: JudgedPart }): VNode {
  const { verdict, credential } = part
  const [isOpen, setOpen] = useState(false)
  const { answer, title } = containedAnswer(verdict)
  return (
    <li class="part">
      <details onToggle={(event) => setOpen(event.currentTarget.open || isOpen)}>
        <summary class={`verdict-${answer}`}>
          <span class="verdict-mark"><Icon name={iconOf[answer]} /></span>
          <span class="part-line">
            <span class="strong">{credential.name ?? words.unnamed[verdict.kind]}</span>
            <span class="quiet small">{words.by[verdict.kind](credential.issuer.name ?? verify.issuerUnnamed)}</span>
            <span class="verdict-word">{title}</span>
          </span>
        </summary>
        {isOpen && <PartDetails part={part} />}
      </details>
    </li>
  )
}

function PartDetails({ part: { verdict, credential, comment, parts } }: { readonly part: JudgedPart }): VNode {
  const { kind, relation, report } = verdict
  const awarded = credential.awardedOn ?? credential.validFrom
  return (
    <div class="stack part-details">
      {comment !== undefined && <blockquote class="part-comment"><p>{comment}</p></blockquote>}
      {credential.description !== undefined && <p>{credential.description}</p>}
      {awarded !== undefined && <p class="quiet small">{credential.awardedOn === undefined ? verify.fields.from : verify.fields.awarded} {formatDay(awarded)}</p>}
      <p>{words.relation[relation.outcome === 'not-applicable' ? 'unknown' : relation.outcome][kind]}</p>
      <QuestionList report={report} claimedIssuer={credential.issuer.name} />
      {parts.length > 0 && <ContainedRecords parts={parts} label={words.inside(credential.name ?? words.unnamed[kind])} />}
    </div>
  )
}
