import { EverlearnedError } from '../error.ts'
import { decodeBase64url } from '../encoding/base64url.ts'
import { parseTlogProof, verifyTlogProof, type TlogProof } from '../ledger/tlog-proof.ts'
import type { BatchScope } from './batch-entry.ts'
import { verifyBatchPath } from './batch-tree.ts'
import { commit } from './commitment.ts'
import { parseBatchEntry, verifyEntry, type SignedBatch } from './entry.ts'
import { judgeCheckpoint, type Believed, type LogTrust } from './judge-checkpoint.ts'
import { parseLedgerProof } from './ledger-proof.ts'

/** What is proven about, and whom the verifier believes. */
export interface LedgerProofContext extends LogTrust {
  /** The decoded `proofValue` of the credential's proof, or its signed token. */
  readonly proofBytes: Uint8Array
  /** The DID of the credential's issuer: a batch of another issuer proves nothing about it. */
  readonly issuer: string
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
  /** Why the checkpoint counts. */
  readonly believed: Believed
}

/** The answer to: is this credential's signature on a log that the verifier trusts? */
export type LedgerProofFinding =
  | { readonly outcome: 'passed'; readonly recordedIn: RecordedIn }
  | { readonly outcome: 'failed' | 'unknown'; readonly code: string; readonly reason: string }

/**
 * Verifies a ledger proof, offline: the nonce opens the commitment, the commitment is in the batch, the batch is the entry, the
 * entry is signed for the log and in it, and the checkpoint is final under a policy, or signed by a log's key, that the verifier trusts. Never throws on untrusted input.
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
  const believed = await judgeCheckpoint(proof.checkpoint, context)
  if ('outcome' in believed) return believed
  const { origin, size } = proof.checkpoint
  if (!(await verifyEntry(batch, { origin, cryptography: context.cryptography }))) return failed('trust/entry-signature-invalid', 'the entry is not signed by the keys it names')
  return { outcome: 'passed', recordedIn: { origin, index: proof.index, size, issuer, scope, signedBy: batch.signatures.map(({ key }) => key), believed } }
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
