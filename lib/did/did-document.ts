import type { PublicKey } from '../crypto/cryptography.ts'
import { encodeMultikey } from '../crypto/multikey.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { DidError } from './did-error.ts'

/** What a key may be used for: credentials are signed for `assertionMethod`, presentations for `authentication`. */
export type VerificationRelationship = 'assertionMethod' | 'authentication'

/** A key in a document (Controlled Identifiers 1.0, "Verification Methods"), its key material not yet read. */
export type VerificationMethod = JsonObject & { readonly id: string; readonly type: string; readonly controller: string }

/** A DID document: the keys of an identifier and what each may be used for. */
export type DidDocument = JsonObject & { readonly id: string }

/** Untrusted: a document with more keys than this is refused, so that a search stays short. */
export const maxVerificationMethods = 256

const didContext = 'https://www.w3.org/ns/did/v1'
const multikeyContext = 'https://w3id.org/security/multikey/v1'

/**
 * Reads a fetched value as the document of `did`.
 *
 * @throws DidError `did/document-malformed`, `did/document-mismatch` when it is the document of another identifier
 */
export function parseDidDocument(value: unknown, did: string): DidDocument {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('not an object')
  const document = value as JsonObject
  if (typeof document['id'] !== 'string') throw malformed('it has no id')
  if (document['id'] !== did) throw new DidError('did/document-mismatch', 'Cannot use DID document: it is that of another identifier')
  const methods = document['verificationMethod']
  if (methods !== undefined && !Array.isArray(methods)) throw malformed('verificationMethod is not a list')
  if (Array.isArray(methods) && methods.length > maxVerificationMethods) throw malformed(`more than ${maxVerificationMethods} keys`)
  return document as DidDocument
}

/** A key to be listed in a document, by the fragment that names it. */
export interface ListedKey {
  readonly fragment: string
  readonly publicKey: PublicKey
}

/** Builds the document of an identifier: each key listed once as a Multikey and under every relationship given. */
export function createDidDocument(did: string, keys: readonly ListedKey[], relationships: readonly VerificationRelationship[]): DidDocument {
  const methods = keys.map(({ fragment, publicKey }): Json => ({
    id: `${did}#${fragment}`,
    type: 'Multikey',
    controller: did,
    publicKeyMultibase: encodeMultikey(publicKey),
  }))
  const references = keys.map(({ fragment }) => `${did}#${fragment}`)
  const listed = Object.fromEntries(relationships.map((relationship) => [relationship, references]))
  return { '@context': [didContext, multikeyContext], id: did, verificationMethod: methods, ...listed }
}

function malformed(what: string): DidError {
  return new DidError('did/document-malformed', `Cannot use DID document: ${what}`)
}
