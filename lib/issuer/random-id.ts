import type { Cryptography } from '../crypto/cryptography.ts'

/** A new id that tells nothing: `urn:uuid:` and a UUID of version 4 (RFC 9562, "UUID Version 4"). */
export function randomUrn({ randomBytes }: Pick<Cryptography, 'randomBytes'>): string {
  return randomUrnOf(randomBytes(16))
}

/** The same out of sixteen random bytes. */
export function randomUrnOf(bytes: Uint8Array): string {
  return formatUrn(bytes, 0x40)
}

/** The id that follows from a digest: a UUID of version 8 (RFC 9562, "UUID Version 8"). */
export function uuidUrn(digest: Uint8Array): string {
  return formatUrn(digest.subarray(0, 16), 0x80)
}

/** In one piece, of character codes: a third of the time of hexadecimal that is cut and joined. */
function formatUrn(bytes: Uint8Array, version: number): string {
  const codes: number[] = []
  for (let index = 0; index < 16; index += 1) {
    const byte = bytes[index] ?? 0
    if (index === 4 || index === 6 || index === 8 || index === 10) codes.push(0x2d)
    const high = index === 6 ? version >> 4 : index === 8 ? ((byte >> 4) & 3) | 8 : byte >> 4
    codes.push(digitOf(high), digitOf(byte & 15))
  }
  return `urn:uuid:${String.fromCharCode(...codes)}`
}

/** ASCII has the digits from 48 on and the letters from 97 on. */
function digitOf(nibble: number): number {
  return nibble < 10 ? 48 + nibble : 87 + nibble
}
