import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { describeCredential, saveExchangeNote, type Counterpart, type ReceivedCredential } from 'everlearned/holder'
import type { Outcome } from '../exchange/meeting.ts'
import type { OpenSession } from '../session.ts'
import { ReceivedPart } from './received-part.tsx'

interface KeepReceivedProps {
  readonly session: OpenSession
  readonly who: Counterpart
  readonly outcome: Extract<Outcome, { readonly kind: 'received' }>
  /** All of it was kept, or the person does not want it. */
  readonly onSettled?: () => Promise<unknown>
}

/** What was handed over: kept when the person says so, written into the log, and its issuer told what became of it. */
export function KeepReceived({ session: { context }, who, outcome, onSettled }: KeepReceivedProps): VNode {
  const { route } = useLocation()
  const kept = useRef(0)
  const keepOne = async (received: ReceivedCredential): Promise<void> => {
    const { keep } = await import('../exchange/context.ts')
    const record = await keep(received, who, context)
    await saveExchangeNote({
      outcome: 'received', host: who.host, isKnown: who.knownName !== undefined, calledName: who.knownName ?? who.calledName, asked: [], records: [{ id: record.id, name: describeCredential(record.credential).name ?? '' }],
    }, { ...context, now: new Date() })
    void outcome.tell?.(true)
    kept.current += 1
    if (kept.current === outcome.records.length) await onSettled?.()
    if (outcome.records.length === 1) route(`/record/${record.id}${record.isDoubtful === true ? '' : '?new'}`)
  }
  const leave = async (): Promise<void> => {
    void outcome.tell?.(false)
    await onSettled?.()
    route('/')
  }
  return <ReceivedPart records={outcome.records} host={who.host} onKeep={keepOne} onLeave={() => void leave()} />
}
