import type { JsonObject } from '../encoding/canonical-json.ts'
import { addProof, type SigningContext } from './add-proof.ts'
import type { Secured } from './proof.ts'

/**
 * Signs a credential for the purpose `assertionMethod`: unless a cryptosuite is named, eddsa-rdfc-2022 with an Ed25519 key,
 * ecdsa-rdfc-2019 with one of P-256 or P-384.
 *
 * The caller must see to it that the issuer's DID document lists `verificationMethod`: nothing is resolved here.
 *
 * @throws CredentialError `credential/already-signed`, or when the credential has no canonical form
 */
export async function signCredential<Credential extends JsonObject>(credential: Credential, context: SigningContext): Promise<Secured<Credential>> {
  return addProof(credential, { proofPurpose: 'assertionMethod' }, context)
}
