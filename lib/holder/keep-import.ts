import { isJsonObject, listOf, parseJsonObject } from '../credential/parse-json.ts'
import { isSdJwt } from '../credential/sd-jwt/derive-sd-jwt.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'
import { saveEntry, type WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { openExportedKeys } from './read-export.ts'
import { isPlainToken } from './read-credential-token.ts'
import { type ImportedRecord, movesOn, type ReadImport } from './read-import.ts'
import { wrapWithPassphrase } from './seed-wrap.ts'
import type { WalletShare } from './share.ts'
import { loadFile, saveFile } from './wallet-file.ts'
import { deriveWalletKeys } from './wallet-keys.ts'
import { loadRecords, noteAgain, saveRecord, type WalletRecord } from './wallet-record.ts'
import { entryKinds, type WalletStorage } from './wallet-storage.ts'

/** What came of an import. */
export interface KeptImport {
  /** The local ids of the records that are new. */
  readonly added: readonly string[]
  /** How many were in the wallet already. */
  readonly duplicates: number
  readonly files: number
  /** Other things that were not there yet. */
  readonly entries: number
}

/** What keeping needs: the open wallet, the time, and the node that imported records are shared through. */
export interface KeepContext extends WalletContext {
  readonly now: Date
  readonly homeNode: string
}

/** Keeps what was found in a file, each credential once: the same signature is the same credential, however it is written. */
export async function keepImport({ records, files, entries }: Pick<ReadImport, 'records' | 'files' | 'entries'>, context: KeepContext): Promise<KeptImport> {
  const known = new Map((await loadRecords(context)).records.map((record) => [fingerprint(record.credential), record]))
  const added: string[] = []
  let duplicates = 0
  for (const imported of records) {
    const print = fingerprint(imported.credential)
    const held = known.get(print)
    if (held !== undefined) {
      duplicates += 1
      if (!added.includes(held.id)) known.set(print, await noteAgain(held, context))
      continue
    }
    const record = recordOf(imported, context)
    known.set(print, record)
    await saveRecord(record, context)
    added.push(record.id)
  }
  let kept = 0
  for (const file of files) {
    if ((await loadFile(encodeHex(context.cryptography.sha256(file.bytes)), context)) !== undefined) continue
    await saveFile(file, context)
    kept += 1
  }
  return { added, duplicates, files: kept, entries: await keepEntries(entries.filter(({ kind }) => movesOn(kind)), context) }
}

/**
 * Makes the wallet of an export again on a device, in the place of whatever the storage held: its keys, records, files and shares.
 *
 * The wallet opens with the passphrase of the export until the person chooses another.
 *
 * @throws HolderError `holder/export-without-keys`, `holder/seal-broken` on a wrong passphrase; the storage is then unchanged
 */
export async function restoreExport(read: ReadImport, passphrase: string, { storage, ...context }: Omit<KeepContext, 'keys'> & { readonly storage: WalletStorage }): Promise<Uint8Array<ArrayBuffer>> {
  if (read.keys === undefined) throw new HolderError('holder/export-without-keys', 'Cannot make the wallet again: the export has no keys')
  const { seed, shareKeys } = await openExportedKeys(read.keys, passphrase)
  const wrap = await wrapWithPassphrase(seed, passphrase, context)
  const draft = { ...context, keys: await deriveWalletKeys(seed), storage: createMemoryWalletStorage() }
  await keepImport(read, draft)
  await keepEntries(read.entries, draft)
  for (const value of read.shares ?? []) {
    const share = shareOf(value, shareKeys)
    if (share !== undefined) await saveEntry<WalletShare>('share', share, draft)
  }
  const entries = await Promise.all(entryKinds.map((kind) => draft.storage.loadEntries(kind)))
  await storage.replaceAll({ wraps: [wrap], entries: entries.flat() })
  return seed
}

/** What is there under the same name stays as it is. */
async function keepEntries(entries: ReadImport['entries'], context: WalletContext): Promise<number> {
  let kept = 0
  for (const { kind, value } of entries) {
    if ((await context.storage.loadEntry(kind, value.id)) !== undefined) continue
    await saveEntry(kind, value, context)
    kept += 1
  }
  return kept
}

function recordOf({ credential, known }: ImportedRecord, { cryptography, now, homeNode }: KeepContext): WalletRecord {
  const id = encodeHex(cryptography.sha256(encodeUtf8(credential)).subarray(0, 16))
  return known === undefined
    ? { id, credential, nonce: null, ledgerProof: null, logs: [], status: {}, documents: {}, addedAt: now.toISOString(), origin: homeNode, isImported: true }
    : { ...known, id, credential }
}

/** What was signed, without how it is written: the values of the proofs, or the signed part of a token. */
function fingerprint(credential: string): string {
  if (isSdJwt(credential) || isPlainToken(credential)) return credential.trim().split('~', 1)[0] ?? ''
  const proofs = listOf(parseJsonObject(credential)['proof']).flatMap((proof) => (isJsonObject(proof) ? [proof['proofValue'] ?? proof['jws'] ?? JSON.stringify(proof)] : []))
  return proofs.map(String).toSorted().join(' ')
}

function shareOf(value: unknown, shareKeys: ReadonlyMap<string, Pick<WalletShare, 'key' | 'endToken'>>): WalletShare | undefined {
  if (!isJsonObject(value)) return undefined
  const { id, recordId, node, createdAt, expiresAt, note } = value
  const keys = shareKeys.get(String(id))
  const isWhole = [id, recordId, node, createdAt, expiresAt, note].every((member) => typeof member === 'string')
  return keys === undefined || !isWhole ? undefined : { id, recordId, node, createdAt, expiresAt, note, ...keys } as WalletShare
}
