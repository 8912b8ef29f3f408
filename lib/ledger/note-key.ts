import { decodeBase64, encodeBase64 } from '../encoding/base64url.ts'
import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'
import type { PublicKey } from '../crypto/cryptography.ts'
import { isSoundKey } from '../crypto/is-sound-key.ts'
import type { Sha256 } from './merkle-hash.ts'

/** Untrusted: key names longer than this are refused. */
export const maxKeyNameLength = 256

/** A key whose signatures stand in notes: its name and its short id select it, the bytes decide. */
export interface NoteKey {
  readonly name: string
  readonly keyId: string
  readonly publicKey: PublicKey
}

/** What a key's id is made with: the signature type (C2SP signed-note, "Signature types") and the hash. */
export interface NoteKeyForm {
  readonly signatureType: number
  readonly sha256: Sha256
}

/** Tells whether a text can name a key: not empty, no Unicode space, no plus, no control character (C2SP signed-note, "Format"). */
export function isKeyName(name: string): boolean {
  return name.length > 0 && name.length <= maxKeyNameLength && name.isWellFormed() && !/[\s+\p{Cc}\p{Z}]/u.test(name)
}

/** The note key of an Ed25519 public key under a name; undefined when either cannot be. */
export function noteKeyOf(name: string, publicKey: PublicKey, { signatureType, sha256 }: NoteKeyForm): NoteKey | undefined {
  if (!isKeyName(name) || publicKey.type !== 'Ed25519' || publicKey.bytes.length !== 32) return undefined
  const digest = sha256(concatBytes(encodeUtf8(name), Uint8Array.of(0x0a, signatureType), publicKey.bytes))
  return { name, keyId: encodeHex(digest.subarray(0, 4)), publicKey }
}

/** Writes a key as `<name>+<key id in hexadecimal>+<base64 of type and key>` (C2SP signed-note, "Verifier keys"). */
export function formatNoteKey({ name, keyId, publicKey }: NoteKey, signatureType: number): string {
  return `${name}+${keyId}+${encodeBase64(concatBytes(Uint8Array.of(signatureType), publicKey.bytes))}`
}

/** Reads a key of one signature type. Untrusted: undefined unless the id follows from name and key, and the key is one that every platform takes alike. */
export function parseNoteKey(text: string, form: NoteKeyForm): NoteKey | undefined {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text)
  if (match === null) return undefined
  const [, name = '', keyId = '', encoded = ''] = match
  const bytes = decodeBase64(encoded)
  if (bytes[0] !== form.signatureType) return undefined
  const key = noteKeyOf(name, { type: 'Ed25519', bytes: bytes.slice(1) }, form)
  return key?.keyId === keyId && isSoundKey({ type: 'Ed25519', bytes: key.publicKey.bytes }) ? key : undefined
}
