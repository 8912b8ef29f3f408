/**
 * Decentralized identifiers: who holds which key (Decentralized Identifiers 1.0; Controlled Identifiers 1.0).
 *
 * One file a method: did:key (v0.9) and did:jwk are computed from their own text, did:web (2024) is a document at an address.
 * Nothing here touches the network unless the caller passes `fetchDocument`.
 *
 * @example
 * ```ts
 * const did = didKey(publicKey)
 * const resolution = await resolveDid(did, {})
 * if ('document' in resolution) findVerificationMethod(resolution.document, didKeyVerificationMethod(publicKey), 'assertionMethod')
 * ```
 */
export { createDidDocument, parseDidDocument, type DidDocument, type ListedKey, type VerificationMethod, type VerificationRelationship } from './did-document.ts'
export { DidError } from './did-error.ts'
export { dereferenceDidUrl, type Dereferenced, type DereferencingError } from './dereference-did-url.ts'
export { didJwk, didJwkDocument } from './did-jwk.ts'
export { didKey, didKeyDocument, didKeyVerificationMethod } from './did-key.ts'
export { isDid, parseDidUrl, type DidUrl } from './did-url.ts'
export { didWeb, didWebDocument, didWebUrl, type OrganisationKey } from './did-web.ts'
export { resolveDid, type DidContext, type DidResolution, type KnownDocuments, type ResolutionError, type Unresolved, type UnresolvedReason } from './resolve-did.ts'
export { findListedMethod, findVerificationMethod, readVerificationMethod } from './verification-method.ts'
