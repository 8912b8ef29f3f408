import type { Cryptography } from '../crypto/cryptography.ts'
import { decodeBase32, encodeBase32, readAsTyped } from '../encoding/base32.ts'
import { concatBytes, encodeUtf8, equalBytes } from '../encoding/bytes.ts'
import { decodeHex, encodeHex } from '../encoding/hex.ts'
import { seedLength } from './wallet-keys.ts'

/** What one trusted person keeps: a point of the polynomial that hides the seed, and what tells its set from others. */
export interface TrustedShare {
  /** The set that it belongs to; shares of two sets open nothing together. */
  readonly setId: string
  /** How many shares of the set open the wallet. */
  readonly threshold: number
  /** How many were made. */
  readonly count: number
  /** Which one of them it is, from 1. */
  readonly number: number
  /** The day on which the set was made. */
  readonly madeOn: string
  /** The point: its value for each byte of the seed, then its place. */
  readonly point: Uint8Array<ArrayBuffer>
  /** Tells the right seed from any other, and nothing about it: 32 bits of a hash. */
  readonly seedCheck: Uint8Array<ArrayBuffer>
}

/** What somebody typed, pasted or scanned as a share. Rows count from 1. */
export type ReadShare =
  | { readonly kind: 'share'; readonly share: TrustedShare }
  /** Nothing in it looks like a share. */
  | { readonly kind: 'none' }
  /** A row whose last character does not fit the others: something in it was mistyped. */
  | { readonly kind: 'row'; readonly row: number }
  /** Rows are missing, or there are too many. */
  | { readonly kind: 'length'; readonly rows: number }
  /** Every row fits, and the whole does not: rows are in the wrong order, or of two shares. */
  | { readonly kind: 'checksum' }
  /** Made by a later version. */
  | { readonly kind: 'version' }

/** Stands before the code, so that it is found in a file or a scanned text. */
export const sharePrefix = 'LERSHARE:'

const version = 1
const rowLength = 16
const checkLength = 4
/** version, set, threshold, count, number, day, point, seed check, checksum */
const shareLength: number = 1 + 4 + 1 + 1 + 1 + 2 + (seedLength + 1) + checkLength + checkLength
/** How many rows of characters a share has on paper. */
export const shareRows: number = Math.ceil((shareLength * 8) / 5 / rowLength)
const firstDay = Date.UTC(2020, 0, 1)
const dayLength = 86_400_000

/**
 * Writes a share as rows of sixteen characters and a seventeenth that checks them.
 *
 * ```
 * version 1 | set 4 | threshold 1 | count 1 | number 1 | days since 2020 2 | point 33 | seed check 4 | SHA-256 of these, first 4
 * ```
 */
export function formatShareRows(share: TrustedShare, { sha256 }: Pick<Cryptography, 'sha256'>): readonly string[] {
  const day = Math.floor((Date.parse(share.madeOn) - firstDay) / dayLength)
  const body = concatBytes(
    Uint8Array.of(version), decodeHex(share.setId), Uint8Array.of(share.threshold, share.count, share.number, day >> 8, day & 255), share.point, share.seedCheck,
  )
  const text = encodeBase32(concatBytes(body, sha256(body).subarray(0, checkLength)))
  return (text.match(new RegExp(`.{1,${rowLength}}`, 'g')) ?? []).map((row, index) => row + checkOf(row, index, { sha256 }))
}

/** Writes a share for a code to scan or a file: the prefix, then the rows without spaces. */
export function formatShare(share: TrustedShare, context: Pick<Cryptography, 'sha256'>): string {
  return sharePrefix + formatShareRows(share, context).join('')
}

/** Untrusted: no longer text is looked at. */
const maxShareText = 20_000

/** Reads a share from a scanned code, a file that holds one, or what somebody typed. */
export function readShare(text: string, { sha256 }: Pick<Cryptography, 'sha256'>): ReadShare {
  const whole = text.slice(0, maxShareText)
  const start = whole.toUpperCase().indexOf(sharePrefix)
  const typed = start < 0 ? whole : (/^[\s\dA-Z-]*/i.exec(whole.slice(start + sharePrefix.length))?.[0] ?? '')
  const characters = readAsTyped(typed).replaceAll(/[^0-9A-Z]/g, '')
  const rows = characters.match(new RegExp(`.{1,${rowLength + 1}}`, 'g')) ?? []
  if (start < 0 && rows.length < 2) return { kind: 'none' }
  const wrong = rows.findIndex((row, index) => index < shareRows && row.at(-1) !== checkOf(row.slice(0, -1), index, { sha256 }))
  if (wrong >= 0) return { kind: 'row', row: wrong + 1 }
  if (rows.length !== shareRows) return { kind: 'length', rows: rows.length }
  return parse(decoded(rows.map((row) => row.slice(0, -1)).join('')), { sha256 })
}

function parse(bytes: Uint8Array<ArrayBuffer> | undefined, { sha256 }: Pick<Cryptography, 'sha256'>): ReadShare {
  if (bytes === undefined || bytes.length !== shareLength) return { kind: 'checksum' }
  const body = bytes.subarray(0, -checkLength)
  if (!equalBytes(sha256(body).subarray(0, checkLength), bytes.subarray(-checkLength))) return { kind: 'checksum' }
  if (body[0] !== version) return { kind: 'version' }
  const [threshold = 0, count = 0, number = 0, high = 0, low = 0] = body.subarray(5, 10)
  if (threshold < 2 || count < threshold || number < 1 || number > count) return { kind: 'checksum' }
  return {
    kind: 'share',
    share: {
      setId: encodeHex(body.subarray(1, 5)), threshold, count, number, madeOn: new Date(firstDay + ((high << 8) | low) * dayLength).toISOString().slice(0, 10),
      point: body.slice(10, 11 + seedLength), seedCheck: body.slice(11 + seedLength),
    },
  }
}

function decoded(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return decodeBase32(text)
  } catch {
    // U is no character of the alphabet; a row with one has a check that fits by chance.
    return undefined
  }
}

/** One of 32 characters that depends on all others of the row and on which row it is: most slips are told where they are. */
function checkOf(row: string, index: number, { sha256 }: Pick<Cryptography, 'sha256'>): string {
  const [byte = 0] = sha256(encodeUtf8(`${index} ${row}`))
  return encodeBase32(Uint8Array.of(byte & 0xf8)).charAt(0)
}
