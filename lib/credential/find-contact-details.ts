import { isJsonObject, listOf } from './parse-json.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'

/** What tells how a person is reached, or lets a stranger find out who they are. */
export type ContactDetail =
  /** An e-mail address, written anywhere in it. */
  | 'email'
  /** An identifier of the person, also a hashed one: whoever guesses the address finds it confirmed (Open Badges 3.0, "IdentityObject"). */
  | 'identifier'
  /** A member that is named for such things: a telephone, an address, a day of birth. */
  | 'contact'

/** Of an issuer it is public anyway; what a proof or a context holds is no word about a person. */
const skipped = new Set(['@context', 'proof', 'issuer', 'creator', 'credentialStatus', 'credentialSchema', 'refreshService', 'termsOfUse'])
const contactMembers = /^(?:e-?mail|phone|telephone|address|streetAddress|postalCode|dateOfBirth|birthDate|sourcedId|studentId|nationalId|ssn)$/i
/** One sign before the `@` is enough to know; more would be read again from each of them. */
const address = /[^\s@<>"'(),:;/\\]@[\p{L}\p{N}.-]{1,190}\.\p{L}{2,}/u

/**
 * Finds what tells how the person of a credential is reached.
 *
 * It knows the members of Open Badges 3.0 and addresses in any text; what somebody writes in other words it does not see.
 */
export function findContactDetails(document: JsonObject): readonly ContactDetail[] {
  const found = new Set<ContactDetail>()
  const visit = (value: Json): void => {
    if (typeof value === 'string') {
      if (hasEmailAddress(value)) found.add('email')
    } else if (Array.isArray(value)) value.forEach(visit)
    else if (isJsonObject(value)) visitMembers(value)
  }
  const visitMembers = (value: JsonObject): void => {
    if ('identityHash' in value || listOf(value['type']).includes('IdentityObject')) found.add('identifier')
    for (const [name, member] of Object.entries(value)) {
      if (skipped.has(name)) continue
      if (contactMembers.test(name)) found.add('contact')
      visit(member)
    }
  }
  visitMembers(document)
  return [...found].toSorted()
}

/** Tells whether an e-mail address stands in a text. */
export function hasEmailAddress(text: string): boolean {
  return text.includes('@') && address.test(text)
}
