import { decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { EverlearnedError } from '../error.ts'
import { parseAddCheckpoint } from '../ledger/add-checkpoint.ts'
import { parseCheckpoint, verifyCheckpoint, type Checkpoint } from '../ledger/checkpoint.ts'
import { formatForkProof, verifyForkProof, type ForkProof } from '../ledger/fork-proof.ts'
import type { LogReader } from '../ledger/log-reader.ts'
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '../ledger/verifier-key.ts'
import { witnessHandler } from '../ledger/witness-handler.ts'
import type { WitnessAnswer, WitnessRefusal } from '../ledger/witness.ts'
import type { Registry } from '../trust/registry.ts'
import type { KnownRegistry } from '../trust/ruling.ts'
import type { CaughtUp, CopiedLog } from './copied-log.ts'
import { copyReader } from './copy-reader.ts'
import type { FollowAlarm, FollowAlarms } from './follow-alarms.ts'
import type { FollowedLog, Following, FollowRole, FollowState } from './followed-log.ts'
import type { BlobSummary, KeptBlobs } from './kept-blobs.ts'
import { logSource, SourceError } from './log-source.ts'
import type { OwnCosignatures } from './own-cosignatures.ts'
import { proveFork } from './prove-fork.ts'
import type { PublishedCheckpoint } from './published-checkpoint.ts'
import { within } from './within.ts'

const defaultPatience = 20_000
const nothingKept: BlobSummary = { kept: 0, bytes: 0, missing: 0, firstMissing: [], leftOut: 0 }

/** What a follower keeps. */
export interface Kept {
  readonly own: OwnCosignatures
  readonly published: PublishedCheckpoint
  readonly alarms: FollowAlarms
  /** The copy; a witness has none. */
  readonly copied: CopiedLog | undefined
  /** What the log names by digest, beside a copy. */
  readonly blobs: KeptBlobs | undefined
}

/** See `followLog`. Looking at the log and judging for a cosignature take turns. */
export class Follower implements FollowedLog {
  readonly origin: string
  readonly url: string
  readonly role: FollowRole
  readonly #following: Following
  readonly #kept: Kept
  readonly #key: VerifierKey
  readonly #source: LogReader
  readonly #answer: ((request: Request) => Promise<Response>) | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #state: FollowState = { state: 'new' }
  #cosignedSize = 0
  #looking: Promise<unknown> | undefined

  private constructor(following: Following, kept: Kept) {
    this.#following = following
    this.#kept = kept
    this.#key = parseVerifierKey(following.verifierKey, following.cryptography.sha256)
    this.origin = this.#key.name
    this.url = following.url
    this.role = following.role
    this.#source = logSource(following)
    this.#answer = this.#witness()
  }

  static async open(following: Following, kept: Kept): Promise<Follower> {
    const follower = new Follower(following, kept)
    // A new key never said anything else.
    if (kept.alarms.of('rolled-back')?.cosigner !== kept.own.key) await kept.alarms.clear('rolled-back')
    await follower.#endForks()
    const cosigned = await kept.own.last()
    follower.#cosignedSize = cosigned?.size ?? 0
    // What was published may carry a cosignature of ours that the store has lost.
    if (kept.published.last !== undefined) await follower.#noticeOwn(kept.published.last)
    return follower
  }

  get size(): number {
    const { copied } = this.#kept
    return copied === undefined ? this.#cosignedSize : Math.min(copied.copy.size, copied.replayed?.registry.size ?? Infinity)
  }

  get verifierKey(): string {
    const [key = this.#key] = this.#keysInForce()
    return formatVerifierKey(key)
  }

  get cosignedSize(): number {
    return this.#cosignedSize
  }

  get registry(): Registry | undefined {
    return this.#kept.copied?.replayed?.registry
  }

  get state(): FollowState {
    const [last] = this.#openAlarms
    if (last === undefined) return this.#state
    const states = { fork: 'forked', 'refused-entry': 'refused', 'rolled-back': 'rolled-back' } as const
    const { code, reason, index } = last
    return { ...this.#state, state: states[last.kind], code, reason, ...(index === undefined ? {} : { index }) }
  }

  get alarms(): readonly FollowAlarm[] {
    return this.#kept.alarms.all
  }

  get blobs(): BlobSummary {
    return this.#kept.blobs?.summary ?? nothingKept
  }

  replay(): Promise<void> {
    return this.#inTurn(async () => void await this.#kept.copied?.judgeKept())
  }

  step(): Promise<FollowState> {
    return this.#inTurn(async () => {
      const found = await this.#look()
      const checkedAt = this.#following.now().toISOString()
      this.#state = found.outcome === 'covered' ? { state: 'current', checkedAt } : { ...this.#unless(found), checkedAt }
      return this.state
    })
  }

  async keepBlobs(signal?: AbortSignal): Promise<void> {
    const { copied, blobs } = this.#kept
    if (copied === undefined || blobs === undefined) return
    // A list that never becomes final must not take the place of the last one that is.
    const published = (): number => Math.min(this.size, this.#kept.published.last?.size ?? 0)
    while (await this.#inTurn(() => blobs.scan(copied.copy, published()))) continue
    await blobs.fetchMissing(signal)
  }

  compare(text: string): Promise<void> {
    return this.#inTurn(async () => {
      const shown = readCheckpoint(encodeUtf8(text))
      const { copied } = this.#kept
      if (shown === undefined || copied === undefined || !(await copied.keys.isSigned(shown))) return
      const proof = await copied.findFork(shown)
      if (proof !== undefined) await this.#fork(proof)
    })
  }

  async addCheckpoint(request: Request): Promise<Response> {
    return this.#answer === undefined ? new Response('this follower cosigns nothing\n', { status: 404 }) : this.#answer(request)
  }

  get reader(): LogReader {
    return copyReader({ pinned: this.#following.verifierKey, ...this.#kept })
  }

  async registryAt(origin: string, size: number): Promise<KnownRegistry | undefined> {
    const { copied } = this.#kept
    const registry = copied?.replayed?.registry
    if (registry === undefined || copied === undefined || origin !== this.origin || this.size < size) return undefined
    return { registry, root: await copied.copy.rootAt(size) }
  }

  async close(): Promise<void> {
    await this.#kept.blobs?.close()
    await this.#inTurn(async () => this.#kept.copied?.close())
  }

  #inTurn<Result>(action: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(action)
    this.#turn = done.catch(() => undefined)
    return done
  }

  /** Looks at what the log has published, and at what it has signed since. */
  async #look(): Promise<CaughtUp> {
    try {
      const published = await this.#fetchCheckpoint('checkpoint')
      if (published === undefined) return { outcome: 'waiting', code: 'ledger/checkpoint-missing', reason: 'the log shows no checkpoint that it has signed' }
      await this.#noticeOwn(published)
      const found = await this.#take(published)
      if (found.outcome !== 'covered') return found
      await this.#kept.published.keep(published)
      const pending = await this.#fetchCheckpoint('pending')
      return pending === undefined || pending.size <= published.size ? found : await this.#take(pending)
    } catch (cause) {
      if (cause instanceof SourceError) return { outcome: 'unreachable', code: cause.code, reason: cause.message }
      throw cause
    }
  }

  /** A checkpoint that the log shows; undefined when it shows none of its own. Who signed it is looked at where it is held against the copy. Untrusted. */
  async #fetchCheckpoint(path: string): Promise<Checkpoint | undefined> {
    const bytes = await this.#source(path)
    const checkpoint = bytes === undefined ? undefined : readCheckpoint(bytes)
    if (checkpoint === undefined || checkpoint.origin !== this.origin) return undefined
    return this.#kept.copied !== undefined || (await verifyCheckpoint(checkpoint, this.#key, this.#following.cryptography)) ? checkpoint : undefined
  }

  /** Brings the copy up to a checkpoint that the log signed, and raises what is wrong with it. */
  async #take(checkpoint: Checkpoint): Promise<CaughtUp> {
    const { copied, alarms } = this.#kept
    if (copied === undefined) return this.#compare(checkpoint)
    const found = await copied.catchUp(checkpoint, this.#source)
    if (found.outcome === 'forked') return this.#fork(found.proof)
    if (found.outcome === 'covered') await this.#endForks()
    if (found.outcome === 'refused') await this.#raise({ kind: 'refused-entry', code: found.code, reason: found.reason, index: found.index, checkpoint: checkpoint.text })
    return found.outcome === 'covered' && alarms.of('refused-entry') !== undefined ? this.#reconsider(checkpoint) : found
  }

  /** An entry was refused before, and now there is a tree that all is right with: the same one to better rules, or another history. */
  async #reconsider({ size }: Checkpoint): Promise<CaughtUp> {
    const { copied, alarms } = this.#kept
    const refused = alarms.of('refused-entry')
    if (refused?.checkpoint === undefined || copied === undefined || size <= (refused.index ?? 0)) return { outcome: 'covered' }
    const before = parseCheckpoint(refused.checkpoint)
    // What a key signed that is not in force any more needs no explanation.
    if (!(await copied.keys.isSigned(before, this.#keysInForce()))) {
      await alarms.clear('refused-entry')
      return { outcome: 'covered' }
    }
    if (before.size > copied.copy.size) return { outcome: 'waiting', code: refused.code, reason: 'a checkpoint with an entry that was refused is not explained' }
    const proof = await copied.findFork(before)
    if (proof !== undefined) return this.#fork(proof)
    await alarms.clear('refused-entry')
    return { outcome: 'covered' }
  }

  /** What a witness can do: hold a checkpoint against the last one it cosigned. */
  async #compare(checkpoint: Checkpoint): Promise<CaughtUp> {
    const cosigned = await this.#kept.own.last()
    if (cosigned === undefined) return { outcome: 'covered' }
    const proof = await proveFork([cosigned, checkpoint], this.#source, this.#following.cryptography.sha256)
    return proof === undefined ? { outcome: 'covered' } : this.#fork(proof)
  }

  /** The keys that the log signs under now, as far as is known here. */
  #keysInForce(): readonly VerifierKey[] {
    const { copied } = this.#kept
    return copied === undefined ? [this.#key] : copied.keys.at(copied.copy.size)
  }

  /** Two histories under one key in force convict the log. What a key says that is not in force any more is nobody's word. */
  async #fork(proof: ForkProof): Promise<CaughtUp> {
    for (const key of this.#keysInForce()) {
      if (!(await verifyForkProof(proof, key, this.#following.cryptography))) continue
      await this.#raiseFork(proof, key)
      return { outcome: 'forked', proof }
    }
    return { outcome: 'waiting', code: 'ledger/log-key-retired', reason: 'the log shows another history, under a key that is not in force any more' }
  }

  /** A fork stops the log until those who govern it have given it another key (docs/decisions/0010-rotating-a-log-key.md). */
  async #endForks(): Promise<void> {
    const keys = this.#keysInForce().map(formatVerifierKey)
    await this.#kept.alarms.end((alarm) => alarm.kind === 'fork' && !keys.includes(alarm.key ?? this.#following.verifierKey), this.#kept.copied?.keys.since)
  }

  get #openAlarms(): readonly FollowAlarm[] {
    return this.alarms.filter(({ ended }) => ended === undefined)
  }

  #witness(): ((request: Request) => Promise<Response>) | undefined {
    const { cosigner: identity, cryptography, now } = this.#following
    if (identity === undefined) return undefined
    return witnessHandler({
      identity, store: this.#kept.own.store, cryptography, now: () => now().getTime() / 1_000,
      findKeys: async (origin, checkpoint) => (origin === this.origin ? this.#keysFor(checkpoint) : []),
      approve: (_origin, _older, checkpoint) => this.#approve(checkpoint),
    }, (answered, body) => this.#notice(answered, body))
  }

  /** One under another key than is known here is a reason to look whether the log itself goes on under it. */
  async #keysFor({ note }: Checkpoint): Promise<readonly VerifierKey[]> {
    const isKnown = this.#keysInForce().some(({ name, keyId }) => note.signatures.some((line) => line.name === name && line.keyId === keyId))
    if (!isKnown && this.#kept.copied !== undefined) {
      this.#looking ??= this.step().finally(() => {
        this.#looking = undefined
      })
      await this.#within(this.#looking)
    }
    return this.#keysInForce()
  }

  async #approve(checkpoint: Checkpoint): Promise<WitnessRefusal | undefined> {
    // A witness that just began has not looked whether it cosigned more than it remembers.
    if (this.#state.state === 'new') await this.#within(this.step())
    if (this.#kept.copied === undefined) return this.#objection()
    const found = await this.#within(this.#inTurn(() => this.#take(checkpoint)))
    if (found === undefined) return { kind: 'later', reason: 'what the checkpoint covers is still being fetched and judged' }
    const objection = this.#objection()
    if (objection !== undefined || found.outcome === 'covered') return objection
    this.#state = { ...this.#unless(found), checkedAt: this.#following.now().toISOString() }
    return { kind: 'later', reason: this.#state.reason ?? 'not yet' }
  }

  /** Why nothing of this log is cosigned any more. */
  #objection(): WitnessRefusal | undefined {
    const [alarm] = this.#openAlarms
    if (alarm === undefined) return undefined
    return { kind: 'refused', reason: alarm.index === undefined ? `${alarm.code}: ${alarm.reason}` : `entry ${alarm.index}: ${alarm.code}: ${alarm.reason}` }
  }

  /** What an answer to somebody else says about the log, or about ourselves. */
  async #notice(answered: WitnessAnswer, body: string): Promise<void> {
    if (answered.outcome === 'cosigned') this.#cosignedSize = (await this.#kept.own.last())?.size ?? 0
    if (answered.outcome === 'rolled-back') await this.#raiseRollback()
    // Signed by the log, and not proven to go on from what was cosigned: a wrong proof, or another history.
    if (answered.outcome === 'inconsistent') await this.#within(this.#inTurn(() => this.#take(parseAddCheckpoint(body).checkpoint)))
  }

  /** A checkpoint with a cosignature of ours that we do not remember: what we keep is older than what we said. */
  async #noticeOwn(checkpoint: Checkpoint): Promise<void> {
    if (await this.#kept.own.isForgotten(checkpoint)) await this.#raiseRollback()
  }

  #raiseFork(proof: ForkProof, key: VerifierKey): Promise<void> {
    return this.#raise({ kind: 'fork', key: formatVerifierKey(key), code: 'ledger/log-forked', reason: `the log signed two histories, of ${proof.older.size} and of ${proof.newer.size} entries`, proof: formatForkProof(proof) })
  }

  #raiseRollback(): Promise<void> {
    const { key } = this.#kept.own
    return this.#raise({ kind: 'rolled-back', code: 'ledger/store-rolled-back', reason: 'what is kept here is older than what was cosigned with this key: it needs another key', ...(key === undefined ? {} : { cosigner: key }) })
  }

  #raise(alarm: Omit<FollowAlarm, 'origin' | 'at'>): Promise<void> {
    return this.#kept.alarms.raise({ ...alarm, origin: this.origin, at: this.#following.now().toISOString() })
  }

  /** What becomes of something that takes too long is seen by the next request. */
  #within<Result>(work: Promise<Result>): Promise<Result | undefined> {
    return within(this.#following.patienceMilliseconds ?? defaultPatience, work)
  }

  #unless(found: Exclude<CaughtUp, { readonly outcome: 'covered' }>): FollowState {
    if (found.outcome === 'forked') return { state: 'forked' }
    const { outcome, code, reason, index } = found
    return { state: outcome, code, reason, ...(index === undefined ? {} : { index }) }
  }

}

function readCheckpoint(bytes: Uint8Array): Checkpoint | undefined {
  try {
    return parseCheckpoint(decodeUtf8(bytes))
  } catch (cause) {
    if (cause instanceof EverlearnedError) return undefined
    throw cause
  }
}
