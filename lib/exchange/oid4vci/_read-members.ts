import { isJsonObject } from '../../credential/parse-json.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { ExchangeError } from '../exchange-error.ts'

/** Untrusted: the longest address or code that is taken. */
export const maxTextLength = 2_048

/** Reads the members of a message from outside; `what` names it in refusals. */
export interface MemberReader {
  readonly object: JsonObject
  text(name: string, maxLength?: number): string
  optionalText(name: string, maxLength?: number): string | undefined
  /** A list of distinct texts; empty when it is absent. */
  texts(name: string, maxItems: number): readonly string[]
  optionalObject(name: string): JsonObject | undefined
  /** A whole number from 1 on; undefined when it is absent. */
  count(name: string): number | undefined
}

/** @throws ExchangeError `exchange/malformed` for what is no object, and for each member that is not as asked */
export function readMembers(value: unknown, what: string): MemberReader {
  if (!isJsonObject(value)) throw malformed(what, 'it is no object')
  const object = value
  const optionalText = (name: string, maxLength: number = maxTextLength): string | undefined => {
    const member = object[name]
    if (member === undefined) return undefined
    if (typeof member !== 'string' || member === '' || member.length > maxLength) throw malformed(what, `${name} is no text of at most ${maxLength} characters`)
    return member
  }
  return {
    object, optionalText,
    text: (name, maxLength) => {
      const member = optionalText(name, maxLength)
      if (member === undefined) throw malformed(what, `${name} is missing`)
      return member
    },
    texts: (name, maxItems) => {
      const member: Json = object[name] ?? []
      if (!isTextList(member) || member.length > maxItems) throw malformed(what, `${name} is no list of at most ${maxItems} texts`)
      return [...new Set(member)]
    },
    optionalObject: (name) => {
      const member = object[name]
      if (member === undefined || isJsonObject(member)) return member
      throw malformed(what, `${name} is no object`)
    },
    count: (name) => {
      const member = object[name]
      if (member === undefined) return undefined
      if (!Number.isSafeInteger(member) || Number(member) < 1) throw malformed(what, `${name} is no count`)
      return Number(member)
    },
  }
}

function isTextList(value: Json): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && item.length <= maxTextLength)
}

/** A message that is not as described. */
export function malformed(what: string, state: string): ExchangeError {
  return new ExchangeError('exchange/malformed', `Cannot read ${what}: ${state}`)
}
