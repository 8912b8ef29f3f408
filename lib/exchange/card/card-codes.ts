import { concatBytes } from '../../encoding/bytes.ts'
import { decodeBase45, encodeBase45 } from '../../encoding/base45.ts'
import { encodeHex } from '../../encoding/hex.ts'
import type { Cryptography } from '../../crypto/cryptography.ts'
import { EverlearnedError } from '../../error.ts'
import { CardError } from './card-error.ts'

/** What one code holds at most: a square that a phone reads from paper at a glance, with 15 % of it damaged (level M). */
export const maxCodeBytes = 1_000

/** The most codes of one card. */
export const maxCodes = 8

/** The codes that were read so far, or the bytes of the card when all are there. */
export type ReadCodes =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'parts'; readonly missing: readonly number[]; readonly count: number }

type HashContext = Pick<Cryptography, 'sha256'>

/**
 * Writes the bytes of a card as the texts of its QR codes, in characters that codes pack best: `LER1:` and Base45, or of several
 * `LER1/<number>/<count>/<check>:` and a part each.
 *
 * @throws CardError `card/too-large`
 */
export function formatCodes(bytes: Uint8Array, { sha256 }: HashContext): readonly string[] {
  const count = Math.ceil(bytes.length / maxCodeBytes)
  if (count > maxCodes) throw new CardError('card/too-large', `Cannot make card: more than ${maxCodes} codes`)
  if (count < 2) return [`LER1:${encodeBase45(bytes)}`]
  // Parts of equal length make squares of equal size.
  const length = Math.ceil(bytes.length / count)
  const check = checkOf(bytes, sha256)
  return Array.from({ length: count }, (_, index) => `LER1/${index + 1}/${count}/${check}:${encodeBase45(bytes.subarray(index * length, (index + 1) * length))}`)
}

/** Tells whether a text is a code of a card. */
export function isCardCode(text: string): boolean {
  return /^\s*LER\d+[:/]/.test(text)
}

const code = /^LER1(?:\/([1-8])\/([2-8])\/([0-9A-F]{8}))?:([0-9A-Z $%*+\-./:]{2,1600})$/

/**
 * Puts codes of one card together, in any order, twice the same or not; other lines are refused.
 *
 * Untrusted: at most {@link maxCodes} different codes of at most 1,600 characters.
 *
 * @throws CardError `card/code-malformed`, `card/version`, `card/mixed` on codes of different cards
 */
export function readCodes(texts: readonly string[], { sha256 }: HashContext): ReadCodes {
  const parts = new Set(texts.map((text) => text.trimStart().replace(/[\r\n]+$/, '')))
  if (parts.size === 0 || parts.size > maxCodes) throw malformed('none, or too many')
  const read = [...parts].map(readCode)
  const [first] = read
  if (first === undefined || read.some(({ count, check }) => count !== first.count || check !== first.check)) throw mixed()
  if (first.count === 1) return read.length === 1 ? { kind: 'whole', bytes: first.bytes } : fail(mixed())
  const inOrder = Array.from({ length: first.count }, (_, index) => read.filter(({ number }) => number === index + 1))
  if (inOrder.some((same) => same.length > 1) || read.some(({ number }) => number > first.count)) throw mixed()
  const missing = inOrder.flatMap((same, index) => (same.length === 0 ? [index + 1] : []))
  if (missing.length > 0) return { kind: 'parts', missing, count: first.count }
  const bytes = concatBytes(...inOrder.flatMap((same) => same.map((part) => part.bytes)))
  return checkOf(bytes, sha256) === first.check ? { kind: 'whole', bytes } : fail(mixed())
}

interface Code { readonly number: number; readonly count: number; readonly check: string; readonly bytes: Uint8Array<ArrayBuffer> }

function readCode(text: string): Code {
  const [, number = '1', count = '1', check = '', encoded] = code.exec(text) ?? []
  if (encoded === undefined) throw /^LER(?!1[:/])\d+[:/]/.test(text) ? new CardError('card/version', 'Cannot read card: it is of a form that is not known here') : malformed('it is cut short or was changed')
  try {
    return { number: Number(number), count: Number(count), check, bytes: decodeBase45(encoded) }
  } catch (cause) {
    if (!(cause instanceof EverlearnedError)) throw cause
    throw malformed('it is cut short or was changed', cause)
  }
}

/** By this parts of different cards are told apart; it proves nothing else. */
function checkOf(bytes: Uint8Array, sha256: HashContext['sha256']): string {
  return encodeHex(sha256(bytes).subarray(0, 4)).toUpperCase()
}

function fail(error: CardError): never {
  throw error
}

function malformed(state: string, cause?: unknown): CardError {
  return new CardError('card/code-malformed', `Cannot read code of a card: ${state}`, { cause })
}

function mixed(): CardError {
  return new CardError('card/mixed', 'Cannot read card: its codes are not of one card')
}
