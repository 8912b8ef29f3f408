import { EncodingError } from './encoding-error.ts'

/** Letters and digits that people do not take for one another: no I, L, O and U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Encodes bytes in Crockford's Base32, upper case, without a check symbol. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    bits += 8
    for (; bits >= 5; bits -= 5) text += alphabet[(held >> (bits - 5)) & 31]
  }
  return bits === 0 ? text : text + alphabet[(held << (5 - bits)) & 31]
}

/**
 * Decodes Crockford's Base32 as people type it: either case, O for 0, I and L for 1.
 *
 * @throws EncodingError `encoding/base32` on another character, on an impossible length or on bits that no byte holds
 */
export function decodeBase32(text: string): Uint8Array<ArrayBuffer> {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const character of readAsTyped(text)) {
    const value = alphabet.indexOf(character)
    if (value < 0) throw malformed('a character that it does not have')
    held = ((held << 5) | value) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >> bits) & 255)
    }
  }
  if (bits >= 5 || (held & ((1 << bits) - 1)) !== 0) throw malformed('its length or its last character')
  return Uint8Array.from(bytes)
}

/** What a person meant by the characters that they typed. */
export function readAsTyped(text: string): string {
  return text.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1')
}

function malformed(what: string): EncodingError {
  return new EncodingError('encoding/base32', `Cannot decode Base32: ${what}`)
}
