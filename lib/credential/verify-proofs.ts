import type { Cryptography } from '../crypto/cryptography.ts'
import type { VerificationRelationship } from '../did/did-document.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { EncodingError } from '../encoding/encoding-error.ts'
import { decodeMultibase } from '../encoding/multibase.ts'
import { isOrderSensitive, type TextOrder } from './code-point-order.ts'
import { CredentialError } from './credential-error.ts'
import { hashSecured, hashUnsecured } from './cryptosuite.ts'
import { cryptosuites } from './cryptosuites.ts'
import type { Finding } from './finding.ts'
import { isJsonObject, listOf } from './parse-json.ts'
import { parseProof, type Proof } from './proof.ts'
import type { ResolveKey } from './resolve-key.ts'

/** Untrusted: a document with more proofs than this is not looked at. */
export const maxProofs = 16

/** Clocks of issuer and verifier may differ by this much. */
export const clockSkewSeconds = 300

/** What became of one proof of a document. */
export interface ProofFinding extends Finding {
  /** The name of the suite, as the proof states it when it is not known here. */
  readonly cryptosuite: string | null
  readonly verificationMethod: string | null
  readonly created?: Date
  /** The decoded `proofValue`: what commitments are made over. */
  readonly proofBytes?: Uint8Array<ArrayBuffer>
}

/** What proofs are held against. */
export interface ProofContext {
  readonly resolveKey: ResolveKey
  readonly cryptography: Pick<Cryptography, 'sha256' | 'verifySignature'>
  readonly expectedPurpose: VerificationRelationship
  /** The moment the proof is judged at: it must not be from the future, nor expired. */
  readonly now: Date
  /** When given, the proof must carry exactly this challenge. */
  readonly challenge?: string | undefined
  /** When given, the proof must name this domain. */
  readonly domain?: string | undefined
}

/**
 * Verifies every proof of a document (Verifiable Credential Data Integrity 1.0, "Verify Proof Sets and Chains").
 *
 * Untrusted: the whole document. Whatever it holds, the answer is findings, one a proof and at least one; only a fault
 * of the installation is thrown. The caller must still ask whether `verificationMethod` belongs to the issuer or holder.
 */
export async function verifyProofs(document: unknown, context: ProofContext): Promise<readonly ProofFinding[]> {
  if (!isJsonObject(document)) return [finding('failed', 'proof/missing', 'It is not an object')]
  const proofs = listOf(document['proof'])
  if (proofs.length === 0) return [missing(document)]
  if (proofs.length > maxProofs) return [finding('failed', 'proof/too-many', `It has more than ${maxProofs} proofs`)]
  const hashes = hashesOf(document, context)
  const findings: ProofFinding[] = []
  for (const proof of proofs) findings.push(await verifyProof(proof, hashes, context))
  return findings
}

async function verifyProof(value: Json, hashes: Hashes, context: ProofContext): Promise<ProofFinding> {
  if (!isJsonObject(value)) return finding('failed', 'proof/malformed', 'A proof is not an object')
  const named = { cryptosuite: textOf(value['cryptosuite']) ?? textOf(value['type']), verificationMethod: textOf(value['verificationMethod']) }
  const suite = cryptosuites.find((candidate) => candidate.isProofOf(value))
  if (suite === undefined) return { ...unsupported(value), ...named }
  if (value['previousProof'] !== undefined) return { ...finding('unknown', 'proof/not-supported', 'Chains of proofs are not supported'), ...named }
  const proof = parseProof(value)
  if (proof === undefined) return { ...finding('failed', 'proof/malformed', 'A member of its proof is missing or of the wrong kind'), ...named }
  const refusal = refuseCircumstances(proof, context)
  if (refusal !== undefined) return { ...refusal, ...named }
  const key = await context.resolveKey(proof.verificationMethod, context.expectedPurpose)
  if (!('publicKey' in key)) return { ...key, ...named }
  if (key.publicKey.type !== suite.keyType) return { ...finding('failed', 'proof/key-mismatch', 'Its key is of another type than its cryptosuite'), ...named }
  const signature = decodeSignature(proof.proofValue)
  if (signature === undefined) return { ...finding('failed', 'proof/value-malformed', 'Its proof value is not 64 bytes in base58btc'), ...named }
  try {
    for (const order of hashes.orders) {
      if (!(await context.cryptography.verifySignature(key.publicKey, await hashes.ofProof(proof.options, order), signature))) continue
      return { outcome: 'passed', ...named, proofBytes: signature, ...(proof.created === undefined ? {} : { created: proof.created }) }
    }
  } catch (error) {
    return { ...uncanonical(error), ...named }
  }
  return { ...finding('failed', 'proof/signature-invalid', 'Its signature does not match its content'), ...named }
}

/** What signatures over a document are held against. */
interface Hashes {
  /** That of the specification first; that of a common implementation only where the two differ. */
  readonly orders: readonly TextOrder[]
  ofProof(options: JsonObject, order: TextOrder): Promise<Uint8Array<ArrayBuffer>>
}

/** The document is hashed once for all its proofs. */
function hashesOf(document: JsonObject, { cryptography }: ProofContext): Hashes {
  const hashed = new Map<TextOrder, Uint8Array>()
  return {
    orders: isOrderSensitive(JSON.stringify(document)) ? ['code-point', 'utf-16'] : ['code-point'],
    ofProof: async (options, order) => {
      const documentHash = hashed.get(order) ?? await hashUnsecured(document, { cryptography, order })
      hashed.set(order, documentHash)
      return hashSecured(documentHash, document['@context'], options, { cryptography, order })
    },
  }
}

/** Verifiable Credential Data Integrity 1.0, "Verify Proof", steps 6 to 9, and the window of the proof. */
function refuseCircumstances(proof: Proof, { expectedPurpose, now, challenge, domain }: ProofContext): ProofFinding | undefined {
  if (proof.proofPurpose !== expectedPurpose) return finding('failed', 'proof/purpose-mismatch', 'Its proof was made for another purpose')
  if (challenge !== undefined && proof.challenge !== challenge) return finding('failed', 'proof/challenge-mismatch', 'Its proof does not carry the challenge')
  if (domain !== undefined && !proof.domains.includes(domain)) return finding('failed', 'proof/domain-mismatch', 'Its proof was made for another domain')
  if (proof.created !== undefined && proof.created.getTime() > now.getTime() + clockSkewSeconds * 1_000) return finding('failed', 'proof/created-in-future', 'Its proof is dated in the future')
  if (proof.expires !== undefined && proof.expires.getTime() <= now.getTime()) return finding('failed', 'proof/expired', 'Its proof has expired')
  return undefined
}

/** A draft's suite that its own specification took back before it was final verifies nowhere; any other may verify elsewhere. */
function unsupported({ type, cryptosuite }: JsonObject): ProofFinding {
  const isWithdrawn = type === 'DataIntegrityProof' && (cryptosuite === 'eddsa-2022' || cryptosuite === 'ecdsa-2019')
  return isWithdrawn
    ? finding('failed', 'proof/cryptosuite-withdrawn', 'Its cryptosuite is of a draft and was withdrawn')
    : finding('unknown', 'proof/not-supported', 'The kind of its proof is not supported')
}

function missing(document: JsonObject): ProofFinding {
  const isEnveloped = listOf(document['type']).some((type) => type === 'EnvelopedVerifiableCredential' || type === 'EnvelopedVerifiablePresentation')
  return isEnveloped ? finding('unknown', 'proof/not-supported', 'Enveloped proofs are not supported') : finding('failed', 'proof/missing', 'It has no proof')
}

/** Why a document has no canonical form; an unknown context or too much work leave the question open. */
function uncanonical(error: unknown): ProofFinding {
  if (!(error instanceof CredentialError) || error.code === 'credential/context-altered') throw error
  const isOpen = error.code === 'credential/context-unknown' || error.code === 'credential/too-complex'
  return finding(isOpen ? 'unknown' : 'failed', error.code.replace('credential/', 'proof/'), error.message)
}

function decodeSignature(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = decodeMultibase(text, 'z')
    return bytes.length === 64 ? bytes : undefined
  } catch (error) {
    if (error instanceof EncodingError) return undefined
    throw error
  }
}

function finding(outcome: 'failed' | 'unknown', code: string, reason: string): ProofFinding {
  return { outcome, code, reason, cryptosuite: null, verificationMethod: null }
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null
}
