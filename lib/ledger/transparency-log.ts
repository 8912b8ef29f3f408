import type { SigningKey } from '../crypto/cryptography.ts'
import { encodeUtf8, equalBytes } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'
import type { Checkpoint } from './checkpoint.ts'
import { LedgerError } from './ledger-error.ts'
import type { LogStorage } from './log-storage.ts'
import { LogTiles } from './log-tiles.ts'
import { LogWriter, type Leaf } from './log-writer.ts'
import { hashLeaf, hashLength, type Sha256 } from './merkle-hash.ts'
import { consistencyRanges, inclusionRanges } from './merkle-range.ts'
import { keysHeld, type LogIdentity } from './open-log.ts'
import type { RecoveredLog } from './recover-log.ts'
import { parseTilePath, tileAt, tileWidth } from './tile.ts'
import { formatTlogProof } from './tlog-proof.ts'
import { formatVerifierKey, verifierKeyOf, type VerifierKey } from './verifier-key.ts'

/** The longest entry that a log takes; it bounds the memory of a restart. */
export const maxLogEntryBytes = 16_384

/** What an append answers once its entries are durable and signed for. */
export interface AppendReceipt {
  /** The index of each entry, in the order given. */
  readonly indexes: readonly number[]
  readonly checkpoint: Checkpoint
}

interface PendingAppend {
  readonly entries: readonly Uint8Array[]
  /** Entries already in the log from this index on are not added again. */
  readonly onceSince: number | undefined
  readonly resolve: (receipt: AppendReceipt) => void
  readonly reject: (cause: unknown) => void
}

/** A log as its storage has it, held against the checkpoint known of it. */
export type Recover = (known: Checkpoint | undefined) => Promise<RecoveredLog & { readonly checkpoint: Checkpoint | undefined }>

interface Opened {
  readonly writer: LogWriter
  readonly checkpoint: Checkpoint
}

type Reopen = (known: Checkpoint | undefined, current?: LogIdentity) => Promise<Opened>

/** An open log. Appends that arrive while others are being written are written together. */
export class TransparencyLog {
  /** Under which key it signs now. */
  #identity: LogIdentity
  readonly #storage: LogStorage
  readonly #sha256: Sha256
  readonly #reopen: Reopen
  readonly #tiles: LogTiles
  #writer: LogWriter
  #checkpoint: Checkpoint
  #isWriterCurrent = true
  #pending: PendingAppend[] = []
  #writing: Promise<void> | undefined
  #stopped: LedgerError | undefined

  private constructor(storage: LogStorage, identity: LogIdentity, reopen: Reopen, { writer, checkpoint }: Opened) {
    const { sha256 } = identity.cryptography
    this.#identity = identity
    this.#storage = storage
    this.#reopen = reopen
    this.#sha256 = sha256
    this.#writer = writer
    this.#checkpoint = checkpoint
    this.#tiles = new LogTiles(storage, sha256)
  }

  /** For {@link openLog}: publishes a checkpoint when the journal holds more than the last one says. */
  static async start(storage: LogStorage, identity: LogIdentity, recover: Recover): Promise<TransparencyLog> {
    const reopen: Reopen = async (known, current = identity) => {
      const recovered = await recover(known)
      const writer = new LogWriter(storage, current, recovered)
      const isCurrent = recovered.checkpoint?.size === writer.size
      return { writer, checkpoint: isCurrent && recovered.checkpoint !== undefined ? recovered.checkpoint : await writer.publish() }
    }
    return new TransparencyLog(storage, identity, reopen, await reopen(undefined))
  }

  /** The key that verifies this log's last checkpoint, as text. */
  get verifierKey(): string {
    return formatVerifierKey(this.#keyOf(this.#identity.signingKey))
  }

  /** Tells whether this machine holds one of these keys of the log. */
  async holdsOneOf(keys: readonly VerifierKey[]): Promise<boolean> {
    return (await this.#find(keys)) !== undefined
  }

  /**
   * From here on signs under one of these keys, and signs again what it holds: its entries have named them. One that signs under
   * one of them already changes nothing.
   *
   * @throws LedgerError `ledger/log-key-missing` when this machine holds none of them; and what {@link append} throws
   */
  async signUnder(keys: readonly VerifierKey[]): Promise<void> {
    const signingKey = await this.#find(keys)
    if (signingKey === undefined) throw new LedgerError('ledger/log-key-missing', 'Cannot sign checkpoint: the key that the policy of this log names is not here')
    if (signingKey === this.#identity.signingKey) return
    this.#identity = { ...this.#identity, signingKey }
    await this.refresh()
  }

  /** The last signed checkpoint: origin, size, root and the exact text. */
  get checkpoint(): Checkpoint {
    return this.#checkpoint
  }

  /**
   * Appends entries and answers when they are durable, published and covered by a signed checkpoint.
   * After a crash an append that was not answered may be in the log whole, in part or not at all: see {@link appendOnce}.
   *
   * @throws LedgerError `ledger/entry-too-long`; `ledger/log-stopped` after a failed write or {@link close};
   *   `ledger/append-interrupted` where several writers share the log, which goes on with the next append
   */
  append(entries: readonly Uint8Array[]): Promise<AppendReceipt> {
    return this.#enqueue(entries, undefined)
  }

  /**
   * Appends the entries that are not in the log yet at index `since` or later, and answers the index of each. To repeat an
   * append after a crash, give the size of the log that was known before it.
   */
  appendOnce(entries: readonly Uint8Array[], since: number): Promise<AppendReceipt> {
    return this.#enqueue(entries, since)
  }

  /** Takes in what other writers of this log have appended, and answers a checkpoint that covers it. */
  async refresh(): Promise<Checkpoint> {
    return (await this.#enqueue([], undefined)).checkpoint
  }

  /** Where entries stand at index `since` or later, the newest place of each; undefined for those that do not. */
  async find(entries: readonly Uint8Array[], since: number): Promise<readonly (number | undefined)[]> {
    const known = await this.#leavesFrom(since)
    return entries.map((entry) => {
      const index = known.get(encodeHex(hashLeaf(entry, this.#sha256))) ?? -1
      return index >= since ? index : undefined
    })
  }

  /** @throws LedgerError `ledger/index-out-of-range` */
  async entry(index: number): Promise<Uint8Array<ArrayBuffer>> {
    const { size } = this.#checkpoint
    if (index >= 0 && index < size) {
      const entry = (await this.#tiles.readEntries(Math.floor(index / tileWidth), size))[index % tileWidth]
      if (entry !== undefined) return entry
    }
    throw new LedgerError('ledger/index-out-of-range', `Cannot read entry ${index}: the log has ${size}`)
  }

  /** The hashes that prove an entry in the tree of `size` leaves (RFC 6962, section 2.1.1). */
  async inclusionProof(index: number, size: number = this.#checkpoint.size): Promise<readonly Uint8Array<ArrayBuffer>[]> {
    const head = this.#checkpoint.size
    if (size > head) throw new LedgerError('ledger/index-out-of-range', `Cannot prove a tree of ${size} leaves: the log has ${head}`)
    return Promise.all(inclusionRanges(index, size).map((range) => this.#tiles.hashRange(range, head)))
  }

  /** The hashes that prove that the tree of `older` leaves begins the tree of `newer` leaves (RFC 6962, section 2.1.2). */
  async consistencyProof(older: number, newer: number = this.#checkpoint.size): Promise<readonly Uint8Array<ArrayBuffer>[]> {
    const head = this.#checkpoint.size
    if (newer > head) throw new LedgerError('ledger/index-out-of-range', `Cannot prove a tree of ${newer} leaves: the log has ${head}`)
    return Promise.all(consistencyRanges(older, newer).map((range) => this.#tiles.hashRange(range, head)))
  }

  /**
   * An offline proof of an entry in the form `c2sp.org/tlog-proof@v1`: under the last checkpoint, or under a given one of this
   * log, such as the last one that its cosigners made final.
   *
   * @throws LedgerError `ledger/index-out-of-range`, `ledger/checkpoint-foreign` for a checkpoint of another log
   */
  async tlogProof(index: number, checkpoint: Checkpoint = this.#checkpoint): Promise<string> {
    if (checkpoint.origin !== this.#checkpoint.origin) throw new LedgerError('ledger/checkpoint-foreign', 'Cannot prove entry: the checkpoint is that of another log')
    const hashes = await this.inclusionProof(index, checkpoint.size)
    return formatTlogProof({ index, hashes, checkpoint })
  }

  /** A file of the published log: `checkpoint` or `tile/…`. Untrusted: undefined for any other path and for what is not published. */
  async resource(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { size, text } = this.#checkpoint
    if (path === 'checkpoint') return encodeUtf8(text)
    const tile = parseTilePath(path)
    if (tile === undefined || tile.width > (tileAt(tile.level, tile.index, size)?.width ?? 0)) return undefined
    return this.#tiles.read(tile, size)
  }

  /** Waits for what is being written, takes no more and closes the storage. */
  async close(): Promise<void> {
    this.#stopped ??= new LedgerError('ledger/log-stopped', 'Cannot append: the log is closed')
    await this.#writing
    await this.#storage.close()
  }

  #enqueue(entries: readonly Uint8Array[], onceSince: number | undefined): Promise<AppendReceipt> {
    const tooLong = entries.find((entry) => entry.length > maxLogEntryBytes)
    if (tooLong !== undefined) {
      return Promise.reject(new LedgerError('ledger/entry-too-long', `Cannot append entry: ${tooLong.length} bytes, at most ${maxLogEntryBytes} are taken`))
    }
    if (this.#stopped !== undefined) return Promise.reject(this.#stopped)
    return new Promise((resolve, reject) => {
      this.#pending.push({ entries: entries.map((entry) => entry.slice()), onceSince, resolve, reject })
      this.#writing ??= this.#writePending()
    })
  }

  async #writePending(): Promise<void> {
    // Gives appends of the same turn the chance to be written together.
    await Promise.resolve()
    while (this.#pending.length > 0) {
      const group = this.#pending
      this.#pending = []
      try {
        const indexes = await this.#commit(group)
        group.forEach(({ resolve }, position) => resolve({ indexes: indexes[position] ?? [], checkpoint: this.#checkpoint }))
      } catch (cause) {
        for (const { reject } of [...group, ...await this.#interrupt(cause)]) reject(this.#stopped ?? interrupted(cause))
      }
    }
    this.#writing = undefined
  }

  /** After a fault what reached the storage is unknown; opening the log again finds out. Answers the appends that it ends as well. */
  async #interrupt(cause: unknown): Promise<readonly PendingAppend[]> {
    this.#isWriterCurrent = false
    await this.#writer.abandonTurn()
    const isLost = cause instanceof LedgerError && cause.code !== 'ledger/append-interrupted'
    if (this.#storage.turns !== undefined && !isLost) return []
    this.#stopped ??= new LedgerError('ledger/log-stopped', 'Cannot append: an earlier write failed', { cause })
    const ended = this.#pending
    this.#pending = []
    return ended
  }

  async #commit(group: readonly PendingAppend[]): Promise<readonly (readonly number[])[]> {
    const leaves = group.map(({ entries }) => entries.map((entry) => ({ entry, leafHash: hashLeaf(entry, this.#sha256) })))
    await this.#beginTurn()
    this.#writer.signUnder(this.#identity.signingKey)
    const added: Leaf[] = []
    const { size } = this.#writer
    const known = await this.#leavesSince(group)
    const indexes = group.map(({ onceSince = Infinity }, position) => (leaves[position] ?? []).map((leaf) => {
      const key = known === undefined ? '' : encodeHex(leaf.leafHash)
      const present = known?.get(key)
      if (present !== undefined && present >= onceSince) return present
      known?.set(key, size + added.length)
      return size + added.push(leaf) - 1
    }))
    if (added.length > 0) this.#checkpoint = await this.#writer.commit(added)
    else await this.#endTurn()
    return indexes
  }

  async #beginTurn(): Promise<void> {
    if (!this.#isWriterCurrent) {
      const { writer, checkpoint } = await this.#reopen(this.#checkpoint, this.#identity)
      this.#writer = writer
      this.#checkpoint = checkpoint
      this.#isWriterCurrent = true
    }
    await this.#writer.takeTurn()
  }

  async #endTurn(): Promise<void> {
    await this.#writer.endTurn()
    if (this.#writer.size > this.#checkpoint.size || !this.#isSigner(this.#checkpoint)) this.#checkpoint = await this.#writer.publish()
  }

  /** The one that it signs under now before any other. */
  async #find(keys: readonly VerifierKey[]): Promise<SigningKey | undefined> {
    const held = await keysHeld({ ...this.#identity })
    return held.find(({ publicKey }) => keys.some((key) => key.name === this.#identity.origin && equalBytes(key.publicKey.bytes, publicKey.bytes)))
  }

  #isSigner({ note }: Checkpoint): boolean {
    const { name, keyId } = this.#keyOf(this.#identity.signingKey)
    return note.signatures.some((line) => line.name === name && line.keyId === keyId)
  }

  #keyOf({ publicKey }: SigningKey): VerifierKey {
    return verifierKeyOf(this.#identity.origin, publicKey, this.#sha256)
  }

  /** The newest index of each leaf that the entries of a group must not repeat; undefined when they may repeat any. */
  async #leavesSince(group: readonly PendingAppend[]): Promise<Map<string, number> | undefined> {
    const since = Math.min(...group.map(({ onceSince }) => onceSince ?? Infinity))
    return since === Infinity ? undefined : this.#leavesFrom(since)
  }

  async #leavesFrom(since: number): Promise<Map<string, number>> {
    const known = new Map<string, number>()
    const { size } = this.#writer
    for (let index = Math.floor(Math.max(0, since) / tileWidth); index * tileWidth < size; index += 1) {
      const tile = tileAt(0, index, size)
      const hashes = tile === undefined ? new Uint8Array(0) : await this.#tiles.read(tile, size)
      for (let at = 0; at < hashes.length; at += hashLength) known.set(encodeHex(hashes.subarray(at, at + hashLength)), index * tileWidth + at / hashLength)
    }
    return known
  }
}

function interrupted(cause: unknown): LedgerError {
  return new LedgerError('ledger/append-interrupted', 'Cannot append: the storage failed, and whether it was appended is not known', { cause })
}
