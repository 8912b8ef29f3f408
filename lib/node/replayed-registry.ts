import { equalBytes } from '../encoding/bytes.ts'
import type { EntryRefusal } from '../ledger/copy-bundles.ts'
import { hashLeaf } from '../ledger/merkle-hash.ts'
import { newRegistry, type Registry } from '../trust/registry.ts'
import { applyEntry } from '../trust/replay.ts'
import type { ReplayContext } from '../trust/ruling.ts'
import { loadRegistry, saveRegistry } from './saved-registry.ts'

/** A registry is written anew when it has grown by so many entries, and by a tenth. */
const entriesPerSave = 1_000

/** A copy of the log on this machine, proven up to its size. */
export interface ProvenCopy {
  readonly size: number
  rootAt(size: number): Promise<Uint8Array>
  entriesFrom(index: number): AsyncIterable<Uint8Array<ArrayBuffer>>
}

/** The code of a replay that another history interrupted: it begins again from the copy. */
export const replayRestarted = 'trust/replay-restarted'

/**
 * The rules, replayed over a copy of a log and over the entries that are just being copied. What was replayed but did not become
 * part of the copy is compared, entry by entry, with what comes in its place.
 */
export class ReplayedRegistry {
  readonly #path: string
  readonly #origin: string
  readonly #context: ReplayContext
  #registry: Registry
  #savedSize = 0
  /** Leaf hashes of the entries that were replayed beyond the copy. */
  #ahead: Uint8Array[] = []

  private constructor(path: string, origin: string, context: ReplayContext) {
    this.#path = path
    this.#origin = origin
    this.#context = context
    this.#registry = newRegistry(origin)
  }

  /** Goes on from what was saved when the copy still begins with it, otherwise from the first entry. */
  static async open(path: string, { origin, context, copy }: { readonly origin: string; readonly context: ReplayContext; readonly copy: ProvenCopy }): Promise<ReplayedRegistry> {
    const replayed = new ReplayedRegistry(path, origin, context)
    await replayed.restart(copy)
    return replayed
  }

  get registry(): Registry {
    return this.#registry
  }

  /** Judges the entry at `index`, the next one or one that was judged already. */
  async check(entry: Uint8Array<ArrayBuffer>, index: number): Promise<EntryRefusal | undefined> {
    const hash = hashLeaf(entry, this.#context.cryptography.sha256)
    const judged = this.#ahead[this.#ahead.length - (this.#registry.size - index)]
    if (judged !== undefined) return equalBytes(judged, hash) ? undefined : { kind: 'later', code: replayRestarted, reason: 'another history was judged before' }
    const applied = await applyEntry(this.#registry, entry, index, this.#context)
    if (applied.ok !== true) return { kind: applied.ok === 'later' ? 'later' : 'refused', code: applied.code, reason: applied.reason }
    this.#ahead.push(hash)
    return undefined
  }

  /** Replays what the copy has and the registry not; answers the entry that stopped it. */
  async catchUp(copy: ProvenCopy, tell: (size: number) => void): Promise<{ readonly index: number; readonly refusal: EntryRefusal } | undefined> {
    if (this.#registry.size >= copy.size) return undefined
    for await (const entry of copy.entriesFrom(this.#registry.size)) {
      const index = this.#registry.size
      const refusal = await this.check(entry, index)
      if (refusal !== undefined) return { index, refusal }
      this.#ahead = []
      tell(index)
    }
    await this.settle(copy)
    return undefined
  }

  /** The copy has grown by what was replayed, or by the beginning of it. */
  async settle(copy: ProvenCopy): Promise<void> {
    this.#ahead = this.#ahead.slice(this.#ahead.length - Math.max(0, this.#registry.size - copy.size))
    if (this.#registry.size - this.#savedSize >= Math.max(entriesPerSave, this.#savedSize / 10)) await this.save(copy)
  }

  /** Writes the registry, when all of it is of the copy. */
  async save(copy: ProvenCopy): Promise<void> {
    const { size } = this.#registry
    if (size > copy.size || size === this.#savedSize) return
    await saveRegistry(this.#path, this.#registry, { root: () => copy.rootAt(size), sha256: this.#context.cryptography.sha256 })
    this.#savedSize = size
  }

  /** Forgets what was replayed beyond what is saved. */
  async restart(copy: ProvenCopy): Promise<void> {
    this.#ahead = []
    this.#registry = (await this.#readSaved(copy)) ?? newRegistry(this.#origin)
    this.#savedSize = this.#registry.size
  }

  #readSaved(copy: ProvenCopy): Promise<Registry | undefined> {
    return loadRegistry(this.#path, { origin: this.#origin, size: copy.size, rootAt: (size) => copy.rootAt(size), sha256: this.#context.cryptography.sha256 })
  }
}
