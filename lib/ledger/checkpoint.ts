import { decodeBase64, encodeBase64 } from '../encoding/base64url.ts'
import type { Cryptography, SigningKey } from '../crypto/cryptography.ts'
import { LedgerError } from './ledger-error.ts'
import { hashLength } from './merkle-hash.ts'
import { formatNote, parseNote, signNote, verifyNote, type Note } from './note.ts'
import type { VerifierKey } from './verifier-key.ts'

/** What a log says of itself at one size (C2SP tlog-checkpoint, "Note text"). */
export interface TreeHead {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array<ArrayBuffer>
}

/** A tree head with the exact note that carries it. Ignore it until {@link verifyCheckpoint} answers true. */
export interface Checkpoint extends TreeHead {
  readonly note: Note
  /** The note as it is published, byte for byte. */
  readonly text: string
}

/**
 * Reads a checkpoint: origin, size and root, one a line, extension lines allowed and ignored.
 *
 * @throws LedgerError `ledger/note-malformed`, `ledger/checkpoint-malformed`
 */
export function parseCheckpoint(text: string): Checkpoint {
  const note = parseNote(text)
  const [origin = '', size = '', root = '', ...extensions] = note.text.split('\n').slice(0, -1)
  const isSize = /^(0|[1-9]\d{0,15})$/.test(size) && Number.isSafeInteger(Number(size))
  if (origin === '' || !isSize || !/^[A-Za-z0-9+/]{43}=$/.test(root) || extensions.includes('')) {
    throw new LedgerError('ledger/checkpoint-malformed', 'Cannot read checkpoint: not origin, size and root')
  }
  return { origin, size: Number(size), root: decodeBase64(root), note, text }
}

/** Signs a tree head under its origin as the key name. */
export async function signCheckpoint(head: TreeHead, key: SigningKey, cryptography: Cryptography): Promise<Checkpoint> {
  if (head.root.length !== hashLength) throw new RangeError('a root has 32 bytes')
  const text = `${head.origin}\n${head.size}\n${encodeBase64(head.root)}\n`
  const note = await signNote(text, { name: head.origin, key }, cryptography)
  return { ...head, note, text: formatNote(note) }
}

/** Verifies that a checkpoint is by the log of this key: the origin is the key's name and the signature is right. */
export async function verifyCheckpoint(checkpoint: Checkpoint, key: VerifierKey, cryptography: Cryptography): Promise<boolean> {
  return checkpoint.origin === key.name && (await verifyNote(checkpoint.note, key, cryptography))
}
