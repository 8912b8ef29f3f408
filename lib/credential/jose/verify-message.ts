import type { Cryptography } from '../../crypto/cryptography.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import { isJsonObject } from '../parse-json.ts'
import type { NoKey } from '../resolve-key.ts'
import { clockSkewSeconds, type ProofFinding } from '../verify-proofs.ts'
import { keyTypeOfAlgorithm, otherAlgorithms, type VerificationKey } from './jose-algorithm.ts'
import { isKeyError, readTokenKey } from './read-token-key.ts'
import type { TokenKey, TokenKeys } from './resolve-token-keys.ts'
import type { SignedMessage } from './signed-message.ts'

/** What a token is held against. */
export interface MessageContext {
  readonly cryptography: Pick<Cryptography, 'verifySignature' | 'verifyRsaSignature'>
  /** The moment judged: the token must not be from the future. */
  readonly now: Date
  /** What `typ` may say, without `application/`; an empty text stands for no `typ` at all. */
  readonly types: readonly string[]
  /** Finds the keys that may have signed; asked only when the header is acceptable. */
  readonly findKeys: (kid: string | undefined) => Promise<TokenKeys>
}

/** Untrusted: a token that names no key is tried with so many keys of its issuer, no more. */
const maxKeysTried = 16

/**
 * Verifies the signature of a token (RFC 7515, "Message Signature or MAC Validation"; RFC 8725).
 *
 * Untrusted: the header, which an attacker writes. The key is found by name in the documents of whoever should have signed;
 * keys and addresses that the header brings along (`jwk`, `jku`, `x5c`, `x5u`) make nothing pass. The algorithm must be that of the key.
 */
export async function verifyMessage(message: SignedMessage, context: MessageContext): Promise<ProofFinding> {
  const { header } = message
  const { alg } = header
  const named = { cryptosuite: typeof alg === 'string' ? alg : null, verificationMethod: null }
  const refusal = refuseHeader(header, context.types) ?? refuseTime(message, context)
  if (refusal !== undefined) return { ...named, ...refusal }
  const keyType = keyTypeOfAlgorithm(String(alg))
  const found = await context.findKeys(typeof header['kid'] === 'string' ? header['kid'] : undefined)
  if ('outcome' in found) return { ...named, verificationMethod: found.verificationMethod ?? null, ...(await explainBrought(found, message, context) ?? { outcome: found.outcome, code: found.code, reason: found.reason }) }
  const [first] = found.keys
  const fitting = found.keys.filter(({ publicKey }) => publicKey.type === keyType).slice(0, maxKeysTried)
  if (fitting.length === 0) return { ...named, verificationMethod: first?.verificationMethod ?? null, ...failed('proof/key-mismatch', 'Its key is of another type than its algorithm') }
  for (const key of fitting) if (await isSignedBy(key, message, context)) return { ...named, verificationMethod: key.verificationMethod, outcome: 'passed', publicKey: key.publicKey, proofBytes: message.tokenBytes, ...createdOf(message) }
  return { ...named, verificationMethod: fitting[0]?.verificationMethod ?? null, ...failed('proof/signature-invalid', 'Its signature does not match its content') }
}

type Refusal = { readonly outcome: 'failed' | 'unknown'; readonly code: string; readonly reason: string }

function refuseHeader({ alg, typ, crit, b64 }: JsonObject, types: readonly string[]): Refusal | undefined {
  if (typeof alg !== 'string') return failed('proof/header-malformed', 'Its header names no algorithm')
  if (alg.toLowerCase() === 'none') return failed('proof/missing', 'Its header says that nobody signed it')
  // RFC 8725, "Perform Algorithm Verification": with a shared secret whoever can verify can also forge.
  if (/^hs\d+$/i.test(alg)) return failed('proof/algorithm-symmetric', 'It is not signed but sealed with a secret that whoever verifies would have to share')
  if (keyTypeOfAlgorithm(alg) === undefined) {
    return otherAlgorithms.includes(alg) ? { outcome: 'unknown', code: 'proof/not-supported', reason: 'The algorithm of its signature is not supported' } : failed('proof/algorithm-unknown', 'The algorithm of its signature is none that is known')
  }
  // RFC 7515, "crit": whoever does not understand an entry must refuse. None is understood here.
  if (crit !== undefined) return failed('proof/critical-header', 'Its header demands what is not understood here')
  if (b64 !== undefined) return failed('proof/payload-unencoded', 'Its payload is not encoded as tokens are')
  if (typ !== undefined && typeof typ !== 'string') return failed('proof/header-malformed', 'Its header names its type by what is no text')
  return types.includes(mediaTypeOf(typ ?? '')) ? undefined : failed('proof/type-mismatch', 'Its header says that it is another kind of token')
}

/**
 * A header that brings a key along, and names none that could be looked up, leaves open whose signature it is. Only that it is
 * none, even by the key that it brings, is certain.
 */
async function explainBrought({ code }: NoKey, message: SignedMessage, context: MessageContext): Promise<Refusal | undefined> {
  const { jwk, x5c, alg } = message.header
  if (code !== 'proof/key-unavailable' && code !== 'proof/key-unnamed') return undefined
  if (x5c !== undefined) return { outcome: 'unknown', code: 'proof/certificate-not-supported', reason: 'Its key is vouched for by certificates, which are not supported' }
  if (!isJsonObject(jwk)) return undefined
  const publicKey = readBrought(jwk)
  const isFitting = publicKey !== undefined && publicKey.type === keyTypeOfAlgorithm(String(alg))
  if (!isFitting || !(await isSignedBy({ publicKey, verificationMethod: '' }, message, context))) return failed('proof/signature-invalid', 'Not even the key that it brings along made its signature')
  return { outcome: 'unknown', code: 'proof/key-embedded', reason: 'It brings its own key, which says nothing about its issuer' }
}

function readBrought(jwk: JsonObject): VerificationKey | undefined {
  try {
    return readTokenKey(jwk)
  } catch (error) {
    if (isKeyError(error)) return undefined
    throw error
  }
}

/** RFC 7515, "typ": compared without regard to case, `application/` left out. */
function mediaTypeOf(typ: string): string {
  return typ.toLowerCase().replace(/^application\//, '')
}

function refuseTime({ payload: { iat } }: SignedMessage, { now }: MessageContext): Refusal | undefined {
  return typeof iat === 'number' && iat > now.getTime() / 1_000 + clockSkewSeconds ? failed('proof/created-in-future', 'It is dated in the future') : undefined
}

function isSignedBy({ publicKey }: TokenKey, { input, signature }: SignedMessage, { cryptography }: MessageContext): Promise<boolean> {
  return isRsa(publicKey) ? cryptography.verifyRsaSignature(publicKey, input, signature) : cryptography.verifySignature(publicKey, input, signature)
}

function isRsa(key: VerificationKey): key is Extract<VerificationKey, { readonly type: 'RSA' }> {
  return key.type === 'RSA'
}

function createdOf({ payload: { iat } }: SignedMessage): { readonly created?: Date } {
  // Untrusted: the ECMAScript time range, beyond which there is no date.
  return typeof iat === 'number' && Math.abs(iat) <= 8.64e12 ? { created: new Date(iat * 1_000) } : {}
}

function failed(code: string, reason: string): Refusal {
  return { outcome: 'failed', code, reason }
}
