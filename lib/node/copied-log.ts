import type { Checkpoint } from '../ledger/checkpoint.ts'
import type { EntryRefusal } from '../ledger/copy-bundles.ts'
import { findFork, type ForkProof } from '../ledger/fork-proof.ts'
import type { LogReader } from '../ledger/log-reader.ts'
import { mirrorLog, type MirrorReport } from '../ledger/mirror-log.ts'
import { ProvenTiles } from '../ledger/proven-tiles.ts'
import type { Following } from './followed-log.ts'
import type { LogCopy } from './log-copy.ts'
import type { CopiedKeys } from './copied-keys.ts'
import { replayRestarted, type ReplayedRegistry } from './replayed-registry.ts'
import { SourceError } from './log-source.ts'

/** Entries judged between two words of progress. */
const progressStep = 500

/** How far a copy got towards a checkpoint. */
export type CaughtUp =
  /** The copy covers the checkpoint, and every entry up to there is judged where entries are judged. */
  | { readonly outcome: 'covered' }
  | { readonly outcome: 'waiting' | 'unreachable'; readonly code: string; readonly reason: string; readonly index?: number }
  | { readonly outcome: 'refused'; readonly code: string; readonly reason: string; readonly index: number }
  | { readonly outcome: 'forked'; readonly proof: ForkProof }

/** The copy of a log with the rules replayed over it, brought up to one checkpoint after another. One at a time. */
export class CopiedLog {
  readonly copy: LogCopy
  readonly replayed: ReplayedRegistry | undefined
  readonly keys: CopiedKeys
  readonly #following: Following

  constructor(following: Following, { copy, replayed, keys }: Pick<CopiedLog, 'copy' | 'replayed' | 'keys'>) {
    this.#following = following
    this.copy = copy
    this.replayed = replayed
    this.keys = keys
  }

  /** Fetches and judges what a checkpoint covers, when the log signed it. Untrusted: the checkpoint, and what the source serves. */
  async catchUp(target: Checkpoint, source: LogReader): Promise<CaughtUp> {
    try {
      if (!(await this.keys.recognise(target, this.copy, source))) return { outcome: 'waiting', code: 'ledger/checkpoint-signature-invalid', reason: 'the log shows what the key in force has not signed' }
      return (await this.judgeKept()) ?? (await this.#fetch(target, source, true))
    } catch (cause) {
      if (cause instanceof SourceError) return { outcome: 'unreachable', code: cause.code, reason: cause.message }
      throw cause
    }
  }

  /** Tells whether the copy, which covers both, has another history than a checkpoint of before. */
  async findFork(older: Checkpoint): Promise<ForkProof | undefined> {
    const { storage, checkpoint } = this.copy
    if (checkpoint === undefined || older.size > checkpoint.size) return undefined
    return findFork(older, checkpoint, await ProvenTiles.open((path) => storage.read(path), checkpoint, this.#following.cryptography.sha256))
  }

  async close(): Promise<void> {
    await this.replayed?.save(this.copy)
    await this.keys.save(this.copy)
  }

  /** Judges what was copied before anybody judged it, or what could not be judged when it was copied. */
  async judgeKept(): Promise<CaughtUp | undefined> {
    const stopped = await this.replayed?.catchUp(this.copy, (size) => this.#tell(size))
    return stopped === undefined ? undefined : refusedAt(stopped.index, stopped.refusal)
  }

  async #fetch(target: Checkpoint, source: LogReader, mayRestart: boolean): Promise<CaughtUp> {
    const { verifierKey, cryptography } = this.#following
    const { storage } = this.copy
    this.keys.begin()
    const report = await mirrorLog(source, { storage, verifierKey, keysAt: (size) => this.keys.at(size), cryptography, target, checkEntry: (entry, index) => this.#check(entry, index) })
    await this.copy.refresh()
    await this.keys.settle(this.copy)
    if (report.outcome === 'entry-refused' && report.refusal.code === replayRestarted && mayRestart) {
      await this.replayed?.restart(this.copy)
      return (await this.judgeKept()) ?? this.#fetch(target, source, false)
    }
    if (report.outcome === 'copied') await this.replayed?.settle(this.copy)
    return described(report)
  }

  async #check(entry: Uint8Array<ArrayBuffer>, index: number): Promise<EntryRefusal | undefined> {
    this.#tell(index)
    const refusal = await this.replayed?.check(entry, index)
    if (refusal === undefined) await this.keys.hear(entry, index)
    return refusal
  }

  #tell(size: number): void {
    if (size > 0 && size % progressStep === 0) this.#following.onProgress?.(size)
  }
}

function described(report: MirrorReport): CaughtUp {
  switch (report.outcome) {
    // A smaller one that the copy goes on from is covered as well.
    case 'copied': case 'behind': return { outcome: 'covered' }
    case 'not-proven': return { outcome: 'waiting', code: report.code, reason: report.reason }
    case 'entry-refused': return refusedAt(report.index, report.refusal)
    case 'forked': return { outcome: 'forked', proof: report.proof }
  }
}

function refusedAt(index: number, { kind, code, reason }: EntryRefusal): CaughtUp {
  return { outcome: kind === 'refused' ? 'refused' : 'waiting', index, code, reason }
}
