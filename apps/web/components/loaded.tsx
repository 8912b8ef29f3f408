import type { ComponentChildren, VNode } from 'preact'
import { frame } from '../messages/frame.ts'
import type { Loading } from '../use-loaded.ts'
import { Button } from './button.tsx'
import { ProblemNotice } from './problem-notice.tsx'

/** Shows what was asked for: words while it is on its way, what to do when it did not come. */
export function Loaded<T>({ of, children }: { readonly of: Loading<T>, readonly children: (value: T) => ComponentChildren }): VNode {
  if (of.problem !== undefined && of.value === undefined) {
    return <ProblemNotice problem={of.problem}><div><Button onPress={of.reload}>{frame.tryAgain}</Button></div></ProblemNotice>
  }
  if (of.value === undefined) return <p class="quiet" role="status">{frame.loading}</p>
  return <>{children(of.value)}</>
}
