import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import type { Cryptography, PublicKey, SigningKey } from '../crypto/cryptography.ts'
import type { Checkpoint } from './checkpoint.ts'
import { LedgerError } from './ledger-error.ts'
import type { Sha256 } from './merkle-hash.ts'
import type { NoteSignature } from './note.ts'
import { formatNoteKey, noteKeyOf, parseNoteKey, type NoteKey } from './note-key.ts'

/** Signature type of a timestamped Ed25519 checkpoint cosignature (C2SP signed-note, "Signature types"). */
const signatureType = 0x04

const timestampLength = 8
const signatureLength = 64

/** A key that cosigns checkpoints in one version of the format; it must sign nothing else (C2SP tlog-cosignature, "Ed25519 signed message"). */
export interface CosignerKey extends NoteKey {
  readonly version: 'cosignature/v1'
}

/** Who cosigns, and with which key. */
export interface CosignerIdentity {
  /** A URL without scheme, such as `witness.example/w1`. */
  readonly name: string
  /** An Ed25519 key that signs nothing but this one statement. */
  readonly key: SigningKey
}

/** What a checkpoint says of one cosigner: `at` is in seconds since 1970 and vouched for by the cosigner alone. */
export type CosignatureVerdict = { readonly isValid: true; readonly at: number } | { readonly isValid: false; readonly isPresent: boolean }

/**
 * The cosigner key of an Ed25519 public key under a name.
 *
 * @throws LedgerError `ledger/cosigner-key-malformed`
 */
export function cosignerKeyOf(name: string, publicKey: PublicKey, sha256: Sha256): CosignerKey {
  return versioned(noteKeyOf(name, publicKey, { signatureType, sha256 }))
}

/** Writes a cosigner key as `<name>+<key id in hexadecimal>+<base64 of type 0x04 and key>`. */
export function formatCosignerKey(key: CosignerKey): string {
  return formatNoteKey(key, signatureType)
}

/**
 * Reads a cosigner key string. Untrusted: the id must follow from name and key, the type be 0x04.
 *
 * @throws LedgerError `ledger/cosigner-key-malformed`
 */
export function parseCosignerKey(text: string, sha256: Sha256): CosignerKey {
  return versioned(parseNoteKey(text, { signatureType, sha256 }))
}

/** Cosigns a checkpoint at a time in whole seconds since 1970. Only for one whose consistency was checked and stored before. */
export async function cosign(checkpoint: Checkpoint, { name, key, seconds }: CosignerIdentity & { readonly seconds: number }, cryptography: Cryptography): Promise<NoteSignature> {
  if (!Number.isSafeInteger(seconds) || seconds <= 0) throw new RangeError('a cosignature needs the time in whole seconds')
  const { keyId } = cosignerKeyOf(name, key.publicKey, cryptography.sha256)
  const timestamp = new Uint8Array(timestampLength)
  new DataView(timestamp.buffer).setBigUint64(0, BigInt(seconds))
  return { name, keyId, signature: concatBytes(timestamp, await key.sign(signedMessage(checkpoint, seconds))) }
}

/**
 * Verifies what one cosigner says of a checkpoint. A wrong line beside a right one makes both worthless (C2SP signed-note,
 * "Signatures"); of several right ones the earliest counts.
 */
export async function verifyCosignature(checkpoint: Checkpoint, key: CosignerKey, cryptography: Cryptography): Promise<CosignatureVerdict> {
  const lines = checkpoint.note.signatures.filter(({ name, keyId }) => name === key.name && keyId === key.keyId)
  let earliest: number | undefined
  for (const { signature } of lines) {
    const at = await timeOf(signature, checkpoint, key, cryptography)
    if (at === undefined) return { isValid: false, isPresent: true }
    earliest = Math.min(at, earliest ?? at)
  }
  return earliest === undefined ? { isValid: false, isPresent: false } : { isValid: true, at: earliest }
}

/** The time in a right cosignature; undefined for a wrong one. Untrusted: times that a number cannot hold are refused. */
async function timeOf(line: Uint8Array<ArrayBuffer>, checkpoint: Checkpoint, key: CosignerKey, cryptography: Cryptography): Promise<number | undefined> {
  if (line.length !== timestampLength + signatureLength) return undefined
  const seconds = Number(new DataView(line.buffer, line.byteOffset, timestampLength).getBigUint64(0))
  if (!Number.isSafeInteger(seconds)) return undefined
  return (await cryptography.verifySignature(key.publicKey, signedMessage(checkpoint, seconds), line.slice(timestampLength))) ? seconds : undefined
}

/** Header and time, then the whole note text with its extension lines (C2SP tlog-cosignature, "Ed25519 signed message"). */
function signedMessage({ note }: Checkpoint, seconds: number): Uint8Array<ArrayBuffer> {
  return encodeUtf8(`cosignature/v1\ntime ${seconds}\n${note.text}`)
}

function versioned(key: NoteKey | undefined): CosignerKey {
  if (key === undefined) throw new LedgerError('ledger/cosigner-key-malformed', 'Cannot read cosigner key: not the name, id and Ed25519 key of a cosigner')
  return { ...key, version: 'cosignature/v1' }
}
