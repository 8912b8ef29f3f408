import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import { encodeHex } from '../encoding/hex.ts'
import { openEntry, saveEntry, type WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'

/** A file that the person keeps with their records: a photograph, a drawing, a letter. */
export interface WalletFile {
  /** SHA-256 of its bytes, hexadecimal: the same file is kept once. */
  readonly id: string
  readonly name: string
  readonly mediaType: string
  /** base64url */
  readonly bytes: string
  readonly addedAt: string
}

/** Untrusted: a larger file is refused; a phone has to seal it in one piece. */
export const maxFileBytes: number = 10 * 1024 * 1024

/** What is kept of a file. */
export interface FileContent {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * Keeps a file, sealed.
 *
 * @throws HolderError `holder/file-too-large`
 */
export async function saveFile({ name, mediaType, bytes }: FileContent, context: WalletContext & { readonly now: Date }): Promise<WalletFile> {
  if (bytes.length > maxFileBytes) throw new HolderError('holder/file-too-large', `Cannot keep the file: more than ${maxFileBytes} bytes`)
  const file: WalletFile = {
    id: encodeHex(context.cryptography.sha256(bytes)), name: name.slice(0, 200), mediaType: mediaType.slice(0, 100), bytes: encodeBase64url(bytes), addedAt: context.now.toISOString(),
  }
  await saveEntry('file', file, context)
  return file
}

/** Opens a file by the digest of its bytes, or undefined when the wallet has none. */
export async function loadFile(id: string, context: WalletContext): Promise<FileContent | undefined> {
  const entry = await context.storage.loadEntry('file', id)
  if (entry === undefined) return undefined
  const { name, mediaType, bytes } = await openEntry<WalletFile>(entry, context)
  return { name, mediaType, bytes: decodeBase64url(bytes) }
}
