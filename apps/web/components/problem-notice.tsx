import type { ComponentChildren, VNode } from 'preact'
import type { ApiProblem } from '../api.ts'
import { frame } from '../messages/frame.ts'
import { explainProblem } from '../messages/problems.ts'
import { Notice } from './notice.tsx'

/** What happened, what it means for you, what to do now. */
export function ProblemNotice({ problem, children }: { readonly problem: ApiProblem, readonly children?: ComponentChildren }): VNode {
  const words = explainProblem(problem)
  return (
    <Notice kind="fault" title={words.what}>
      <p>{words.next}</p>
      {problem.code === 'access/login-required' && <p><a href="/login" target="_blank" rel="noreferrer">{frame.signInElsewhere}</a></p>}
      {problem.errors.length > 0 && <ul>{problem.errors.map((error) => <li key={`${error.field} ${error.message}`}>{error.message}</li>)}</ul>}
      {children}
    </Notice>
  )
}
