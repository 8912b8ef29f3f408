import { z } from 'zod'
import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import { HolderError } from './holder-error.ts'
import { type PassphraseWrap, unwrapWithPassphrase, wrapWithPassphrase, type WrapContext } from './seed-wrap.ts'
import { deriveWalletKeys } from './wallet-keys.ts'
import { openEntry } from './entry.ts'
import type { SealedEntry, WalletStorage } from './wallet-storage.ts'

/** A wallet in one file: its seed wrapped with a passphrase, and every entry still sealed. */
export interface WalletBackup {
  readonly wrap: PassphraseWrap
  readonly entries: readonly SealedEntry[]
}

/** Untrusted: a backup file beyond these limits is refused unread. */
export const maxBackupLength: number = 64 * 1024 * 1024
const maxEntries = 20_000

const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/)
const schema = z.object({
  type: z.literal('EverlearnedWalletBackup'),
  version: z.literal(1),
  wrap: z.object({
    method: z.literal('passphrase'),
    id: base64url.max(64),
    createdAt: z.string().max(40),
    salt: base64url.max(128),
    memoryKibibytes: z.int(),
    iterations: z.int(),
    parallelism: z.int(),
    sealed: base64url.max(256),
  }),
  entries: z.array(z.object({ kind: z.enum(['record', 'share', 'note']), id: z.string().min(1).max(64), sealed: base64url })).max(maxEntries),
})

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
  const kinds = await Promise.all((['record', 'share', 'note'] as const).map((kind) => storage.loadEntries(kind)))
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
    const { wrap, entries } = schema.parse(JSON.parse(text))
    return { wrap, entries: entries.map((entry) => ({ ...entry, sealed: decodeBase64url(entry.sealed) })) }
  } catch (cause) {
    throw new HolderError('holder/backup-malformed', 'Cannot read backup: not a wallet backup', { cause })
  }
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
