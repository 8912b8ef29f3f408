import { isJsonObject } from '../credential/parse-json.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { decodeBase64url } from '../encoding/base64url.ts'
import { decodeUtf8 } from '../encoding/bytes.ts'
import type { Json } from '../encoding/canonical-json.ts'
import { EverlearnedError } from '../error.ts'
import { type Bundle, isBundle, parseBundle } from '../verifier/bundle.ts'
import { readBaked } from '../verifier/read-baked.ts'
import { isArchive, type ArchiveFiles } from './archive.ts'
import { openEntry } from './entry.ts'
import { findCredentials, maxImportLength, whyUnfit, type Skipped } from './find-credentials.ts'
import { HolderError } from './holder-error.ts'
import { isEarlyWallet, openEarlyWallet } from './open-early-wallet.ts'
import { isLockedWallet, openLockedWallet } from './open-locked-wallet.ts'
import { readExport } from './read-export.ts'
import { unwrapWithPassphrase } from './seed-wrap.ts'
import { isTar, unpackTar } from './unpack-tar.ts'
import { parseBackup, type WalletBackup } from './wallet-backup.ts'
import type { FileContent, WalletFile } from './wallet-file.ts'
import { deriveWalletKeys } from './wallet-keys.ts'
import type { WalletRecord } from './wallet-record.ts'
import type { EntryKind } from './wallet-storage.ts'

/** What kind of file was imported. */
export type ImportSource = 'everlearned-export' | 'everlearned-backup' | 'learner-credential-wallet' | 'picture' | 'json'

/** A credential out of an import: its text as it was signed, and from our own files what was known of it. */
export interface ImportedRecord {
  readonly credential: string
  readonly known?: Omit<WalletRecord, 'id' | 'credential'>
}

/** Something that a wallet of ours kept, and under which kind. */
export interface ImportedEntry {
  readonly kind: EntryKind
  readonly value: Json & { readonly id: string }
}

/** What was found in a file, before anything is kept. */
export interface ReadImport {
  readonly kind: 'read'
  readonly source: ImportSource
  readonly records: readonly ImportedRecord[]
  readonly files: readonly FileContent[]
  /** Everything else that a wallet of ours keeps, by kind. */
  readonly entries: readonly ImportedEntry[]
  /** The sealed keys of an export. */
  readonly keys?: string
  /** What was shared, from an export; without the keys nothing can be ended. */
  readonly shares?: readonly Json[]
  readonly skipped: readonly Skipped[]
}

/** A file that only its passphrase opens. */
export interface LockedImport {
  readonly kind: 'locked'
  readonly source: ImportSource
}

/** What reading an import needs; the passphrase once the person was asked for it. */
export interface ImportContext {
  readonly cryptography: Cryptography
  readonly passphrase?: string
}

/**
 * Reads a file from another wallet or program: our own export and backup, backups of Learner Credential Wallet open, locked, early and as archives, pictures that
 * carry a badge, and JSON of any shape that holds credentials, as LearnCard and presentations do.
 *
 * Untrusted: everything. Nothing is kept yet, nothing is fetched, and whatever is not taken is named.
 *
 * @throws HolderError `holder/import-malformed`, `holder/import-too-large`, `holder/archive-malformed`, `holder/archive-too-large`,
 *   `holder/seal-broken` on a wrong passphrase
 */
export async function readImport(bytes: Uint8Array<ArrayBuffer>, context: ImportContext): Promise<ReadImport | LockedImport> {
  if (isArchive(bytes)) return readExport(bytes, context)
  if (isTar(bytes)) return readFolder(unpackTar(bytes))
  if (bytes.length > maxImportLength) throw new HolderError('holder/import-too-large', `Cannot read import: more than ${maxImportLength} bytes`)
  const baked = await readPicture(bytes)
  if (baked !== undefined) return { kind: 'read', source: 'picture', files: [], entries: [], ...recordsIn(baked) }
  const text = textOf(bytes)
  if (isEarlyWallet(text)) {
    if (context.passphrase === undefined) return { kind: 'locked', source: 'learner-credential-wallet' }
    return { kind: 'read', source: 'learner-credential-wallet', files: [], entries: [], ...recordsIn(await openEarlyWallet(text, context.passphrase)) }
  }
  const document = documentOf(text)
  if (isJsonObject(document) && document['type'] === 'EverlearnedWalletBackup') return openBackup(parseBackup(text), context)
  if (isLockedWallet(document)) {
    if (context.passphrase === undefined) return { kind: 'locked', source: 'learner-credential-wallet' }
    return { kind: 'read', source: 'learner-credential-wallet', files: [], entries: [], ...recordsIn(await openLockedWallet(document, context.passphrase)) }
  }
  if (isJsonObject(document) && isBundle(document)) return { kind: 'read', source: 'json', files: [], entries: [], ...recordsOfBundle(parseBundle(text)) }
  return { kind: 'read', source: isUniversalWallet(document) ? 'learner-credential-wallet' : 'json', files: [], entries: [], ...recordsIn(text) }
}

/** The credentials in the files of an archive, as newer wallets write theirs: one each, or many in one. What is none is named. */
async function readFolder(files: ArchiveFiles): Promise<ReadImport> {
  const records: ImportedRecord[] = []
  const skipped: Skipped[] = []
  for (const [path, bytes] of files) {
    const where = path.slice(0, 200)
    try {
      const found = recordsIn((await readPicture(bytes)) ?? textOf(bytes))
      records.push(...found.records)
      skipped.push(...found.skipped.map((one) => ({ ...one, where: `${where} ${one.where}`.trim() })))
    } catch (cause) {
      if (!(cause instanceof HolderError)) throw cause
      skipped.push({ where, reason: 'unknown' })
    }
  }
  return { kind: 'read', source: 'learner-credential-wallet', records, files: [], entries: [], skipped }
}

/** One wallet (Universal Wallet 2020, "Unlocked Wallet"), or a list of them. */
function isUniversalWallet(document: Json): boolean {
  const [first] = Array.isArray(document) ? (document as readonly Json[]) : [document]
  return isJsonObject(first) && first['type'] === 'UniversalWallet2020'
}

/** A share that somebody saved as a file holds its credentials as texts. */
function recordsOfBundle({ credentials }: Bundle): Pick<ReadImport, 'records' | 'skipped'> {
  const reasons = credentials.map(whyUnfit)
  return {
    records: credentials.filter((_, index) => reasons[index] === undefined).map((credential) => ({ credential })),
    skipped: reasons.flatMap((reason, index) => (reason === undefined ? [] : [{ where: `/credentials/${index}`, reason }])),
  }
}

function recordsIn(text: string): Pick<ReadImport, 'records' | 'skipped'> {
  const { credentials, skipped } = findCredentials(text)
  return { records: credentials.map((credential) => ({ credential })), skipped }
}

/** The records and files of a backup: sealed by its own wallet, so their shape is known. Its keys stay with it. */
async function openBackup(backup: WalletBackup, { passphrase }: ImportContext): Promise<ReadImport | LockedImport> {
  if (passphrase === undefined) return { kind: 'locked', source: 'everlearned-backup' }
  const keys = await deriveWalletKeys(await unwrapWithPassphrase(backup.wrap, passphrase))
  const records: ImportedRecord[] = []
  const files: FileContent[] = []
  const entries: ImportedEntry[] = []
  const skipped: Skipped[] = [{ where: 'wrap', reason: 'keys' }]
  for (const entry of backup.entries) {
    if (entry.kind === 'record') {
      const { id: _, credential, ...known } = await openEntry<WalletRecord>(entry, { keys })
      records.push({ credential, known })
    } else if (entry.kind === 'file') {
      const { name, mediaType, bytes } = await openEntry<WalletFile>(entry, { keys })
      files.push({ name, mediaType, bytes: decodeBase64url(bytes) })
    } else if (movesOn(entry.kind)) entries.push({ kind: entry.kind, value: await openEntry<ImportedEntry['value']>(entry, { keys }) })
    else skipped.push({ where: entry.kind, reason: 'settings' })
  }
  return { kind: 'read', source: 'everlearned-backup', records, files, entries, skipped }
}

/** What belongs to the person and not to the wallet: it may go on in another one. */
export function movesOn(kind: EntryKind): boolean {
  return !['record', 'share', 'file', 'note', 'conflict', 'device', 'waiting'].includes(kind)
}

/** A picture without a badge is no import either. */
async function readPicture(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  try {
    return await readBaked(bytes)
  } catch (cause) {
    if (!(cause instanceof EverlearnedError)) throw cause
    throw new HolderError('holder/import-malformed', 'Cannot read import: a picture that carries no credential', { cause })
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes)
  } catch (cause) {
    throw new HolderError('holder/import-malformed', 'Cannot read import: it is neither text nor an archive', { cause })
  }
}

function documentOf(text: string): Json {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) as Json
  } catch {
    // A token is no JSON; findCredentials knows both.
    return null
  }
}
