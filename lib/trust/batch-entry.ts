import { concatBytes, decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { isPlainDid, maxDidBytes } from './entry-text.ts'
import { TrustError } from './trust-error.ts'

/** How far an entry says what its credentials are about: coarse on purpose, so that entry and time point at nobody. */
export const batchScopes = ['general', 'education', 'employment', 'certification'] as const

/** One of {@link batchScopes}. */
export type BatchScope = (typeof batchScopes)[number]

/** The fewest and the most leaves of a batch, padding included, as powers of two. */
export const minBatchHeight = 6
export const maxBatchHeight = 16

/** What a batch of commitments looks like on the ledger. */
export interface BatchEntry {
  /** The DID of the issuer of a batch of its own; null for the batch that small issuers share. */
  readonly issuer: string | null
  readonly scope: BatchScope
  /** Leaves, padding included: a power of two. */
  readonly size: number
  readonly root: Uint8Array<ArrayBuffer>
}

const issuerStart = 2 + 32 + 1

/**
 * Writes the payload of a batch entry; one value has one form:
 *
 *     scope (1) | height of the tree (1) | root (32) | bytes of the issuer, 0 for none (1) | issuer
 *
 * @throws TrustError `trust/entry-malformed`
 */
export function formatBatch({ issuer, scope, size, root }: BatchEntry): Uint8Array<ArrayBuffer> {
  const isWritable = (issuer === null || isPlainDid(issuer)) && root.length === 32 && batchScopes.includes(scope) && isBatchSize(size)
  if (!isWritable) throw malformed('not the members of a batch')
  const did = encodeUtf8(issuer ?? '')
  return concatBytes(Uint8Array.of(batchScopes.indexOf(scope), Math.log2(size)), root, Uint8Array.of(did.length), did)
}

/**
 * Reads the payload of a batch entry. Untrusted: every byte; whatever {@link formatBatch} would not write is refused.
 *
 * @throws TrustError `trust/entry-malformed`
 */
export function parseBatch(bytes: Uint8Array): BatchEntry {
  if (bytes.length < issuerStart || bytes.length > issuerStart + maxDidBytes) throw malformed('too short or too long')
  const [scope, height] = [batchScopes[bytes[0] ?? 0], bytes[1] ?? 0]
  if (scope === undefined || height < minBatchHeight || height > maxBatchHeight) throw malformed('unknown scope or impossible size')
  if (bytes.length !== issuerStart + (bytes[issuerStart - 1] ?? 0)) throw malformed('the issuer ends elsewhere')
  const root = Uint8Array.from(bytes.subarray(2, 34))
  if (bytes.length === issuerStart) return { issuer: null, scope, size: 2 ** height, root }
  return { issuer: parseIssuer(bytes.subarray(issuerStart)), scope, size: 2 ** height, root }
}

/** Tells whether a batch can have so many leaves. */
export function isBatchSize(size: number): boolean {
  const height = Math.log2(size)
  return Number.isInteger(height) && height >= minBatchHeight && height <= maxBatchHeight
}

function parseIssuer(bytes: Uint8Array): string {
  const issuer = bytes.every((byte) => byte < 0x80) ? decodeUtf8(bytes) : ''
  if (!isPlainDid(issuer)) throw malformed('the issuer is no DID')
  return issuer
}

function malformed(state: string): TrustError {
  return new TrustError('trust/entry-malformed', `Cannot read batch entry: ${state}`)
}
