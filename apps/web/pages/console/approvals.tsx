import type { VNode } from 'preact'
import { ApiProblem } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { formatShortDay } from '../../locale.ts'
import { statements as words } from '../../messages/statements.ts'
import { approve, fetchApprovals, type WaitingOrganisation } from '../../network-api.ts'
import { session } from '../../session.ts'
import { useLoaded } from '../../use-loaded.ts'
import { useSend } from '../../use-send.ts'

/** Whom the person who runs the node has to let onto the ledger; nothing for everybody else. */
export function Approvals(): VNode | null {
  const waiting = useLoaded(fetchWaiting, [])
  const sending = useSend()
  const list = waiting.value ?? []
  if (list.length === 0) return null
  return (
    <section class="stack">
      <h2>{words.approvalsTitle}</h2>
      <p>{words.approvalsText}</p>
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      <ul class="acts">
        {list.map(({ id, name, createdAt }) => (
          <li key={id}>
            <p><span class="strong">{name}</span> <span class="quiet">{words.madeOn(formatShortDay(createdAt))}</span></p>
            <Button busy={sending.isBusy && words.approving} onPress={() => void sending.send(() => approve(id).then(waiting.reload))}>{words.approve}<span class="hidden-text"> ({name})</span></Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Whoever does not run the node is not shown the list, and does not ask for it. */
async function fetchWaiting(signal: AbortSignal): Promise<readonly WaitingOrganisation[]> {
  if (session.value?.account.isOperator !== true) return []
  try {
    return await fetchApprovals(signal)
  } catch (thrown) {
    if (thrown instanceof ApiProblem && thrown.code === 'access/operator-required') return []
    throw thrown
  }
}
