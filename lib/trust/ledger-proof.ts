import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import { parseTlogProof } from '../ledger/tlog-proof.ts'
import { nonceLength } from './commitment.ts'
import { maxBatchHeight } from './batch-entry.ts'
import { TrustError } from './trust-error.ts'

/** The proof that a credential's signature was recorded: travels beside the credential, never inside. */
export interface LedgerProof {
  readonly type: 'LedgerProof'
  /** Base64url of 32 bytes. Secret of holder and issuer: with it a commitment can be linked to its credential. */
  readonly nonce: string
  /** The leaf in the batch. */
  readonly batchIndex: number
  /** Base64url of the hashes from the leaf's sibling up to below the batch's root. */
  readonly batchPath: readonly string[]
  /** Base64url of the entry of the log. */
  readonly entry: string
  /** The proof of the entry, in the form `c2sp.org/tlog-proof@v1`. */
  readonly proof: string
}

/** Where a commitment stands. */
export interface RecordedCommitment {
  readonly nonce: Uint8Array
  readonly batchIndex: number
  readonly batchPath: readonly Uint8Array[]
  readonly entry: Uint8Array
  readonly proof: string
}

/** Writes a ledger proof. */
export function formatLedgerProof({ nonce, batchIndex, batchPath, entry, proof }: RecordedCommitment): LedgerProof {
  return { type: 'LedgerProof', nonce: encodeBase64url(nonce), batchIndex, batchPath: batchPath.map(encodeBase64url), entry: encodeBase64url(entry), proof }
}

/** Untrusted: a longer entry, in base64url, is refused. */
const maxEntryLength = 1_024

/**
 * Reads a ledger proof from any JSON value, without judging it. Unknown members are ignored.
 *
 * @throws TrustError `trust/ledger-proof-malformed`
 * @throws EncodingError, LedgerError when a part is malformed
 */
export function parseLedgerProof(value: unknown): LedgerProof {
  if (typeof value !== 'object' || value === null) throw malformed('not an object')
  const { type, nonce, batchIndex, batchPath, entry, proof } = value as Readonly<Record<string, unknown>>
  if (type !== 'LedgerProof') throw malformed('another type')
  if (typeof nonce !== 'string' || nonce.length !== 43 || decodeBase64url(nonce).length !== nonceLength) throw malformed('the nonce is not 32 bytes')
  if (typeof batchIndex !== 'number' || !Number.isInteger(batchIndex) || batchIndex < 0 || batchIndex >= 2 ** maxBatchHeight) throw malformed('no batch has this index')
  if (!Array.isArray(batchPath) || batchPath.length > maxBatchHeight || !batchPath.every(isHash)) throw malformed('the path is not hashes')
  if (typeof entry !== 'string' || entry.length > maxEntryLength || typeof proof !== 'string') throw malformed('entry or log proof is missing')
  decodeBase64url(entry)
  parseTlogProof(proof)
  return { type, nonce, batchIndex, batchPath, entry, proof }
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && value.length === 43 && decodeBase64url(value).length === 32
}

function malformed(state: string): TrustError {
  return new TrustError('trust/ledger-proof-malformed', `Cannot read ledger proof: ${state}`)
}
