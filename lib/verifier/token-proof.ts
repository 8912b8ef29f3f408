import { resolveTokenKeys, type KeyQuery, type TokenKeys } from '../credential/jose/resolve-token-keys.ts'
import type { SignedMessage } from '../credential/jose/signed-message.ts'
import { verifyMessage } from '../credential/jose/verify-message.ts'
import type { Finding } from '../credential/finding.ts'
import { isJsonObject, listOf } from '../credential/parse-json.ts'
import { verifyKeyBinding } from '../credential/sd-jwt/key-binding.ts'
import { clockSkewSeconds, type ProofFinding } from '../credential/verify-proofs.ts'
import type { DidContext } from '../did/resolve-did.ts'
import type { Json } from '../encoding/canonical-json.ts'
import { failed } from './report.ts'
import { isPresentation } from './standard.ts'
import { acceptedTypes, type Token } from './token.ts'
import type { VerifyContext } from './verify-context.ts'

/** Verifies the signature of a token by the key of its issuer, as far as `sources` hold it. */
export async function verifyCredentialToken(token: Token, context: VerifyContext, sources: DidContext): Promise<ProofFinding> {
  const { cryptography, now } = context
  const findKeys = (kid: string | undefined): Promise<TokenKeys> => resolveTokenKeys({ kid, signer: signerOf(token, 'issuer'), relationship: 'assertionMethod' }, sources)
  const proof = await verifyMessage(token.message, { cryptography, now, types: acceptedTypes(token, 'credential'), findKeys })
  return token.fault === undefined ? proof : { ...proof, outcome: 'failed', ...token.fault }
}

/** Verifies who presents by a token: its signature, and that it was made for this challenge and domain, and is still good. */
export async function verifyPresentationToken(token: Token, context: VerifyContext): Promise<ProofFinding> {
  const { cryptography, now, challenge, domain } = context
  const query: Omit<KeyQuery, 'kid'> = { signer: signerOf(token, 'holder'), relationship: 'authentication' }
  const proof = await verifyMessage(token.message, { cryptography, now, types: acceptedTypes(token, 'presentation'), findKeys: (kid) => resolveTokenKeys({ ...query, kid }, context) })
  if (proof.outcome !== 'passed') return proof
  const { nonce, aud, exp, nbf } = token.claims
  const seconds = now.getTime() / 1_000
  if (token.fault !== undefined) return refused(proof, token.fault.code, token.fault.reason)
  if (challenge !== undefined && nonce !== challenge) return refused(proof, 'proof/challenge-mismatch', 'It does not carry the challenge')
  if (domain !== undefined && !listOf(aud).includes(domain)) return refused(proof, 'proof/domain-mismatch', 'It was made for another domain')
  if (exp !== undefined && !(typeof exp === 'number' && seconds < exp)) return refused(proof, 'proof/expired', 'It has expired')
  return nbf === undefined || (typeof nbf === 'number' && nbf <= seconds + clockSkewSeconds) ? proof : refused(proof, 'proof/created-in-future', 'It is dated in the future')
}

/** Verifies that whoever shows a token holds the key that its issuer bound it to; undefined when neither side speaks of it. */
export async function verifyTokenHolder(token: Token, context: VerifyContext): Promise<ProofFinding | undefined> {
  const { sdJwt, claims, document } = token
  const isAsked = context.challenge !== undefined && claims['cnf'] !== undefined
  if (sdJwt === undefined || (sdJwt.keyBinding === undefined && !isAsked) || isPresentation(document)) return undefined
  const { cryptography, now, challenge, domain } = context
  return verifyKeyBinding(sdJwt, claims, {
    cryptography, now, nonce: challenge, audience: domain,
    findKey: (kid) => resolveTokenKeys({ kid, signer: null, relationship: 'authentication' }, context),
  })
}

/** Verifies that a status list token is one, and signed by a key of the issuer. */
export async function verifyStatusToken(message: SignedMessage, issuer: string, context: VerifyContext): Promise<Finding> {
  const { cryptography, now, documents, fetchDocument } = context
  const findKeys = (kid: string | undefined): Promise<TokenKeys> => resolveTokenKeys({ kid, signer: issuer, relationship: 'assertionMethod' }, { documents, fetchDocument })
  const proof = await verifyMessage(message, { cryptography, now, types: ['statuslist+jwt'], findKeys })
  const isOfIssuer = proof.verificationMethod?.split('#', 1)[0] === issuer
  return proof.outcome !== 'passed' || isOfIssuer ? proof : failed('proof/key-of-another', 'The key that signed it is not one that its issuer controls')
}

function signerOf({ claims, message, document }: Token, member: 'issuer' | 'holder'): string | null {
  return idOf(document[member]) ?? idOf(claims['iss']) ?? idOf(message.header['iss'])
}

function idOf(value: Json | undefined): string | null {
  const id = isJsonObject(value) ? value['id'] : value
  return typeof id === 'string' && id !== '' ? id : null
}

function refused(proof: ProofFinding, code: string, reason: string): ProofFinding {
  return { outcome: 'failed', code, reason, cryptosuite: proof.cryptosuite, verificationMethod: proof.verificationMethod }
}
