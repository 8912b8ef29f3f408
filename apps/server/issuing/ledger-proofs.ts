import { decodeBase64url } from 'everlearned/encoding'
import type { LedgerProofAnswer } from 'everlearned/exchange/claim'
import { batchPath, buildBatchTree, formatLedgerProof, type LedgerProof } from 'everlearned/trust'
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

/** The ledger proof of a credential, or null while its batch is not on the log. */
export async function ledgerProofFor(credentialRowId: string, context: IssuingContext): Promise<LedgerProof | null> {
  const row = await context.database.selectFrom('commitment').select(['nonce', 'batch_id', 'position'])
    .where('credential_id', '=', credentialRowId).executeTakeFirst()
  return row === undefined ? null : proofOf(row, context)
}

async function proofOf(row: { readonly nonce: Buffer; readonly batch_id: string | null; readonly position: number | null }, { database, cryptography, ledger }: IssuingContext): Promise<LedgerProof | null> {
  if (row.batch_id === null || row.position === null) return null
  const batch = await database.selectFrom('ledger_batch').select(['entry', 'leaves', 'log_index']).where('id', '=', row.batch_id).executeTakeFirstOrThrow()
  if (batch.log_index === null) return null
  return formatLedgerProof({
    nonce: row.nonce, batchIndex: row.position, entry: batch.entry,
    batchPath: batchPath(buildBatchTree(batch.leaves, cryptography.sha256), row.position),
    proof: await ledger.tlogProof(Number(batch.log_index)),
  })
}
