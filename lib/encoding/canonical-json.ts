import { EncodingError } from './encoding-error.ts'

/** Untrusted: nesting beyond this depth is refused before the stack is in danger. */
export const maxJsonDepth = 64

/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json }

/**
 * Writes a JSON value in its canonical form (RFC 8785, JSON Canonicalization Scheme).
 *
 * @throws EncodingError `encoding/json-not-canonical` on a number that is not finite, a lone surrogate,
 *   a value that JSON does not have, or nesting deeper than {@link maxJsonDepth}
 */
export function canonicalJson(value: Json, depth = 0): string {
  if (depth > maxJsonDepth) throw notCanonical(`deeper than ${maxJsonDepth} levels`)
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw notCanonical('a number that is not finite')
    return JSON.stringify(value)
  }
  if (value === null || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item, depth + 1)).join(',')}]`
  if (typeof value !== 'object') throw notCanonical(`a value of type ${typeof value}`)
  // RFC 8785, section 3.2.3: keys in the order of their UTF-16 code units, which is what sort() does.
  const members = Object.entries(value as JsonObject).sort(([left], [right]) => (left < right ? -1 : 1))
  return `{${members.map(([key, member]) => `${quote(key)}:${canonicalJson(member, depth + 1)}`).join(',')}}`
}

function quote(text: string): string {
  if (!text.isWellFormed()) throw notCanonical('a lone surrogate')
  return JSON.stringify(text)
}

function notCanonical(what: string): EncodingError {
  return new EncodingError('encoding/json-not-canonical', `Cannot canonicalise JSON: ${what}`)
}
