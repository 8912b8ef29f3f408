/**
 * When what this node appended counts: once the cosigners that the policy in force asks for have signed for it. Everything that
 * leaves the node about its log, checkpoint and proofs, is about the last final one.
 */
import { setTimeout as wait } from 'node:timers/promises'
import {
  collectCosignatures, formatCosignerKey, formatVerifierKey, hasQuorum, lintPolicy, parseCheckpoint, parsePolicy, ProvenTiles, satisfies, type Checkpoint, type CosignRoundResult, type Policy, type PolicyLint,
} from 'everlearned/ledger'
import { equalBytes } from 'everlearned/encoding'
import { createGuardedFetch, type GuardedRequest } from 'everlearned/node'
import { logKeysAt, policyAt, refusedByCosigners, type JudgedLog } from 'everlearned/trust'
import type { NodeContext } from '../context.ts'
import { endAlarm, raiseAlarm } from './raise-alarm.ts'
import { rulesInForce } from './rules-in-force.ts'

/** How long cosigners have to answer in one round, and how long the next round waits when it was not enough. */
const roundMilliseconds = 5_000
const pauseMilliseconds = 1_000

const rowId = 'log'

/** So many cosigners refuse what was appended that it cannot become final. */
const refusedCode = refusedByCosigners

/** What finality is made from. */
type FinalityDependencies = Pick<NodeContext, 'config' | 'database' | 'cryptography' | 'now' | 'followedLogs'>

/** The policy in force of this node's log. */
export interface PolicyInForce {
  readonly text: string
  readonly policy: Policy
  readonly lint: PolicyLint
}

/** Keeps the last final checkpoint, and asks cosigners for the next. */
export class Finality {
  readonly #log: JudgedLog
  readonly #dependencies: FinalityDependencies
  readonly #fetch: (url: string, init?: GuardedRequest) => Promise<Response>
  #final: Checkpoint | undefined
  #sizes: ReadonlyMap<string, number> = new Map()
  #answers: CosignRoundResult['answers'] = new Map()
  #round: Promise<boolean> | undefined
  #parsed: PolicyInForce | undefined
  /** The log that lies here is older than this, which was final: nothing counts, and nothing more is signed for. */
  readonly #missing: Checkpoint | undefined
  #told: string | undefined

  private constructor(log: JudgedLog, dependencies: FinalityDependencies, { final, missing }: { readonly final?: Checkpoint; readonly missing?: Checkpoint }) {
    this.#log = log
    this.#dependencies = dependencies
    this.#fetch = createGuardedFetch({ allowedOrigins: dependencies.config.networkOrigins, timeoutSeconds: roundMilliseconds / 1_000 })
    this.#final = final
    this.#missing = missing
  }

  /**
   * Opens what is known. When more was final than the log holds, or another history was, the files of the log were put back from an
   * older copy: an alarm is raised, nothing is called final, and the log takes nothing more, or it would have two histories.
   */
  static async open(log: JudgedLog, dependencies: FinalityDependencies): Promise<Finality> {
    const row = await dependencies.database.selectFrom('final_checkpoint').select('checkpoint').where('id', '=', rowId).executeTakeFirst()
    const known = row === undefined ? undefined : parseCheckpoint(row.checkpoint)
    const { origin, size } = log.log.checkpoint
    if (known === undefined || await holds(log, known, dependencies)) {
      await endAlarm({ kind: 'rolled-back', origin }, dependencies)
      return new Finality(log, dependencies, known === undefined ? {} : { final: known })
    }
    const reason = known.size > size ? `${known.size} entries of this log were final, and ${size} are here: an older copy was put back` : 'this log was final with another history than lies here'
    log.halt({ ok: 'later', code: 'trust/log-rolled-back', reason })
    await raiseAlarm({ kind: 'rolled-back', origin, code: 'trust/log-rolled-back', reason, proof: null, at: dependencies.now() }, dependencies)
    return new Finality(log, dependencies, { missing: known })
  }

  /** The last checkpoint that counts; undefined while there is none. */
  async checkpoint(): Promise<Checkpoint | undefined> {
    await this.#finishAlone()
    return this.#final
  }

  /** The key that verifies what is shown of this log: that of the last final checkpoint, which a newer key may follow. */
  async verifierKey(): Promise<string> {
    const final = await this.checkpoint()
    const [key] = final === undefined ? [] : logKeysAt(this.#log.registry, final.size, this.#dependencies.cryptography.sha256)
    return key === undefined ? this.#log.log.verifierKey : formatVerifierKey(key)
  }

  /** How each cosigner answered in the last round, by its name in the policy. */
  get answers(): CosignRoundResult['answers'] {
    return this.#answers
  }

  /** The policy that the charter or its last change put in force, of this log or of the registry that it follows; undefined before. */
  get inForce(): PolicyInForce | undefined {
    const rules = rulesInForce({ judgedLog: this.#log, followedLogs: this.#dependencies.followedLogs })
    const text = rules === undefined ? undefined : policyAt(rules.registry, rules.at)?.policy
    if (rules === undefined || text === undefined) return undefined
    if (this.#parsed?.text !== text) {
      const policy = parsePolicy(text, this.#dependencies.cryptography.sha256)
      // The policy of another log may name that log; this one signs its own checkpoints.
      this.#parsed = { text, policy: rules.followed === undefined ? policy : { ...policy, logs: [] }, lint: lintPolicy(policy) }
    }
    return this.#parsed
  }

  /** Brings the newest checkpoint to finality; false when cosigners were missing. Rounds wait for one another. */
  advance(): Promise<boolean> {
    this.#round ??= this.#advance().finally(() => {
      this.#round = undefined
    })
    return this.#round
  }

  /** Asks every cosigner of the policy, those too whom a quorum does not need: who holds a copy, and how far. */
  async poll(): Promise<void> {
    const rules = this.inForce
    if (this.#missing !== undefined || rules === undefined || rules.policy.witnesses.length === 0) return
    const everybody = { name: 'everybody', threshold: rules.policy.witnesses.length, members: rules.policy.witnesses.map(({ name }) => name) }
    await this.#ask({ ...rules.policy, groups: [everybody], quorum: everybody.name })
  }

  /** Waits until everything up to an index is final, at most so long; tells whether it is. */
  async reach(index: number, milliseconds: number): Promise<boolean> {
    const deadline = Date.now() + milliseconds
    while ((this.#final?.size ?? 0) <= index) {
      if (Date.now() >= deadline) return false
      if (!await this.advance()) await wait(Math.min(pauseMilliseconds, Math.max(0, deadline - Date.now())))
    }
    return true
  }

  async #advance(): Promise<boolean> {
    if (this.#missing !== undefined) return false
    if (this.#isAhead()) await this.#log.catchUp()
    if (this.#isAhead()) await this.#tellHalt()
    if (this.#log.log.checkpoint.size === this.#final?.size) return true
    const rules = this.inForce
    if (rules === undefined) return false
    if (rules.policy.witnesses.length === 0) return this.#finishAlone()
    const result = await this.#ask(rules.policy)
    if (result.isFinal) await this.#keep(result.checkpoint)
    this.#weigh(rules.policy, result)
    await this.#tellHalt()
    return result.isFinal
  }

  /** A log that its cosigners have refused halts, so that nobody records here what nobody will count; it goes on when they agree again. */
  #weigh({ witnesses, ...policy }: Policy, { isFinal, rejecting }: CosignRoundResult): void {
    const others = witnesses.filter(({ name }) => !rejecting.includes(name)).map(({ name }) => name)
    if (isFinal || hasQuorum({ witnesses, ...policy }, new Set(others))) return this.#log.resume(refusedCode)
    const { size } = this.#log.log.checkpoint
    this.#log.halt({ ok: 'later', code: refusedCode, reason: `this log has halted: of its ${size} entries not all are right to ${rejecting.join(', ')}` })
  }

  /** Everybody may read why; told when it changes. */
  async #tellHalt(): Promise<void> {
    const { halted, log: { checkpoint: { origin } } } = this.#log
    if (this.#told === (halted?.code ?? '')) return
    const alarm = { kind: 'halted', origin } as const
    if (halted === undefined) await endAlarm(alarm, this.#dependencies)
    else await raiseAlarm({ ...alarm, code: halted.code, reason: halted.reason, proof: null, at: this.#dependencies.now() }, this.#dependencies)
    this.#told = halted?.code ?? ''
  }

  async #ask(policy: Policy): Promise<CosignRoundResult> {
    const { cryptography } = this.#dependencies
    const result = await collectCosignatures(this.#log.log.checkpoint, {
      policy, cryptography, knownSizes: this.#sizes, deadline: AbortSignal.timeout(roundMilliseconds),
      proveConsistency: (older, newer) => this.#log.log.consistencyProof(older, newer),
      fetchResource: (url, { method, body, signal }) => this.#fetch(url, {
        ...(method === undefined ? {} : { method }), ...(typeof body === 'string' ? { body } : {}), ...(signal === undefined || signal === null ? {} : { signal }),
        headers: { 'content-type': 'text/plain' },
      }),
    })
    this.#sizes = result.sizes
    this.#answers = result.answers
    await this.#note(result)
    return result
  }

  /** Where the policy asks nobody, what is signed is final. */
  async #finishAlone(): Promise<boolean> {
    const { checkpoint } = this.#log.log
    const rules = this.inForce
    if (this.#missing !== undefined || rules === undefined || rules.policy.witnesses.length > 0) return false
    if (checkpoint.size === this.#final?.size) return true
    if (this.#isAhead()) await this.#log.catchUp()
    // What nobody else judges is not final against the rules.
    if (this.#isAhead()) return false
    if (!(await satisfies(rules.policy, checkpoint, this.#dependencies.cryptography)).isFinal) return false
    await this.#keep(checkpoint)
    return true
  }

  /** Whether the log holds what was not judged here, or not found right. */
  #isAhead(): boolean {
    return this.#log.registry.size < this.#log.log.checkpoint.size
  }

  async #keep(checkpoint: Checkpoint): Promise<void> {
    if (checkpoint.size === this.#final?.size) return
    const { database, now } = this.#dependencies
    const values = { checkpoint: checkpoint.text, made_at: now() }
    await database.insertInto('final_checkpoint').values({ id: rowId, ...values }).onConflict((conflict) => conflict.column('id').doUpdateSet(values)).execute()
    await database.insertInto('log_growth').values({ size: checkpoint.size, reached_at: now() }).onConflict((conflict) => conflict.column('size').doNothing()).execute()
    this.#final = checkpoint
  }

  async #note({ cosigners, checkpoint }: CosignRoundResult): Promise<void> {
    const keys = new Map(this.inForce?.policy.witnesses.map(({ name, key }) => [name, formatCosignerKey(key)]))
    for (const { name, at } of cosigners) {
      const values = { size: checkpoint.size, cosigned_at: new Date(at * 1_000) }
      await this.#dependencies.database.insertInto('cosignature').values({ cosigner: keys.get(name) ?? name, ...values })
        .onConflict((conflict) => conflict.column('cosigner').doUpdateSet(values)).execute()
    }
  }
}

/** Tells whether the log goes on from a checkpoint. */
async function holds({ log }: JudgedLog, { size, root }: Checkpoint, { cryptography: { sha256 } }: FinalityDependencies): Promise<boolean> {
  if (size > log.checkpoint.size) return false
  const own = size === log.checkpoint.size ? log.checkpoint.root : await (await ProvenTiles.open((path) => log.resource(path), log.checkpoint, sha256)).rootAt(size)
  return equalBytes(own, root)
}
