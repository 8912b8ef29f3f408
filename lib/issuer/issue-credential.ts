import type { SigningContext } from '../credential/add-proof.ts'
import { signCredential } from '../credential/sign-credential.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { decodeMultibase } from '../encoding/multibase.ts'

/** A signed credential. Its text is what is kept, counted and given out; it is never written anew. */
export interface IssuedCredential {
  readonly text: string
  /** The decoded `proofValue`, over which the ledger commits. */
  readonly proofBytes: Uint8Array<ArrayBuffer>
  /** Hides the commitment from whoever guesses at the credential; belongs to the holder and the issuer alone. */
  readonly commitmentNonce: Uint8Array<ArrayBuffer>
}

/** Signs a credential and draws the nonce of its commitment. */
export async function issueCredential(
  credential: JsonObject,
  context: SigningContext & { readonly cryptography: Pick<Cryptography, 'sha256' | 'randomBytes'> },
): Promise<IssuedCredential> {
  const signed = await signCredential(credential, context)
  return {
    text: JSON.stringify(signed, null, 2),
    proofBytes: decodeMultibase(signed.proof.proofValue, 'z'),
    commitmentNonce: context.cryptography.randomBytes(32),
  }
}
