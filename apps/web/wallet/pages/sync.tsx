import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { closeSync, formatSyncCode, loadSyncState, moveSync, parseNodeOrigin, readSyncCode, startSync, stopSync, turnSyncKey, type SyncContext, type SyncReport, type SyncState } from 'everlearned/holder'
import { Button } from '../../components/button.tsx'
import { CheckField, TextField } from '../../components/field.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { formatAgo } from '../../locale.ts'
import { custody } from '../../messages/custody.ts'
import { type Loading, useLoaded } from '../../use-loaded.ts'
import { findHomeNode } from '../home-node.ts'
import { forgetMeeting, keepSynced, meeting, meetNow } from '../keep-synced.ts'
import { codeOf } from '../parts/code-of.ts'
import { ConflictPart } from '../parts/conflict-part.tsx'
import { contentVersion, type OpenSession } from '../session.ts'
import type { OpenPageProps } from '../wallet-app.tsx'

const words = custody.sync

/** The wallet's other devices: where they meet, when they last met, and who is shut out. */
export default function Sync({ session }: OpenPageProps): VNode {
  const state = useLoaded(async () => (await loadSyncState(session.context)) ?? null, [session.context, meeting.value, contentVersion.value])
  const [isStopped, setStopped] = useState(false)
  return (
    <Page title={words.heading} lede={words.lede} crumbs={[{ href: '/settings', label: custody.settings }]}>
      {isStopped && <Notice isLive><p>{words.stopped}</p></Notice>}
      {state.value === null && <Start session={session} onStarted={() => { setStopped(false); void keepSynced().then(state.reload) }} />}
      {state.value !== null && state.value !== undefined && <On session={session} state={state.value} loading={state} onStopped={() => { setStopped(true); forgetMeeting(); state.reload() }} />}
    </Page>
  )
}

function Start({ session, onStarted }: { readonly session: OpenSession, readonly onStarted: () => void }): VNode {
  const [node, setNode] = useState('')
  const [code, setCode] = useState('')
  const [faults, setFaults] = useState<{ readonly node?: string, readonly code?: string }>({})
  useEffect(() => { void findHomeNode().then((home) => { if (home !== undefined) setNode((typed) => (typed === '' ? home : typed)) }) }, [])
  const start = async (event: Event): Promise<void> => {
    event.preventDefault()
    const turn = readSyncCode(code, session.context.cryptography)
    const origin = originOf(node)
    setFaults({ ...(origin === undefined ? { node: words.nodeFault } : {}), ...(turn === undefined ? { code: words.codeFault } : {}) })
    if (origin === undefined || turn === undefined) return
    await startSync({ node: origin, turn }, session.context)
    onStarted()
  }
  return (
    <form class="stack" onSubmit={(event) => void start(event)} noValidate>
      <p>{words.how}</p>
      <TextField id="sync-node" label={words.node} hint={words.nodeHint} fault={faults.node} value={node} onValue={setNode} type="url" max={300} />
      <TextField id="sync-code" label={words.code} hint={words.codeHint} fault={faults.code} value={code} onValue={setCode} isOptional max={120} />
      <p class="quiet">{words.kept}</p>
      <div class="button-row"><Button type="submit" kind="main">{words.start}</Button></div>
    </form>
  )
}

function On({ session, state, loading, onStopped }: { readonly session: OpenSession, readonly state: SyncState, readonly loading: Loading<SyncState | null>, readonly onStopped: () => void }): VNode {
  const last = meeting.value
  const isEnded = last.kind === 'missed' && last.code === 'sync/ended'
  const stop = async (act: (context: SyncContext) => Promise<void>): Promise<void> => {
    await act(networked(session))
    onStopped()
  }
  return (
    <div class="stack stack-loose">
      <section class="stack">
        <p class="strong" data-testid="sync-last">{state.syncedAt === null ? words.never : words.last(formatAgo(state.syncedAt))}</p>
        <p>{words.at} <span class="code" dir="ltr">{state.node}</span></p>
        <div role="status">{last.kind === 'met' && <Met report={last.report} />}</div>
        {last.kind === 'missed' && !isEnded && <Notice kind="care"><p data-testid="sync-missed">{explain(last.code)}</p></Notice>}
        {isEnded ? <Join session={session} state={state} onJoined={() => void meetNow().then(loading.reload)} /> : <div class="button-row"><Button busy={last.kind === 'meeting' && words.meeting} onPress={() => void meetNow()}>{words.now}</Button></div>}
      </section>
      <ConflictPart session={session} />
      <ShutOut session={session} state={state} onTurned={loading.reload} />
      <section class="stack">
        <h2>{words.stopHeading}</h2>
        <p>{words.stopText}</p>
        <div><Button onPress={() => void stop(stopSync)}>{words.stop}</Button></div>
        <p>{words.closeText}</p>
        <div><Button kind="danger" onPress={() => void stop((context) => closeSync(state, context)).catch(() => void meetNow())}>{words.close}</Button></div>
        <p class="quiet">{words.kept}</p>
      </section>
    </div>
  )
}

function Met({ report: { received, sent, tooLarge, unreadable } }: { readonly report: SyncReport }): VNode {
  return (
    <>
      <p data-testid="sync-met">{words.met(received, sent)}</p>
      {tooLarge > 0 && <p>{words.tooLarge(tooLarge)}</p>}
      {unreadable > 0 && <p>{words.unreadable(unreadable)}</p>}
    </>
  )
}

/** Another device turned the key: this one goes on once it is told the code. */
function Join({ session, state, onJoined }: { readonly session: OpenSession, readonly state: SyncState, readonly onJoined: () => void }): VNode {
  const [code, setCode] = useState('')
  const [fault, setFault] = useState<string>()
  const join = async (event: Event): Promise<void> => {
    event.preventDefault()
    const turn = readSyncCode(code, session.context.cryptography)
    if (turn === undefined || turn.length === 0) return setFault(words.codeFault)
    await moveSync(state, turn, session.context)
    onJoined()
  }
  return (
    <form class="stack" onSubmit={(event) => void join(event)} noValidate data-testid="sync-ended">
      <Notice kind="care"><p>{words.ended}</p></Notice>
      <TextField id="sync-code" label={words.code} fault={fault} value={code} onValue={setCode} max={120} />
      <div class="button-row"><Button type="submit" kind="main">{words.join}</Button></div>
    </form>
  )
}

/** Turns the key: whoever is not told the new code gets nothing more. */
function ShutOut({ session, state, onTurned }: { readonly session: OpenSession, readonly state: SyncState, readonly onTurned: () => void }): VNode {
  const [isSure, setSure] = useState(false)
  const [fault, setFault] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const code = formatSyncCode(state, session.context.cryptography)
  const turn = async (): Promise<void> => {
    setBusy(true)
    setFault(undefined)
    await turnSyncKey(state, networked(session)).catch((thrown: unknown) => setFault(explain(codeOf(thrown)))).finally(() => setBusy(false))
    setSure(false)
    forgetMeeting()
    onTurned()
  }
  return (
    <section class="stack">
      {code !== '' && (
        <>
          <h2>{words.newCodeHeading}</h2>
          <p>{words.newCodeText}</p>
          <p class="code share-rows" dir="ltr" data-testid="sync-code">{code}</p>
        </>
      )}
      <h2>{words.shutOutHeading}</h2>
      <p>{words.shutOutText}</p>
      <p>{words.shutOutPassphrase}</p>
      {fault !== undefined && <Notice kind="fault"><p>{fault}</p></Notice>}
      <CheckField label={words.shutOutSure} isChecked={isSure} onChange={setSure} />
      {isSure && <div><Button kind="danger" busy={isBusy && custody.working} onPress={() => void turn()}>{words.shutOut}</Button></div>}
    </section>
  )
}

/** Meetings write past the watch for this device's own changes. */
function networked({ context, storage }: OpenSession): SyncContext {
  return { ...context, storage, fetch: fetch.bind(globalThis), now: new Date() }
}

function explain(code: string): string {
  if (code === 'holder/node-unreachable') return words.offline
  if (code === 'sync/full') return words.full
  return code === 'rate/exceeded' ? words.busy : words.other
}

function originOf(text: string): string | undefined {
  try {
    return parseNodeOrigin(text.trim())
  } catch {
    return undefined
  }
}
