import type { BbsSigningKey, Cryptography, SigningKey } from '../crypto/cryptography.ts'
import { encodeUtf8Each } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { createBbsBaseProof } from './bbs-2023-base-proof.ts'
import { CredentialError } from './credential-error.ts'
import type { Hashing, ProofInput } from './cryptosuite.ts'
import { formatDateTime } from './date-time.ts'
import { hashBase } from './ecdsa-sd-2023-hash.ts'
import { formatBaseProof, maxSignatures, statementKeyBytes } from './ecdsa-sd-2023-proof-value.ts'
import { hmacLabels } from './hmac-labels.ts'
import { labelDocument } from './labelled-document.ts'
import type { Secured } from './proof.ts'
import { unsecuredDocument } from './unsecured-document.ts'

/** Who signs, with which key, when, and what every copy must show. */
export interface DisclosureContext {
  /** P-256 for ecdsa-sd-2023, BLS12-381 for bbs-2023. */
  readonly signingKey: SigningKey | BbsSigningKey
  readonly verificationMethod: string
  /** Left out where the day of the signature would tell the day of the award. */
  readonly created?: Date | undefined
  /** JSON Pointers to what no copy may leave out; see {@link mandatoryPointersOf}. */
  readonly mandatoryPointers: readonly string[]
  readonly cryptography: Hashing & Pick<Cryptography, 'randomBytes' | 'generateSigningKey'>
}

/**
 * Signs a credential so that its holder can show parts of it (Data Integrity ECDSA Cryptosuites 1.0, "Create Base Proof
 * (ecdsa-sd-2023)"; Data Integrity BBS Cryptosuites 1.0, "Create Base Proof (bbs-2023)").
 *
 * The result is for the holder alone: it holds the key to guess at what copies hide, and verifiers refuse it.
 *
 * @throws CredentialError `credential/already-signed`, `credential/key-unsupported`, `credential/pointer-unmatched`,
 *   `credential/too-complex`, or when the credential has no canonical form
 */
export async function signForDisclosure<Credential extends JsonObject>(credential: Credential, context: DisclosureContext): Promise<Secured<Credential>> {
  const { signingKey, verificationMethod, created, mandatoryPointers, cryptography } = context
  if ('proof' in credential) throw new CredentialError('credential/already-signed', 'Cannot sign document: it has a proof already')
  const isBbs = 'signMessages' in signingKey
  if (!isBbs && signingKey.publicKey.type !== 'P-256') throw new CredentialError('credential/key-unsupported', 'Cannot sign document: selective disclosure takes a key of P-256 or BLS12-381')
  const moment = created === undefined ? {} : { created: formatDateTime(created) }
  const options = { type: 'DataIntegrityProof', cryptosuite: isBbs ? 'bbs-2023' : 'ecdsa-sd-2023', ...moment, verificationMethod, proofPurpose: 'assertionMethod' } as const
  const input = { unsecured: unsecuredDocument(credential), options: { ...options } as { readonly [name: string]: Json }, cryptography }
  return { ...credential, proof: { ...options, proofValue: await (isBbs ? createBbsBaseProof({ ...input, signingKey, mandatoryPointers, cryptography }) : createBaseProof(input, signingKey, context)) } }
}

async function createBaseProof(input: ProofInput, signingKey: SigningKey, { mandatoryPointers, cryptography }: DisclosureContext): Promise<string> {
  const hmacKey = cryptography.randomBytes(32)
  const labelling = { relabel: hmacLabels(hmacKey, cryptography), parts: { mandatory: mandatoryPointers } }
  const { statements, parts } = await labelDocument(input.unsecured.document, labelling, { cryptography })
  const isMandatory = new Set(parts.mandatory.indexes)
  const chosen = statements.filter((_, index) => !isMandatory.has(index))
  if (chosen.length > maxSignatures) throw new CredentialError('credential/too-complex', `Cannot sign document: more than ${maxSignatures} statements to choose from`)
  const statementKey = await cryptography.generateSigningKey('P-256')
  const signatures: Uint8Array<ArrayBuffer>[] = []
  for (const statement of encodeUtf8Each(chosen)) signatures.push(await statementKey.sign(statement))
  const publicKey = statementKeyBytes(statementKey.publicKey)
  const mandatory = statements.filter((_, index) => isMandatory.has(index))
  const baseSignature = await signingKey.sign(await hashBase(input, { publicKey, mandatory }, 'code-point'))
  return formatBaseProof({ baseSignature, publicKey, hmacKey, signatures, mandatoryPointers })
}
