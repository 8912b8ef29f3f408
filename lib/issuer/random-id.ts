import type { Cryptography } from '../crypto/cryptography.ts'
import { encodeHex } from '../encoding/hex.ts'

/** A new id that tells nothing: `urn:uuid:` and a UUID of version 4 (RFC 9562, "UUID Version 4"). */
export function randomUrn({ randomBytes }: Pick<Cryptography, 'randomBytes'>): string {
  return formatUrn(randomBytes(16), 0x40)
}

/** The id that follows from a digest: a UUID of version 8 (RFC 9562, "UUID Version 8"). */
export function uuidUrn(digest: Uint8Array): string {
  return formatUrn(digest.slice(0, 16), 0x80)
}

function formatUrn(bytes: Uint8Array, version: number): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | version
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return `urn:uuid:${encodeHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`
}
