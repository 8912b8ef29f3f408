import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/button.tsx'
import { TextField } from '../components/field.tsx'
import { InteractionCode } from '../components/interaction-code.tsx'
import { ProblemNotice } from '../components/problem-notice.tsx'
import { startClaimExchange, type StartedExchange } from '../exchange-api.ts'
import { formatMoment } from '../locale.ts'
import { claimElsewhere as words } from '../messages/claim-elsewhere.ts'
import { useSend } from '../use-send.ts'

/** Hands a claim over to a wallet of another make: a code to scan, good once. */
export default function ClaimElsewhere({ token, needsCode }: { readonly token: string, readonly needsCode: boolean }): VNode {
  const [code, setCode] = useState('')
  const [started, setStarted] = useState<StartedExchange>()
  const sending = useSend()
  const start = (event?: Event): void => {
    event?.preventDefault()
    void sending.send(async () => setStarted(await startClaimExchange(token, code.trim() === '' ? undefined : code)))
  }
  return (
    <div class="stack">
      <p>{words.text}</p>
      {sending.problem !== undefined && <ProblemNotice problem={sending.problem} />}
      {started === undefined ? (
        <form class="stack" onSubmit={start} noValidate>
          {needsCode && <TextField label={words.code} hint={words.codeHint} isOptional value={code} onValue={setCode} type="number" autoComplete="one-time-code" isShort max={12} />}
          <div><Button type="submit" busy={sending.isBusy && words.starting}>{words.start}</Button></div>
        </form>
      ) : (
        <div class="stack" aria-live="polite">
          <p>{words.scan}</p>
          <InteractionCode url={started.interactionUrl} qrLabel={words.qr} addressLabel={words.address} openLabel={words.open} />
          <p class="quiet">{words.once(formatMoment(started.expiresAt))}</p>
          <div><Button busy={sending.isBusy && words.starting} onPress={() => start()}>{words.anew}</Button></div>
        </div>
      )}
    </div>
  )
}
