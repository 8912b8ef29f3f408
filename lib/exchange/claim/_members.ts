import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { ClaimError } from './claim-error.ts'

/** Reads the members of one message of the protocol; every refusal names the message and the member, never its value. */
export interface Members {
  readonly text: (name: string, maxLength: number) => string
  readonly flag: (name: string) => boolean
  readonly object: (name: string) => JsonObject
  readonly objectOrNull: (name: string) => JsonObject | null
  readonly time: (name: string) => Date
  readonly optionalText: (name: string, maxLength: number) => string | undefined
}

/** @throws ClaimError `claim/malformed` when `value` is no object, and from the readers for a member of another kind */
export function membersOf(value: unknown, message: string): Members {
  if (!isObject(value)) throw malformed(message, 'not an object')
  const text = (name: string, maxLength: number): string => {
    const member = value[name]
    if (typeof member !== 'string') throw malformed(message, `${name} is not text`)
    if (member.length > maxLength) throw malformed(message, `${name} is longer than ${maxLength} characters`)
    return member
  }
  const object = (name: string): JsonObject => {
    const member = value[name]
    if (!isObject(member)) throw malformed(message, `${name} is not an object`)
    return member
  }
  return {
    text,
    object,
    objectOrNull: (name) => (value[name] === null || value[name] === undefined ? null : object(name)),
    optionalText: (name, maxLength) => (value[name] === undefined ? undefined : text(name, maxLength)),
    flag: (name) => {
      const member = value[name]
      if (typeof member !== 'boolean') throw malformed(message, `${name} is not true or false`)
      return member
    },
    time: (name) => {
      const time = new Date(text(name, 40))
      if (Number.isNaN(time.getTime())) throw malformed(message, `${name} is not a time`)
      return time
    },
  }
}

export function malformed(message: string, state: string): ClaimError {
  return new ClaimError('claim/malformed', `Cannot read ${message}: ${state}`)
}

function isObject(value: unknown): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
