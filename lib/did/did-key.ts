import type { PublicKey } from '../crypto/cryptography.ts'
import { decodeMultikey, encodeMultikey } from '../crypto/multikey.ts'
import { publicKeyToJwk } from '../crypto/public-key.ts'
import { createDidDocument, type DidDocument } from './did-document.ts'
import { DidError } from './did-error.ts'
import { parseDidUrl } from './did-url.ts'

/** The did:key identifier of a key (The did:key Method v0.9, "Format"). */
export function didKey(publicKey: PublicKey): string {
  return `did:key:${encodeMultikey(publicKey)}`
}

/** The one verification method of a did:key: its key again as the fragment. */
export function didKeyVerificationMethod(publicKey: PublicKey): string {
  const multikey = encodeMultikey(publicKey)
  return `did:key:${multikey}#${multikey}`
}

/**
 * The document of a did:key, computed from the identifier itself.
 *
 * @throws DidError `did/malformed` on a key that cannot be read or is of another type than Ed25519, P-256 and P-384
 */
export function didKeyDocument(did: string): DidDocument {
  const { method, methodSpecificId } = parseDidUrl(did)
  if (method !== 'key') throw new DidError('did/malformed', 'Cannot read did:key: of another method')
  let publicKey: PublicKey
  try {
    publicKey = decodeMultikey(methodSpecificId)
    // A key of ECDSA is only one when its point lies on the curve.
    publicKeyToJwk(publicKey)
  } catch (cause) {
    throw new DidError('did/malformed', 'Cannot read did:key: its key is none of Ed25519, P-256 and P-384', { cause })
  }
  return createDidDocument(`did:key:${methodSpecificId}`, [{ fragment: methodSpecificId, publicKey }], ['assertionMethod', 'authentication'])
}
