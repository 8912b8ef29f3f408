import { EverlearnedError } from '../error.ts'
import { decodeBase64url } from '../encoding/base64url.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { verifyCheckpoint, type Checkpoint } from '../ledger/checkpoint.ts'
import { parseTlogProof, verifyTlogProof, type TlogProof } from '../ledger/tlog-proof.ts'
import { parseVerifierKey } from '../ledger/verifier-key.ts'
import type { BatchScope } from './batch-entry.ts'
import { verifyBatchPath } from './batch-tree.ts'
import { commit } from './commitment.ts'
import { parseBatchEntry, verifyEntry, type SignedBatch } from './entry.ts'
import { parseLedgerProof } from './ledger-proof.ts'

/** What is proven about, and whom the verifier believes. */
export interface LedgerProofContext {
  /** The decoded `proofValue` of the credential's proof, or its signed token. */
  readonly proofBytes: Uint8Array
  /** The DID of the credential's issuer: a batch of another issuer proves nothing about it. */
  readonly issuer: string
  /** Verifier key strings of the logs that the verifier trusts, from its own trust material. */
  readonly logs: readonly string[]
  readonly cryptography: Cryptography
}

/** Where a credential's signature is recorded. */
export interface RecordedIn {
  readonly origin: string
  readonly index: number
  readonly size: number
  /** The issuer that the entry names, or null for the shared batch. */
  readonly issuer: string | null
  readonly scope: BatchScope
  /** The keys that signed the entry, in Multikey form. Whether they were the issuer's, or the log's own, a registry tells. */
  readonly signedBy: readonly string[]
}

/** The answer to: is this credential's signature on a log that the verifier trusts? */
export type LedgerProofFinding =
  | { readonly outcome: 'passed'; readonly recordedIn: RecordedIn }
  | { readonly outcome: 'failed' | 'unknown'; readonly code: string; readonly reason: string }

/**
 * Verifies a ledger proof, offline: the nonce opens the commitment, the commitment is in the batch, the batch is the entry, the
 * entry is signed for the log and in it, and the log's checkpoint is signed by a key the verifier trusts. Never throws on untrusted input.
 */
export async function verifyLedgerProof(untrusted: unknown, context: LedgerProofContext): Promise<LedgerProofFinding> {
  const parsed = parseParts(untrusted)
  if (parsed === undefined) return failed('trust/ledger-proof-malformed', 'the ledger proof cannot be read')
  const { batch, entry, nonce, path, batchIndex, proof } = parsed
  const { issuer, scope } = batch.payload
  const { sha256 } = context.cryptography
  const commitment = commit(context.proofBytes, nonce, sha256)
  if (!verifyBatchPath(commitment, { index: batchIndex, path }, batch.payload, sha256)) return failed('trust/commitment-not-in-batch', 'the ledger proof belongs to another credential or was altered')
  if (issuer !== null && issuer !== context.issuer) return failed('trust/batch-of-another-issuer', 'the ledger entry names another issuer')
  if (!verifyTlogProof(entry, proof, sha256)) return failed('trust/entry-not-in-log', 'the entry is not in the log as the proof says')
  const refusal = await refuseCheckpoint(proof.checkpoint, context)
  if (refusal !== undefined) return refusal
  const { origin, size } = proof.checkpoint
  if (!(await verifyEntry(batch, { origin, cryptography: context.cryptography }))) return failed('trust/entry-signature-invalid', 'the entry is not signed by the keys it names')
  return { outcome: 'passed', recordedIn: { origin, index: proof.index, size, issuer, scope, signedBy: batch.signatures.map(({ key }) => key) } }
}

async function refuseCheckpoint(checkpoint: Checkpoint, { logs, cryptography }: LedgerProofContext): Promise<LedgerProofFinding | undefined> {
  const keys = logs.map((text) => parseVerifierKey(text, cryptography.sha256)).filter(({ name }) => name === checkpoint.origin)
  const signedBy = keys.filter(({ keyId }) => checkpoint.note.signatures.some((line) => line.name === checkpoint.origin && line.keyId === keyId))
  if (signedBy.length === 0) return { outcome: 'unknown', code: 'trust/log-not-trusted', reason: 'the log is not among those this verifier trusts' }
  for (const key of signedBy) if (await verifyCheckpoint(checkpoint, key, cryptography)) return undefined
  return failed('trust/checkpoint-signature-invalid', 'the checkpoint is not signed by the log it names')
}

interface Parts {
  readonly nonce: Uint8Array
  readonly batchIndex: number
  readonly path: readonly Uint8Array[]
  readonly entry: Uint8Array
  readonly batch: SignedBatch
  readonly proof: TlogProof
}

/** Undefined when any part is malformed. */
function parseParts(untrusted: unknown): Parts | undefined {
  try {
    const { nonce, batchIndex, batchPath, entry, proof } = parseLedgerProof(untrusted)
    const bytes = decodeBase64url(entry)
    return { nonce: decodeBase64url(nonce), batchIndex, path: batchPath.map(decodeBase64url), entry: bytes, batch: parseBatchEntry(bytes), proof: parseTlogProof(proof) }
  } catch (cause) {
    if (cause instanceof EverlearnedError) return undefined
    throw cause
  }
}

function failed(code: string, reason: string): LedgerProofFinding {
  return { outcome: 'failed', code, reason }
}
