import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../components/button.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { showClaimCode, type Claim } from '../../issuer-api.ts'
import { claim as words } from '../../messages/claims.ts'
import { useSend } from '../../use-send.ts'
import { useOrganisation } from './organisation.ts'

/** The code of the second factor: out of sight until somebody asks for it. */
export function ClaimCode({ claim }: { readonly claim: Claim }): VNode {
  const { id } = useOrganisation()
  const sending = useSend()
  const [code, setCode] = useState<string>()
  if (claim.isCodeLocked) return <>{words.codeLocked}</>
  return (
    <div class="stack stack-tight">
      <p>{words.codeAsked}</p>
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      {/* One region for both: what comes into it is read aloud. */}
      <div role="status">{code !== undefined && <p><span class="code-shown">{code.replace(/^(\d{4})(\d{4})$/, '$1 $2')}</span></p>}</div>
      {code === undefined
        ? <div><Button icon="key" busy={sending.isBusy && words.codeShowing} onPress={() => void sending.send(async () => setCode((await showClaimCode(id, claim.id)).code))}>{words.codeShow}</Button></div>
        : <p class="quiet small">{words.codeShown}</p>}
    </div>
  )
}
