import type { Cryptography, SigningKey } from '../crypto/cryptography.ts'
import type { VerificationRelationship } from '../did/did-document.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { encodeMultibase } from '../encoding/multibase.ts'
import { CredentialError } from './credential-error.ts'
import { hashSecured, hashUnsecured } from './cryptosuite.ts'
import { cryptosuites } from './cryptosuites.ts'
import { formatDateTime } from './date-time.ts'
import type { DataIntegrityProof, Secured } from './proof.ts'

/** Who signs, with which key, and when. */
export interface SigningContext {
  readonly signingKey: SigningKey
  /** The DID URL under which the key is published: `did:web:college.example#key-1`. */
  readonly verificationMethod: string
  readonly created: Date
  readonly cryptography: Pick<Cryptography, 'sha256'>
}

/** What a proof is made for. */
export interface ProofPurpose {
  readonly proofPurpose: VerificationRelationship
  readonly challenge?: string
  readonly domain?: string
}

/**
 * Adds a Data Integrity proof to a document (Verifiable Credential Data Integrity 1.0, "Add Proof").
 *
 * @throws CredentialError `credential/already-signed`, `credential/key-unsupported`, or as {@link canonicalize} does
 */
export async function addProof<Document extends JsonObject>(document: Document, purpose: ProofPurpose, context: SigningContext): Promise<Secured<Document>> {
  const { signingKey, verificationMethod, created } = context
  if ('proof' in document) throw new CredentialError('credential/already-signed', 'Cannot sign document: it has a proof already')
  const suite = cryptosuites.find(({ canSign, keyType }) => canSign && keyType === signingKey.publicKey.type)
  if (suite === undefined) throw new CredentialError('credential/key-unsupported', 'Cannot sign document: no cryptosuite takes this type of key')
  const options = { type: 'DataIntegrityProof', cryptosuite: suite.name, created: formatDateTime(created), verificationMethod, ...purpose } as const
  const hashed = await hashSecured(await hashUnsecured(document, context), document['@context'], options, context)
  const proof: DataIntegrityProof = { ...options, proofValue: encodeMultibase(await signingKey.sign(hashed), 'z') }
  return { ...document, proof }
}
