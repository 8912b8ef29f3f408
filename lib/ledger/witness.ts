import { encodeUtf8, equalBytes } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { EverlearnedError } from '../error.ts'
import { parseAddCheckpoint, type AddCheckpoint } from './add-checkpoint.ts'
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { cosign, cosignerKeyOf, verifyCosignature, type CosignerIdentity } from './cosignature.ts'
import { hashEmptyTree, type Sha256 } from './merkle-hash.ts'
import { formatNote, verifyNote, type Note, type NoteSignature } from './note.ts'
import { verifyConsistency } from './verify-consistency.ts'
import type { VerifierKey } from './verifier-key.ts'

/**
 * Where a witness keeps the last checkpoint that it cosigned, one text for each log under {@link hashOrigin}. Every witness
 * process of one key shares one store.
 */
export interface WitnessStore {
  load(originHash: string): Promise<string | undefined>
  /**
   * Puts `next` in place of `expected`, in one step: false, and nothing changed, when something else is there (undefined:
   * nothing). Resolves true only when `next` survives a power cut.
   */
  replace(originHash: string, expected: string | undefined, next: string): Promise<boolean>
}

/** Why a checkpoint that only appends is not cosigned: it never will be, or not yet. */
export interface WitnessRefusal {
  readonly kind: 'refused' | 'later'
  /** One line for the log's operator. Public: no personal data. */
  readonly reason: string
}

/** A witness: it vouches that logs only append, and for whatever `approve` looks at besides. */
export interface Witness {
  readonly identity: CosignerIdentity
  readonly store: WitnessStore
  readonly cryptography: Cryptography
  /** Seconds since 1970. */
  readonly now: () => number
  /** The keys trusted for a log, whose checkpoint is shown; none means that the log is unknown here. Untrusted: the checkpoint. */
  readonly findKeys: (origin: string, checkpoint: Checkpoint) => Promise<readonly VerifierKey[]>
  /** Judges a checkpoint that is consistent with the older one, before it is cosigned. */
  readonly approve?: (origin: string, older: Checkpoint | undefined, checkpoint: Checkpoint) => Promise<WitnessRefusal | undefined>
}

/** What a witness answers; each outcome is one status of C2SP tlog-witness, "add-checkpoint". */
export type WitnessAnswer =
  | { readonly outcome: 'cosigned'; readonly signatures: readonly NoteSignature[] }
  | { readonly outcome: 'malformed' | 'unknown-log' | 'not-signed' | 'inconsistent' }
  | { readonly outcome: 'stale'; readonly size: number }
  | { readonly outcome: 'not-approved'; readonly refusal: WitnessRefusal }
  /** The store went back to an older state: this witness must not cosign until somebody has looked. */
  | { readonly outcome: 'rolled-back' }

/** The name of a log in addresses and stores: SHA-256 of its origin in hexadecimal (C2SP tlog-witness, "Monitor Retrieval Mechanism"). */
export function hashOrigin(origin: string, sha256: Sha256): string {
  return encodeHex(sha256(encodeUtf8(origin)))
}

/** Answers one request after the other or at the same time; what it cosigned is stored before it is answered. */
export class CheckpointWitness {
  readonly #witness: Witness
  /** The largest size this process has cosigned for each log: a store that has less was rolled back. */
  readonly #highest = new Map<string, number>()

  constructor(witness: Witness) {
    this.#witness = witness
  }

  /** Judges the body of an `add-checkpoint` request. Untrusted: the body. */
  async addCheckpoint(body: string): Promise<WitnessAnswer> {
    const { findKeys, cryptography } = this.#witness
    const request = parseRequest(body)
    if (request === undefined) return { outcome: 'malformed' }
    const { checkpoint } = request
    const keys = await findKeys(checkpoint.origin, checkpoint)
    if (keys.length === 0) return { outcome: 'unknown-log' }
    const signatures = await verifiedSignatures(checkpoint.note, keys, cryptography)
    if (signatures === undefined) return { outcome: 'not-signed' }
    if (request.oldSize > checkpoint.size) return { outcome: 'malformed' }
    return this.#judge(request, signatures)
  }

  /** The last checkpoint cosigned for a log, with the log's signature and the cosignature; undefined when there is none. */
  async lastCheckpoint(originHash: string): Promise<string | undefined> {
    return this.#witness.store.load(originHash)
  }

  async #judge(request: AddCheckpoint, signatures: readonly NoteSignature[]): Promise<WitnessAnswer> {
    const { store, cryptography, approve } = this.#witness
    const { checkpoint } = request
    const originHash = hashOrigin(checkpoint.origin, cryptography.sha256)
    const least = this.#highest.get(originHash) ?? 0
    const stored = await store.load(originHash)
    const last = stored === undefined ? undefined : parseCheckpoint(stored)
    if (await this.#isRolledBack(last, checkpoint, least)) return { outcome: 'rolled-back' }
    if (request.oldSize !== (last?.size ?? 0)) return { outcome: 'stale', size: last?.size ?? 0 }
    if (!isConsistent(request, last, cryptography.sha256)) return { outcome: 'inconsistent' }
    const refusal = await approve?.(checkpoint.origin, last, checkpoint)
    if (refusal !== undefined) return { outcome: 'not-approved', refusal }
    return this.#cosign(checkpoint, { originHash, stored, signatures })
  }

  async #cosign(checkpoint: Checkpoint, { originHash, stored, signatures }: StoredState): Promise<WitnessAnswer> {
    const { identity, store, cryptography, now } = this.#witness
    const cosignature = await cosign(checkpoint, { ...identity, seconds: Math.floor(now()) }, cryptography)
    const next = formatNote({ text: checkpoint.note.text, signatures: [...signatures, cosignature] })
    // The cosignature leaves this function only when its checkpoint is stored in place of the one it was judged against.
    if (!(await store.replace(originHash, stored, next))) {
      const winner = await store.load(originHash)
      return { outcome: 'stale', size: winner === undefined ? 0 : parseCheckpoint(winner).size }
    }
    this.#highest.set(originHash, Math.max(checkpoint.size, this.#highest.get(originHash) ?? 0))
    return { outcome: 'cosigned', signatures: [cosignature] }
  }

  /** The store has less than this process cosigned, or than a cosignature of this witness in the request says. */
  async #isRolledBack(last: Checkpoint | undefined, checkpoint: Checkpoint, least: number): Promise<boolean> {
    const { identity, cryptography } = this.#witness
    const size = last?.size ?? 0
    if (size < least) return true
    const isSame = last !== undefined && size === checkpoint.size && equalBytes(last.root, checkpoint.root)
    if (checkpoint.size < size || isSame) return false
    const key = cosignerKeyOf(identity.name, identity.key.publicKey, cryptography.sha256)
    return (await verifyCosignature(checkpoint, key, cryptography)).isValid
  }
}

interface StoredState {
  readonly originHash: string
  readonly stored: string | undefined
  readonly signatures: readonly NoteSignature[]
}

function parseRequest(body: string): AddCheckpoint | undefined {
  try {
    return parseAddCheckpoint(body)
  } catch (cause) {
    if (cause instanceof EverlearnedError) return undefined
    throw cause
  }
}

/** The lines by trusted keys; undefined when there are none or one is wrong (C2SP tlog-witness, "add-checkpoint"). */
async function verifiedSignatures(note: Note, keys: readonly VerifierKey[], cryptography: Cryptography): Promise<readonly NoteSignature[] | undefined> {
  const verified: NoteSignature[] = []
  for (const key of keys) {
    const signatures = note.signatures.filter(({ name, keyId }) => name === key.name && keyId === key.keyId)
    if (signatures.length > 0 && !(await verifyNote({ text: note.text, signatures }, key, cryptography))) return undefined
    verified.push(...signatures)
  }
  return verified.length > 0 ? verified : undefined
}

function isConsistent({ oldSize, proof, checkpoint }: AddCheckpoint, last: Checkpoint | undefined, sha256: Sha256): boolean {
  const { size, root } = checkpoint
  if (size === 0 && !equalBytes(root, hashEmptyTree(sha256))) return false
  // The empty tree begins any tree, without proof.
  if (oldSize === 0 || last === undefined) return proof.length === 0
  return verifyConsistency({ olderSize: oldSize, newerSize: size, olderRoot: last.root, newerRoot: root, proof }, sha256)
}
