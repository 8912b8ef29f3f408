import type { Cryptography, SigningKey } from '../../crypto/cryptography.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { CredentialError } from '../credential-error.ts'
import { parseJws, signJws } from '../jose/jws.ts'
import { isKeyError, readTokenKey } from '../jose/read-token-key.ts'
import type { TokenKeys } from '../jose/resolve-token-keys.ts'
import { verifyMessage } from '../jose/verify-message.ts'
import { isJsonObject } from '../parse-json.ts'
import { clockSkewSeconds, type ProofFinding } from '../verify-proofs.ts'
import { digestOf, parseDigestAlgorithm, type DigestContext } from './disclosure.ts'
import type { SdJwt } from './parse-sd-jwt.ts'

/** For whom a holder shows a token, and when. */
export interface KeyBindingInput {
  readonly signingKey: SigningKey
  readonly nonce: string
  readonly audience: string
  readonly now: Date
  /** What else the holder signs, such as hashes of what they agree to. */
  readonly claims?: JsonObject | undefined
}

/** Adds the holder's own token to what they show (RFC 9901, "Key Binding JWT"). `presented` ends in a tilde. */
export async function bindKey(presented: string, { signingKey, nonce, audience, now, claims: more }: KeyBindingInput, context: DigestContext & { readonly payload: JsonObject }): Promise<string> {
  const algorithm = parseDigestAlgorithm(context.payload['_sd_alg'])
  if (algorithm === undefined) throw new CredentialError('credential/digest-algorithm-unsupported', 'Cannot bind key: the digests are of a kind that is not supported')
  const claims = { ...more, iat: Math.floor(now.getTime() / 1_000), aud: audience, nonce, sd_hash: digestOf(presented, algorithm, context) }
  return presented + (await signJws({ typ: 'kb+jwt' }, claims, signingKey))
}

/** What a key binding token is held against. */
export interface KeyBindingContext {
  readonly cryptography: Pick<Cryptography, 'sha256' | 'sha384' | 'verifySignature' | 'verifyRsaSignature'>
  readonly now: Date
  /** When given, the token must carry exactly this nonce. */
  readonly nonce?: string | undefined
  /** When given, the token must be made for this audience. */
  readonly audience?: string | undefined
  /** When given, an older token is refused. */
  readonly maxAgeSeconds?: number | undefined
  /** Finds a key that `cnf` only names. */
  readonly findKey?: ((kid: string) => Promise<TokenKeys>) | undefined
}

/** The name of the holder's key in findings when the issuer put the key itself into the token. */
export const confirmationKey = 'cnf'

/**
 * Verifies that whoever shows a token holds the key that its issuer bound it to (RFC 9901, "Verification by the Verifier").
 *
 * Untrusted: the whole token. `claims` must be those of a token whose issuer's signature was verified, else `cnf` is nobody's word.
 */
export async function verifyKeyBinding({ keyBinding, presented, message: signed }: SdJwt, claims: JsonObject, context: KeyBindingContext): Promise<ProofFinding> {
  const { cryptography, now, findKey } = context
  if (keyBinding === undefined) return failed('proof/key-binding-missing', 'Its holder did not sign it')
  let message
  try {
    message = parseJws(keyBinding)
  } catch (error) {
    if (error instanceof CredentialError) return failed('proof/key-binding-malformed', 'What its holder signed is no token')
    throw error
  }
  const proof = await verifyMessage(message, { cryptography, now, types: ['kb+jwt'], findKeys: () => holderKeys(claims, findKey) })
  if (proof.outcome !== 'passed') return proof
  const algorithm = parseDigestAlgorithm(signed.payload['_sd_alg'])
  const refusal = refuseOccasion(message.payload, algorithm === undefined ? undefined : digestOf(presented, algorithm, cryptography), context)
  return refusal === undefined ? proof : { ...refusal, cryptosuite: proof.cryptosuite, verificationMethod: proof.verificationMethod }
}

async function holderKeys({ cnf }: JsonObject, findKey: KeyBindingContext['findKey']): Promise<TokenKeys> {
  const { jwk, kid } = isJsonObject(cnf) ? cnf : {}
  if (typeof kid === 'string' && jwk === undefined && findKey !== undefined) return findKey(kid)
  if (!isJsonObject(jwk)) return { outcome: 'failed', code: 'proof/key-binding-unasked', reason: 'Its issuer bound it to no key that is known here' }
  try {
    return { keys: [{ publicKey: readTokenKey(jwk), verificationMethod: confirmationKey }] }
  } catch (error) {
    if (isKeyError(error)) return { outcome: 'failed', code: 'proof/key-malformed', reason: error.message }
    throw error
  }
}

function refuseOccasion({ nonce, aud, iat, sd_hash: digest }: JsonObject, expectedDigest: string | undefined, context: KeyBindingContext): ProofFinding | undefined {
  if (typeof nonce !== 'string' || typeof aud !== 'string' || typeof iat !== 'number') return failed('proof/key-binding-malformed', 'Its holder left out for whom or when they signed')
  if (expectedDigest === undefined || digest !== expectedDigest) return failed('proof/key-binding-other', 'Its holder signed for other disclosures than these')
  if (context.nonce !== undefined && nonce !== context.nonce) return failed('proof/challenge-mismatch', 'Its holder did not sign the challenge')
  if (context.audience !== undefined && aud !== context.audience) return failed('proof/domain-mismatch', 'Its holder signed it for somebody else')
  const oldest = context.now.getTime() / 1_000 - (context.maxAgeSeconds ?? Infinity) - clockSkewSeconds
  return iat < oldest ? failed('proof/key-binding-stale', 'Its holder signed it too long ago') : undefined
}

function failed(code: string, reason: string): ProofFinding {
  return { outcome: 'failed', code, reason, cryptosuite: null, verificationMethod: null }
}
