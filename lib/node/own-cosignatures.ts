import { equalBytes } from '../encoding/bytes.ts'
import { parseCheckpoint, type Checkpoint } from '../ledger/checkpoint.ts'
import { cosignerKeyOf, formatCosignerKey, verifyCosignature, type CosignerKey } from '../ledger/cosignature.ts'
import { hashOrigin, type WitnessStore } from '../ledger/witness.ts'
import type { Following } from './followed-log.ts'

/** What this follower has cosigned of one log, as far as it remembers. */
export class OwnCosignatures {
  readonly store: WitnessStore
  readonly #origin: string
  readonly #following: Following
  readonly #key: CosignerKey | undefined

  constructor(store: WitnessStore, origin: string, following: Following) {
    const { cosigner, cryptography: { sha256 } } = following
    this.store = store
    this.#origin = origin
    this.#following = following
    this.#key = cosigner === undefined ? undefined : cosignerKeyOf(cosigner.name, cosigner.key.publicKey, sha256)
  }

  /** The cosigner key string; undefined for a follower that does not cosign. */
  get key(): string | undefined {
    return this.#key === undefined ? undefined : formatCosignerKey(this.#key)
  }

  /** The last checkpoint cosigned. */
  async last(): Promise<Checkpoint | undefined> {
    const text = await this.store.load(hashOrigin(this.#origin, this.#following.cryptography.sha256))
    return text === undefined ? undefined : parseCheckpoint(text)
  }

  /** Tells whether a checkpoint carries a cosignature of ours that we do not remember: what we keep is older than what we said. */
  async isForgotten(checkpoint: Checkpoint): Promise<boolean> {
    if (this.#key === undefined || !(await verifyCosignature(checkpoint, this.#key, this.#following.cryptography)).isValid) return false
    const last = await this.last()
    return last === undefined || last.size < checkpoint.size || (last.size === checkpoint.size && !equalBytes(last.root, checkpoint.root))
  }
}
