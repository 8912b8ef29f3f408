import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'

/** The editions of Open Badges before 3.0, which name things differently. */
export type Edition = '0.5' | '1.0' | '2.0'

const contexts: Readonly<Record<string, Edition>> = { 'https://w3id.org/openbadges/v2': '2.0', 'https://w3id.org/openbadges/v1': '1.0' }

/** Tells which edition an assertion is of; undefined when it is of none. */
export function editionOf(document: JsonObject): Edition | undefined {
  const { badge, recipient } = document
  if (badge === undefined || recipient === undefined) return undefined
  const named = listOf(document['@context']).find((context) => typeof context === 'string' && Object.hasOwn(contexts, context))
  if (listOf(document['type']).includes('Assertion')) return contexts[String(named)] ?? '2.0'
  if (document['@context'] !== undefined || document['type'] !== undefined) return undefined
  if (typeof document['uid'] === 'string') return '1.0'
  return isJsonObject(badge) && isJsonObject(badge['issuer']) && badge['version'] !== undefined ? '0.5' : undefined
}

/** How an assertion is to be verified (Open Badges 2.0, "VerificationObject"; 1.0 called it `verify`). */
export interface Verification {
  readonly type: 'hosted' | 'signed' | 'other'
  /** Where its issuer serves it. */
  readonly address: string | null
  /** Of a signed one: where the key is that signed it. */
  readonly creator: string | null
}

/** What an assertion says about how to verify it. */
export function verificationOf(document: JsonObject): Verification {
  const stated = document['verification'] ?? document['verify']
  const { type, url, creator } = isJsonObject(stated) ? stated : {}
  const names = listOf(type)
  const isSigned = names.some((name) => name === 'signed' || name === 'SignedBadge')
  const isHosted = names.some((name) => name === 'hosted' || name === 'HostedBadge')
  // Open Badges 1.0 says of a signed one where its key is in `url`.
  const keyAddress = creator ?? (isSigned ? url : undefined)
  return {
    type: isSigned ? 'signed' : isHosted ? 'hosted' : 'other',
    address: textOf(document['id']) ?? (isHosted ? textOf(url) : null),
    creator: textOf(keyAddress),
  }
}

/** Whose an assertion is, in the members of Open Badges 3.0. */
export interface Recipient {
  readonly type: string
  readonly identity: JsonObject
}

/** Open Badges 2.0, "IdentityObject"; 0.5 has only the identity or its hash, and the salt beside it. */
export function recipientOf(document: JsonObject): Recipient | undefined {
  const { recipient, salt: outerSalt } = document
  const { type, hashed, identity, salt } = isJsonObject(recipient) ? recipient : { type: 'email', hashed: isHash(recipient), identity: recipient ?? null, salt: outerSalt }
  if (typeof identity !== 'string') return undefined
  return { type: textOf(type) ?? 'email', identity: { hashed: hashed === true || isHash(identity), identityHash: identity, ...(typeof salt === 'string' ? { salt } : {}) } }
}

function isHash(value: Json | undefined): boolean {
  return typeof value === 'string' && /^(sha256|md5)\$[0-9a-f]+$/i.test(value)
}

/** A text that is not empty. */
export function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
