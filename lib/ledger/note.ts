import { decodeBase64, encodeBase64 } from '../encoding/base64url.ts'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import { decodeHex, encodeHex } from '../encoding/hex.ts'
import type { Cryptography, SigningKey } from '../crypto/cryptography.ts'
import { LedgerError } from './ledger-error.ts'
import { isKeyName } from './note-key.ts'
import { verifierKeyOf, type VerifierKey } from './verifier-key.ts'

/** Untrusted: a longer note is refused; it leaves room for sixteen post-quantum signatures. */
export const maxNoteLength = 262_144

/** Untrusted: more signature lines are refused. */
export const maxNoteSignatures = 64

/** Text with signatures by named keys (C2SP signed-note). Ignore the text until {@link verifyNote} answers true. */
export interface Note {
  /** What is signed, its final newline included. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** One signature line. */
export interface NoteSignature {
  readonly name: string
  /** Eight hexadecimal digits; selects a key, proves nothing. */
  readonly keyId: string
  readonly signature: Uint8Array<ArrayBuffer>
}

/** Writes a note with its signature lines (C2SP signed-note, "Format"). */
export function formatNote({ text, signatures }: Note): string {
  return `${text}\n${signatures.map(formatSignature).join('')}`
}

/** Writes one signature line, its newline included. */
export function formatSignature({ name, keyId, signature }: NoteSignature): string {
  return `— ${name} ${encodeBase64(concatBytes(decodeHex(keyId), signature))}\n`
}

/**
 * Reads a note without judging its signatures.
 *
 * @throws LedgerError `ledger/note-malformed`
 */
export function parseNote(note: string): Note {
  if (note.length > maxNoteLength || !note.isWellFormed() || /(?!\n)\p{Cc}/u.test(note)) throw malformed('too long, or with characters that a note cannot have')
  const split = note.lastIndexOf('\n\n')
  if (split < 1 || !note.endsWith('\n')) throw malformed('no text, or no signatures after an empty line')
  return { text: note.slice(0, split + 1), signatures: parseSignatures(note.slice(split + 2)) }
}

/**
 * Reads signature lines that stand alone, as a witness answers them. Untrusted.
 *
 * @throws LedgerError `ledger/note-malformed`
 */
export function parseSignatures(text: string): readonly NoteSignature[] {
  const lines = text.split('\n')
  if (lines.pop() !== '' || lines.length === 0 || lines.length > maxNoteSignatures) throw malformed(`it must carry 1 to ${maxNoteSignatures} signatures`)
  return lines.map(parseSignature)
}

/** Signs a text, which must end in a newline, under a key name. */
export async function signNote(text: string, signer: { readonly name: string; readonly key: SigningKey }, cryptography: Cryptography): Promise<Note> {
  if (!text.endsWith('\n')) throw malformed('its text must end in a newline')
  const { name, keyId } = verifierKeyOf(signer.name, signer.key.publicKey, cryptography.sha256)
  const signature = await signer.key.sign(encodeUtf8(text))
  return { text, signatures: [{ name, keyId, signature }] }
}

/** Verifies the signature of one key over a note: true only when a line of that key is there and right. */
export async function verifyNote(note: Note, key: VerifierKey, cryptography: Cryptography): Promise<boolean> {
  const lines = note.signatures.filter(({ name, keyId }) => name === key.name && keyId === key.keyId)
  const message = encodeUtf8(note.text)
  for (const { signature } of lines) {
    if (!(await cryptography.verifySignature(key.publicKey, message, signature))) return false
  }
  return lines.length > 0
}

function parseSignature(line: string): NoteSignature {
  const match = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line)
  const [, name = '', encoded = ''] = match ?? []
  if (match === null || !isKeyName(name) || encoded.length % 4 !== 0) throw malformed('a signature line is not dash, key name and base64')
  const bytes = decodeBase64(encoded)
  if (bytes.length < 5) throw malformed('a signature line is too short')
  return { name, keyId: encodeHex(bytes.subarray(0, 4)), signature: bytes.slice(4) }
}

function malformed(state: string): LedgerError {
  return new LedgerError('ledger/note-malformed', `Cannot read note: ${state}`)
}
