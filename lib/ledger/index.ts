/**
 * The ledger: an append-only Merkle tree log (RFC 6962) in the formats of C2SP at commit 5ba5ee83: tlog-tiles, tlog-checkpoint,
 * signed-note, tlog-proof, tlog-cosignature, tlog-policy and tlog-witness; with mirrors and monitors that believe nobody, and proofs
 * of two histories. It knows nothing of credentials: an entry is bytes.
 *
 * @example
 * ```ts
 * const log = await openLog(memoryLogStorage(), { origin: 'college.example/ledger', signingKey, cryptography })
 * const { indexes } = await log.append([entry])
 * const proof = parseTlogProof(await log.tlogProof(indexes[0] ?? 0))
 * const key = parseVerifierKey(log.verifierKey, cryptography.sha256)
 * const isRecorded = verifyTlogProof(entry, proof, cryptography.sha256) && (await verifyCheckpoint(proof.checkpoint, key, cryptography))
 * ```
 */
export { LedgerError } from './ledger-error.ts'
export { hashEmptyTree, hashLeaf, hashLength, hashNode, type Sha256 } from './merkle-hash.ts'
export { verifyInclusion, type InclusionClaim } from './verify-inclusion.ts'
export { verifyConsistency, type ConsistencyClaim } from './verify-consistency.ts'
export { formatTilePath, parseTilePath, tileWidth, type Tile } from './tile.ts'
export { decodeEntries, encodeEntries, maxEntryBytes } from './entry-bundle.ts'
export { isKeyName } from './note-key.ts'
export { formatVerifierKey, parseVerifierKey, verifierKeyOf, type VerifierKey } from './verifier-key.ts'
export { formatNote, parseNote, signNote, verifyNote, type Note, type NoteSignature } from './note.ts'
export { parseCheckpoint, signCheckpoint, verifyCheckpoint, type Checkpoint, type TreeHead } from './checkpoint.ts'
export { formatTlogProof, parseTlogProof, verifyTlogProof, type TlogProof } from './tlog-proof.ts'
export {
  cosign, cosignerKeyOf, formatCosignerKey, parseCosignerKey, verifyCosignature,
  type CosignatureVerdict, type CosignerIdentity, type CosignerKey,
} from './cosignature.ts'
export { formatPolicy, maxPolicyLength, noQuorum, parsePolicy, type Policy, type PolicyGroup, type PolicyLog, type PolicyWitness } from './policy.ts'
export { hasQuorum, quorumWitnesses, satisfies, type Cosigner, type Finality } from './satisfies.ts'
export { lintPolicy, type PolicyFinding, type PolicyLint, type PolicyStrength } from './lint-policy.ts'
export { formatAddCheckpoint, maxAddCheckpointBytes, parseAddCheckpoint, type AddCheckpoint } from './add-checkpoint.ts'
export { CheckpointWitness, hashOrigin, type Witness, type WitnessAnswer, type WitnessRefusal, type WitnessStore } from './witness.ts'
export { memoryWitnessStore } from './memory-witness-store.ts'
export { witnessHandler, type WitnessNotice } from './witness-handler.ts'
export { askWitness, type WitnessAddress, type WitnessReply } from './ask-witness.ts'
export type { LogFile, LogStorage } from './log-storage.ts'
export { memoryLogStorage } from './memory-log-storage.ts'
export { openLog, type LogIdentity } from './open-log.ts'
export { maxLogEntryBytes, type AppendReceipt, type TransparencyLog } from './transparency-log.ts'
export { auditLog, maxAuditFindings, type AuditContext, type AuditFinding, type AuditReport } from './audit-log.ts'
export type { LogReader } from './log-reader.ts'
export { httpLogReader } from './http-log-reader.ts'
export { collectCosignatures, type CosignRound, type CosignRoundResult, type RoundAnswer } from './cosign-round.ts'
export { verifyFinalProof, type FinalProofVerdict } from './verify-final-proof.ts'
export { mirrorLog, type Mirror, type MirrorReport, type MirrorStorage } from './mirror-log.ts'
export type { EntryRefusal } from './copy-bundles.ts'
export { mirrorReader } from './mirror-reader.ts'
export { ProvenTiles } from './proven-tiles.ts'
export { proveEntry, type ProvenEntry } from './prove-entry.ts'
export { findFork, formatForkProof, parseForkProof, verifyForkProof, type ForkProof, type ForkProofJson } from './fork-proof.ts'
export { monitorLog, rememberedView, type LogView, type MonitorContext, type MonitoredHead, type MonitorFinding, type MonitorReport } from './monitor.ts'
export { formatReceipt, parseReceipt, verifyReceipt, type LedgerReceipt, type LedgerReceiptJson } from './receipt.ts'
export { judgeReceipt, maxFinalitySeconds, type ReceiptContext, type ReceiptVerdict, type ReceiptWitness } from './judge-receipt.ts'
