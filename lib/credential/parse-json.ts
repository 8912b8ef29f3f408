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
  // Of members of the same name one is left after parsing, and the other is as long as `"":0,` at least: only a text with so much to spare is counted through.
  const spare = text.length - leastLength(value as Json, 0)
  const isCertain = spare >= 0 && spare < 5
  if (!isCertain && countParsed(value as Json) !== countMembers(text)) throw new CredentialError('credential/duplicate-member', 'Cannot read JSON: an object has two members of the same name')
  return value as Json
}

/**
 * The least length of a JSON text that gives a value, most often that of the one which gave it. Refuses what is unsafe to go on with.
 *
 * @throws CredentialError `credential/prototype-key`, `credential/too-deep`
 */
function leastLength(value: Json, depth: number): number {
  if (typeof value === 'string') return value.length + 2
  if (typeof value === 'number') return leastDigits(value)
  if (typeof value !== 'object' || value === null) return value === false ? 5 : 4
  if (depth > maxJsonDepth) throw new CredentialError('credential/too-deep', `Cannot read JSON: deeper than ${maxJsonDepth} levels`)
  let length = 1
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) length += leastLength(item, depth + 1) + 1
  } else {
    // What was parsed inherits nothing that this would find, and no list of names is made.
    for (const key in value) {
      if (key === '__proto__') throw new CredentialError('credential/prototype-key', 'Cannot read JSON: it has a key named __proto__')
      length += key.length + 4 + leastLength((value as JsonObject)[key] ?? null, depth + 1)
    }
  }
  return length === 1 ? 2 : length
}

/** No text gives a number in fewer digits than those that count in its shortest form; point and exponent may be spelt otherwise. */
function leastDigits(value: number): number {
  if (Number.isInteger(value) && value >= 0 && value < 10) return 1
  return String(value).replace(/e.*$|\D/g, '').replace(/^0+|0+$/g, '').length
}

function countParsed(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0
  const members = Object.values(value) as readonly Json[]
  return members.reduce<number>((count, member) => count + countParsed(member), Array.isArray(value) ? 0 : members.length)
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
