import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { closeSync, existsSync, fstatSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { EverlearnedError } from 'everlearned/error'

/** A key file that cannot be used; codes begin with `key-file/`. */
export class KeyFileError extends EverlearnedError {}

/** Seals secrets that the database keeps, under the key in the key file. */
export interface KeyFile {
  /** Seals `secret`; `purpose` says whose and what it is, and must be the same to open it. */
  seal(secret: Uint8Array | string, purpose: string): string
  /** @throws KeyFileError `key-file/wrong` when it was sealed under another key or for another purpose */
  open(sealed: string, purpose: string): Buffer
}

const prefix = 'v1.'
const [ivLength, tagLength, keyLength] = [12, 16, 32]

/**
 * Opens the key file, and makes it first when `mayCreate` and it is absent.
 *
 * @throws KeyFileError `key-file/missing`, `key-file/exposed` when others than its owner may read it, `key-file/malformed`
 */
export function openKeyFile(path: string, mayCreate: boolean): KeyFile {
  if (!existsSync(path)) {
    if (!mayCreate) throw new KeyFileError('key-file/missing', `Cannot open key file ${path}: it is gone, and the database holds keys sealed under it; bring it back from where you keep it`)
    create(path)
  }
  const key = Buffer.from(read(path).trim(), 'base64url')
  if (key.length !== keyLength) throw new KeyFileError('key-file/malformed', `Cannot open key file ${path}: it must hold ${keyLength} bytes as base64url`)
  return { seal: (secret, purpose) => seal(key, secret, purpose), open: (sealed, purpose) => open(key, sealed, purpose) }
}

function create(path: string): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, `${randomBytes(keyLength).toString('base64url')}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Reads through one descriptor, so that what was checked is what is read. */
function read(path: string): string {
  const file = openSync(path, 'r')
  try {
    const exposed = process.platform !== 'win32' && (fstatSync(file).mode & 0o077) !== 0
    if (exposed) throw new KeyFileError('key-file/exposed', `Cannot use key file ${path}: others than its owner may read it; run: chmod 600 ${path}`)
    return readFileSync(file, 'utf8')
  } finally {
    closeSync(file)
  }
}

function seal(key: Buffer, secret: Uint8Array | string, purpose: string): string {
  const iv = randomBytes(ivLength)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(purpose))
  const body = Buffer.concat([cipher.update(secret), cipher.final()])
  return prefix + Buffer.concat([iv, body, cipher.getAuthTag()]).toString('base64url')
}

function open(key: Buffer, sealed: string, purpose: string): Buffer {
  const bytes = Buffer.from(sealed.slice(prefix.length), 'base64url')
  if (!sealed.startsWith(prefix) || bytes.length < ivLength + tagLength) throw new KeyFileError('key-file/wrong', 'Cannot open sealed secret: not in a known form')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivLength), { authTagLength: tagLength })
  decipher.setAAD(Buffer.from(purpose))
  decipher.setAuthTag(bytes.subarray(-tagLength))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(ivLength, -tagLength)), decipher.final()])
  } catch (cause) {
    throw new KeyFileError('key-file/wrong', 'Cannot open sealed secret: sealed under another key file, or for another purpose', { cause })
  }
}
