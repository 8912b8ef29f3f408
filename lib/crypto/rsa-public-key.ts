import { decodeBase64url } from '../encoding/base64url.ts'
import { CryptoError } from './crypto-error.ts'

/** A public RSA key (RFC 7518, "Parameters for RSA Public Keys"): read to verify old signatures, never to make new ones. */
export interface RsaPublicKey {
  readonly type: 'RSA'
  /** The modulus, in base64url. */
  readonly n: string
  /** The exponent, in base64url. */
  readonly e: string
}

/** Untrusted: a shorter modulus can be factored (NIST SP 800-131A), a longer one keeps a verifier busy. In bytes. */
export const rsaModulusLength = { least: 256, most: 1_024 } as const

/**
 * Reads the modulus and exponent of an RSA key.
 *
 * @throws CryptoError `crypto/key-malformed`
 */
export function rsaPublicKey(n: string, e: string): RsaPublicKey {
  const [modulus, exponent] = [decodeBase64url(n), decodeBase64url(e)]
  const { least, most } = rsaModulusLength
  if (modulus.length < least || modulus.length > most || modulus[0] === 0) throw malformed(`its modulus must have ${least} to ${most} bytes`)
  if (modulus.length === least && (modulus[0] ?? 0) < 0x80) throw malformed('its modulus is shorter than 2048 bits')
  // An even exponent has no inverse; one of more than four bytes is met in no real key and only costs time.
  if (exponent.length > 4 || ((exponent.at(-1) ?? 0) & 1) === 0 || (exponent.length === 1 && (exponent[0] ?? 0) < 3)) throw malformed('its exponent is none')
  return { type: 'RSA', n, e }
}

function malformed(state: string): CryptoError {
  return new CryptoError('crypto/key-malformed', `Cannot read RSA key: ${state}`)
}
