import { isJsonObject, listOf, parseJsonObject } from '../credential/parse-json.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { decodeBase64url } from '../encoding/base64url.ts'
import { decodeUtf8 } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { encodeHex } from '../encoding/hex.ts'
import { EverlearnedError } from '../error.ts'
import { parseLedgerProof } from '../trust/ledger-proof.ts'
import { parseBundle } from '../verifier/bundle.ts'
import { type ArchiveFiles, unpackArchive } from './archive.ts'
import { isTooDeep, whyUnfit, type Skipped } from './find-credentials.ts'
import { HolderError } from './holder-error.ts'
import { parseNodeOrigin } from './node-origin.ts'
import { openJwe } from './passphrase-jwe.ts'
import type { ImportedEntry, ImportedRecord, ReadImport } from './read-import.ts'
import type { WalletShare } from './share.ts'
import { type FileContent, maxFileBytes } from './wallet-file.ts'
import { seedLength } from './wallet-keys.ts'
import { entryKinds } from './wallet-storage.ts'

/** Untrusted: lists in an export are read up to this many items. */
const maxListed = 10_000

/**
 * Reads an export that a wallet of ours wrote, or that calls itself one. Every file is held against the digest that the manifest names.
 *
 * @throws HolderError `holder/archive-malformed`, `holder/archive-too-large`
 */
export function readExport(bytes: Uint8Array<ArrayBuffer>, { cryptography }: { readonly cryptography: Pick<Cryptography, 'sha256'> }): ReadImport {
  const files = unpackArchive(bytes)
  const manifest = jsonOf(files, 'manifest.json')
  if (!isJsonObject(manifest) || manifest['type'] !== 'EverlearnedExport') throw new HolderError('holder/archive-malformed', 'Cannot read archive: it is no export of a wallet')
  if (manifest['version'] !== 1) throw new HolderError('holder/archive-malformed', 'Cannot read archive: it was written by a later version')
  const { whole, skipped } = checkDigests(files, manifest, cryptography)
  const found = { records: [] as ImportedRecord[], files: [] as FileContent[] }
  for (const item of listIn(whole, 'records.json')) takeRecord(item, whole, { found, skipped })
  for (const item of listIn(whole, 'files.json')) takeFile(item, whole, { found, skipped })
  const entries = listIn(whole, 'entries.json').flatMap((item) => takeEntry(item, skipped))
  const keys = whole.get('keys.jwe')
  return { kind: 'read', source: 'everlearned-export', ...found, entries, shares: listIn(whole, 'shares.json'), skipped, ...(keys === undefined ? {} : { keys: decodeUtf8(keys) }) }
}

/** What is under the passphrase of an export. */
export interface ExportedKeys {
  readonly seed: Uint8Array<ArrayBuffer>
  /** What opens and ends the shares, by the id of the share. */
  readonly shareKeys: ReadonlyMap<string, Pick<WalletShare, 'key' | 'endToken'>>
}

/**
 * Opens the keys of an export.
 *
 * @throws HolderError `holder/seal-broken` on a wrong passphrase, `holder/wrap-malformed`
 */
export async function openExportedKeys(jwe: string, passphrase: string): Promise<ExportedKeys> {
  const text = await openJwe(jwe, passphrase)
  try {
    const value = parseJsonObject(text)
    const seed = decodeBase64url(String(value['seed']))
    if (value['type'] !== 'EverlearnedKeys' || seed.length !== seedLength) throw new HolderError('holder/wrap-malformed', 'Cannot read the keys: they are not as an export writes them')
    const shareKeys = listOf(value['shares']).flatMap((share) => {
      const { id, key, endToken } = isJsonObject(share) ? share : {}
      return typeof id === 'string' && typeof key === 'string' && typeof endToken === 'string' ? [[id, { key, endToken }] as const] : []
    })
    return { seed, shareKeys: new Map(shareKeys) }
  } catch (cause) {
    if (cause instanceof EverlearnedError) throw new HolderError('holder/wrap-malformed', 'Cannot read the keys: they are not as an export writes them', { cause })
    throw cause
  }
}

/** Files that are not as listed are left out, and named. */
function checkDigests(files: ArchiveFiles, manifest: JsonObject, { sha256 }: Pick<Cryptography, 'sha256'>): { readonly whole: ArchiveFiles; readonly skipped: Skipped[] } {
  const whole = new Map<string, Uint8Array<ArrayBuffer>>()
  const skipped: Skipped[] = []
  for (const item of listOf(manifest['files']).slice(0, maxListed)) {
    const { path, sha256: digest } = isJsonObject(item) ? item : {}
    if (typeof path !== 'string') continue
    const bytes = files.get(path)
    if (bytes !== undefined && encodeHex(sha256(bytes)) === digest) whole.set(path, bytes)
    else skipped.push({ where: path.slice(0, 200), reason: 'damaged' })
  }
  for (const path of files.keys()) {
    const isListed = whole.has(path) || skipped.some(({ where }) => where === path)
    if (!isListed && path !== 'manifest.json' && path !== 'README.txt') skipped.push({ where: path.slice(0, 200), reason: 'unknown' })
  }
  return { whole, skipped }
}

interface Taking {
  readonly found: { readonly records: ImportedRecord[]; readonly files: FileContent[] }
  readonly skipped: Skipped[]
}

function takeRecord(item: Json, files: ArchiveFiles, { found, skipped }: Taking): void {
  const path = isJsonObject(item) && typeof item['credential'] === 'string' ? item['credential'] : 'records.json'
  const bytes = files.get(path)
  if (bytes === undefined || !isJsonObject(item)) return void skipped.push({ where: path.slice(0, 200), reason: 'damaged' })
  const credential = textOf(bytes)
  const reason = credential === undefined ? 'unreadable' : whyUnfit(credential)
  if (credential === undefined || reason !== undefined) return void skipped.push({ where: path, reason: reason ?? 'unreadable' })
  const known = knownOf(item, credential)
  found.records.push(known === undefined ? { credential } : { credential, known })
}

/** What the other wallet knew, if it is of the shape that ours keeps; else the credential goes without. */
function knownOf(item: JsonObject, credential: string): ImportedRecord['known'] | undefined {
  try {
    const { documents, status, logs, archived } = parseBundle({
      type: 'EverlearnedBundle', version: 1, credentials: [credential], ledgerProofs: [],
      ...Object.fromEntries(['documents', 'status', 'logs', 'archived'].flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]]))),
    })
    const { nonce, ledgerProof, addedAt, origin } = item
    return {
      nonce: typeof nonce === 'string' && decodeBase64url(nonce).length === 32 ? nonce : null,
      ledgerProof: isJsonObject(ledgerProof) ? parseLedgerProof(ledgerProof) : null,
      logs, status, documents: Object.fromEntries(Object.entries(documents).filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1]))),
      ...(archived === undefined ? {} : { archived }),
      addedAt: new Date(String(addedAt)).toISOString(), origin: parseNodeOrigin(String(origin)),
      ...(item['isImported'] === true ? { isImported: true } : {}),
    }
  } catch (error) {
    if (error instanceof EverlearnedError || error instanceof RangeError) return undefined
    throw error
  }
}

function takeFile(item: Json, files: ArchiveFiles, { found, skipped }: Taking): void {
  const { name, mediaType, path } = isJsonObject(item) ? item : {}
  const bytes = typeof path === 'string' ? files.get(path) : undefined
  if (bytes === undefined || typeof name !== 'string' || typeof mediaType !== 'string') return void skipped.push({ where: String(path).slice(0, 200), reason: 'damaged' })
  if (bytes.length > maxFileBytes) return void skipped.push({ where: String(path), reason: 'unreadable' })
  found.files.push({ name, mediaType, bytes })
}

/** Notes of the wallet itself come along for whoever makes that wallet again; another wallet leaves them. */
function takeEntry(item: Json, skipped: Skipped[]): readonly ImportedEntry[] {
  const { kind, value } = isJsonObject(item) ? item : {}
  const known = entryKinds.find((each) => each === kind && !['record', 'share', 'file', 'device', 'waiting'].includes(each))
  const isSound = isJsonObject(value) && typeof value['id'] === 'string' && value['id'] !== '' && value['id'].length <= 200
  if (known !== undefined && isSound) return [{ kind: known, value: value as ImportedEntry['value'] }]
  skipped.push({ where: `entries.json ${String(kind).slice(0, 40)}`, reason: known === undefined ? 'unknown' : 'unreadable' })
  return []
}

function listIn(files: ArchiveFiles, path: string): readonly Json[] {
  const value = jsonOf(files, path)
  return Array.isArray(value) ? (value as readonly Json[]).slice(0, maxListed) : []
}

/** Untrusted: nothing nested deeper than any JSON here. */
function jsonOf(files: ArchiveFiles, path: string): Json {
  const text = textOf(files.get(path) ?? new Uint8Array())
  try {
    const value = JSON.parse(text ?? '') as Json
    return isTooDeep(value) ? null : value
  } catch {
    return null
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decodeUtf8(bytes)
  } catch {
    return undefined
  }
}
