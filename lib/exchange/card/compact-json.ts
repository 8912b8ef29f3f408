import { decode, encode, Tagged } from 'cborg'
import { decodeBase64url, encodeBase64url } from '../../encoding/base64url.ts'
import { maxJsonDepth, type Json, type JsonObject } from '../../encoding/canonical-json.ts'
import { decodeHex, encodeHex } from '../../encoding/hex.ts'
import { decodeMultibase, encodeMultibase } from '../../encoding/multibase.ts'
import { EverlearnedError } from '../../error.ts'
import { CardError } from './card-error.ts'
import { cardTerms, placeOfTerm } from './card-terms.ts'

/** Tags of this format for what a few bytes say; all others are refused. */
const tags = { number: 6, didKey: 7, didKeyMethod: 8, base64urlMultibase: 9, uuid: 10, holdsUuid: 11, moment: 12, base64url: 13, sha256: 14 } as const

/**
 * Writes a JSON value as CBOR (RFC 8949) in the way of our cards: known texts are numbers, keys, ids and moments are their bytes.
 * Members stand in the order of RFC 8785, so that equal documents give equal bytes.
 */
export function encodeCompact(value: Json): Uint8Array<ArrayBuffer> {
  return new Uint8Array(encode(compact(value), { mapSorter: (): number => 0 }))
}

/**
 * Reads what {@link encodeCompact} wrote.
 *
 * Untrusted: CBOR without other tags, no member twice, nested at most {@link maxJsonDepth} deep. The caller limits its length.
 *
 * @throws CardError `card/malformed`
 */
export function decodeCompact(bytes: Uint8Array): Json {
  try {
    return expand(decode(bytes, strict), 0)
  } catch (cause) {
    if (cause instanceof CardError) throw cause
    // Whatever it makes of the decoders, also an overflow of the call stack.
    throw malformed('its bytes are not of this form', cause)
  }
}

const strict = {
  strict: true, useMaps: true, rejectDuplicateMapKeys: true, allowIndefinite: false, allowUndefined: false, allowInfinity: false, allowNaN: false, allowBigInt: false,
  tags: Tagged.preserve(...Object.values(tags)),
}

function compact(value: Json): unknown {
  if (typeof value === 'string') return compactText(value)
  if (typeof value === 'number') return new Tagged(tags.number, value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(compact)
  const members = Object.entries(value as JsonObject).toSorted(([left], [right]) => (left < right ? -1 : 1))
  return new Map(members.map(([name, member]) => [placeOfTerm(name) ?? name, compact(member)]))
}

const uuid = '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}'
const forms: readonly { readonly pattern: RegExp; readonly write: (...parts: readonly string[]) => unknown }[] = [
  { pattern: /^z([1-9A-HJ-NP-Za-km-z]{20,200})$/, write: (_, text = '') => decodeMultibase(`z${text}`) },
  { pattern: /^did:key:(z[1-9A-HJ-NP-Za-km-z]{20,400})$/, write: (_, key = '') => new Tagged(tags.didKey, decodeMultibase(key)) },
  { pattern: /^did:key:(z[1-9A-HJ-NP-Za-km-z]{20,400})#\1$/, write: (_, key = '') => new Tagged(tags.didKeyMethod, decodeMultibase(key)) },
  { pattern: /^(u[\w-]{20,})$/, write: (_, text = '') => new Tagged(tags.base64urlMultibase, decodeMultibase(text)) },
  { pattern: new RegExp(`^urn:uuid:(${uuid})$`), write: (_, id = '') => new Tagged(tags.uuid, bytesOfUuid(id)) },
  { pattern: new RegExp(`^([^]*?)(${uuid})([^]*)$`), write: (_, before = '', id = '', after = '') => new Tagged(tags.holdsUuid, [before, bytesOfUuid(id), after]) },
  { pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, write: (text = '') => new Tagged(tags.moment, Date.parse(text) / 1000) },
  { pattern: /^sha256\$([0-9a-f]{64})$/, write: (_, hash = '') => new Tagged(tags.sha256, decodeHex(hash)) },
  { pattern: /^([\w-]{20,})$/, write: (text = '') => new Tagged(tags.base64url, decodeBase64url(text)) },
]

/** The shortest form that gives back this very text; else the text. */
function compactText(text: string): unknown {
  const place = placeOfTerm(text)
  if (place !== undefined) return place
  for (const { pattern, write } of forms) {
    const parts = pattern.exec(text)
    if (parts === null) continue
    const written = attempt(() => write(...parts))
    if (written !== undefined && attempt(() => expand(written, 0)) === text) return written
  }
  return text
}

function attempt<Value>(act: () => Value): Value | undefined {
  try {
    return act()
  } catch (error) {
    if (error instanceof EverlearnedError || error instanceof RangeError) return undefined
    throw error
  }
}

function expand(value: unknown, depth: number): Json {
  if (depth > maxJsonDepth) throw malformed(`deeper than ${maxJsonDepth} levels`)
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (typeof value === 'number') return termAt(value)
  if (value instanceof Uint8Array) return writeBase58(value)
  if (Array.isArray(value)) return value.map((item) => expand(item, depth + 1))
  if (value instanceof Tagged) return expandTagged(value)
  if (!(value instanceof Map)) throw malformed('a value that JSON does not have')
  const members = [...value].map(([name, member]): readonly [string, Json] => [typeof name === 'number' ? termAt(name) : textOf(name), expand(member, depth + 1)])
  if (new Set(members.map(([name]) => name)).size !== members.length || members.some(([name]) => name === '__proto__')) throw malformed('a member twice, or one that may not be')
  return Object.fromEntries(members)
}

function expandTagged({ tag, value }: Tagged): Json {
  if (tag === tags.number && typeof value === 'number' && Number.isFinite(value)) return value
  if (tag === tags.moment && typeof value === 'number') return formatMoment(value)
  if (tag === tags.holdsUuid && Array.isArray(value) && value.length === 3) return `${textOf(value[0])}${textOfUuid(bytesOf(value[1]))}${textOf(value[2])}`
  const bytes = bytesOf(value)
  if (tag === tags.didKey) return `did:key:${writeBase58(bytes)}`
  if (tag === tags.didKeyMethod) return `did:key:${writeBase58(bytes)}#${writeBase58(bytes)}`
  if (tag === tags.base64urlMultibase) return encodeMultibase(bytes, 'u')
  if (tag === tags.uuid) return `urn:uuid:${textOfUuid(bytes)}`
  if (tag === tags.base64url) return encodeBase64url(bytes)
  if (tag === tags.sha256) return `sha256$${encodeHex(bytes)}`
  throw malformed('a tag with another value than it takes')
}

/** Seconds since 1970, as a day and time in UTC. */
function formatMoment(seconds: number): string {
  const date = new Date(seconds * 1000)
  if (!Number.isInteger(seconds) || Number.isNaN(date.getTime())) throw malformed('a moment that there is not')
  return date.toISOString().replace('.000Z', 'Z')
}

function termAt(place: number): string {
  const term = cardTerms[place]
  if (term === undefined) throw malformed('a term that is not known here')
  return term
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw malformed('something else in the place of a text')
  return value
}

/** Untrusted: writing base58 costs the square of its length, so longer keys and signatures stay text. */
const maxBase58Bytes = 300

function writeBase58(bytes: Uint8Array): string {
  if (bytes.length > maxBase58Bytes) throw malformed('a key that is too long')
  return encodeMultibase(bytes, 'z')
}

function bytesOf(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw malformed('something else in the place of bytes')
  return value
}

function bytesOfUuid(text: string): Uint8Array {
  return decodeHex(text.replaceAll('-', ''))
}

function textOfUuid(bytes: Uint8Array): string {
  if (bytes.length !== 16) throw malformed('an id of another length')
  return encodeHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

function malformed(what: string, cause?: unknown): CardError {
  return new CardError('card/malformed', `Cannot read card: ${what}`, { cause })
}
