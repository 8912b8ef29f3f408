import type { Finding } from '../credential/finding.ts'
import { parseJsonObject } from '../credential/parse-json.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'

/** The text or bytes of a list, or the list as it was parsed before; undefined when it could not be had. */
export type ListText = string | Uint8Array | JsonObject | undefined

/**
 * The list that a text is.
 *
 * @throws CredentialError as {@link parseJsonObject} does
 */
export function readList(list: NonNullable<ListText>): JsonObject {
  return typeof list === 'string' || list instanceof Uint8Array ? parseJsonObject(list) : list
}

/** What an entry is held against. */
export interface StatusContext {
  /** The id of the issuer of the credential that carries the entry: its list must be of the same one. */
  readonly issuer: string
  /** The id of that credential, under which lists of ids name it. */
  readonly credentialId?: string | undefined
  /** The moment judged. */
  readonly now: Date
  /** When the copy of the list was fetched, by our own clock; its `ttl` counts from then. Without it, from when the list began. */
  readonly fetchedAt?: Date | undefined
  /** The copy came from whoever shared the credential: only what its issuer signed counts then. */
  readonly isFromSharer?: boolean | undefined
  /** The copy is known to be the last word of an issuer that is gone: nothing newer can be expected, so its age ends nothing. */
  readonly isLastWord?: boolean | undefined
  /** Expands the text of a list; unless given, {@link decodeBitstring}. Whoever looks up many in one list gives one that remembers. */
  readonly decode?: ((encoded: string) => Promise<Uint8Array>) | undefined
  /** Verifies the list's own proof, and that the key that made it is its issuer's. */
  readonly verify: (listCredential: JsonObject) => Promise<Finding>
}

/** The answer to one entry, with the age of the list that gave it. */
export interface StatusFinding extends Finding {
  readonly purpose?: string
  readonly ageSeconds?: number
  /** Of the purpose `message`: the issuer's own words. Untrusted: show it as text, as theirs. */
  readonly message?: string
}

/** What could not be looked up is never "not revoked". */
export function unknownStatus(code: string, reason: string): StatusFinding {
  return { outcome: 'unknown', code, reason }
}
