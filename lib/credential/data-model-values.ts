import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { parseDateTime } from './date-time.ts'
import { isUrl } from './is-url.ts'
import { isJsonObject, listOf } from './parse-json.ts'

/** Tells whether a member is absent or one URL. */
export function isOptionalUrl(object: Json, name: string): boolean {
  return !isJsonObject(object) || !(name in object) || isUrl(object[name])
}

/** Tells whether a value is a URL, or an object whose `id` is one: how issuers and holders are named. */
export function isUrlOrNamed(value: Json | undefined): boolean {
  return isUrl(isJsonObject(value) ? value['id'] : value)
}

/** The types that a value names: one text or several, else none. */
export function typesIn(value: Json | undefined): readonly string[] {
  const types = listOf(value)
  return types.every((type) => typeof type === 'string' && type !== '') ? (types as readonly string[]) : []
}

/** Tells whether a value is one or several objects, each with a type. */
export function areTyped(value: Json | undefined): boolean {
  return listOf(value).every((item) => isJsonObject(item) && typesIn(item['type']).length > 0)
}

/** Tells whether a value is an object that says anything. */
export function isFilledObject(value: Json): value is JsonObject {
  return isJsonObject(value) && Object.keys(value).length > 0
}

/** Tells whether a member is absent or a moment with a time zone. */
export function isOptionalMoment(object: JsonObject, name: string): boolean {
  return !(name in object) || parseDateTime(object[name]) !== undefined
}

/** Tells whether a value is text, text of a language and direction, or several of these (Verifiable Credentials Data Model 2.0, "Language and Base Direction"). */
export function isHumanText(value: Json | undefined): boolean {
  return listOf(value).every((text) => typeof text === 'string' || (isJsonObject(text) && isLanguageText(text)))
}

const languageMembers = ['@value', '@language', '@direction']

function isLanguageText(text: JsonObject): boolean {
  const { '@value': value, '@language': language = '', '@direction': direction = 'ltr' } = text
  const isPlain = Object.keys(text).every((name) => languageMembers.includes(name))
  return isPlain && typeof value === 'string' && typeof language === 'string' && (direction === 'ltr' || direction === 'rtl' || direction === null)
}
