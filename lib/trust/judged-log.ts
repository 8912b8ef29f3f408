import { LedgerError } from '../ledger/ledger-error.ts'
import type { Sha256 } from '../ledger/merkle-hash.ts'
import { parsePolicy } from '../ledger/policy.ts'
import type { TransparencyLog } from '../ledger/transparency-log.ts'
import type { VerifierKey } from '../ledger/verifier-key.ts'
import { parseEntry } from './entry.ts'
import { logKeysAt } from './log-keys.ts'
import { newRegistry, type Registry } from './registry.ts'
import { applyEntry } from './replay.ts'
import { putOff, refuse, type Refusal, type ReplayContext } from './ruling.ts'
import { TrustError } from './trust-error.ts'

/** What became of an entry that was submitted: where it stands, or why it was not taken. */
export type Submitted = { readonly ok: true; readonly index: number } | Refusal

/** The code of a halt because cosigners refuse what the log has signed; a policy that gives the log another key is taken all the same. */
export const refusedByCosigners = 'ledger/log-refused'

/** The log holds an entry that the rules refuse. */
const brokenCode = 'trust/log-broken'

/** What is submitted together. */
export interface Submission {
  readonly entries: readonly Uint8Array[]
  /** Entries already in the log from this index on are answered with their place and not added again. */
  readonly since?: number
}

/**
 * A log that takes only what the rules allow, judged before it is written: what an operator appends here no honest validator
 * refuses. It begins by replaying the log, from `known` when that is the registry of the log's first entries. Checkpoints are signed
 * under the key that the log's own policy names, from the entry on that names it.
 */
export class JudgedLog {
  readonly log: TransparencyLog
  readonly #context: ReplayContext
  #registry: Registry
  #turn: Promise<unknown> = Promise.resolve()
  #halted: Refusal | undefined

  private constructor(log: TransparencyLog, registry: Registry, context: ReplayContext) {
    this.log = log
    this.#registry = registry
    this.#context = context
  }

  /**
   * Opens a log. One with an entry that the rules refuse has halted there: it takes nothing more, and can be read.
   *
   * @throws TrustError `trust/registry-unknown` while the registry that the log follows is not known; LedgerError `ledger/log-key-missing` when its policy names a key that is not here
   */
  static async open(log: TransparencyLog, context: ReplayContext, known: Registry = newRegistry(log.checkpoint.origin)): Promise<JudgedLog> {
    const judged = new JudgedLog(log, known, context)
    await judged.#catchUp()
    await judged.#signUnderKeyInForce()
    return judged
  }

  /** What the entries amount to. Ask it; only this log changes it. */
  get registry(): Registry {
    return this.#registry
  }

  /** Why nothing more is taken; undefined while something is. */
  get halted(): Refusal | undefined {
    return this.#halted
  }

  /** Takes nothing more, for this reason, such as that it would be another history than one that is known. The first reason stays. */
  halt(reason: Refusal): void {
    this.#halted ??= reason
  }

  /** Takes entries again when a reason, by its code, was the one and holds no longer. */
  resume(code: string): void {
    if (this.#halted?.code === code) this.#halted = undefined
  }

  /** Judges what was appended otherwise than by {@link submit}, such as by another program. */
  catchUp(): Promise<void> {
    return this.#inTurn(() => this.#catchUp())
  }

  /**
   * Judges entries one after the other and appends those that the rules allow, together. Submissions wait for one another.
   *
   * @throws LedgerError as an append does; then this log must be opened again
   */
  submit(submission: Submission): Promise<readonly Submitted[]> {
    return this.#inTurn(() => this.#submitNow(submission))
  }

  #inTurn<Result>(action: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(action)
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #catchUp(): Promise<void> {
    while (this.#registry.size < this.log.checkpoint.size && this.#halted?.code !== brokenCode) {
      const { size } = this.#registry
      const applied = await applyEntry(this.#registry, await this.log.entry(size), size, this.#context)
      if (applied.ok === 'later') throw new TrustError('trust/registry-unknown', `Cannot replay log: entry ${size} cannot be judged yet (${applied.code})`)
      if (applied.ok !== true) this.#halted = putOff(brokenCode, `this log has halted: its entry ${size} is not by the rules (${applied.code})`)
    }
  }

  async #submitNow({ entries, since }: Submission): Promise<readonly Submitted[]> {
    await this.#catchUp()
    // After a failed append the registry is ahead of the log, for good.
    if (this.#registry.size > this.log.checkpoint.size) throw new TrustError('trust/log-behind', 'Cannot judge entry: an append failed, and the log must be opened again')
    const present = since === undefined ? [] : await this.log.find(entries, since)
    const taken: Uint8Array[] = []
    const answers: Submitted[] = []
    for (const [position, entry] of entries.entries()) {
      const index = present[position]
      answers.push(index === undefined ? await this.#judge(entry, taken) : { ok: true, index })
    }
    if (taken.length > 0) {
      await this.log.append(taken)
      await this.#signUnderKeyInForce()
    }
    return answers
  }

  async #judge(entry: Uint8Array, taken: Uint8Array[]): Promise<Submitted> {
    const keys = keysBrought(entry, this.#registry.origin, this.#context.cryptography.sha256)
    // Where cosigners refuse what a thief of the log's key has signed as well, another key is what they wait for.
    const isWayOut = this.#halted?.code === refusedByCosigners && keys.length > 0
    if (this.#halted !== undefined && !isWayOut) return this.#halted
    if (keys.length > 0 && !(await this.log.holdsOneOf(keys))) return refuse('trust/log-key-missing', 'who runs this log does not hold the key that the policy names for it')
    const index = this.#registry.size
    const applied = await applyEntry(this.#registry, entry, index, this.#context)
    if (applied.ok !== true) return applied
    taken.push(entry)
    return { ok: true, index }
  }

  async #signUnderKeyInForce(): Promise<void> {
    const keys = logKeysAt(this.#registry, this.#registry.size, this.#context.cryptography.sha256)
    if (keys.length > 0) await this.log.signUnder(keys)
  }
}

/** The keys that a policy names for the log it is to stand in. Untrusted: what cannot be read is for the rules to refuse. */
function keysBrought(bytes: Uint8Array, origin: string, sha256: Sha256): readonly VerifierKey[] {
  try {
    const { type, payload } = parseEntry(bytes)
    const policy = type === 'policy' || type === 'charter' ? payload.policy : undefined
    return policy === undefined ? [] : parsePolicy(policy, sha256).logs.map(({ key }) => key).filter(({ name }) => name === origin)
  } catch (cause) {
    if (cause instanceof TrustError || cause instanceof LedgerError) return []
    throw cause
  }
}
