import type { VNode } from 'preact'
import type { NamedFinding } from 'everlearned/verifier'
import { verify } from '../messages/verify.ts'
import { statusLines } from './status-lines.ts'

/** What was looked at, each with its outcome and, for whom it helps, its code. */
export function ChecksList({ findings, isNumbered = false }: { readonly findings: readonly NamedFinding[]; readonly isNumbered?: boolean }): VNode {
  const List = isNumbered ? 'ol' : 'ul'
  return (
    <List class="checks-list">
      {findings.map((finding) => (
        <li key={finding.check}>
          {verify.checkNames[finding.check]}: <span class="strong">{verify.outcomes[finding.outcome]}.</span> {finding.reason !== undefined && `${finding.reason}. `}
          {finding.code !== undefined && <span class="code quiet small">{finding.code}</span>}
          {finding.check === 'status' && <StatusList finding={finding} />}
        </li>
      ))}
    </List>
  )
}

function StatusList({ finding }: { readonly finding: NamedFinding }): VNode | null {
  const lines = statusLines(finding)
  return lines.length === 0 ? null : <ul class="status-lines">{lines.map((line, index) => <li key={index}>{line}</li>)}</ul>
}
