import type { PublicKey } from '../crypto/cryptography.ts'
import { LedgerError } from './ledger-error.ts'
import type { Sha256 } from './merkle-hash.ts'
import { formatNoteKey, noteKeyOf, parseNoteKey, type NoteKey } from './note-key.ts'

/** Signature type of a plain Ed25519 note signature (C2SP signed-note, "Signature types"). */
const signatureType = 0x01

/** A key that verifies notes: its name and its short id select it, the bytes decide. */
export type VerifierKey = NoteKey

/**
 * The verifier key of an Ed25519 public key under a name.
 *
 * @throws LedgerError `ledger/verifier-key-malformed`
 */
export function verifierKeyOf(name: string, publicKey: PublicKey, sha256: Sha256): VerifierKey {
  return noteKeyOf(name, publicKey, { signatureType, sha256 }) ?? malformed()
}

/** Writes a verifier key as `<name>+<key id in hexadecimal>+<base64 of type and key>`. */
export function formatVerifierKey(key: VerifierKey): string {
  return formatNoteKey(key, signatureType)
}

/**
 * Reads a verifier key string. Untrusted: the id must follow from name and key.
 *
 * @throws LedgerError `ledger/verifier-key-malformed`
 */
export function parseVerifierKey(text: string, sha256: Sha256): VerifierKey {
  return parseNoteKey(text, { signatureType, sha256 }) ?? malformed()
}

function malformed(): never {
  throw new LedgerError('ledger/verifier-key-malformed', 'Cannot read verifier key: not the name, id and Ed25519 key of a note')
}
