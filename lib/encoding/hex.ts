import { EncodingError } from './encoding-error.ts'

const ascii = new TextDecoder()

/** Writes bytes as lower-case hexadecimal, in one piece: a text that grows digit by digit keeps every piece of itself in memory, twenty times its size. */
export function encodeHex(bytes: Uint8Array): string {
  const digits = new Uint8Array(2 * bytes.length)
  for (const [index, byte] of bytes.entries()) {
    digits[2 * index] = digitOf(byte >> 4)
    digits[2 * index + 1] = digitOf(byte & 15)
  }
  return ascii.decode(digits)
}

/** ASCII has the digits from 48 on and the letters from 97 on. */
function digitOf(nibble: number): number {
  return nibble < 10 ? 48 + nibble : 87 + nibble
}

/**
 * Reads hexadecimal of either case.
 *
 * @throws EncodingError `encoding/hex`
 */
export function decodeHex(text: string): Uint8Array<ArrayBuffer> {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) throw new EncodingError('encoding/hex', 'Cannot decode hexadecimal: foreign character or odd length')
  return Uint8Array.from({ length: text.length / 2 }, (_, index) => Number.parseInt(text.slice(index * 2, index * 2 + 2), 16))
}
