import { computed, signal, type ReadonlySignal } from '@preact/signals'
import { loadSyncState, syncWallet, type SyncReport } from 'everlearned/holder'
import { codeOf } from './parts/code-of.ts'
import { announceChange, onOwnChange, session } from './session.ts'

/** How the last meeting with the other devices went. */
export type Meeting =
  | { readonly kind: 'none' }
  | { readonly kind: 'meeting' }
  | { readonly kind: 'met'; readonly report: SyncReport }
  | { readonly kind: 'missed'; readonly code: string }

const last = signal<Meeting>({ kind: 'none' })
let isWatching = false
let isMeeting = false
let soon: ReturnType<typeof setTimeout> | undefined

/** How the last meeting went, as pages read it. */
export const meeting: ReadonlySignal<Meeting> = computed(() => last.value)

const idleMilliseconds = 300_000
const soonMilliseconds = 4_000

/** Meets now, and from then on whenever something changes, the connection is back, or some minutes have gone by. Never while the wallet is locked. */
export async function keepSynced(): Promise<void> {
  watch()
  await meetNow().catch(() => undefined)
}

function watch(): void {
  if (isWatching) return
  isWatching = true
  const meet = (): void => { if (document.visibilityState === 'visible') void meetNow().catch(() => undefined) }
  addEventListener('online', meet)
  document.addEventListener('visibilitychange', meet)
  setInterval(meet, idleMilliseconds)
  onOwnChange(() => {
    clearTimeout(soon)
    soon = setTimeout(meet, soonMilliseconds)
  })
}

/** Meets the other devices, unless a meeting is under way or sync is off. What went wrong is told by {@link meeting}. */
export async function meetNow(): Promise<void> {
  const state = session.value
  if (state.kind !== 'open' || isMeeting) return
  isMeeting = true
  // Its own writes are no changes of this device: the storage is used as it is.
  const context = { ...state.context, storage: state.storage, fetch: fetch.bind(globalThis), now: new Date() }
  try {
    const known = await loadSyncState(context)
    if (known === undefined) return
    last.value = { kind: 'meeting' }
    const report = await alone(() => syncWallet(known, context))
    if (report === undefined) return
    last.value = { kind: 'met', report }
    if (report.received > 0 || report.conflicts > 0) announceChange()
  } catch (thrown) {
    last.value = { kind: 'missed', code: codeOf(thrown) }
  } finally {
    isMeeting = false
    if (last.value.kind === 'meeting') last.value = { kind: 'none' }
  }
}

/** Forgets how the last meeting went. */
export function forgetMeeting(): void {
  last.value = { kind: 'none' }
}

/** One page of this wallet at a time; undefined when another one is meeting. */
function alone<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
  if (navigator.locks === undefined) return work()
  return navigator.locks.request('everlearned-sync', { ifAvailable: true }, (lock) => (lock === null ? undefined : work())) as Promise<Value | undefined>
}
