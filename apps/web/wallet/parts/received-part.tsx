import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { describeCredential, type ReceivedCredential } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { VerdictReport } from '../../components/verdict-report.tsx'
import { walletExchange as words } from '../../messages/wallet-exchange.ts'

interface ReceivedPartProps {
  readonly records: readonly ReceivedCredential[]
  readonly host: string
  readonly onKeep: (received: ReceivedCredential) => Promise<void>
  /** All were kept or left. */
  readonly onLeave: () => void
}

/** What came, each with the verdict on it; kept when the person says so, and one that failed only when they insist. */
export function ReceivedPart({ records, host, onKeep, onLeave }: ReceivedPartProps): VNode {
  const [kept, setKept] = useState<readonly ReceivedCredential[]>([])
  const [busy, setBusy] = useState<ReceivedCredential>()
  const keep = async (received: ReceivedCredential): Promise<void> => {
    if (busy !== undefined) return
    setBusy(received)
    await onKeep(received).finally(() => setBusy(undefined))
    setKept([...kept, received])
  }
  return (
    <div class="stack stack-loose">
      <p class="lede">{words.receivedText(host)}</p>
      {records.map((received, index) => (
        <div key={index} class="stack stack-loose">
          <VerdictReport report={received.report} credential={{ ...describeCredential(received.text), parts: [] }} />
          {kept.includes(received) ? <Notice isLive title={words.keptTitle}><p>{words.keptText}</p></Notice> : (
            <div class="stack">
              {received.report.integrity === 'failed' && <Notice kind="fault"><p>{words.failed}</p></Notice>}
              <div class="two-ways">
                {received.report.integrity === 'failed'
                  ? <Button kind="danger" class="button-large" busy={busy === received && words.working} onPress={() => void keep(received)}>{words.keepAnyway}</Button>
                  : <Button kind="main" class="button-large" busy={busy === received && words.working} onPress={() => void keep(received)}>{words.keep}</Button>}
                {records.length === 1 && <Button class="button-large" onPress={onLeave}>{words.drop}</Button>}
              </div>
            </div>
          )}
        </div>
      ))}
    </div>
  )
}
