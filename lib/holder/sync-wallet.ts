import type { Json } from '../encoding/canonical-json.ts'
import { encodeBase64url } from '../encoding/base64url.ts'
import { encodeHex } from '../encoding/hex.ts'
import { maxSyncEntryBytes, parseSyncList, parseSyncRevision, type SyncList, type SyncListItem } from '../exchange/sync/sync-list.ts'
import { openEntry, saveEntry, type WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'
import { isLater, mergeValues } from './merge-entries.ts'
import { type Fetch, NodeRefusal, requestNode, requestNodeBytes } from './request-node.ts'
import { openSyncEntry, sealSyncEntry, syncedKinds, syncName, type SyncEntry } from './sync-entry.ts'
import type { SyncKeys } from './sync-keys.ts'
import { forgetNode, moveSync, placeOf, saveSyncState, stopSync, type SyncedEntry, type SyncState } from './sync-state.ts'
import type { EntryKind, SealedEntry } from './wallet-storage.ts'

/** What meeting the other devices needs. */
export interface SyncContext extends WalletContext {
  readonly fetch: Fetch
  readonly now: Date
}

/** What came of one meeting. */
export interface SyncReport {
  readonly state: SyncState
  readonly received: number
  readonly sent: number
  /** Entries that two devices changed at once: the version that came second is kept beside the first. */
  readonly conflicts: number
  /** Entries that are too large for the node; they stay on this device. */
  readonly tooLarge: number
  /** What others wrote and this device cannot read, because its wallet is older or something broke. */
  readonly unreadable: number
}

/** The version of an entry that gave way to another device's. */
export interface KeptConflict {
  readonly id: string
  readonly of: { readonly kind: EntryKind; readonly id: string }
  readonly value: Json
  readonly keptAt: string
}

/** How often a write is tried anew when another device was faster. */
const maxRounds = 5

/** How many entries are fetched at the same time. */
const atOnce = 6

/**
 * Meets the wallet's other devices at the node: takes what they wrote, settles what two changed at once, sends what is new here.
 *
 * Every device comes to the same result in whatever order they meet. Nothing is lost without a word: of two changes the one that reached the
 * node first stands, and the other is kept as a conflict; a change wins over a deletion. Broken off half-way, it goes on where it was.
 *
 * Untrusted: the node. It can withhold and go back in time, which is noticed and mended; it cannot read, forge or swap.
 *
 * @throws HolderError `holder/node-unreachable`; NodeRefusal `sync/ended` after the key was turned elsewhere, `sync/full`, `rate/exceeded`
 */
export async function syncWallet(start: SyncState, context: SyncContext): Promise<SyncReport> {
  const meeting = new Meeting(start, await context.keys.syncKeys(placeOf(start)), context)
  try {
    for (let round = 0; round < maxRounds; round += 1) if (await meeting.goOnce()) break
    await meeting.leavePlaces()
    meeting.finish()
  } finally {
    await saveSyncState(meeting.state, context)
  }
  return meeting.report()
}

/**
 * Shuts out every device that is not told the new code: everything is sealed anew under a fresh turn of the key, and the old place is closed.
 *
 * What such a device holds stays on it. The caller still has to show the code, and to say so.
 */
export async function turnSyncKey(state: SyncState, context: SyncContext): Promise<SyncReport> {
  const { state: current } = await syncWallet(state, context)
  const moved = await moveSync({ ...current, leaving: [...current.leaving, current.turn] }, context.cryptography.randomBytes(32), context)
  return syncWallet(moved, context)
}

/** Deletes everything at the node and stops; the wallet stays on each device. */
export async function closeSync(state: SyncState, context: SyncContext): Promise<void> {
  await closePlace(state, context)
  await stopSync(context)
}

async function closePlace({ node, turn }: Pick<SyncState, 'node' | 'turn'>, { keys, fetch }: SyncContext): Promise<void> {
  const { channel, token } = await keys.syncKeys(placeOf({ node, turn }))
  try {
    await requestNode(`${node}/api/sync/${channel}`, fetch, { method: 'DELETE', bearer: token })
  } catch (error) {
    if (!(error instanceof NodeRefusal) || !['sync/ended', 'sync/not-found'].includes(error.problemCode)) throw error
  }
}

/** One meeting: what is known so far, which is saved however it ends. */
class Meeting {
  #place: Omit<SyncState, 'entries'>
  #entries: Map<string, SyncedEntry>
  /** The first write that could not be read: the next meeting begins there again. */
  #unreadableFrom = Number.POSITIVE_INFINITY
  readonly #keys: SyncKeys
  readonly #context: SyncContext
  readonly #counts = { received: 0, sent: 0, conflicts: 0 }
  readonly #tooLarge = new Set<string>()
  readonly #unreadable = new Set<string>()

  constructor(state: SyncState, keys: SyncKeys, context: SyncContext) {
    this.#place = state
    this.#entries = new Map(Object.entries(state.entries))
    this.#keys = keys
    this.#context = context
  }

  get state(): SyncState {
    return { ...this.#place, entries: Object.fromEntries(this.#entries) }
  }

  /** Takes, then sends. Answers whether nothing came between. */
  async goOnce(): Promise<boolean> {
    const list = await this.#list()
    const known = new Map([...this.#entries].map(([key, { revision }]) => [this.#nameOf(key), revision]))
    const news = list.entries.filter(({ name, revision }) => known.get(name) !== revision)
    for (let start = 0; start < news.length; start += atOnce) {
      const some = news.slice(start, start + atOnce)
      const fetched = await Promise.all(some.map((item) => this.#fetch(item)))
      for (const [index, item] of some.entries()) await this.#take(item, fetched[index] ?? new Uint8Array())
    }
    this.#note({ cursor: Math.min(list.revision, this.#unreadableFrom - 1) })
    return this.#sendAll()
  }

  /** Closes the places that were left; one that cannot be reached now is closed another time. */
  async leavePlaces(): Promise<void> {
    for (const turn of this.#place.leaving) {
      await closePlace({ node: this.#place.node, turn }, this.#context)
      this.#note({ leaving: this.#place.leaving.filter((other) => other !== turn) })
    }
  }

  finish(): void {
    this.#note({ syncedAt: this.#context.now.toISOString() })
  }

  report(): SyncReport {
    return { state: this.state, ...this.#counts, tooLarge: this.#tooLarge.size, unreadable: this.#unreadable.size }
  }

  /** What was written since; all of it where the node has gone back behind what it once said. */
  async #list(): Promise<SyncList> {
    const { cursor } = this.#place
    const list = await this.#request(cursor)
    if (list !== undefined && list.revision >= cursor) return list
    const { entries, ...changes } = forgetNode(this.state)
    this.#note(changes)
    this.#entries = new Map(Object.entries(entries))
    return (await this.#request(0)) ?? { revision: 0, entries: [] }
  }

  async #request(after: number): Promise<SyncList | undefined> {
    try {
      return parseSyncList(await requestNode(`${this.#address()}?after=${after}`, this.#context.fetch, { bearer: this.#keys.token }))
    } catch (error) {
      if (error instanceof NodeRefusal && error.problemCode === 'sync/not-found') return undefined
      throw error
    }
  }

  #fetch({ name }: SyncListItem): Promise<Uint8Array<ArrayBuffer>> {
    return requestNodeBytes(`${this.#address()}/${name}`, this.#context.fetch, { bearer: this.#keys.token, maxBytes: maxSyncEntryBytes })
  }

  async #take({ name, revision }: SyncListItem, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    try {
      await this.#settle(await openSyncEntry(bytes, name, { keys: this.#keys, cryptography: this.#context.cryptography }), revision)
    } catch (error) {
      if (!(error instanceof HolderError)) throw error
      this.#unreadable.add(name)
      this.#unreadableFrom = Math.min(this.#unreadableFrom, revision)
    }
  }

  /** Brings an entry of another device together with what is here. */
  async #settle(theirs: SyncEntry, revision: number): Promise<void> {
    const key = keyOf(theirs)
    const known = this.#entries.get(key)
    const stored = await this.#context.storage.loadEntry(theirs.kind, theirs.id)
    const theirDigest = theirs.sealed === null ? null : this.#digest(theirs.sealed)
    const myDigest = stored === undefined ? null : this.#digest(stored.sealed)
    const seen = { count: theirs.count, device: theirs.device, revision, digest: theirDigest }
    if (myDigest === theirDigest) return this.#remember(key, seen)
    const isChangedHere = known === undefined ? stored !== undefined : known.digest !== myDigest
    const isNews = known === undefined || isLater(theirs, known)
    // The node came with something older: what is here is sent again over it, as nothing that it has ever seen.
    if (!isNews) return this.#remember(key, { ...known, revision, digest: '' })
    const settled = isChangedHere ? this.#settleBoth(theirs, stored, seen) : this.#accept(theirs, { seen, myDigest })
    // The person changed it at this very moment: once more, with what is there now.
    if (!(await settled)) await this.#settle(theirs, revision)
  }

  /** Both sides changed it since they last met. Answers false when it has changed again meanwhile. */
  async #settleBoth(theirs: SyncEntry, stored: SealedEntry | undefined, seen: SyncedEntry): Promise<boolean> {
    const key = keyOf(theirs)
    const myDigest = stored === undefined ? null : this.#digest(stored.sealed)
    // A change wins over a deletion, whichever was where.
    if (stored === undefined) return this.#accept(theirs, { seen, myDigest })
    const mine = await this.#open(stored)
    if (mine === undefined) return this.#accept(theirs, { seen, myDigest })
    if (theirs.sealed === null) {
      this.#remember(key, seen)
      return true
    }
    const value = await openEntry<Json>({ kind: theirs.kind, id: theirs.id, sealed: theirs.sealed }, this.#context)
    const merged = mergeValues(theirs.kind, mine, value)
    if (merged !== undefined) {
      if (merged === value) return this.#accept(theirs, { seen, myDigest })
      await saveEntry(theirs.kind, merged as { readonly id: string }, this.#context)
      this.#remember(key, seen)
      return true
    }
    // Kept first: whatever happens in between, neither version is lost.
    const conflict = await this.#keepConflict(theirs, mine)
    if (await this.#accept(theirs, { seen, myDigest })) return true
    await this.#context.storage.removeEntry('conflict', conflict)
    this.#counts.conflicts -= 1
    return false
  }

  /** What gives way is kept where the person can find it, on every device. */
  async #keepConflict({ kind, id }: SyncEntry, value: Json): Promise<string> {
    const { cryptography, now } = this.#context
    const conflict: KeptConflict = { id: encodeHex(cryptography.randomBytes(12)), of: { kind, id }, value, keptAt: now.toISOString() }
    await saveEntry('conflict', conflict, this.#context)
    this.#counts.conflicts += 1
    return conflict.id
  }

  /** Puts theirs in the place of what had `myDigest`. Answers false when something else stands there by now. */
  async #accept({ kind, id, sealed }: SyncEntry, { seen, myDigest }: { readonly seen: SyncedEntry; readonly myDigest: string | null }): Promise<boolean> {
    if (sealed !== null) await openEntry({ kind, id, sealed }, this.#context)
    const there = await this.#context.storage.loadEntry(kind, id)
    if ((there === undefined ? null : this.#digest(there.sealed)) !== myDigest) return false
    if (sealed === null) await this.#context.storage.removeEntry(kind, id)
    else await this.#context.storage.saveEntry({ kind, id, sealed })
    this.#counts.received += 1
    this.#remember(keyOf({ kind, id }), seen)
    return true
  }

  /** Sends what changed here. Answers false when another device wrote in between. */
  async #sendAll(): Promise<boolean> {
    const here = new Map((await Promise.all(syncedKinds.map((kind) => this.#context.storage.loadEntries(kind)))).flat().map((entry) => [keyOf(entry), entry]))
    for (const key of new Set([...here.keys(), ...this.#entries.keys()])) {
      const entry = here.get(key)
      const known = this.#entries.get(key)
      const digest = entry === undefined ? null : this.#digest(entry.sealed)
      const isSame = known !== undefined && known.digest === digest
      if (isSame && (known.revision > 0 || digest === null)) continue
      // Broken bytes would break it for all; the others may still have it whole.
      if (entry !== undefined && (await this.#open(entry)) === undefined) continue
      const version = isSame ? known : { count: (known?.count ?? 0) + 1, device: this.#place.device }
      if (!(await this.#send({ ...partsOf(key), count: version.count, device: version.device, sealed: entry?.sealed ?? null }, known?.revision ?? 0, digest))) return false
    }
    return true
  }

  async #send(entry: SyncEntry, expects: number, digest: string | null): Promise<boolean> {
    const name = syncName(entry, this.#keys, this.#context.cryptography)
    const bytes = await sealSyncEntry(entry, name, { keys: this.#keys, cryptography: this.#context.cryptography })
    if (bytes.length > maxSyncEntryBytes) return this.#tooLarge.add(name) !== undefined
    try {
      const answer = await requestNode(`${this.#address()}/${name}?expects=${expects}`, this.#context.fetch, { method: 'PUT', bearer: this.#keys.token, body: bytes })
      this.#counts.sent += 1
      this.#remember(keyOf(entry), { count: entry.count, device: entry.device, revision: parseSyncRevision(answer), digest })
      return true
    } catch (error) {
      if (error instanceof NodeRefusal && error.problemCode === 'sync/changed') return false
      throw error
    }
  }

  async #open(entry: SealedEntry): Promise<Json | undefined> {
    try {
      return await openEntry<Json>(entry, this.#context)
    } catch (error) {
      if (error instanceof HolderError) return undefined
      throw error
    }
  }

  #remember(key: string, entry: SyncedEntry): void {
    this.#entries.set(key, entry)
  }

  #note(changes: Partial<Omit<SyncState, 'entries'>>): void {
    this.#place = { ...this.#place, ...changes }
  }

  #nameOf(key: string): string {
    return syncName(partsOf(key), this.#keys, this.#context.cryptography)
  }

  #digest(bytes: Uint8Array): string {
    return encodeBase64url(this.#context.cryptography.sha256(bytes))
  }

  #address(): string {
    return `${this.#place.node}/api/sync/${this.#keys.channel}`
  }
}

function keyOf({ kind, id }: Pick<SealedEntry, 'kind' | 'id'>): string {
  return `${kind}/${id}`
}

function partsOf(key: string): Pick<SealedEntry, 'kind' | 'id'> {
  const slash = key.indexOf('/')
  return { kind: key.slice(0, slash) as EntryKind, id: key.slice(slash + 1) }
}
