import type { PublicKey } from '../crypto/cryptography.ts'
import { publicKeyToJwk } from '../crypto/public-key.ts'
import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import { decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { canonicalJson, type Json, type JsonObject } from '../encoding/canonical-json.ts'
import { countMembers } from '../encoding/count-members.ts'
import type { DidDocument } from './did-document.ts'
import { DidError } from './did-error.ts'
import { parseDidUrl } from './did-url.ts'

/** The did:jwk identifier of a key, its members in canonical order (did:jwk Method Specification, "Create"). */
export function didJwk(publicKey: PublicKey): string {
  return `did:jwk:${encodeBase64url(encodeUtf8(canonicalJson({ ...publicKeyToJwk(publicKey) } as JsonObject)))}`
}

/**
 * The document of a did:jwk, computed from the identifier itself (did:jwk Method Specification, "Read").
 *
 * Any public key is taken: whether it can verify anything here is found out when it is used.
 *
 * @throws DidError `did/malformed` on what is no JSON Web Key, `did/key-private` on one that shows its private half
 */
export function didJwkDocument(did: string): DidDocument {
  const { method, methodSpecificId } = parseDidUrl(did)
  if (method !== 'jwk') throw new DidError('did/malformed', 'Cannot read did:jwk: of another method')
  const publicKeyJwk = parseJwk(methodSpecificId)
  const id = `did:jwk:${methodSpecificId}`
  const key = `${id}#0`
  const relationships = publicKeyJwk['use'] === 'enc' ? ['keyAgreement'] : ['assertionMethod', 'authentication', 'capabilityInvocation', 'capabilityDelegation']
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/suites/jws-2020/v1'],
    id,
    verificationMethod: [{ id: key, type: 'JsonWebKey2020', controller: id, publicKeyJwk }],
    ...Object.fromEntries(relationships.map((relationship): [string, Json] => [relationship, [key]])),
  }
}

/** Members of private and of symmetric keys (RFC 7518, "Cryptographic Algorithms for Keys"). */
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

function parseJwk(encoded: string): JsonObject {
  let text: string
  let value: unknown
  try {
    text = decodeUtf8(decodeBase64url(encoded))
    value = JSON.parse(text)
  } catch (cause) {
    throw malformed(cause)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed()
  const jwk = value as JsonObject
  // Untrusted: with a member twice, one program would read one key and another program another.
  if (typeof jwk['kty'] !== 'string' || Object.hasOwn(jwk, '__proto__') || Object.keys(jwk).length !== countMembers(text)) throw malformed()
  if (secretMembers.some((name) => Object.hasOwn(jwk, name))) throw new DidError('did/key-private', 'Cannot read did:jwk: its key shows its private half')
  return jwk
}

function malformed(cause?: unknown): DidError {
  return new DidError('did/malformed', 'Cannot read did:jwk: not a JSON Web Key', { cause })
}
