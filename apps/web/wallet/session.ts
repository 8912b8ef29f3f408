import { computed, signal, type ReadonlySignal } from '@preact/signals'
import { createPasskey, evaluatePasskey, openIndexedDbWalletStorage, requestPersistence } from 'everlearned/browser'
import { webCryptography } from 'everlearned/crypto'
import {
  deriveWalletKeys, seedLength, unwrapWithPasskey, unwrapWithPassphrase, wrapWithPasskey, wrapWithPassphrase,
  type PasskeyWrap, type PassphraseWrap, type SeedWrap, type WalletContext, type WalletStorage,
} from 'everlearned/holder'
import { isKiosk } from './kiosk.ts'

/** The wallet of this device: being looked for, not there, locked, or open. */
export type Session =
  | { readonly kind: 'looking' }
  /** The browser lets pages store nothing. */
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'none'; readonly storage: WalletStorage }
  | { readonly kind: 'locked'; readonly storage: WalletStorage; readonly wraps: readonly SeedWrap[] }
  | OpenSession

/** An open wallet. The seed and the keys are here and nowhere else, until it locks or the page closes. */
export interface OpenSession {
  readonly kind: 'open'
  readonly storage: WalletStorage
  readonly wraps: readonly SeedWrap[]
  readonly seed: Uint8Array<ArrayBuffer>
  readonly context: WalletContext
}

/** Minutes without use after which an open wallet locks itself. */
export const autoLockMinutes = 10

const current = signal<Session>({ kind: 'looking' })
const changes = signal(0)
const ownChangeListeners: (() => void)[] = []
let lastUse = Date.now()
let isWatching = false

/** The wallet of this device, as pages read it. */
export const session: ReadonlySignal<Session> = computed(() => current.value)

/** Looks for a wallet in this browser, and starts to watch for idleness. */
export async function findWallet(): Promise<void> {
  try {
    const storage = await openIndexedDbWalletStorage()
    const wraps = await storage.loadWraps()
    current.value = wraps.length === 0 ? { kind: 'none', storage } : { kind: 'locked', storage, wraps }
    watchIdleness()
  } catch {
    // Private windows of some browsers refuse their database; the page says so.
    current.value = { kind: 'unavailable' }
  }
}

/** @throws HolderError `holder/passphrase-weak` */
export async function makeWithPassphrase(passphrase: string): Promise<void> {
  const seed = webCryptography.randomBytes(seedLength)
  await begin(seed, await wrapWithPassphrase(seed, passphrase, wrapContext()))
}

/** @throws BrowserError `browser/passkey-cancelled`, `browser/prf-missing` */
export async function makeWithPasskey(name: string): Promise<void> {
  const seed = webCryptography.randomBytes(seedLength)
  const passkey = await createPasskey({ id: webCryptography.randomBytes(16), name })
  await begin(seed, await wrapWithPasskey(seed, passkey, wrapContext()))
}

/** @throws HolderError `holder/seal-broken` when no passphrase of this wallet is the one given */
export async function unlockWithPassphrase(wraps: readonly PassphraseWrap[], passphrase: string): Promise<void> {
  const [wrap, ...others] = wraps
  if (wrap === undefined) return
  try {
    await open(await unwrapWithPassphrase(wrap, passphrase))
  } catch (error) {
    if (others.length === 0) throw error
    await unlockWithPassphrase(others, passphrase)
  }
}

/** @throws BrowserError, HolderError */
export async function unlockWithPasskey(wrap: PasskeyWrap): Promise<void> {
  await open(await unwrapWithPasskey(wrap, await evaluatePasskey(wrap)))
}

/** Opens the wallet that a backup, an export, words or cards have just put back. */
export async function openRestored(seed: Uint8Array<ArrayBuffer>): Promise<void> {
  await open(seed)
  await requestPersistence()
}

/** Opens a new wallet in a storage that is forgotten with the page. */
export async function openForOnce(storage: WalletStorage): Promise<void> {
  current.value = { kind: 'none', storage }
  await open(webCryptography.randomBytes(seedLength))
  watchIdleness()
}

/** Forgets the keys, and where the records were. */
export function forget(): void {
  const state = current.value
  if (state.kind === 'open') state.seed.fill(0)
  current.value = { kind: 'looking' }
}

/** Counts the changes to what is stored; pages that list it read it anew. */
export const contentVersion: ReadonlySignal<number> = computed(() => changes.value)

/** Tells pages that another device's changes have come. */
export function announceChange(): void {
  changes.value += 1
}

/** Calls back after each change that this device makes itself. */
export function onOwnChange(listener: () => void): void {
  ownChangeListeners.push(listener)
}

/** Adds a way in, and takes the place of `replaced` when one is named. */
export async function addPassphrase(passphrase: string, replaced: readonly SeedWrap[]): Promise<void> {
  const { seed, storage } = opened()
  await storage.saveWrap(await wrapWithPassphrase(seed, passphrase, wrapContext()))
  for (const wrap of replaced) await storage.removeWrap(wrap.id)
  await rereadWraps()
}

/** @throws BrowserError `browser/passkey-cancelled`, `browser/prf-missing` */
export async function addPasskey(name: string): Promise<void> {
  const { seed, storage } = opened()
  const passkey = await createPasskey({ id: webCryptography.randomBytes(16), name })
  await storage.saveWrap(await wrapWithPasskey(seed, passkey, wrapContext()))
  await rereadWraps()
}

/** Removes a way in, but never the last one. */
export async function removeWayIn(id: string): Promise<void> {
  const { storage, wraps } = opened()
  if (wraps.length < 2) return
  await storage.removeWrap(id)
  await rereadWraps()
}

/** Deletes everything of the wallet in this browser. */
export async function removeWallet(): Promise<void> {
  const { storage, seed } = opened()
  await storage.replaceAll({ wraps: [], entries: [] })
  seed.fill(0)
  current.value = { kind: 'none', storage }
}

/** Forgets the keys. What is stored stays, sealed. */
export function lock(): void {
  const state = current.value
  if (state.kind !== 'open' || isKiosk.value) return
  state.seed.fill(0)
  current.value = { kind: 'locked', storage: state.storage, wraps: state.wraps }
}

async function begin(seed: Uint8Array<ArrayBuffer>, wrap: SeedWrap): Promise<void> {
  await storageOf(current.value).saveWrap(wrap)
  await open(seed)
  await requestPersistence()
}

async function open(seed: Uint8Array<ArrayBuffer>): Promise<void> {
  const storage = storageOf(current.value)
  const [wraps, keys] = await Promise.all([storage.loadWraps(), deriveWalletKeys(seed)])
  lastUse = Date.now()
  current.value = { kind: 'open', storage, wraps, seed, context: { keys, storage: watched(storage), cryptography: webCryptography } }
  // Only a wallet that meets other devices needs the code for it, and nothing waits for that.
  if ((await storage.loadEntry('device', 'sync')) !== undefined) void import('./keep-synced.ts').then(({ keepSynced }) => keepSynced()).catch(() => undefined)
}

/** The storage as pages use it: what they change is sent to the other devices before long. */
function watched(storage: WalletStorage): WalletStorage {
  const tell = (): void => ownChangeListeners.forEach((listener) => listener())
  return {
    ...storage,
    saveEntry: async (entry) => { await storage.saveEntry(entry).then(tell) },
    removeEntry: async (kind, id) => { await storage.removeEntry(kind, id).then(tell) },
  }
}

async function rereadWraps(): Promise<void> {
  const state = opened()
  current.value = { ...state, wraps: await state.storage.loadWraps() }
}

function opened(): OpenSession {
  const state = current.value
  if (state.kind !== 'open') throw new Error('Cannot use the wallet: it is locked')
  return state
}

function storageOf(state: Session): WalletStorage {
  if (state.kind === 'looking' || state.kind === 'unavailable') throw new Error('Cannot use the wallet: its storage is not open yet')
  return state.storage
}

/** Timers sleep with a hidden page: the clock is asked again whenever the page is seen. */
function watchIdleness(): void {
  if (isWatching) return
  isWatching = true
  const used = (): void => { lastUse = Date.now() }
  const check = (): void => { if (Date.now() - lastUse > autoLockMinutes * 60_000) lock() }
  for (const name of ['pointerdown', 'keydown', 'scroll'] as const) addEventListener(name, used, { passive: true, capture: true })
  addEventListener('pageshow', check)
  document.addEventListener('visibilitychange', check)
  setInterval(check, 15_000)
}

const wrapContext = (): { readonly cryptography: typeof webCryptography; readonly now: Date } => ({ cryptography: webCryptography, now: new Date() })
