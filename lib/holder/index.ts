/**
 * The wallet: keys from one seed, records sealed at rest, claims checked before they are kept, shares and
 * backups. HKDF (RFC 5869), AES-GCM (NIST SP 800-38D), argon2id (RFC 9106), passkey PRF (Web Authentication Level 3).
 *
 * The seed and the keys live in memory while the wallet is unlocked; a storage holds wrapped and sealed forms only.
 *
 * ```ts
 * const keys = await deriveWalletKeys(await unwrapWithPassphrase(wrap, 'four brass kettles sing'))
 * const { records } = await loadRecords({ keys, storage: createMemoryWalletStorage(), cryptography: webCryptography })
 * ```
 */
export { HolderError } from './holder-error.ts'
export { deriveWalletKeys, seedLength, type SubjectKeyType, type WalletKeys } from './wallet-keys.ts'
export { openSubjectKey, type OpenSubjectKey } from './subject-key.ts'
export type { SyncKeys, SyncPlace } from './sync-keys.ts'
export { subjectKeyName } from './prove-holder.ts'
export {
  unwrapWithPasskey, unwrapWithPassphrase, wrapWithPasskey, wrapWithPassphrase,
  type PasskeyWrap, type PassphraseWrap, type SeedWrap, type WrapContext,
} from './seed-wrap.ts'
export { findPassphraseWeakness, leastPassphraseLength, type PassphraseWeakness } from './passphrase-strength.ts'
export { entryKinds, type EntryKind, type SealedEntry, type WalletContent, type WalletStorage } from './wallet-storage.ts'
export { createMemoryWalletStorage } from './memory-wallet-storage.ts'
export { openEntry, saveEntry, type WalletContext } from './entry.ts'
export { guardianRuleOf, mayPublish, maySend, type SendingWay } from './guardian-rule.ts'
export { findVisit, removeVisit, saveVisit, visitMinutes, type Counterpart, type IssuerVisit } from './issuer-visit.ts'
export { askAgainFrom, loadAllWaiting, loadWaiting, removeWaiting, saveAskedAgain, saveWaiting, type WaitingRecord } from './waiting-record.ts'
export { renewShown } from './renew-shown.ts'
export { loadRecord, loadRecords, removeRecord, saveRecord, type RecordList, type WalletRecord } from './wallet-record.ts'
export { completeWord, formatPhrase, phraseLength, readPhrase, type PhraseSuspect, type ReadPhrase } from './phrase.ts'
export { joinShares, leastThreshold, mostTrusted, setsOf, shareSeed, type JoinedShares, type ShareSet, type TrustedPlan } from './share-seed.ts'
export { formatShare, formatShareRows, readShare, sharePrefix, shareRows, type ReadShare, type TrustedShare } from './trusted-share.ts'
export { formatBackup, maxBackupLength, parseBackup, restoreBackup, type BackupSource, type WalletBackup } from './wallet-backup.ts'
export { exportWallet, type ExportSource } from './export-wallet.ts'
export { readImport, type ImportSource, type LockedImport, type ReadImport } from './read-import.ts'
export type { SkipReason, Skipped } from './find-credentials.ts'
export { keepImport, restoreExport, type KeptImport } from './keep-import.ts'
export { loadFile, maxFileBytes, saveFile, type FileContent, type WalletFile } from './wallet-file.ts'
export { maxArchiveBytes } from './archive.ts'
export { closeSync, syncWallet, turnSyncKey, type KeptConflict, type SyncContext, type SyncReport } from './sync-wallet.ts'
export { formatSyncCode, readSyncCode } from './sync-code.ts'
export { loadSyncState, moveSync, startSync, stopSync, type SyncState } from './sync-state.ts'
export { assessSafety, type Safety } from './assess-safety.ts'
export { loadRecoveryNote, saveRecoveryNote, type RecoveryNote, type TrustedPeople } from './recovery-note.ts'
export { matchSeed, reopenWallet, type SeedMatch } from './reopen-wallet.ts'
export { loadBackupNote, saveBackupNote, type BackupNote } from './backup-note.ts'
export { describeCredential, type CredentialDescription, type ProofDescription, type ToldEvidence } from './describe-credential.ts'
export { parseNodeOrigin } from './node-origin.ts'
export { NodeRefusal, requestNode, type Fetch, type NodeRequest } from './request-node.ts'
export {
  askToVouch, endorsementsFor, fetchAnswers, formatAttestationLink, loadAttestations, openAttestationRequest, saveAttestation, sealAttestationAnswer, withdrawAttestation,
  type AttestationAsk, type AttestationContext, type WalletAttestation,
} from './attestation.ts'
export { carryEndorsements } from './carry-endorsements.ts'
export { endShare, fetchShare, formatShareLink, loadShares, makeShare, noteLink, openShare, sealShare, type ShareRequestInput, type WalletShare } from './share.ts'
export { fetchClaimOffer } from './fetch-claim-offer.ts'
export { claimCredential, type Claim, type ClaimContext, type ClaimStep } from './claim-credential.ts'
export { checkReceived, keepReceived, type KeepReceived, type ReceiveContext, type ReceivedCredential } from './receive-credential.ts'
export { findRecordKey } from './find-record-key.ts'
export { loadExchangeNotes, removeExchangeNote, saveExchangeNote, type ExchangeNote, type ExchangeOutcome, type NotedRecord } from './exchange-note.ts'
export { findOverAsked, membersIn, personalTopics, type PersonalTopic } from './over-asking.ts'
export { isCopyMadeNow, makeBundle, type BundleContext, type ShareChoice } from './make-bundle.ts'
export { makeResumeBundle, type ResumeChoice } from './make-resume.ts'
export { factsShown } from './facts-shown.ts'
export { makeCard, type CardChoice, type PaperCard } from './make-card.ts'
export { refreshLedgerProof } from './refresh-ledger-proof.ts'
export { requestCopy, type CopyContext } from './request-copy.ts'
export { previewCopy } from './preview-copy.ts'
export { canShowParts, factNames, factsOf, hasBaseProof, showParts, yearsShown, type Fact, type FactName } from './shown-copy.ts'
export { firstDayOf, isYearMonth, lastDayOf } from './year-month.ts'
export { draftLifeEntry, keepDraft, removeLifeEntry } from './keep-life-entry.ts'
export { putBack, type RemovedEntry } from './put-back.ts'
export { filledParts, lifeKinds, lifeParts, maxLifeText, tidyFacts, type LifeFacts, type LifeKind, type LifePart } from './life-facts.ts'
export {
  isDraft, loadLifeEntries, loadLifeEntry, type LifeContext, type LifeDecision, type LifeEntry, type LifeEvidence, type LifeSource, type LifeVersion,
} from './life-entry.ts'
export { createLifeCredential, digestUri, type LifeStatement } from './life-credential.ts'
export { confirmLifeEntry, openLifeKey, signLife } from './sign-life-entry.ts'
export { addEvidence, levelOf, loadEvidence, maxEvidence, removeEvidence, viewOf, type EvidenceView, type OwnLevel } from './life-evidence.ts'
export { sensitiveParts, sensitiveTopics, suggestSensitive, type SensitiveSuggestion, type SensitiveTopic } from './sensitive-words.ts'
export { credentialToShow, findCopy, makeLifeBundle, partsToShare, type LifeChoice } from './share-life.ts'
export { arrangeTimeline, findSame, type TimelineGroup, type TimelineItem } from './timeline.ts'
export { tidySkills } from './tidy-skills.ts'
export { isDay, learningKinds, maxLearning, readWebAddress, tidyLearning, type LearningFacts, type LearningKind } from './learning-facts.ts'
export { addLearningFile, changeLearning, keepLearning, removeLearning, removeLearningFile } from './keep-learning.ts'
export { loadLearning, loadLearningItem, type LearningDecision, type LearningItem, type LearningSource } from './learning-item.ts'
export { KnownLearning } from './same-learning.ts'
export { sumLearning, type LearningMonth, type LearningSum, type SkillSum } from './sum-learning.ts'
export { readSharedLink, type SharedText } from './read-shared-link.ts'
export { readDuration, type DurationUnit } from './read-duration.ts'
export { learningFields, suggestLearningColumns, type LearningColumns, type LearningField, type SuggestedLearning } from './learning-columns.ts'
export { maxLearningRows, readLearningRows, type LearningRow, type LearningRowFault, type LearningRowsOptions, type LearningRowsRead } from './read-learning-rows.ts'
export { makePortfolio, portfolioFacts, type PortfolioChoice } from './learning-portfolio.ts'
export { changeProfile, createProfile, duplicateProfile, loadProfile, loadProfiles, maxProfile, removeProfile, type ProfileContext, type ProfileDraft, type ProfileItem, type ProfilePage, type WalletProfile } from './profile.ts'
export { findProfileLines, partsOfItem, partsShownIn, profileItemOf, type AbsentReason, type ProfileLine, type ProfileLines, type ProfileReader } from './profile-lines.ts'
export { noteOfLine } from './note-of-line.ts'
export { makeProfileBundle } from './make-profile-bundle.ts'
export { findPageFaults, formatPageLink, nameInRecord, publishProfile, unpublishProfile, type PageFault, type PublishContext, type PublishWish } from './public-page.ts'
export { isOwnWord, loadOwnWord } from './life-record.ts'
