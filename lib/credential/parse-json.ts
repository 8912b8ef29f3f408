import { maxJsonDepth, type Json, type JsonObject } from '../encoding/canonical-json.ts'
import { decodeUtf8 } from '../encoding/bytes.ts'
import { countMembers } from '../encoding/count-members.ts'
import { CredentialError } from './credential-error.ts'

/** Untrusted: longer texts are refused before they are parsed. */
export const maxCredentialBytes: number = 2 * 1024 * 1024

/**
 * Parses the text of a credential or presentation into an object.
 *
 * @throws CredentialError as {@link parseJson} does, and `credential/not-an-object`
 */
export function parseJsonObject(input: string | Uint8Array): JsonObject {
  const value = parseJson(input)
  if (!isJsonObject(value)) throw new CredentialError('credential/not-an-object', 'Cannot read JSON: not an object')
  return value
}

/**
 * Parses the text of any JSON value.
 *
 * Untrusted: at most {@link maxCredentialBytes}, nested at most {@link maxJsonDepth} deep, no member twice in one object,
 * of which one program reads the first and another the last, and no key named `__proto__`, which programs written in
 * JavaScript drop or obey while others sign it.
 *
 * @throws CredentialError `credential/too-large`, `credential/not-json`, `credential/too-deep`, `credential/prototype-key`,
 *   `credential/duplicate-member`
 */
export function parseJson(input: string | Uint8Array): Json {
  if (input.length > maxCredentialBytes) throw new CredentialError('credential/too-large', `Cannot read JSON: more than ${maxCredentialBytes} bytes`)
  let text: string
  let value: unknown
  try {
    text = typeof input === 'string' ? input : decodeUtf8(input)
    // RFC 8259, section 8.1: a byte order mark may be ignored.
    value = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text)
  } catch (cause) {
    throw new CredentialError('credential/not-json', 'Cannot read JSON: malformed', { cause })
  }
  // Of members of the same name one is left after parsing.
  if (countSafe(value as Json, 0) !== countMembers(text)) throw new CredentialError('credential/duplicate-member', 'Cannot read JSON: an object has two members of the same name')
  return value as Json
}

/**
 * Counts the members of all objects, and refuses what is unsafe to go on with.
 *
 * @throws CredentialError `credential/prototype-key`, `credential/too-deep`
 */
function countSafe(value: Json, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0
  if (depth > maxJsonDepth) throw new CredentialError('credential/too-deep', `Cannot read JSON: deeper than ${maxJsonDepth} levels`)
  if (Array.isArray(value)) {
    let count = 0
    for (const item of value as readonly Json[]) count += countSafe(item, depth + 1)
    return count
  }
  const members = Object.entries(value)
  let count = members.length
  for (const [key, member] of members) {
    if (key === '__proto__') throw new CredentialError('credential/prototype-key', 'Cannot read JSON: it has a key named __proto__')
    count += countSafe(member, depth + 1)
  }
  return count
}

/** Tells whether a value is a JSON object, neither null nor a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value that may be single or a list, as a list; absent is empty. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) return []
  return Array.isArray(value) ? (value as readonly Json[]) : [value as Json]
}

/** The object that a value is, or that it is the JSON text of; undefined for anything else. Untrusted. */
export function readJsonObject(value: unknown): JsonObject | undefined {
  if (typeof value !== 'string') return isJsonObject(value) ? value : undefined
  try {
    return parseJsonObject(value)
  } catch (error) {
    if (error instanceof CredentialError) return undefined
    throw error
  }
}
