import { EncodingError } from './encoding-error.ts'

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const valueOf: ReadonlyMap<string, number> = new Map([...alphabet].map((character, value) => [character, value]))

/** Untrusted text longer than this is refused: decoding costs grow with the square of the length. */
export const maxBase58Length = 1_024

/** Encodes bytes in the Bitcoin alphabet (Controlled Identifiers 1.0, "Base Encode"). */
export function encodeBase58btc(bytes: Uint8Array): string {
  const digits: number[] = []
  for (const byte of bytes) {
    let carry = byte
    for (let index = 0; index < digits.length; index += 1) {
      carry += (digits[index] ?? 0) * 256
      digits[index] = carry % 58
      carry = Math.floor(carry / 58)
    }
    for (; carry > 0; carry = Math.floor(carry / 58)) digits.push(carry % 58)
  }
  const zeros = bytes.findIndex((byte) => byte !== 0)
  const leading = '1'.repeat(zeros < 0 ? bytes.length : zeros)
  return leading + digits.reverse().map((digit) => alphabet[digit]).join('')
}

/**
 * Decodes text in the Bitcoin alphabet.
 *
 * @throws EncodingError `encoding/base58btc` on a foreign character or more than {@link maxBase58Length} characters
 */
export function decodeBase58btc(text: string): Uint8Array<ArrayBuffer> {
  if (text.length > maxBase58Length) throw new EncodingError('encoding/base58btc', 'Cannot decode base58btc: longer than 1,024 characters')
  const bytes: number[] = []
  for (const character of text) {
    let carry = valueOf.get(character) ?? -1
    if (carry < 0) throw new EncodingError('encoding/base58btc', 'Cannot decode base58btc: a character outside its alphabet')
    for (let index = 0; index < bytes.length; index += 1) {
      carry += (bytes[index] ?? 0) * 58
      bytes[index] = carry & 0xff
      carry >>= 8
    }
    for (; carry > 0; carry >>= 8) bytes.push(carry & 0xff)
  }
  const leading = /^1*/.exec(text)?.[0].length ?? 0
  const decoded = new Uint8Array(leading + bytes.length)
  decoded.set(bytes.reverse(), leading)
  return decoded
}
