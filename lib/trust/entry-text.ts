import { isSoundKey } from '../crypto/is-sound-key.ts'
import { decodeMultikey } from '../crypto/multikey.ts'
import type { KeyType, PublicKey } from '../crypto/cryptography.ts'
import { EverlearnedError } from '../error.ts'

/**
 * The texts that may stand in an entry. All are decided by plain patterns, never by the platform's own parsers: every validator
 * must come to the same answer for ever.
 */

/** Untrusted: no DID in an entry is longer. */
export const maxDidBytes = 255

/** A DID in its plain form, without path, query or fragment (DID 1.0, "DID Syntax"). */
export function isPlainDid(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxDidBytes && /^did:[a-z0-9]+:(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2}|:(?!$))+$/.test(value)
}

/**
 * What cannot be seen, turns the direction of writing, or looks different everywhere (Unicode, "Default_Ignorable_Code_Point",
 * "Private_Use", "Noncharacter_Code_Point"). Written out: platforms know different versions of Unicode, and all must agree for ever.
 */
const unseen = new RegExp(`[${[
  '\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u2028-\\u202f\\u2060-\\u206f\\u2800\\u3164',
  '\\ue000-\\uf8ff\\ufdd0-\\ufdef\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\uffff\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{10ffff}',
].join('')}]`, 'u')

/** The name of an organisation: one line, nothing that cannot be seen or that turns the direction of writing. */
export function isOrganisationName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 200 && value.isWellFormed() && value.trim() === value && !unseen.test(value)
}

/** A URI with a scheme, in the visible characters of RFC 3986. */
export function isUri(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 512 && /^[a-z][a-z0-9+.-]*:[\w.~:/?#[\]@!$&'()*+,;=%-]+$/.test(value)
}

/** What a scope is: a URI (CTDL, CASE), or `*` for everything. */
export function isScope(value: unknown): value is string {
  return value === '*' || isUri(value)
}

/** An address on the web. */
export function isWebUrl(value: unknown): value is string {
  return isUri(value) && /^https?:\/\/[^/]/.test(value)
}

/** The origin of a log: a key name of C2SP signed-note, in the characters of an address. */
export function isOrigin(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 255 && /^[\w.:/[\]~-]+$/.test(value)
}

/** SHA-256 in lower-case hexadecimal. */
export function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}

/** A day of the calendar, `2026-02-28`. */
export function isDay(value: unknown): value is string {
  if (typeof value !== 'string') return false
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value)?.map(Number) ?? []
  if (year === undefined || month === undefined || day === undefined || month < 1 || month > 12) return false
  const february = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return day >= 1 && day <= (month === 2 ? february : [4, 6, 9, 11].includes(month) ? 30 : 31)
}

/** A second of universal time, `2026-02-28T12:00:00Z`. */
export function isInstant(value: unknown): value is string {
  return typeof value === 'string' && isDay(value.slice(0, 10)) && /^T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/.test(value.slice(10))
}

/** A text of lines, each ended by a newline: a policy or a checkpoint. */
export function isLines(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 8_192 && value.isWellFormed() && value.endsWith('\n') && !/(?!\n)\p{Cc}/u.test(value)
}

/** A key that signs, in Multikey form. */
export function isSigningMultikey(value: unknown): value is string {
  return typeof value === 'string' && readSigningKey(value) !== undefined
}

/** Keys are read over and over while a log is replayed, and base58 costs. Oldest out first. */
const maxKnownKeys = 4_096
const knownKeys = new Map<string, PublicKey<KeyType>>()

/** Reads a key that signs from its Multikey form; undefined when it is none, or none that every platform takes alike. */
export function readSigningKey(text: string): PublicKey<KeyType> | undefined {
  const known = knownKeys.get(text)
  if (known !== undefined) return known
  const key = text.length > 80 ? undefined : decoded(text)
  if (key === undefined) return undefined
  if (knownKeys.size >= maxKnownKeys) knownKeys.delete(knownKeys.keys().next().value ?? '')
  knownKeys.set(text, key)
  return key
}

function decoded(text: string): PublicKey<KeyType> | undefined {
  try {
    const { type, bytes } = decodeMultikey(text)
    return type === 'BLS12-381' || !isSoundKey({ type, bytes }) ? undefined : { type, bytes }
  } catch (cause) {
    if (cause instanceof EverlearnedError) return undefined
    throw cause
  }
}
