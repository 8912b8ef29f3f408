import { concatBytes, equalBytes } from '../encoding/bytes.ts'
import { decodeBase64, encodeBase64 } from '../encoding/base64url.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { EverlearnedError } from '../error.ts'
import { verifyCheckpoint, type Checkpoint } from '../ledger/checkpoint.ts'
import { decodeEntries } from '../ledger/entry-bundle.ts'
import { findFork } from '../ledger/fork-proof.ts'
import { readTile, type LogReader } from '../ledger/log-reader.ts'
import { hashLeaf } from '../ledger/merkle-hash.ts'
import { ProvenTiles } from '../ledger/proven-tiles.ts'
import { tileAt, tileWidth } from '../ledger/tile.ts'
import type { VerifierKey } from '../ledger/verifier-key.ts'
import { hearGovernance, newGovernanceRecord, type GovernanceRecord } from '../trust/governance-record.ts'
import { logKeysAt, logKeysSince } from '../trust/log-keys.ts'
import { SourceError } from './log-source.ts'
import type { LogCopy } from './log-copy.ts'
import { readIfPresent } from './read-if-present.ts'
import { writeDurably } from './write-durably.ts'

/** Untrusted: nobody reads further ahead for a key that is new. */
const maxEntriesAhead = 100_000

/** The form of what is saved. */
const savedVersion = 1

/** What was heard is written anew when the copy has grown by so many entries, and by a tenth. */
const entriesPerSave = 1_000

/** Where it is kept, of which log, and under which key that was believed from the beginning. */
export interface KeysPlace {
  readonly path: string
  readonly pinned: VerifierKey
  readonly cryptography: Cryptography
}

/**
 * The keys that a copied log signs under, as its own entries name them (docs/decisions/0010-rotating-a-log-key.md): the one that
 * was believed first, until its governance names another.
 */
export class CopiedKeys {
  readonly #place: KeysPlace
  /** Of entries that the copy has. */
  #settled: GovernanceRecord
  /** Of these and of what is being copied. */
  #ahead: GovernanceRecord
  /** Of what a checkpoint covers that was looked at and not copied yet. */
  #peeked: { readonly checkpoint: Checkpoint; readonly keys: readonly VerifierKey[] } | undefined
  #saved: GovernanceRecord | undefined

  private constructor(place: KeysPlace, record: GovernanceRecord) {
    this.#place = place
    this.#settled = record
    this.#ahead = record
  }

  /** Goes on from what was saved when the copy still begins with it. */
  static async open(place: KeysPlace, copy: LogCopy): Promise<CopiedKeys> {
    const saved = await readSaved(place, copy)
    const keys = new CopiedKeys(place, saved ?? newGovernanceRecord(place.pinned.name))
    keys.#saved = saved
    await keys.settle(copy)
    return keys
  }

  /** The keys in force at a size, as far as is known here. */
  at(size: number): readonly VerifierKey[] {
    if (this.#peeked?.checkpoint.size === size && this.#ahead.size < size) return this.#peeked.keys
    const named = logKeysAt(this.#ahead, size, this.#place.cryptography.sha256)
    return named.length > 0 ? named : [this.#place.pinned]
  }

  /** The entry that put the keys in force which the log signs under now. */
  get since(): number | undefined {
    return logKeysSince(this.#settled, this.#settled.size, this.#place.cryptography.sha256)
  }

  /** Copying begins from the copy as it is. */
  begin(): void {
    this.#ahead = this.#settled
  }

  /** Hears an entry that is being copied, in its place. */
  async hear(entry: Uint8Array, index: number): Promise<void> {
    if (index === this.#ahead.size) this.#ahead = await hearGovernance(this.#ahead, entry, this.#place)
  }

  /** The copy is as it is now: what was heard beyond it is forgotten, what it has more is heard. */
  async settle(copy: LogCopy): Promise<void> {
    if (this.#ahead.size === copy.size) this.#settled = this.#ahead
    for await (const entry of copy.entriesFrom(this.#settled.size)) this.#settled = await hearGovernance(this.#settled, entry, this.#place)
    this.#ahead = this.#settled
    this.#peeked = undefined
    const saved = this.#saved ?? newGovernanceRecord(this.#place.pinned.name)
    if (saved.policies.length !== this.#settled.policies.length || this.#settled.size - saved.size >= Math.max(entriesPerSave, saved.size / 10)) await this.save(copy)
  }

  async save(copy: LogCopy): Promise<void> {
    if (this.#settled.size === 0 || this.#settled === this.#saved) return
    this.#saved = this.#settled
    await writeDurably(this.#place.path, `${JSON.stringify({ version: savedVersion, record: this.#settled, root: encodeBase64(await copy.rootAt(this.#settled.size)) })}\n`)
  }

  /**
   * Tells whether the log signed a checkpoint. One that goes on from the copy may be under a key that only its newer entries name,
   * with the signatures of those who govern the log by the entries of the copy. Untrusted: the checkpoint, and what the source serves.
   */
  async recognise(checkpoint: Checkpoint, copy: LogCopy, source: LogReader): Promise<boolean> {
    if (await this.isSigned(checkpoint)) return true
    // Without a beginning that is held there is nobody whose signatures could vouch for a new key.
    if (checkpoint.origin !== this.#place.pinned.name || copy.checkpoint === undefined || checkpoint.size <= copy.size) return false
    const keys = await this.#peek(checkpoint, copy.checkpoint, source)
    if (keys === undefined || !(await this.isSigned(checkpoint, keys))) return false
    this.#peeked = { checkpoint, keys }
    return true
  }

  /** Tells whether one of these keys signed a checkpoint; those in force at its size unless told otherwise. */
  async isSigned(checkpoint: Checkpoint, keys: readonly VerifierKey[] = this.at(checkpoint.size)): Promise<boolean> {
    for (const key of keys) if (await verifyCheckpoint(checkpoint, key, this.#place.cryptography)) return true
    return false
  }

  async #peek(target: Checkpoint, own: Checkpoint, source: LogReader): Promise<readonly VerifierKey[] | undefined> {
    const { sha256 } = this.#place.cryptography
    if (target.size - own.size > maxEntriesAhead) return undefined
    try {
      const tiles = await ProvenTiles.open(source, target, sha256)
      if ((await findFork(own, target, tiles)) !== undefined) return undefined
      let record = this.#settled
      for (let index = Math.floor(own.size / tileWidth); index * tileWidth < target.size; index += 1) {
        const tile = tileAt('entries', index, target.size)
        const bytes = tile === undefined ? undefined : await readTile(source, tile)
        if (tile === undefined || bytes === undefined) return undefined
        const entries = decodeEntries(bytes, tile.width)
        if (!(await tiles.hasLeaves(index, concatBytes(...entries.map((entry) => hashLeaf(entry, sha256)))))) return undefined
        for (const entry of entries.slice(Math.max(0, record.size - index * tileWidth))) record = await hearGovernance(record, entry, this.#place)
      }
      return logKeysAt(record, target.size, sha256)
    } catch (cause) {
      // Tiles of another tree prove nothing about this one.
      if (cause instanceof EverlearnedError && !(cause instanceof SourceError)) return undefined
      throw cause
    }
  }
}

async function readSaved({ path, pinned }: KeysPlace, copy: LogCopy): Promise<GovernanceRecord | undefined> {
  const text = await readIfPresent(path)
  if (text === undefined) return undefined
  const { version, record, root } = JSON.parse(text) as { readonly version?: number; readonly record: GovernanceRecord; readonly root: string }
  // Of another version of this program: the entries are still there.
  if (version !== savedVersion) return undefined
  return record.origin === pinned.name && record.size <= copy.size && equalBytes(await copy.rootAt(record.size), decodeBase64(root)) ? record : undefined
}
