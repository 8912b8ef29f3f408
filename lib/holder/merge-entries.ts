import type { Json } from '../encoding/canonical-json.ts'
import { canonicalJson } from '../encoding/canonical-json.ts'
import type { WalletAttestation } from './attestation.ts'
import type { BackupNote } from './backup-note.ts'
import type { LifeEntry } from './life-entry.ts'
import type { WalletProfile } from './profile.ts'
import type { RecoveryNote } from './recovery-note.ts'
import type { EntryVersion } from './sync-state.ts'
import type { WaitingRecord } from './waiting-record.ts'
import type { WalletRecord } from './wallet-record.ts'
import type { EntryKind } from './wallet-storage.ts'

/** Tells whether one version of an entry comes after another: by count, then by device, so that all devices agree. */
export function isLater(left: EntryVersion, right: EntryVersion): boolean {
  return left.count === right.count ? left.device > right.device : left.count > right.count
}

/**
 * What two versions of an entry make together where nothing of either gets lost, or undefined when one must give way.
 *
 * The result does not depend on which side is whose.
 */
export function mergeValues(kind: EntryKind, mine: Json, theirs: Json): Json | undefined {
  if (canonicalJson(mine) === canonicalJson(theirs)) return theirs
  if (kind === 'record') return mergeRecords(mine as unknown as WalletRecord, theirs as unknown as WalletRecord) as unknown as Json
  if (kind === 'life') return mergeLife(mine as unknown as LifeEntry, theirs as unknown as LifeEntry) as unknown as Json
  if (kind === 'attestation') return mergeAttestations(mine as unknown as WalletAttestation, theirs as unknown as WalletAttestation) as unknown as Json
  if (kind === 'waiting') return mergeWaiting(mine as unknown as WaitingRecord, theirs as unknown as WaitingRecord) as unknown as Json
  if (kind === 'profile') return mergeProfiles(mine as unknown as WalletProfile, theirs as unknown as WalletProfile) as unknown as Json
  if (kind === 'note') return mergeNotes(mine as unknown as BackupNote | RecoveryNote, theirs as unknown as BackupNote | RecoveryNote) as unknown as Json
  return undefined
}

/** The same signed document, of which two devices learned more: proofs, status lists, documents of both. */
function mergeRecords(mine: WalletRecord, theirs: WalletRecord): WalletRecord | undefined {
  if (mine.credential !== theirs.credential) return undefined
  const [first, second] = mine.addedAt <= theirs.addedAt ? [mine, theirs] : [theirs, mine]
  const archived = [...(first.archived ?? []), ...(second.archived ?? [])]
  const cameAgain = [...new Set([...(first.cameAgain ?? []), ...(second.cameAgain ?? [])])].toSorted().slice(-20)
  // What a guardian allows is as the device learned that asked last.
  const { guardian: _, ...earlier } = first
  return {
    ...second, ...earlier,
    nonce: first.nonce ?? second.nonce,
    ledgerProof: first.ledgerProof ?? second.ledgerProof,
    logs: [...new Set([...first.logs, ...second.logs])].toSorted(),
    documents: { ...second.documents, ...first.documents },
    status: Object.fromEntries([...new Set([...Object.keys(first.status), ...Object.keys(second.status)])].toSorted().flatMap((url) => {
      const [left, right] = [first.status[url], second.status[url]]
      const newest = left !== undefined && (right === undefined || left.fetchedAt >= right.fetchedAt) ? left : right
      return newest === undefined ? [] : [[url, newest]]
    })),
    ...(cameAgain.length === 0 ? {} : { cameAgain }),
    ...(archived.length === 0 ? {} : { archived: [...new Map(archived.map((proof) => [canonicalJson(proof), proof])).values()].slice(0, 8) }),
  }
}

/** An entry that two devices changed says what it was made to say last; everything that was signed of it stays. */
function mergeLife(mine: LifeEntry, theirs: LifeEntry): LifeEntry {
  const [first, last] = [mine, theirs].toSorted((left, right) => left.changedAt.localeCompare(right.changedAt) || canonicalJson(left as unknown as Json).localeCompare(canonicalJson(right as unknown as Json))) as [LifeEntry, LifeEntry]
  const versions = [...new Map([...first.versions, ...last.versions].map((version) => [version.credential, version])).values()].toSorted((left, right) => left.signedAt.localeCompare(right.signedAt))
  // What holds now is the version of the side that won: it stands last.
  const latest = last.versions.at(-1)
  const isOfLatest = (entry: LifeEntry): boolean => entry.versions.at(-1)?.credential === latest?.credential
  const copies = [...new Map([...(isOfLatest(first) ? first.copies ?? [] : []), ...(last.copies ?? [])].map((copy) => [copy.credential, copy])).values()].toSorted((left, right) => left.credential.localeCompare(right.credential))
  return { ...last, versions: latest === undefined ? versions : [...versions.filter(({ credential }) => credential !== latest.credential), latest], ...(copies.length === 0 ? {} : { copies }) }
}

/** What came of a request is known to whoever asked its node; what is kept back on one device stays so on both. */
function mergeAttestations(mine: WalletAttestation, theirs: WalletAttestation): WalletAttestation {
  const [known, other] = [mine, theirs].toSorted((left, right) => Number(left.state === 'open') - Number(right.state === 'open') || (right.answeredAt ?? '').localeCompare(left.answeredAt ?? '') || canonicalJson(left as unknown as Json).localeCompare(canonicalJson(right as unknown as Json))) as [WalletAttestation, WalletAttestation]
  const remindedAt = [known.remindedAt, other.remindedAt].filter((at) => at !== undefined).toSorted().at(-1)
  return { ...known, ...(remindedAt === undefined ? {} : { remindedAt }), ...(known.isKeptBack === true || other.isKeptBack === true ? { isKeptBack: true } : {}) }
}

/** What has come is there; otherwise the device that asked last knows best. */
function mergeWaiting(mine: WaitingRecord, theirs: WaitingRecord): WaitingRecord {
  const [best] = [mine, theirs].toSorted((left, right) => Number(left.answer.kind === 'deferred') - Number(right.answer.kind === 'deferred') || right.askedAt.localeCompare(left.askedAt) || canonicalJson(left as unknown as Json).localeCompare(canonicalJson(right as unknown as Json))) as [WaitingRecord, WaitingRecord]
  return best
}

/** A profile says what it was made to say last; where it stands publicly is as the device knows that published it or took it down last. */
function mergeProfiles(mine: WalletProfile, theirs: WalletProfile): WalletProfile {
  const [first, last] = [mine, theirs].toSorted((left, right) => left.changedAt.localeCompare(right.changedAt) || canonicalJson(left as unknown as Json).localeCompare(canonicalJson(right as unknown as Json))) as [WalletProfile, WalletProfile]
  const page = [first.page, last.page].filter((each) => each !== undefined).toSorted((left, right) => left.publishedAt.localeCompare(right.publishedAt)).at(-1)
  const pageEndedAt = [first.pageEndedAt, last.pageEndedAt].filter((at) => at !== undefined).toSorted().at(-1)
  const { page: _, ...kept } = last
  const isUp = page !== undefined && (pageEndedAt === undefined || page.publishedAt > pageEndedAt)
  return { ...kept, ...(isUp ? { page } : {}), ...(pageEndedAt === undefined ? {} : { pageEndedAt }) }
}

/** Two backups were made: the later one counts. So it does for each way back that was prepared. */
function mergeNotes(mine: BackupNote | RecoveryNote, theirs: BackupNote | RecoveryNote): BackupNote | RecoveryNote | undefined {
  if (mine.id === 'backup' && theirs.id === 'backup') return mine.madeAt > theirs.madeAt ? mine : theirs
  if (mine.id !== 'recovery' || theirs.id !== 'recovery') return undefined
  const phraseAt = [mine.phraseAt, theirs.phraseAt].filter((at) => at !== undefined).toSorted().at(-1)
  const people = [mine.people, theirs.people].filter((set) => set !== undefined).toSorted((left, right) => left.madeAt.localeCompare(right.madeAt)).at(-1)
  return { id: 'recovery', ...(phraseAt === undefined ? {} : { phraseAt }), ...(people === undefined ? {} : { people }) }
}
