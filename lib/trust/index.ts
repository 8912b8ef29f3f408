/**
 * Trust: what may stand on the ledger, the rules that every validator replays (entries of version 2, rules of the versions 1 to 3), and what
 * an entry proves about a credential.
 *
 * @example
 * ```ts
 * const batch = await sealBatch(commitments, { issuer: null, scope: 'education', isOverdue: true, origin: 'college.example/ledger', signer, cryptography })
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
export { batchScopes, isBatchSize, type BatchEntry, type BatchScope } from './batch-entry.ts'
export { formatEntry, maxPayloadBytes, parseBatchEntry, parseEntry, signEntry, signStatement, verifyEntry, type Entry, type EntrySignature, type SignedBatch } from './entry.ts'
export { batchPath, buildBatchTree, verifyBatchPath, type BatchTree } from './batch-tree.ts'
export { maxBatchCommitments, minRealCommitments, sealBatch, type BatchContext, type SealedBatch } from './seal-batch.ts'
export { formatLedgerProof, parseLedgerProof, type LedgerProof, type RecordedCommitment } from './ledger-proof.ts'
export { verifyLedgerProof, type LedgerProofContext, type LedgerProofFinding, type RecordedIn } from './verify-ledger-proof.ts'
export {
  accreditationBases, archiveKinds, constitutionKinds, disputeGrounds, domainGround, endorsementGrounds, governanceActor, identityBases, sectors,
  type Accredit, type Act, type Archive, type Award, type Charter, type CharterParty, type CompromisedSince, type Constitution, type CredentialType, type Dispute, type Endorse, type SeeDomain,
  type EntryType, type Epoch, type Governance, type Payloads, type PolicyChange, type PublishedRule, type Reaffirm, type Register, type RegistrySync, type Rotate, type RulesChange,
  type Sector, type SectorGovernance, type Statement, type StatusDigest, type Subject, type Suspend, type Withdraw,
} from './payloads.ts'
export { isOrganisationName, isWebUrl } from './entry-text.ts'
export { isAwardRule, type AwardRule, type CredentialDemand } from './award-rule.ts'
export { conformanceDocument, signConformance } from './conformance.ts'
export { askDomain, type DomainAnswer } from './domain-control.ts'
export { newRegistry, supportedRules, type Accreditation, type ArchivedRecord, type DomainSighting, type KeySpan, type Opinion, type Participant, type Registry, type Span, type StatusRecord } from './registry.ts'
export { actOf, applyEntry, type Applied } from './replay.ts'
export { JudgedLog, refusedByCosigners, type Submission, type Submitted } from './judged-log.ts'
export { formatRegistry, parseRegistry } from './registry-text.ts'
export { extractRegistry, wholeRegistry, type RegistryView } from './registry-view.ts'
export { openRegistryProof, proveRegistry, type ProvenRecord, type RegistryProof } from './registry-proof.ts'
export { digestOfDocument, formatArchiveProof, verifyArchiveProof, type ArchivedProven, type ArchiveProof } from './archive-proof.ts'
export { parseBuildManifest, type BuildFile, type BuildManifest } from './build-manifest.ts'
export { verifyBuildProof, type BuildNotProven, type BuildTrust, type ProvenBuild } from './build-proof.ts'
export type { Believed, Disbelieved, FinalityRules, KnownLogKeys, LogTrust } from './judge-checkpoint.ts'
export { logKeysAt, logKeysSince, type PolicyHistory } from './log-keys.ts'
export { draftPolicy, parseMembers, type NetworkMember, type NetworkMembers } from './draft-policy.ts'
export type { KnownRegistry, Refusal, ReplayContext } from './ruling.ts'
export {
  accreditationChain, accreditationsAt, archived, authorityFor, buildsOf, domainAt, impostorsOf, isAccreditationInForce, isCompromised, keysInForce, nameAt, participantAt, policyAt, recoveryKeyAt, ruleAt, rulesAt, statusDigests, typeAt,
  type AccreditationQuery, type Authority, type AuthorityQuery, type DomainStanding, type RecordedBuild, type SignedPlace, type Standing,
} from './history.ts'
export { emptyEpochMap, proveInMap, rootOfMap, verifyEpochProof, type EpochClaim, type EpochMap, type EpochProof } from './epoch-map.ts'
export { digestOfRecord, epochMapAt, keyOfRecord, recordAt, type RecordName } from './records.ts'
/* What registries that others keep say of an issuer: OpenID Federation 1.0, lists of the Digital Credentials Consortium, CTDL, endorsements. */
export { accreditedScopesAt, type ScopeInForce } from './registries/accredited-scopes-at.ts'
export { compareStandings, type StandingConflict, type StandingsOverview } from './registries/compare-standings.ts'
export { lookUpInCredentialRegistry, type CredentialRegistrySource, type RegisteredAccreditor } from './registries/credential-registry.ts'
export { readEndorsement, type Accreditor, type EndorsementContext } from './registries/endorsement.ts'
export { lookUpInFederation, type FederationSource } from './registries/federation.ts'
export { findInIssuerList, lookUpInIssuerList, type IssuerListSource } from './registries/issuer-list.ts'
export {
  nameKey, type AccreditedScope, type ChainLink, type IssuerStanding, type NoAnswer, type RegistryAnswer, type StandingSource, type StandingState,
} from './registries/issuer-standing.ts'
export { parseKnownRegistries, type KnownRegistries, type RegistrySource } from './registries/known-registries.ts'
export { lookUpIssuer } from './registries/look-up-issuer.ts'
export { readAccreditations, type CarriedAccreditations, type ClaimedAccreditation } from './registries/read-accreditations.ts'
export { RegistryError } from './registries/registry-error.ts'
export type { RegistryContext, RegistryFetch } from './registries/registry-fetch.ts'
export type { TrustAnchor } from './registries/trust-chain.ts'
