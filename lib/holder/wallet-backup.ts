import { isJsonObject } from '../credential/parse-json.ts'
import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import type { Json } from '../encoding/canonical-json.ts'
import { HolderError } from './holder-error.ts'
import { type PassphraseWrap, unwrapWithPassphrase, wrapWithPassphrase, type WrapContext } from './seed-wrap.ts'
import { deriveWalletKeys } from './wallet-keys.ts'
import { openEntry } from './entry.ts'
import { entryKinds, type SealedEntry, type WalletStorage } from './wallet-storage.ts'

/** A wallet in one file: its seed wrapped with a passphrase, and every entry still sealed. */
export interface WalletBackup {
  readonly wrap: PassphraseWrap
  readonly entries: readonly SealedEntry[]
}

/** Untrusted: a backup file beyond these limits is refused unread. */
export const maxBackupLength: number = 64 * 1024 * 1024
const maxEntries = 20_000

/** What writing a backup needs: the seed, a passphrase of its own, and what is stored. */
export interface BackupSource extends WrapContext {
  readonly seed: Uint8Array<ArrayBuffer>
  readonly passphrase: string
  readonly storage: WalletStorage
}

/**
 * Writes the whole wallet as one file that only its passphrase opens, on any device.
 *
 * @throws HolderError `holder/passphrase-weak`
 */
export async function formatBackup({ seed, passphrase, storage, ...context }: BackupSource): Promise<string> {
  const wrap = await wrapWithPassphrase(seed, passphrase, context)
  const kinds = await Promise.all(entryKinds.map((kind) => storage.loadEntries(kind)))
  const entries = kinds.flat().map(({ kind, id, sealed }) => ({ kind, id, sealed: encodeBase64url(sealed) }))
  return JSON.stringify({ type: 'EverlearnedWalletBackup', version: 1, wrap, entries })
}

/**
 * Reads a backup file.
 *
 * @throws HolderError `holder/backup-malformed`
 */
export function parseBackup(text: string): WalletBackup {
  if (text.length > maxBackupLength) throw new HolderError('holder/backup-malformed', 'Cannot read backup: too large')
  try {
    const backup: Json = JSON.parse(text)
    if (!isJsonObject(backup) || backup['type'] !== 'EverlearnedWalletBackup' || backup['version'] !== 1) throw malformed('its type')
    const entries = backup['entries']
    if (!Array.isArray(entries) || entries.length > maxEntries) throw malformed('its entries')
    return { wrap: parseWrap(backup['wrap']), entries: entries.map(parseEntry) }
  } catch (cause) {
    throw new HolderError('holder/backup-malformed', 'Cannot read backup: not a wallet backup', { cause })
  }
}

/** The parameters are bounded where they are used; here they need only be numbers. */
function parseWrap(value: Json | undefined): PassphraseWrap {
  if (!isJsonObject(value) || value['method'] !== 'passphrase') throw malformed('its wrap')
  const text = (name: string): string => textOf(value[name], name)
  const number = (name: string): number => {
    const member = value[name]
    return typeof member === 'number' ? member : Number.NaN
  }
  return {
    method: 'passphrase', id: text('id'), createdAt: text('createdAt'), salt: text('salt'),
    memoryKibibytes: number('memoryKibibytes'), iterations: number('iterations'), parallelism: number('parallelism'), sealed: text('sealed'),
  }
}

function parseEntry(value: Json): SealedEntry {
  if (!isJsonObject(value)) throw malformed('an entry')
  const kind = entryKinds.find((known) => known === value['kind'])
  if (kind === undefined) throw malformed('the kind of an entry')
  return { kind, id: textOf(value['id'], 'id'), sealed: decodeBase64url(textOf(value['sealed'], 'sealed', maxBackupLength)) }
}

function textOf(value: Json | undefined, name: string, maxLength = 256): string {
  if (typeof value !== 'string' || value === '' || value.length > maxLength) throw malformed(name)
  return value
}

function malformed(member: string): HolderError {
  return new HolderError('holder/backup-malformed', `Cannot read backup: ${member} is not as written`)
}

/**
 * Puts a backup in the place of whatever the storage held, once every entry has opened.
 *
 * @throws HolderError `holder/seal-broken` on a wrong passphrase or a damaged file; the storage is then unchanged
 */
export async function restoreBackup(backup: WalletBackup, passphrase: string, storage: WalletStorage): Promise<Uint8Array<ArrayBuffer>> {
  const seed = await unwrapWithPassphrase(backup.wrap, passphrase)
  const keys = await deriveWalletKeys(seed)
  for (const entry of backup.entries) await openEntry(entry, { keys })
  await storage.replaceAll({ wraps: [backup.wrap], entries: backup.entries })
  return seed
}
