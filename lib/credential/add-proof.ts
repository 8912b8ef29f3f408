import type { SigningKey } from '../crypto/cryptography.ts'
import type { VerificationRelationship } from '../did/did-document.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { CredentialError } from './credential-error.ts'
import type { Cryptosuite, Hashing } from './cryptosuite.ts'
import { cryptosuites } from './cryptosuites.ts'
import { formatDateTime } from './date-time.ts'
import { listOf } from './parse-json.ts'
import { findPreviousProofs, isBroken, proofsAt } from './proof-chain.ts'
import type { DataIntegrityProof, Secured } from './proof.ts'
import { unsecuredDocument, type UnsecuredDocument } from './unsecured-document.ts'

/** Who signs, with which key, and when. */
export interface SigningContext {
  readonly signingKey: SigningKey
  /** The DID URL under which the key is published: `did:web:college.example#key-1`. */
  readonly verificationMethod: string
  readonly created: Date
  /** The name of the cryptosuite; unless given, the one over canonical N-Quads that takes the key. */
  readonly cryptosuite?: string | undefined
  readonly cryptography: Hashing
}

/** What a proof is made for. */
export interface ProofPurpose {
  readonly proofPurpose: VerificationRelationship
  readonly challenge?: string
  readonly domain?: string
}

/** A proof in the company of others: its name, and the names of those that it builds upon. */
export interface ChainedPurpose extends ProofPurpose {
  readonly id?: string
  readonly previousProof?: string | readonly string[]
}

/**
 * Adds a Data Integrity proof to a document (Verifiable Credential Data Integrity 1.0, "Add Proof").
 *
 * @throws CredentialError `credential/already-signed`, `credential/key-unsupported`, or as {@link canonicalize} does
 */
export async function addProof<Document extends JsonObject>(document: Document, purpose: ProofPurpose, context: SigningContext): Promise<Secured<Document>> {
  if ('proof' in document) throw new CredentialError('credential/already-signed', 'Cannot sign document: it has a proof already')
  return { ...document, proof: await createProof(unsecuredDocument(document), purpose, context) }
}

/**
 * Adds a proof beside those that a document has, or, with `previousProof`, upon some of them (Verifiable Credential Data
 * Integrity 1.0, "Add Proof Set/Chain"). The caller must have verified those: they are not looked at.
 *
 * Use it only where it is asked for: much software reads `proof` as one object and refuses a list.
 *
 * @throws CredentialError `credential/chain-broken` when a proof to build upon is missing, or as {@link addProof} does
 */
export async function addProofToSet(document: JsonObject, purpose: ChainedPurpose, context: SigningContext): Promise<JsonObject> {
  const proofs = listOf(document['proof'])
  const previous = findPreviousProofs([...proofs, { ...purpose }], proofs.length)
  if (isBroken(previous)) throw new CredentialError('credential/chain-broken', `Cannot sign document: ${previous.reason.toLowerCase()}`)
  const proof = await createProof(unsecuredDocument(document, proofsAt(proofs, previous)), purpose, context)
  return { ...document, proof: [...proofs, proof] }
}

/** Makes the proof of a document whose own proofs have been taken off. */
export async function createProof(unsecured: UnsecuredDocument, purpose: ChainedPurpose, context: SigningContext): Promise<DataIntegrityProof> {
  const { signingKey, verificationMethod, created, cryptography } = context
  const { name, sign, moreOptions } = suiteFor(context)
  const options = { type: 'DataIntegrityProof', cryptosuite: name, created: formatDateTime(created), verificationMethod, ...purpose, ...moreOptions?.(unsecured.document) } as const
  return { ...options, proofValue: await sign({ unsecured, options: options as JsonObject, cryptography, signingKey }) }
}

type SigningSuite = Cryptosuite & Required<Pick<Cryptosuite, 'sign'>>

function suiteFor({ signingKey, cryptosuite }: SigningContext): SigningSuite {
  for (const suite of cryptosuites) {
    const isFitting = suite.keyTypes.includes(signingKey.publicKey.type) && (cryptosuite ?? suite.name) === suite.name
    if (isFitting && canSign(suite)) return suite
  }
  throw new CredentialError('credential/key-unsupported', 'Cannot sign document: no cryptosuite takes this type of key under the name asked for')
}

function canSign(suite: Cryptosuite): suite is SigningSuite {
  return suite.sign !== undefined
}
