import { CredentialError } from '../credential/credential-error.ts'
import { readTokenKey } from '../credential/jose/read-token-key.ts'
import { verifyMessage } from '../credential/jose/verify-message.ts'
import { discloseClaims } from '../credential/sd-jwt/disclose-claims.ts'
import { verifyKeyBinding } from '../credential/sd-jwt/key-binding.ts'
import { compactFlattened, parseSdJwt } from '../credential/sd-jwt/parse-sd-jwt.ts'
import { clockSkewSeconds, type ProofFinding } from '../credential/verify-proofs.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from './native-cryptography.ts'

/** A token with its disclosures, compact or as one JSON document, and whose it should be. */
export interface SdJwtQuery {
  readonly sdJwt: string | JsonObject
  readonly issuerJwk: JsonObject
  /** When given, the holder must have signed exactly these. */
  readonly kb?: { readonly nonce: string; readonly aud: string } | undefined
}

/**
 * Verifies a token and gives its claims with what was disclosed in place (RFC 9901, "Verification of the SD-JWT" and
 * "Verification by the Verifier").
 *
 * @throws CredentialError whatever is wrong with it, `credential/sd-jwt-refused` for its signatures and times
 */
export async function verifySdJwt({ sdJwt, issuerJwk, kb }: SdJwtQuery): Promise<JsonObject> {
  const now = new Date()
  const token = parseSdJwt(typeof sdJwt === 'string' ? sdJwt.trim() : compactFlattened(sdJwt))
  const keys = [{ publicKey: readTokenKey(issuerJwk), verificationMethod: 'issuer' }]
  // What kind of token it must be is for the application to say; the holder's own is none that an issuer signs.
  const { typ } = token.message.header
  const types = [typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : ''].filter((type) => type !== 'kb+jwt')
  refuse(await verifyMessage(token.message, { cryptography, now, types, findKeys: async () => ({ keys }) }))
  const { claims } = discloseClaims(token, cryptography)
  refuseTime(claims, now.getTime() / 1_000)
  if (kb !== undefined) refuse(await verifyKeyBinding(token, claims, { cryptography, now, nonce: kb.nonce, audience: kb.aud }))
  return claims
}

function refuse({ outcome, code = outcome, reason = '' }: ProofFinding): void {
  if (outcome !== 'passed') throw refused(`${reason} (${code})`)
}

/** RFC 9901: a token is held against `nbf`, `iat` and `exp` as they are once everything is disclosed. */
function refuseTime({ nbf, iat, exp }: JsonObject, now: number): void {
  for (const claim of [nbf, iat, exp]) if (claim !== undefined && typeof claim !== 'number') throw refused('a time is no number')
  if (typeof exp === 'number' && now >= exp + clockSkewSeconds) throw refused('its time is over')
  for (const claim of [nbf, iat]) if (typeof claim === 'number' && now < claim - clockSkewSeconds) throw refused('its time has not begun')
}

function refused(state: string): CredentialError {
  return new CredentialError('credential/sd-jwt-refused', `Cannot verify SD-JWT: ${state}`)
}
