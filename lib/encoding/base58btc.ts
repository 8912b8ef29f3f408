import { EncodingError } from './encoding-error.ts'

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
/** Times this is exact, and half as long as division. */
const perLimb = 1 / 0x1000000

/** By the code of a character, its value and one; 0 for a character outside the alphabet. */
const values = new Uint8Array(128)
for (const [value, character] of [...alphabet].entries()) values[character.charCodeAt(0)] = value + 1

/** Untrusted text longer than this is refused: decoding costs grow with the square of the length. */
export const maxBase58Length = 1_024

/** 58 to the fourth, and one over it: to multiply and set right what came of it takes two thirds of a division. */
const fourDigits = 11_316_496
const perFourDigits = 1 / fourDigits

/** Encodes bytes in the Bitcoin alphabet (Controlled Identifiers 1.0, "Base Encode"). */
export function encodeBase58btc(bytes: Uint8Array): string {
  // Three bytes and four digits at a time: what is between fits into the 53 bits that a number holds exactly.
  const limbs = new Float64Array(Math.ceil(bytes.length * 0.3415) + 1)
  let count = 0
  for (let end = ((bytes.length + 2) % 3) + 1; end <= bytes.length; end += 3) {
    let carry = ((bytes[end - 3] ?? 0) << 16) | ((bytes[end - 2] ?? 0) << 8) | (bytes[end - 1] ?? 0)
    for (let index = 0; index < count; index += 1) {
      const value = (limbs[index] ?? 0) * 0x1000000 + carry
      carry = Math.floor(value * perFourDigits)
      let rest = value - carry * fourDigits
      if (rest < 0) {
        carry -= 1
        rest += fourDigits
      } else if (rest >= fourDigits) {
        carry += 1
        rest -= fourDigits
      }
      limbs[index] = rest
    }
    for (; carry > 0; carry = Math.floor(carry / fourDigits)) limbs[count++] = carry % fourDigits
  }
  let zeros = 0
  while (bytes[zeros] === 0) zeros += 1
  return '1'.repeat(zeros) + digitsOf(limbs.subarray(0, count)).replace(/^1+/, '')
}

/** Four digits each, the last first. */
function digitsOf(limbs: Float64Array): string {
  let text = ''
  for (let index = limbs.length - 1; index >= 0; index -= 1) {
    const pairs = limbs[index] ?? 0
    const high = (pairs / 3_364) | 0
    const low = pairs - high * 3_364
    const [first, third] = [(high / 58) | 0, (low / 58) | 0]
    text += String.fromCharCode(alphabet.charCodeAt(first), alphabet.charCodeAt(high - first * 58), alphabet.charCodeAt(third), alphabet.charCodeAt(low - third * 58))
  }
  return text
}

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
