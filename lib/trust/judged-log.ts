import type { TransparencyLog } from '../ledger/transparency-log.ts'
import { newRegistry, type Registry } from './registry.ts'
import { applyEntry } from './replay.ts'
import type { Refusal, ReplayContext } from './ruling.ts'
import { TrustError } from './trust-error.ts'

/** What became of an entry that was submitted: where it stands, or why it was not taken. */
export type Submitted = { readonly ok: true; readonly index: number } | Refusal

/** What is submitted together. */
export interface Submission {
  readonly entries: readonly Uint8Array[]
  /** Entries already in the log from this index on are answered with their place and not added again. */
  readonly since?: number
}

/**
 * A log that takes only what the rules allow, judged before it is written: what an operator appends here no honest validator
 * refuses. It begins by replaying the log, from `known` when that is the registry of the log's first entries.
 */
export class JudgedLog {
  readonly log: TransparencyLog
  readonly #context: ReplayContext
  #registry: Registry
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(log: TransparencyLog, registry: Registry, context: ReplayContext) {
    this.log = log
    this.#registry = registry
    this.#context = context
  }

  #halted: Refusal | undefined
  /** @throws TrustError `trust/log-breaks-rules` naming the entry that the rules refuse; `trust/registry-unknown` while the registry that the log follows is not known */
  static async open(log: TransparencyLog, context: ReplayContext, known: Registry = newRegistry(log.checkpoint.origin)): Promise<JudgedLog> {
    const judged = new JudgedLog(log, known, context)
    while (judged.registry.size < log.checkpoint.size) {
      const { size } = judged.registry
      const applied = await applyEntry(judged.registry, await log.entry(size), size, context)
      if (applied.ok === 'later') throw new TrustError('trust/registry-unknown', `Cannot replay log: entry ${size} cannot be judged yet (${applied.code})`)
      if (applied.ok !== true) throw new TrustError('trust/log-breaks-rules', `Cannot replay log: entry ${size} is not by the rules (${applied.code})`)
    }
    return judged
  }

  /** What the entries amount to. Ask it; only this log changes it. */
  get registry(): Registry {
    return this.#registry
  }

  /**
   * Judges entries one after the other and appends those that the rules allow, together. Submissions wait for one another.
   *
   * @throws LedgerError as an append does; then this log must be opened again
   */
  submit(submission: Submission): Promise<readonly Submitted[]> {
    const turn = this.#turn.then(() => this.#submitNow(submission))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** Takes nothing more, for this reason: what would be appended now could be another history than one that is known. */
  halt(reason: Refusal): void {
    this.#halted = reason
  }

  async #submitNow({ entries, since }: Submission): Promise<readonly Submitted[]> {
    // After a failed append the registry is ahead of the log, for good.
    if (this.#registry.size !== this.log.checkpoint.size) throw new TrustError('trust/log-behind', 'Cannot judge entry: an append failed, and the log must be opened again')
    const present = since === undefined ? [] : await this.log.find(entries, since)
    const taken: Uint8Array[] = []
    const answers: Submitted[] = []
    for (const [position, entry] of entries.entries()) {
      const index = present[position]
      answers.push(index === undefined ? await this.#judge(entry, taken) : { ok: true, index })
    }
    if (taken.length > 0) await this.log.append(taken)
    return answers
  }

  async #judge(entry: Uint8Array, taken: Uint8Array[]): Promise<Submitted> {
    const index = this.#registry.size
    const applied = await applyEntry(this.#registry, entry, index, this.#context)
    if (applied.ok !== true) return applied
    taken.push(entry)
    return { ok: true, index }
  }
}
    if (this.#halted !== undefined) return this.#halted
