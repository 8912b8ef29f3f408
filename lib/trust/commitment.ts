import { concatBytes, encodeUtf8 } from '../encoding/bytes.ts'
import type { Cryptography } from '../crypto/cryptography.ts'

const domain = encodeUtf8('LER-commit-v1\0')

/** Bytes of a nonce. */
export const nonceLength = 32

/**
 * Commits to an issuer's signature, hidden by a nonce: SHA-256("LER-commit-v1\0" || nonce || SHA-256(proof)).
 *
 * `proofBytes` is the decoded `proofValue` of a Data Integrity proof, or the signed token. Whoever destroys every copy of the
 * nonce leaves 32 bytes that nothing links to a person.
 */
export function commit(proofBytes: Uint8Array, nonce: Uint8Array, sha256: Cryptography['sha256']): Uint8Array<ArrayBuffer> {
  if (nonce.length !== nonceLength) throw new RangeError('a nonce has 32 bytes')
  return sha256(concatBytes(domain, nonce, sha256(proofBytes)))
}
