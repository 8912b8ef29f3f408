import type { SigningContext } from '../credential/add-proof.ts'
import { disclosureSuites } from '../credential/cryptosuites.ts'
import { mandatoryPointersOf } from '../credential/mandatory-pointers.ts'
import { proofBytesOf } from '../credential/proof-bytes.ts'
import type { Secured } from '../credential/proof.ts'
import { signCredential } from '../credential/sign-credential.ts'
import { signForDisclosure } from '../credential/sign-for-disclosure.ts'
import type { BatchSigner, SignedText } from '../credential/template/batch-signer.ts'
import type { BbsSigningKey, Cryptography, SigningKey } from '../crypto/cryptography.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'

/** A signed credential. Its text is what is kept, counted and given out; it is never written anew. */
export interface IssuedCredential {
  readonly text: string
  /** The decoded `proofValue`, or the issuer's signature that all copies in parts carry: over it the ledger commits. */
  readonly proofBytes: Uint8Array<ArrayBuffer>
  /** Hides the commitment from whoever guesses at the credential; belongs to the holder and the issuer alone. */
  readonly commitmentNonce: Uint8Array<ArrayBuffer>
}

/** Who signs, and how. */
export interface IssuingContext extends Omit<SigningContext, 'signingKey'> {
  readonly signingKey: SigningKey | BbsSigningKey
  /** With ecdsa-sd-2023 and bbs-2023, JSON Pointers to what no copy may leave out; unless given, what {@link mandatoryPointersOf} names. */
  readonly mandatoryPointers?: readonly string[] | undefined
  /** For many credentials that are made alike, one for all of them: a signer whose `indent` is {@link issuedIndent}. */
  readonly signer?: BatchSigner | undefined
  readonly cryptography: Cryptography
}

/** How the text of a credential is indented. */
export const issuedIndent = 2

/** Signs a credential and draws the nonce of its commitment. */
export async function issueCredential(credential: JsonObject, context: IssuingContext): Promise<IssuedCredential> {
  return { ...await sign(credential, context), commitmentNonce: context.cryptography.randomBytes(32) }
}

async function sign(credential: JsonObject, context: IssuingContext): Promise<SignedText> {
  const { signingKey, cryptosuite, signer } = context
  const isInParts = disclosureSuites.some(({ name }) => name === cryptosuite) || 'signMessages' in signingKey
  if (!isInParts && signer !== undefined) return signer.sign(credential, { ...context, signingKey })
  const signed = isInParts ? await signUndated(credential, context) : await signCredential(credential, { ...context, signingKey })
  const proofBytes = proofBytesOf(signed.proof.proofValue)
  if (proofBytes === undefined) throw new TypeError('a proof that was just made has bytes')
  return { text: JSON.stringify(signed, null, issuedIndent), proofBytes }
}

/** A credential that hides when it was awarded must not tell it by the date of its signature. */
function signUndated(credential: JsonObject, { signingKey, verificationMethod, mandatoryPointers = mandatoryPointersOf(credential), cryptography }: IssuingContext): Promise<Secured<JsonObject>> {
  return signForDisclosure(credential, { signingKey, verificationMethod, mandatoryPointers, cryptography })
}
