import type { PublicKey } from '../crypto/cryptography.ts'
import { decodeMultikey } from '../crypto/multikey.ts'
import { publicKeyFromJwk, refuseMalformedKey } from '../crypto/public-key.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import type { DidDocument, VerificationMethod, VerificationRelationship } from './did-document.ts'
import { DidError } from './did-error.ts'

/**
 * Finds the key that `methodId` names in a document and that may be used for `relationship`
 * (Controlled Identifiers 1.0, "Retrieve Verification Method").
 *
 * @throws DidError `did/method-not-found`, `did/method-not-allowed` when it is not listed under the relationship,
 *   `did/method-malformed` when its controller is another than the document, or its key cannot be read
 */
export function findVerificationMethod(document: DidDocument, methodId: string, relationship: VerificationRelationship): PublicKey {
  return readVerificationMethod(findListedMethod(document, methodId, relationship))
}

/**
 * Finds the entry of a key, its key material not yet read, under the same conditions.
 *
 * @throws DidError `did/method-not-found`, `did/method-not-allowed`, `did/method-malformed`
 */
export function findListedMethod(document: DidDocument, methodId: string, relationship: VerificationRelationship): VerificationMethod {
  const hash = methodId.indexOf('#')
  if (hash < 0 || methodId.slice(0, hash) !== document.id) throw notFound()
  const listed = listOf(document[relationship])
  const embedded = listed.find((entry) => isMethod(entry) && absolute(entry.id, document) === methodId)
  const isReferenced = listed.some((entry) => typeof entry === 'string' && absolute(entry, document) === methodId)
  const method = embedded ?? listOf(document['verificationMethod']).find((entry) => isMethod(entry) && absolute(entry.id, document) === methodId)
  if (method === undefined || !isMethod(method)) throw notFound()
  if (embedded === undefined && !isReferenced) throw new DidError('did/method-not-allowed', `Cannot use key: its document does not list it under ${relationship}`)
  if (method.controller !== document.id) throw new DidError('did/method-malformed', 'Cannot use key: its controller is another than its document')
  if (method['revoked'] !== undefined) throw new DidError('did/method-not-allowed', 'Cannot use key: its document calls it revoked')
  return method
}

/**
 * The key that an entry holds.
 *
 * @throws DidError `did/method-malformed`
 */
export function readVerificationMethod(method: VerificationMethod): PublicKey {
  const { publicKeyMultibase, publicKeyJwk } = method
  if (publicKeyMultibase !== undefined && publicKeyJwk !== undefined) throw malformed('it has two forms at once')
  try {
    if (typeof publicKeyMultibase === 'string' && (method.type === 'Multikey' || method.type === 'Ed25519VerificationKey2020')) {
      const key = decodeMultikey(publicKeyMultibase)
      if (method.type === 'Ed25519VerificationKey2020' && key.type !== 'Ed25519') throw malformed('its type and its key differ')
      refuseMalformedKey(key)
      return key
    }
    if (typeof publicKeyJwk === 'object') return readJwk(publicKeyJwk as JsonObject)
  } catch (cause) {
    throw cause instanceof DidError ? cause : new DidError('did/method-malformed', 'Cannot use key: it is none of Ed25519, P-256, P-384, P-521 and BLS12-381 G2 in a known form', { cause })
  }
  throw malformed('it is none of Ed25519, P-256, P-384, P-521 and BLS12-381 G2 in a known form')
}

/**
 * The public key that a JSON Web Key from outside holds.
 *
 * @throws DidError `did/method-malformed`; CryptoError or EncodingError on coordinates that are none
 */
export function readJwk(jwk: JsonObject): PublicKey {
  const { kty, crv, x, y } = jwk
  // Untrusted: a document that shows the private half has lost it.
  if ('d' in jwk) throw malformed('it shows its private half')
  if (kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string') return publicKeyFromJwk({ kty, crv, x })
  if (kty === 'EC' && (crv === 'P-256' || crv === 'P-384' || crv === 'P-521') && typeof x === 'string' && typeof y === 'string') return publicKeyFromJwk({ kty, crv, x, y })
  throw malformed('it is none of Ed25519, P-256, P-384, P-521 and BLS12-381 G2 in a known form')
}

/** Finds a method by its id anywhere in a document, whatever it may be used for. */
export function findAnyMethod(document: DidDocument, methodId: string): VerificationMethod | undefined {
  const relationships = ['verificationMethod', 'assertionMethod', 'authentication'] as const
  return relationships.flatMap((name) => listOf(document[name])).filter(isMethod).find(({ id }) => absolute(id, document) === methodId)
}

function isMethod(value: unknown): value is VerificationMethod {
  if (typeof value !== 'object' || value === null) return false
  const { id, type, controller } = value as JsonObject
  return typeof id === 'string' && typeof type === 'string' && typeof controller === 'string'
}

function absolute(reference: string, document: DidDocument): string {
  return reference.startsWith('#') ? document.id + reference : reference
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function notFound(): DidError {
  return new DidError('did/method-not-found', 'Cannot use key: its document does not hold it')
}

function malformed(what: string): DidError {
  return new DidError('did/method-malformed', `Cannot use key: ${what}`)
}
