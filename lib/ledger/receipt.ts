import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { verifyCheckpoint } from './checkpoint.ts'
import { maxEntryBytes } from './entry-bundle.ts'
import { LedgerError } from './ledger-error.ts'
import { formatTlogProof, parseTlogProof, verifyTlogProof, type TlogProof } from './tlog-proof.ts'
import { parseVerifierKey } from './verifier-key.ts'

/**
 * What a log gave for an entry that it took: a proof under a checkpoint that it signed, final or not. It binds: a log that signs
 * any other tree of that size, or a larger one that does not go on from it, has signed two histories.
 */
export interface LedgerReceipt {
  readonly entry: Uint8Array<ArrayBuffer>
  readonly proof: TlogProof
  /** The log's verifier key string at that time. */
  readonly verifierKey: string
  /** Where the log was then. */
  readonly url: string
  /** By the clock of whoever keeps the receipt; nothing signs it. */
  readonly receivedAt: Date
}

/** A receipt as JSON, to be kept or handed to anybody. */
export interface LedgerReceiptJson {
  readonly type: 'LedgerReceipt'
  readonly url: string
  readonly key: string
  readonly receivedAt: string
  readonly entry: string
  readonly proof: string
}

/** Writes a receipt as a JSON value. */
export function formatReceipt({ entry, proof, verifierKey, url, receivedAt }: LedgerReceipt): LedgerReceiptJson {
  return { type: 'LedgerReceipt', url, key: verifierKey, receivedAt: receivedAt.toISOString(), entry: encodeBase64url(entry), proof: formatTlogProof(proof) }
}

/**
 * Reads a receipt from a JSON value without judging it. Untrusted.
 *
 * @throws LedgerError `ledger/receipt-malformed`, and as `parseTlogProof` does
 */
export function parseReceipt(value: unknown): LedgerReceipt {
  if (!isReceiptJson(value)) throw malformed()
  const { url, key, receivedAt, entry, proof } = value
  return { url, verifierKey: key, receivedAt: new Date(receivedAt), entry: decodeBase64url(entry), proof: parseTlogProof(proof) }
}

/** Tells whether a receipt is one of the log of its key: signed by it, and leading from the entry to what was signed. */
export async function verifyReceipt({ entry, proof, verifierKey }: LedgerReceipt, cryptography: Cryptography): Promise<boolean> {
  return verifyTlogProof(entry, proof, cryptography.sha256) && verifyCheckpoint(proof.checkpoint, parseVerifierKey(verifierKey, cryptography.sha256), cryptography)
}

function isReceiptJson(value: unknown): value is LedgerReceiptJson {
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'LedgerReceipt') return false
  if (!('url' in value && 'key' in value && 'receivedAt' in value && 'entry' in value && 'proof' in value)) return false
  const { url, key, receivedAt, entry, proof } = value
  const isTime = typeof receivedAt === 'string' && receivedAt.length <= 40 && !Number.isNaN(Date.parse(receivedAt))
  const isEntry = typeof entry === 'string' && entry.length <= Math.ceil(maxEntryBytes / 3) * 4 && /^[A-Za-z0-9_-]*$/.test(entry)
  return typeof url === 'string' && url.length <= 2_048 && typeof key === 'string' && key.length <= 1_024 && isTime && isEntry && typeof proof === 'string'
}

function malformed(): LedgerError {
  return new LedgerError('ledger/receipt-malformed', 'Cannot read receipt: not an entry, a proof, a key, an address and a time')
}
