import type { ProofFinding } from '../../credential/verify-proofs.ts'
import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import { verifyMessage } from '../../credential/jose/verify-message.ts'
import { CryptoError } from '../../crypto/crypto-error.ts'
import { rsaPublicKeyFromPem } from '../../crypto/rsa-public-key-pem.ts'
import { canonicalJson, type JsonObject } from '../../encoding/canonical-json.ts'
import { EncodingError } from '../../encoding/encoding-error.ts'
import { failed, unknown } from '../report.ts'
import type { Token } from '../token.ts'
import type { VerifyContext } from '../verify-context.ts'
import { textOf, type Verification } from './assertion.ts'
import type { FindDocument } from './find-document.ts'

/** An assertion and where to look for what vouches for it. */
export interface Claimed {
  readonly document: JsonObject
  readonly verification: Verification
  readonly token: Token | undefined
  readonly find: FindDocument
}

/** What became of the proof of an assertion, and the copy that its issuer serves, when that could be had. */
export interface AssertionProof {
  readonly proof: ProofFinding
  readonly hosted: JsonObject | undefined
  /** Of a signed one: the document of the key. */
  readonly key: JsonObject | undefined
}

/** Verifies an assertion in the way that it names: against the copy that is served, or under the key that signed it. */
export async function verifyAssertion(claimed: Claimed, profile: JsonObject | undefined, context: VerifyContext): Promise<AssertionProof> {
  switch (claimed.verification.type) {
    case 'hosted': return verifyHosted(claimed)
    case 'signed': return verifySigned(claimed, profile, context)
    case 'other': return { proof: { ...named(null, null), ...unknown('proof/not-supported', 'The way in which it is to be verified is not supported') }, hosted: undefined, key: undefined }
  }
}

/** Open Badges 2.0, "Hosted Verification": what is served at its address must be what is shown. */
async function verifyHosted({ document, verification: { address }, find }: Claimed): Promise<AssertionProof> {
  const name = named('hosted', address)
  const answer = (finding: Pick<ProofFinding, 'outcome' | 'code' | 'reason'>, hosted?: JsonObject): AssertionProof => ({ proof: { ...name, ...finding }, hosted, key: undefined })
  if (address === null) return answer(unknown('proof/hosted-unnamed', 'It does not say where its issuer serves it, so nothing vouches for this copy'))
  const hosted = await find(address)
  if (hosted === undefined) return answer(unknown('proof/hosted-unavailable', 'Only the copy that its issuer serves vouches for it, and that could not be had'))
  // Open Badges 2.0, "Revocation": of a revoked one no more may be left than that.
  if (hosted['revoked'] === true && !isEqual(hosted, document)) return answer(unknown('proof/hosted-revoked', 'Its issuer no longer serves it'), hosted)
  return isEqual(hosted, document) ? answer({ outcome: 'passed' }, hosted) : answer(failed('proof/hosted-differs', 'Its issuer serves another badge in its place'), hosted)
}

function isEqual(left: JsonObject, right: JsonObject): boolean {
  try {
    return canonicalJson(left) === canonicalJson(right)
  } catch (error) {
    if (error instanceof EncodingError) return false
    throw error
  }
}

/** Open Badges 2.0, "Signed Verification": under the key that the assertion names, or else those of its issuer. */
async function verifySigned({ verification: { creator }, token, find }: Claimed, profile: JsonObject | undefined, context: VerifyContext): Promise<AssertionProof> {
  const names = creator === null ? listOf(profile?.['publicKey']).map((key) => textOf(isJsonObject(key) ? key['id'] : key)).filter((key) => key !== null) : [creator]
  const [address = null] = names
  const answer = (finding: Pick<ProofFinding, 'outcome' | 'code' | 'reason'>): AssertionProof => ({ proof: { ...named(null, address), ...finding }, hosted: undefined, key: undefined })
  if (token === undefined) return answer(failed('proof/missing', 'It says that it is signed, but it is not'))
  if (token.form !== 'jose') return answer(failed('proof/type-mismatch', 'It is another kind of token than badges of this standard are'))
  if (address === null) return answer(profile === undefined ? unknown('proof/key-unavailable', 'The profile of its issuer, which names the key, is not at hand') : failed('proof/key-not-found', 'Its issuer publishes no key'))
  const key = await find(address)
  if (key === undefined) return answer(unknown('proof/key-unavailable', 'The key that it names is not at hand'))
  const { publicKeyPem } = key
  const publicKey = typeof publicKeyPem === 'string' ? readPem(publicKeyPem) : undefined
  if (publicKey === undefined) return { ...answer(failed('proof/key-malformed', 'The key that it names cannot be read')), key }
  const { cryptography, now } = context
  const findKeys = async (): Promise<{ keys: [{ publicKey: typeof publicKey; verificationMethod: string }] }> => ({ keys: [{ publicKey, verificationMethod: address }] })
  return { proof: await verifyMessage(token.message, { cryptography, now, types: ['', 'jwt', 'jws'], findKeys }), hosted: undefined, key }
}

function readPem(pem: string): ReturnType<typeof rsaPublicKeyFromPem> | undefined {
  try {
    return rsaPublicKeyFromPem(pem)
  } catch (error) {
    if (error instanceof CryptoError || error instanceof EncodingError) return undefined
    throw error
  }
}

function named(cryptosuite: string | null, verificationMethod: string | null): Pick<ProofFinding, 'cryptosuite' | 'verificationMethod'> {
  return { cryptosuite, verificationMethod }
}
