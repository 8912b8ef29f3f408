import type { Cryptography } from '../crypto/cryptography.ts'
import { askWitness, type WitnessAddress, type WitnessReply } from './ask-witness.ts'
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { formatNote, type NoteSignature } from './note.ts'
import type { Policy, PolicyWitness } from './policy.ts'
import { hasQuorum, satisfies, type Finality } from './satisfies.ts'

/** A witness whose size changes under a request is asked again so many times: others may submit the same log. */
const maxAttempts = 3

/** Whom a log asks for cosignatures, and what it needs for that. */
export interface CosignRound {
  readonly policy: Policy
  readonly fetchResource: WitnessAddress['fetchResource']
  /** Proves that the log's tree of `older` leaves, 1 or more, begins the checkpoint's. */
  readonly proveConsistency: (older: number, newer: number) => Promise<readonly Uint8Array<ArrayBuffer>[]>
  /** The sizes that witnesses, by their names in the policy, had in an earlier round; a wrong one costs one more request. */
  readonly knownSizes?: ReadonlyMap<string, number>
  /** Aborts at the deadline: whoever has not answered by then is left out. */
  readonly deadline: AbortSignal
  readonly cryptography: Cryptography
}

/** How a witness answered in a round; `ahead` has a larger tree than the checkpoint, `unanswered` was not waited for any longer. */
export type RoundAnswer = WitnessReply['outcome'] | 'ahead' | 'unanswered' | 'unreachable' | 'without-address'

/** What a round brought. */
export interface CosignRoundResult extends Finality {
  /** The checkpoint with every cosignature that was gathered. */
  readonly checkpoint: Checkpoint
  /** How each witness of the policy answered. `refused` is worth a look: the witness may have seen another history. */
  readonly answers: ReadonlyMap<string, RoundAnswer>
  /** Those to whom the checkpoint, or an entry under it, is wrong and stays so (422 in C2SP tlog-witness). */
  readonly rejecting: readonly string[]
  /** For the next round. */
  readonly sizes: ReadonlyMap<string, number>
}

/**
 * Asks all witnesses of a policy at the same time to cosign a checkpoint, until a quorum has, or everybody has answered, or the
 * deadline has passed. Untrusted: the answers; only right cosignatures of this checkpoint are added.
 */
export async function collectCosignatures(checkpoint: Checkpoint, round: CosignRound): Promise<CosignRoundResult> {
  const gathering = new Gathering(checkpoint, round)
  await gathering.run()
  const cosigned = gathering.checkpoint()
  const finality = await satisfies(round.policy, cosigned, round.cryptography)
  return { ...finality, checkpoint: cosigned, answers: gathering.answers, rejecting: round.policy.witnesses.map(({ name }) => name).filter((name) => gathering.rejecting.has(name)), sizes: gathering.sizes }
}

class Gathering {
  readonly answers = new Map<string, RoundAnswer>()
  readonly rejecting = new Set<string>()
  readonly sizes: Map<string, number>
  readonly #checkpoint: Checkpoint
  readonly #round: CosignRound
  readonly #lines = new Map<string, readonly NoteSignature[]>()
  readonly #stop = new AbortController()

  constructor(checkpoint: Checkpoint, round: CosignRound) {
    this.#checkpoint = checkpoint
    this.#round = round
    this.sizes = new Map(round.knownSizes)
  }

  async run(): Promise<void> {
    const { policy: { witnesses }, deadline } = this.#round
    for (const { name } of witnesses) this.answers.set(name, 'unanswered')
    const stopped = new Promise<void>((resolve) => this.#stop.signal.addEventListener('abort', () => resolve(), { once: true }))
    const end = (): void => this.#stop.abort()
    deadline.addEventListener('abort', end, { once: true })
    if (deadline.aborted || this.#isEnough()) end()
    // A witness that ignores the signal is not waited for.
    else await Promise.race([stopped, Promise.all(witnesses.map((witness) => this.#ask(witness)))])
    deadline.removeEventListener('abort', end)
    end()
  }

  checkpoint(): Checkpoint {
    const { note } = this.#checkpoint
    const lines = this.#round.policy.witnesses.flatMap(({ name }) => this.#lines.get(name) ?? [])
    return lines.length === 0 ? this.#checkpoint : parseCheckpoint(formatNote({ text: note.text, signatures: [...note.signatures, ...lines] }))
  }

  #isEnough(): boolean {
    return hasQuorum(this.#round.policy, new Set(this.#lines.keys()))
  }

  async #ask(witness: PolicyWitness): Promise<void> {
    const answer = await this.#exchange(witness).catch(() => 'unreachable' as const)
    // Nothing counts that comes after the round: its result has been given out.
    if (!this.#stop.signal.aborted) this.answers.set(witness.name, answer)
    if (this.#isEnough()) this.#stop.abort()
  }

  async #exchange({ name, key, url }: PolicyWitness): Promise<RoundAnswer> {
    const { fetchResource, proveConsistency, cryptography } = this.#round
    const { size } = this.#checkpoint
    if (url === undefined) return 'without-address'
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const oldSize = this.sizes.get(name) ?? 0
      if (oldSize > size) return 'ahead'
      const proof = oldSize === 0 || oldSize === size ? [] : await proveConsistency(oldSize, size)
      const reply = await askWitness({ oldSize, proof, checkpoint: this.#checkpoint }, { url, key, fetchResource, signal: this.#stop.signal }, cryptography)
      if (this.#stop.signal.aborted) return 'unanswered'
      if (reply.outcome === 'cosigned') {
        this.sizes.set(name, size)
        this.#lines.set(name, reply.signatures)
      }
      if (reply.outcome === 'refused' && reply.status === 422) this.rejecting.add(name)
      if (reply.outcome !== 'stale') return reply.outcome
      this.sizes.set(name, reply.size)
    }
    return 'stale'
  }
}
