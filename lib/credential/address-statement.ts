import type { JsonObject } from '../encoding/canonical-json.ts'
import { credentialsContextUrl, openBadgesContextUrl } from './contexts.ts'
import { formatDateTime } from './date-time.ts'
import type { IdentityObject } from './open-badge.ts'
import { isJsonObject, listOf } from './parse-json.ts'

/** What a node states: whoever has a key answered, at a moment, a code that was sent to an address. */
export interface AddressStatement {
  readonly id: string
  readonly node: { readonly id: string; readonly name: string; readonly url: string }
  /** The DID of whoever answered. */
  readonly endorser: string
  /** The address, hashed with a salt: it can be compared with one that is known, and read from nowhere. */
  readonly identity: IdentityObject
  readonly confirmedAt: Date
}

/** Builds the statement, ready for the node to sign (Open Badges 3.0, "IdentityObject"). */
export function createAddressStatement({ id, node, endorser, identity, confirmedAt }: AddressStatement): JsonObject {
  return {
    '@context': [credentialsContextUrl, openBadgesContextUrl],
    id,
    type: ['VerifiableCredential'],
    name: 'A contact address answered a code',
    issuer: { id: node.id, type: ['Profile'], name: node.name, url: node.url },
    validFrom: formatDateTime(confirmedAt),
    credentialSubject: { id: endorser, type: ['AchievementSubject'], identifier: [identity] },
  }
}

/** What such a statement says. Untrusted: the document; undefined when it is none. */
export function readAddressStatement(document: JsonObject): { readonly node: string; readonly nodeUrl: string | null; readonly endorser: string; readonly identity: JsonObject; readonly confirmedAt: string } | undefined {
  const { issuer, credentialSubject: subject, validFrom: confirmedAt } = document
  if (!isJsonObject(issuer) || !isJsonObject(subject) || typeof confirmedAt !== 'string') return undefined
  const [identity] = listOf(subject['identifier'])
  const { id: node, url } = issuer
  const endorser = subject['id']
  if (typeof node !== 'string' || typeof endorser !== 'string' || !isJsonObject(identity)) return undefined
  return { node, nodeUrl: typeof url === 'string' && /^https?:\/\/[^\s]{1,300}$/.test(url) ? url : null, endorser, identity, confirmedAt }
}
