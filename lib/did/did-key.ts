import { CryptoError } from '../crypto/crypto-error.ts'
import type { PublicKey } from '../crypto/cryptography.ts'
import { decodeMultikey, encodeMultikey } from '../crypto/multikey.ts'
import { refuseMalformedKey } from '../crypto/public-key.ts'
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
 * @throws DidError `did/malformed` on what is no Multikey, `did/key-unsupported` on a key of another type than Ed25519, P-256,
 *   P-384 and BLS12-381 G2, `did/key-length`, `did/key-invalid` on bytes that are no point of their curve
 */
export function didKeyDocument(did: string): DidDocument {
  const { method, methodSpecificId } = parseDidUrl(did)
  if (method !== 'key') throw new DidError('did/malformed', 'Cannot read did:key: of another method')
  let publicKey: PublicKey
  try {
    publicKey = decodeMultikey(methodSpecificId)
    // A key of ECDSA is only one when its point lies on the curve.
    refuseMalformedKey(publicKey)
  } catch (cause) {
    throw unreadable(cause)
  }
  return createDidDocument(`did:key:${methodSpecificId}`, [{ fragment: methodSpecificId, publicKey }], ['assertionMethod', 'authentication'])
}

function unreadable(cause: unknown): DidError {
  const code = cause instanceof CryptoError ? cause.code : ''
  if (code === 'crypto/key-length') return new DidError('did/key-length', 'Cannot read did:key: its key is too short or too long', { cause })
  if (code === 'crypto/key-malformed') return new DidError('did/key-invalid', 'Cannot read did:key: its key is not a point of its curve', { cause })
  if (code === 'crypto/key-unsupported') return new DidError('did/key-unsupported', 'Cannot read did:key: its key is none of Ed25519, P-256, P-384 and BLS12-381 G2', { cause })
  return new DidError('did/malformed', 'Cannot read did:key: it holds no Multikey', { cause })
}
