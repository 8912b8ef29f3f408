import { decodeBase64, encodeBase64 } from '../encoding/base64url.ts'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import type { PublicKey } from '../crypto/cryptography.ts'
import { LedgerError } from './ledger-error.ts'
import type { Sha256 } from './merkle-hash.ts'

/** Signature type of a plain Ed25519 note signature (C2SP signed-note, "Signature types"). */
const ed25519Type = 0x01

/** Untrusted: key names longer than this are refused. */
export const maxKeyNameLength = 256

/** A key that verifies notes: its name and its short id select it, the bytes decide. */
export interface VerifierKey {
  readonly name: string
  readonly keyId: string
  readonly publicKey: PublicKey
}

/** Tells whether a text can name a key: not empty, no Unicode space, no plus, no control character (C2SP signed-note, "Format"). */
export function isKeyName(name: string): boolean {
  return name.length > 0 && name.length <= maxKeyNameLength && name.isWellFormed() && !/[\s+\p{Cc}\p{Z}]/u.test(name)
}

/**
 * The verifier key of an Ed25519 public key under a name.
 *
 * @throws LedgerError `ledger/verifier-key-malformed`
 */
export function verifierKeyOf(name: string, publicKey: PublicKey, sha256: Sha256): VerifierKey {
  if (!isKeyName(name) || publicKey.type !== 'Ed25519' || publicKey.bytes.length !== 32) throw malformed()
  return { name, keyId: keyIdOf(name, publicKey.bytes, sha256), publicKey }
}

/** Writes a verifier key as `<name>+<key id in hexadecimal>+<base64 of type and key>`. */
export function formatVerifierKey({ name, keyId, publicKey }: VerifierKey): string {
  return `${name}+${keyId}+${encodeBase64(concatBytes(Uint8Array.of(ed25519Type), publicKey.bytes))}`
}

/**
 * Reads a verifier key string. Untrusted: the id must follow from name and key.
 *
 * @throws LedgerError `ledger/verifier-key-malformed`
 */
export function parseVerifierKey(text: string, sha256: Sha256): VerifierKey {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text)
  if (match === null) throw malformed()
  const [, name = '', keyId = '', encoded = ''] = match
  const bytes = decodeBase64(encoded)
  if (bytes[0] !== ed25519Type) throw malformed()
  const key = verifierKeyOf(name, { type: 'Ed25519', bytes: bytes.slice(1) }, sha256)
  if (key.keyId !== keyId) throw malformed()
  return key
}

function keyIdOf(name: string, publicKey: Uint8Array, sha256: Sha256): string {
  const digest = sha256(concatBytes(encodeUtf8(name), Uint8Array.of(0x0a, ed25519Type), publicKey))
  return [...digest.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function malformed(): LedgerError {
  return new LedgerError('ledger/verifier-key-malformed', 'Cannot read verifier key: not the name, id and Ed25519 key of a note')
}
