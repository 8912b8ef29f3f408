import { CryptoError } from '../../crypto/crypto-error.ts'
import { rsaPublicKey } from '../../crypto/rsa-public-key.ts'
import { DidError } from '../../did/did-error.ts'
import { readJwk } from '../../did/verification-method.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { EncodingError } from '../../encoding/encoding-error.ts'
import type { VerificationKey } from './jose-algorithm.ts'

/**
 * Reads a JSON Web Key that may verify tokens; RSA among them.
 *
 * @throws DidError, CryptoError or EncodingError when it is none
 */
export function readTokenKey(jwk: JsonObject): VerificationKey {
  const { kty, n, e } = jwk
  return kty === 'RSA' && typeof n === 'string' && typeof e === 'string' && !('d' in jwk) ? rsaPublicKey(n, e) : readJwk(jwk)
}

/** Tells whether an error says that a key or its document cannot be used. */
export function isKeyError(error: unknown): error is DidError | CryptoError | EncodingError {
  return error instanceof DidError || error instanceof CryptoError || error instanceof EncodingError
}
