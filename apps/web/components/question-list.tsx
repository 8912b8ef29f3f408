import type { VNode } from 'preact'
import type { Report } from 'everlearned/verifier'
import { verify } from '../messages/verify.ts'
import { ChecksList } from './checks-list.tsx'
import { sixQuestions } from './six-questions.ts'
import { Verdict } from './verdict.tsx'

/** The six questions about one record, and under them all that was checked. */
export function QuestionList({ report, claimedIssuer }: { readonly report: Report; readonly claimedIssuer: string | undefined }): VNode {
  return (
    <>
      <ul class="verdicts">
        {sixQuestions(report, claimedIssuer).map(({ checks, ...question }) => <Verdict key={question.question} {...question} details={<ChecksList findings={checks} />} />)}
      </ul>
      <details class="more"><summary>{verify.allChecks}</summary><ChecksList findings={report.checks} isNumbered /><p class="quiet small">{verify.standard}: {report.standard}</p></details>
    </>
  )
}
