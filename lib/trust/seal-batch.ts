import { encodeBase64 } from '../encoding/base64url.ts'
import type { Cryptography, SigningKey } from '../crypto/cryptography.ts'
import { maxBatchHeight, minBatchHeight, type BatchScope } from './batch-entry.ts'
import { buildBatchTree } from './batch-tree.ts'
import { signEntry } from './entry.ts'
import { TrustError } from './trust-error.ts'

/** The fewest real commitments of a batch that is not overdue: fewer would point at people. */
export const minRealCommitments: number = 2 ** minBatchHeight

/** The most commitments of one batch. */
export const maxBatchCommitments: number = 2 ** maxBatchHeight

/** Bytes of one commitment. */
const commitmentLength = 32

/** What a batch says of itself, who signs it for which log, and the chance that shuffles and pads it. */
export interface BatchContext {
  /** The DID of an issuer that fills the batch alone, or null for the shared batch. */
  readonly issuer: string | null
  readonly scope: BatchScope
  /** The shared batch waited for {@link minRealCommitments} as long as it may: padding makes up for what is missing. */
  readonly isOverdue: boolean
  /** The origin of the log that the batch is for: it stands in no other. */
  readonly origin: string
  /** A key of the issuer; for the shared batch one of who runs the log. */
  readonly signer: SigningKey
  readonly cryptography: Cryptography
}

/** A batch ready for the ledger. */
export interface SealedBatch {
  /** What is appended to the log. */
  readonly entry: Uint8Array<ArrayBuffer>
  /** All leaves, 32 bytes each, real ones among padding that looks the same. Keep them: every path is made from them. */
  readonly leaves: Uint8Array<ArrayBuffer>
  readonly size: number
  readonly root: Uint8Array<ArrayBuffer>
  /** The leaf of each commitment, in the order given. */
  readonly positions: readonly number[]
}

/**
 * Shuffles commitments among random padding up to a power of two and signs the entry that records them, so that neither
 * their order nor their number shows.
 *
 * @throws TrustError `trust/batch-too-small` below {@link minRealCommitments} unless it is the shared batch and overdue,
 *   `trust/batch-too-large`, `trust/commitment-malformed` for a wrong length or a repetition
 */
export async function sealBatch(commitments: readonly Uint8Array[], context: BatchContext): Promise<SealedBatch> {
  refuseUnsealable(commitments, context)
  const { issuer, scope, origin, signer, cryptography } = context
  const size = Math.max(minRealCommitments, 2 ** Math.ceil(Math.log2(commitments.length)))
  const positions = chooseLeaves(commitments.length, size, cryptography)
  const leaves = cryptography.randomBytes(size * commitmentLength)
  commitments.forEach((commitment, index) => leaves.set(commitment, (positions[index] ?? 0) * commitmentLength))
  const { root } = buildBatchTree(leaves, cryptography.sha256)
  const entry = await signEntry({ type: 'batch', payload: { issuer, scope, size, root } }, { origin, signers: [signer] })
  return { entry, leaves, size, root, positions }
}

function refuseUnsealable(commitments: readonly Uint8Array[], { issuer, isOverdue }: BatchContext): void {
  const count = commitments.length
  if (count > maxBatchCommitments) throw new TrustError('trust/batch-too-large', `Cannot seal batch: ${count} commitments, at most ${maxBatchCommitments} fit`)
  const isAllowedSmall = isOverdue && issuer === null && count > 0
  if (count < minRealCommitments && !isAllowedSmall) {
    throw new TrustError('trust/batch-too-small', `Cannot seal batch: ${count} commitments, at least ${minRealCommitments} hide one another`)
  }
  const distinct = new Set(commitments.map((commitment) => encodeBase64(commitment)))
  if (distinct.size < count || commitments.some(({ length }) => length !== commitmentLength)) {
    throw new TrustError('trust/commitment-malformed', 'Cannot seal batch: a commitment is not 32 bytes or stands there twice')
  }
}

/** So many different places below `size`, each choice as likely as any other (Fisher and Yates, stopped early). */
function chooseLeaves(count: number, size: number, cryptography: Cryptography): readonly number[] {
  const places = Array.from({ length: size }, (_, place) => place)
  const draw = uniformDraws(cryptography)
  for (let index = 0; index < count; index += 1) {
    const other = index + draw(size - index)
    ;[places[index], places[other]] = [places[other] ?? 0, places[index] ?? 0]
  }
  return places.slice(0, count)
}

/** Draws whole numbers below a limit of at most 2^31, without favouring small ones. */
function uniformDraws(cryptography: Cryptography): (limit: number) => number {
  let pool = new DataView(new ArrayBuffer(0))
  let offset = 0
  const next = (): number => {
    if (offset >= pool.byteLength) [pool, offset] = [new DataView(cryptography.randomBytes(4_096).buffer), 0]
    offset += 4
    return pool.getUint32(offset - 4)
  }
  return (limit) => {
    const fair = 2 ** 32 - (2 ** 32 % limit)
    for (;;) {
      const number = next()
      if (number < fair) return number % limit
    }
  }
}
