import { concatBytes, decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { TrustError } from './trust-error.ts'

/** How far an entry says what its credentials are about: coarse on purpose, so that entry and time point at nobody. */
export const batchScopes = ['general', 'education', 'employment', 'certification'] as const

/** One of {@link batchScopes}. */
export type BatchScope = (typeof batchScopes)[number]

/** The fewest and the most leaves of a batch, padding included, as powers of two. */
export const minBatchHeight = 6
export const maxBatchHeight = 16

/** Untrusted: no DID in an entry is longer. */
export const maxIssuerBytes = 255

/** What a batch of commitments looks like on the ledger. */
export interface BatchEntry {
  /** The DID of the issuer of a batch of its own; null for the batch that small issuers share. */
  readonly issuer: string | null
  readonly scope: BatchScope
  /** Leaves, padding included: a power of two. */
  readonly size: number
  readonly root: Uint8Array<ArrayBuffer>
}

/** `LER`, version 1, type 1 (batch) */
const head = Uint8Array.of(0x4c, 0x45, 0x52, 1, 1)
const issuerStart = head.length + 2 + 32 + 1

/**
 * Writes a batch entry; one value has one form:
 *
 *     "LER" (3) | version 1 (1) | type 1 (1) | scope (1) | height of the tree (1) | root (32) | bytes of the issuer, 0 for none (1) | issuer
 *
 * @throws TrustError `trust/entry-malformed`
 */
export function formatBatchEntry({ issuer, scope, size, root }: BatchEntry): Uint8Array<ArrayBuffer> {
  const did = encodeUtf8(issuer ?? '')
  const bytes = concatBytes(head, Uint8Array.of(batchScopes.indexOf(scope), Math.log2(size)), root, Uint8Array.of(did.length), did)
  const isWritable = (issuer === null || isIssuer(issuer)) && did.length <= maxIssuerBytes && root.length === 32 && batchScopes.includes(scope) && isBatchSize(size)
  if (!isWritable) throw malformed('not the members of a batch')
  return bytes
}

/**
 * Reads a batch entry. Untrusted: every byte; whatever {@link formatBatchEntry} would not write is refused.
 *
 * @throws TrustError `trust/entry-unsupported` for another version or type, `trust/entry-malformed`
 */
export function parseBatchEntry(bytes: Uint8Array): BatchEntry {
  if (bytes.length < issuerStart || bytes.length > issuerStart + maxIssuerBytes || !head.subarray(0, 3).every((byte, at) => byte === bytes[at])) throw malformed('not an entry of this ledger')
  if (bytes[3] !== head[3] || bytes[4] !== head[4]) throw new TrustError('trust/entry-unsupported', `Cannot read entry: version ${bytes[3]}, type ${bytes[4]}`)
  const [scope, height] = [batchScopes[bytes[5] ?? 0], bytes[6] ?? 0]
  if (scope === undefined || height < minBatchHeight || height > maxBatchHeight) throw malformed('unknown scope or impossible size')
  if (bytes.length !== issuerStart + (bytes[issuerStart - 1] ?? 0)) throw malformed('the issuer ends elsewhere')
  const root = Uint8Array.from(bytes.subarray(7, 39))
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
  if (!isIssuer(issuer)) throw malformed('the issuer is no DID')
  return issuer
}

/** A DID in its plain form, without path, query or fragment (DID 1.0, "DID Syntax"). */
function isIssuer(issuer: string): boolean {
  return /^did:[a-z0-9]+:(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2}|:(?!$))+$/.test(issuer)
}

function malformed(state: string): TrustError {
  return new TrustError('trust/entry-malformed', `Cannot read batch entry: ${state}`)
}
