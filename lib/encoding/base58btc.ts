import { EncodingError } from './encoding-error.ts'

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
/** Times this is exact, and half as long as division. */
const perLimb = 1 / 0x1000000

/** By the code of a character, its value and one; 0 for a character outside the alphabet. */
const values = new Uint8Array(128)
for (const [value, character] of [...alphabet].entries()) values[character.charCodeAt(0)] = value + 1

/** Untrusted text longer than this is refused: decoding costs grow with the square of the length. */
export const maxBase58Length = 1_024

/** Encodes bytes in the Bitcoin alphabet (Controlled Identifiers 1.0, "Base Encode"). */
export function encodeBase58btc(bytes: Uint8Array): string {
  // Three bytes and four digits at a time: what is between fits into the 53 bits that a number holds exactly.
  const limbs: number[] = []
  let zeros = 0
  while (bytes[zeros] === 0) zeros += 1
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
  const digits: number[] = []
  for (const limb of limbs) for (let rest = limb, count = 0; count < 4; count += 1, rest = (rest / 58) | 0) digits.push(rest % 58)
  while (digits.at(-1) === 0) digits.pop()
  // One text of all codes: four times as fast as one of all digits.
  return '1'.repeat(zeros) + String.fromCharCode(...digits.reverse().map((digit) => alphabet.charCodeAt(digit)))
}

/** 58 to the fourth. */
const fourDigits = 11_316_496

/**
 * Decodes text in the Bitcoin alphabet.
 *
 * @throws EncodingError `encoding/base58btc` on a foreign character or more than {@link maxBase58Length} characters
 */
export function decodeBase58btc(text: string): Uint8Array<ArrayBuffer> {
  if (text.length > maxBase58Length) throw new EncodingError('encoding/base58btc', 'Cannot decode base58btc: longer than 1,024 characters')
  // Four digits and three bytes at a time, as above.
  const limbs: number[] = []
  for (let start = 0, end = text.length % 4; start < text.length; start = end, end += 4) {
    if (end === 0) end = 4
    let carry = 0
    for (let index = start; index < end; index += 1) {
      const value = values[text.charCodeAt(index)] ?? 0
      if (value === 0) throw new EncodingError('encoding/base58btc', 'Cannot decode base58btc: a character outside its alphabet')
      carry = carry * 58 + value - 1
    }
    for (let index = 0; index < limbs.length; index += 1) {
      const value = (limbs[index] ?? 0) * fourDigits + carry
      carry = Math.floor(value * perLimb)
      limbs[index] = value - carry * 0x1000000
    }
    for (; carry > 0; carry = Math.floor(carry / 0x1000000)) limbs.push(carry % 0x1000000)
  }
  let zeros = 0
  while (text[zeros] === '1') zeros += 1
  return joined(limbs, zeros)
}

/** The bytes of limbs of 24 bits, the last of which comes first and is not zero, behind so many zeros. */
function joined(limbs: readonly number[], zeros: number): Uint8Array<ArrayBuffer> {
  const last = limbs.at(-1) ?? 0
  const length = limbs.length * 3 - (last < 0x100 ? 2 : last < 0x10000 ? 1 : 0)
  const bytes = new Uint8Array(zeros + Math.max(length, 0))
  let end = bytes.length
  for (const limb of limbs) {
    for (let shift = 0; shift < 24 && end > zeros; shift += 8) bytes[end -= 1] = (limb >>> shift) & 0xff
  }
  return bytes
}
