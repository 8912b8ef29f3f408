import { decodeBase64url, decodeUtf8 } from 'everlearned/encoding'
import type { LedgerProofAnswer } from 'everlearned/exchange/claim'
import { formatTlogProof, parseCheckpoint, proveEntry, satisfies } from 'everlearned/ledger'
import { batchPath, buildBatchTree, formatLedgerProof, type BatchTree, type LedgerProof } from 'everlearned/trust'
import type { IssuingContext } from './issuing-context.ts'
import { notFound } from './issuing-error.ts'

/**
 * Where a commitment stands. Anyone who knows it may ask: it is a random number to everybody without its nonce.
 *
 * @throws IssuingError `commitment/not-found`
 */
export async function loadLedgerProof(commitment: string, context: IssuingContext): Promise<LedgerProofAnswer> {
  // Untrusted: anything but 32 bytes in base64url is answered like a commitment that is not there.
  if (!/^[A-Za-z0-9_-]{43}$/.test(commitment)) throw notFound('commitment')
  const row = await context.database.selectFrom('commitment').select(['nonce', 'batch_id', 'position'])
    .where('commitment', '=', Buffer.from(decodeBase64url(commitment))).executeTakeFirst()
  if (row === undefined) throw notFound('commitment')
  const proof = await proofOf(row, context)
  if (proof === null) return { state: 'pending' }
  const { batchIndex, batchPath: path, entry, proof: text } = proof
  return { state: 'recorded', batchIndex, batchPath: path, entry, proof: text }
}

/** The ledger proof of a credential, or null while its batch is not on the log or not final. */
export async function ledgerProofFor(credentialRowId: string, context: IssuingContext): Promise<LedgerProof | null> {
  const row = await context.database.selectFrom('commitment').select(['nonce', 'batch_id', 'position'])
    .where('credential_id', '=', credentialRowId).executeTakeFirst()
  return row === undefined ? null : proofOf(row, context)
}

async function proofOf(row: { readonly nonce: Buffer; readonly batch_id: string | null; readonly position: number | null }, context: IssuingContext): Promise<LedgerProof | null> {
  if (row.batch_id === null || row.position === null) return null
  const batch = await loadRecordedBatch(row.batch_id, context)
  const proof = batch === null ? null : batch.logOrigin === null ? await proveHere(batch.logIndex, context) : await proveElsewhere(batch.logOrigin, batch.logIndex, context)
  if (batch === null || proof === null) return null
  return formatLedgerProof({ nonce: row.nonce, batchIndex: row.position, entry: batch.entry, batchPath: batchPath(batch.tree, row.position), proof })
}

async function proveHere(index: number, { finality, ledger }: IssuingContext): Promise<string | null> {
  const final = await finality.checkpoint()
  return final === undefined || final.size <= index ? null : ledger.tlogProof(index, final)
}

/** From the copy of the log that took the batch, under the last checkpoint of it that is final. */
async function proveElsewhere(origin: string, index: number, { followedLogs, finality, cryptography }: IssuingContext): Promise<string | null> {
  const followed = followedLogs.find(origin)
  const [bytes, key] = [await followed?.log.reader('checkpoint'), await followed?.log.reader('key')]
  const policy = finality.inForce?.policy
  if (followed === undefined || bytes === undefined || key === undefined || policy === undefined) return null
  const final = parseCheckpoint(decodeUtf8(bytes))
  if (final.size <= index || !(await satisfies({ ...policy, logs: [] }, final, cryptography)).isFinal) return null
  // The key of what is final: entries that are not may have named another.
  const { proof } = await proveEntry(followed.log.reader, index, { verifierKey: decodeUtf8(key).trim(), cryptography })
  return formatTlogProof(proof)
}

interface RecordedBatch {
  readonly entry: Buffer
  readonly tree: BatchTree
  readonly logIndex: number
  /** Null for this node's own log. */
  readonly logOrigin: string | null
}

/** Hashing a batch of 65,536 takes a good part of a second, and all its people ask about the same time. Oldest out first. */
const maxKeptBatches = 8
const keptBatches = new Map<string, RecordedBatch>()

/** A recorded batch never changes, so it may be kept; null while it is not on the log. */
async function loadRecordedBatch(id: string, { database, cryptography }: IssuingContext): Promise<RecordedBatch | null> {
  const kept = keptBatches.get(id)
  if (kept !== undefined) return kept
  const row = await database.selectFrom('ledger_batch').select(['entry', 'leaves', 'log_index', 'log_origin']).where('id', '=', id).executeTakeFirstOrThrow()
  if (row.log_index === null) return null
  const batch = { entry: row.entry, tree: buildBatchTree(row.leaves, cryptography.sha256), logIndex: Number(row.log_index), logOrigin: row.log_origin }
  // What another log took it may not keep.
  if (row.log_origin !== null) return batch
  if (keptBatches.size >= maxKeptBatches) keptBatches.delete(keptBatches.keys().next().value ?? '')
  keptBatches.set(id, batch)
  return batch
}
