import { webCryptography as cryptography } from 'everlearned/crypto'
import { maxArchiveBytes, maxBackupLength, parseBackup, readImport, restoreBackup, restoreExport, type WalletStorage } from 'everlearned/holder'
import { findHomeNode } from './home-node.ts'

/**
 * Puts a wallet back from one of its own files, in place of what the storage holds: a backup, or an export that has the keys.
 *
 * @throws HolderError, as {@link restoreBackup} and {@link restoreExport} do; the storage is then unchanged
 */
export async function restoreFile(file: File, passphrase: string, storage: WalletStorage): Promise<Uint8Array<ArrayBuffer>> {
  const start = new Uint8Array(await file.slice(0, 4).arrayBuffer())
  const isArchive = start[0] === 0x50 && start[1] === 0x4b
  if (!isArchive) return restoreBackup(parseBackup(file.size > maxBackupLength ? '' : await file.text()), passphrase, storage)
  const read = await readImport(file.size > maxArchiveBytes ? start : new Uint8Array(await file.arrayBuffer()), { cryptography })
  if (read.kind === 'locked') return restoreBackup(parseBackup(''), passphrase, storage)
  return restoreExport(read, passphrase, { storage, cryptography, now: new Date(), homeNode: (await findHomeNode()) ?? location.origin })
}
