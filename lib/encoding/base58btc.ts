import { EncodingError } from './encoding-error.ts'

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const valueOf: ReadonlyMap<string, number> = new Map([...alphabet].map((character, value) => [character, value]))

/** Untrusted text longer than this is refused: decoding costs grow with the square of the length. */
export const maxBase58Length = 1_024

/** Encodes bytes in the Bitcoin alphabet (Controlled Identifiers 1.0, "Base Encode"). */
export function encodeBase58btc(bytes: Uint8Array): string {
  // Three bytes and four digits at a time: what is between fits into the 53 bits that a number holds exactly.
  const limbs: number[] = []
  const first = bytes.length % 3
  for (let start = first === 0 ? 0 : first - 3; start < bytes.length; start += 3) {
    let carry = ((bytes[start] ?? 0) << 16) | ((bytes[start + 1] ?? 0) << 8) | (bytes[start + 2] ?? 0)
    for (let index = 0; index < limbs.length; index += 1) {
      const value = (limbs[index] ?? 0) * 0x1000000 + carry
      carry = Math.floor(value / fourDigits)
      limbs[index] = value - carry * fourDigits
    }
    for (; carry > 0; carry = Math.floor(carry / fourDigits)) limbs.push(carry % fourDigits)
  }
  let text = ''
  for (const limb of limbs) text = `${digit(limb / 195_112)}${digit(limb / 3_364)}${digit(limb / 58)}${digit(limb)}${text}`
  const zeros = bytes.findIndex((byte) => byte !== 0)
  return '1'.repeat(zeros < 0 ? bytes.length : zeros) + text.replace(/^1+/, '')
}

/** 58 to the fourth. */
const fourDigits = 11_316_496

function digit(value: number): string {
  return alphabet.charAt(Math.floor(value) % 58)
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
