/**
 * What signing, checking, baking and backing up need: canonicalisation and its contexts, most of the wallet's code.
 * Pages import this file when it is called for, so that the first load stays small on a poor connection.
 */
export { bakePng } from 'everlearned/credential'
export { addEvidence, canShowParts, carryEndorsements, claimCredential, confirmLifeEntry, credentialToShow, factsOf, findPageFaults, findProfileLines, formatBackup, makeBundle, makeCard, makePortfolio, makeResumeBundle, makeLifeBundle, makeProfileBundle, maxBackupLength, nameInRecord, parseBackup, previewCopy, publishProfile, refreshLedgerProof, removeEvidence, restoreBackup, showParts, unpublishProfile, yearsShown } from 'everlearned/holder'
