import { createMemoryWalletStorage } from 'everlearned/holder'
import { goBy, isKiosk, kioskPath } from './kiosk.ts'
import { forget, openForOnce, session } from './session.ts'

/** Minutes without use after which a wallet for once asks whether somebody is there, and seconds in which they may answer. */
export const kioskIdle = { minutes: 3, answerSeconds: 60 } as const

type Snapshot = readonly (readonly [string, string])[]

let kept: { readonly local: Snapshot; readonly session: Snapshot; readonly hadNoWallet: boolean } | undefined

/** Opens a wallet that no storage of this browser ever sees, and keeps its pages out of the browser's memory of visited ones. */
export async function beginKiosk(): Promise<void> {
  kept = { local: snapshotOf(localStorage), session: snapshotOf(sessionStorage), hadNoWallet: session.value.kind === 'none' }
  goBy(location.href)
  History.prototype.replaceState.call(history, null, '', kioskPath)
  const stay = (_data: unknown, _unused: string, url?: string | URL | null): void => { if (url !== undefined && url !== null) goBy(String(url)) }
  Object.assign(history, { pushState: stay, replaceState: stay })
  addEventListener('beforeunload', askFirst)
  await openForOnce(createMemoryWalletStorage())
  isKiosk.value = true
}

/** Forgets everything and loads the first page anew; of this visit the browser keeps nothing. */
export async function endKiosk(): Promise<void> {
  removeEventListener('beforeunload', askFirst)
  forget()
  await removeTraces().catch(() => undefined)
  location.replace(`${kioskPath}#ended`)
  // Where the address is the same but for its end, browsers would only scroll.
  location.reload()
}

/** What this visit wrote before it was known to be one: only where there is no wallet of anybody. */
async function removeTraces(): Promise<void> {
  if (kept === undefined) return
  restore(localStorage, kept.local)
  restore(sessionStorage, kept.session)
  if (!kept.hadNoWallet) return
  await new Promise<void>((done) => { indexedDB.deleteDatabase('everlearned-wallet').onsuccess = () => done() })
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister()
  for (const name of await caches.keys()) await caches.delete(name)
}

function askFirst(event: BeforeUnloadEvent): void {
  event.preventDefault()
}

function snapshotOf(storage: Storage): Snapshot {
  return Object.entries(storage) as readonly (readonly [string, string])[]
}

function restore(storage: Storage, snapshot: Snapshot): void {
  storage.clear()
  for (const [name, value] of snapshot) storage.setItem(name, value)
}
