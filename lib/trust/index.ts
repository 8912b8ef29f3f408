/**
 * Trust: what may stand on the ledger and what it proves about a credential. First form: batches of hiding commitments
 * (entry version 1) and the ledger proof that travels beside a credential.
 *
 * @example
 * ```ts
 * const batch = sealBatch(commitments, { issuer: null, scope: 'education', isOverdue: true, cryptography })
 * const { indexes } = await log.appendOnce([batch.entry], 0)
 * const [batchIndex = 0] = batch.positions
 * const tree = buildBatchTree(batch.leaves, cryptography.sha256)
 * const ledgerProof = formatLedgerProof({
 *   nonce, batchIndex, batchPath: batchPath(tree, batchIndex), entry: batch.entry, proof: await log.tlogProof(indexes[0] ?? 0),
 * })
 * const finding = await verifyLedgerProof(ledgerProof, { proofBytes, issuer, logs: [log.verifierKey], cryptography })
 * ```
 */
export { TrustError } from './trust-error.ts'
export { commit, nonceLength } from './commitment.ts'
export { batchScopes, formatBatchEntry, isBatchSize, parseBatchEntry, type BatchEntry, type BatchScope } from './batch-entry.ts'
export { batchPath, buildBatchTree, verifyBatchPath, type BatchTree } from './batch-tree.ts'
export { maxBatchCommitments, minRealCommitments, sealBatch, type BatchContext, type SealedBatch } from './seal-batch.ts'
export { formatLedgerProof, parseLedgerProof, type LedgerProof, type RecordedCommitment } from './ledger-proof.ts'
export { verifyLedgerProof, type LedgerProofContext, type LedgerProofFinding, type RecordedIn } from './verify-ledger-proof.ts'
