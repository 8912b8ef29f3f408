import { EncodingError } from './encoding-error.ts'

/** The letters that a QR code packs two in eleven bits. */
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const valueOf: ReadonlyMap<string, number> = new Map([...alphabet].map((character, value) => [character, value]))

/** Encodes bytes in Base45 (RFC 9285, "Encoding"). */
export function encodeBase45(bytes: Uint8Array): string {
  let text = ''
  for (let index = 0; index < bytes.length; index += 2) {
    const isPair = index + 1 < bytes.length
    let rest = isPair ? (bytes[index] ?? 0) * 256 + (bytes[index + 1] ?? 0) : (bytes[index] ?? 0)
    for (let digit = 0; digit < (isPair ? 3 : 2); digit += 1) {
      text += alphabet[rest % 45]
      rest = Math.floor(rest / 45)
    }
  }
  return text
}

/**
 * Decodes Base45 strictly (RFC 9285, "Decoding"). The caller limits the length.
 *
 * @throws EncodingError `encoding/base45` on another character, on an impossible length or on digits that no bytes have
 */
export function decodeBase45(text: string): Uint8Array<ArrayBuffer> {
  if (text.length % 3 === 1) throw malformed('its length')
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (text.length % 3 === 2 ? 1 : 0))
  for (let index = 0, place = 0; index < text.length; index += 3) {
    const digits = text.slice(index, index + 3).split('').map((character) => valueOf.get(character) ?? Number.NaN)
    const value = digits.reduceRight((sum, digit) => sum * 45 + digit, 0)
    const largest = digits.length === 3 ? 0xffff : 0xff
    if (!(value <= largest)) throw malformed('a character or digits that it does not have')
    if (digits.length === 3) bytes[place++] = value >> 8
    bytes[place++] = value & 0xff
  }
  return bytes
}

function malformed(what: string): EncodingError {
  return new EncodingError('encoding/base45', `Cannot decode Base45: ${what}`)
}
