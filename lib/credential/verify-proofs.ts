import type { Cryptography, PublicKey } from '../crypto/cryptography.ts'
import type { VerificationRelationship } from '../did/did-document.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { equalBytes } from '../encoding/bytes.ts'
import { bbs2023 } from './bbs-2023.ts'
import { CredentialError } from './credential-error.ts'
import type { Cryptosuite, ProofVerdict } from './cryptosuite.ts'
import { cryptosuites } from './cryptosuites.ts'
import { isDisguised } from './disguise.ts'
import { worstOutcome, type Finding, type Outcome } from './finding.ts'
import type { VerificationKey } from './jose/jose-algorithm.ts'
import { isJsonObject, listOf } from './parse-json.ts'
import { findPreviousProofs, isBroken, proofsAt, type PreviousProofs } from './proof-chain.ts'
import { parseProof, type Proof } from './proof.ts'
import type { FoundKey, ResolveKey } from './resolve-key.ts'
import { unsecuredDocument, type UnsecuredDocument } from './unsecured-document.ts'

/** Untrusted: a document with more proofs than this is not looked at. */
export const maxProofs = 16

/** Untrusted: each link of a chain has the document canonicalised anew; past this many the rest are not looked at. */
export const maxChainLinks = 8

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
  /** The key that was found under `verificationMethod` and verified it. */
  readonly publicKey?: VerificationKey
}

/** Proofs, in a document that stays as it is, that verified under a key. */
export type KnownVerdicts = WeakMap<JsonObject, { readonly publicKey: PublicKey; readonly verdict: ProofVerdict }>

/** What proofs are held against. */
export interface ProofContext {
  readonly resolveKey: ResolveKey
  readonly cryptography: Pick<Cryptography, 'sha256' | 'sha384' | 'verifySignature' | 'findBlsArithmetic'>
  readonly expectedPurpose: VerificationRelationship
  /** The moment the proof is judged at: it must not be from the future, nor expired. */
  readonly now: Date
  /** When given, the proof must carry exactly this challenge. */
  readonly challenge?: string | undefined
  /** When given, the proof must name this domain. */
  readonly domain?: string | undefined
  /** What became of these very proofs before, whenever that was: for a document that nobody changes and that is verified again and again. */
  readonly verdicts?: KnownVerdicts | undefined
}

/**
 * Verifies every proof of a document (Verifiable Credential Data Integrity 1.0, "Verify Proof Sets and Chains").
 *
 * Untrusted: the whole document. Whatever it holds, the answer is findings, one a proof and at least one; only a fault
 * of the installation is thrown. The caller must still ask whether `verificationMethod` belongs to the issuer or holder.
 *
 * Proofs cover statements, callers read members by name: a good proof settles nothing where the two part, and is `unknown` with
 * `proof/term-disguised`.
 */
export async function verifyProofs(document: unknown, context: ProofContext): Promise<readonly ProofFinding[]> {
  if (!isJsonObject(document)) return [finding('failed', 'proof/missing', 'It is not an object')]
  const proofs = listOf(document['proof'])
  if (proofs.length === 0) return [missing(document)]
  if (proofs.length > maxProofs) return [finding('failed', 'proof/too-many', `It has more than ${maxProofs} proofs`)]
  if (proofs.length > 1 && proofs.filter(isCostly).length > 1) return [finding('unknown', 'proof/too-complex', 'It has more than one proof of a suite whose verification takes long')]
  const set = new ProofSet(document, proofs)
  const findings: ProofFinding[] = []
  for (const place of proofs.keys()) findings.push(set.findings.get(place) ?? await verifyAt(place, set, context))
  if (!findings.some(({ outcome }) => outcome === 'passed') || !isDisguised(document, context.cryptography)) return findings
  return findings.map((found) => (found.outcome === 'passed' ? { ...found, ...disguised } : found))
}

const disguised = { outcome: 'unknown', code: 'proof/term-disguised', reason: 'It calls things by other names than its standard does, so nobody can rely on finding them' } as const

/** A proof over pairings costs as much as thousands of others: a document gets one. */
function isCostly(proof: Json): boolean {
  return isJsonObject(proof) && bbs2023.isProofOf(proof)
}

/** The proofs of one document, and what became of those that were looked at so far. */
class ProofSet {
  readonly proofs: readonly Json[]
  readonly findings = new Map<number, ProofFinding>()
  readonly #document: JsonObject
  readonly #unsecured = new Map<string, UnsecuredDocument>()

  constructor(document: JsonObject, proofs: readonly Json[]) {
    this.#document = document
    this.proofs = proofs
  }

  /** The document as a proof was made over it, taken apart once for all proofs that build upon the same others. */
  unsecured(previous: readonly number[]): UnsecuredDocument {
    const name = previous.length === 0 ? '' : previous.join()
    const known = this.#unsecured.get(name)
    if (known !== undefined) return known
    if (this.#unsecured.size >= maxChainLinks) throw new CredentialError('credential/too-complex', `Cannot canonicalise document: more than ${maxChainLinks} links of proof chains`)
    const unsecured = unsecuredDocument(this.#document, proofsAt(this.proofs, previous))
    this.#unsecured.set(name, unsecured)
    return unsecured
  }
}

async function verifyAt(place: number, set: ProofSet, context: ProofContext): Promise<ProofFinding> {
  const found = await verifyInChain(set.proofs[place] ?? null, findPreviousProofs(set.proofs, place), set, context)
  set.findings.set(place, found)
  return found
}

/** A proof of a chain is no better than those that it builds upon, and they are verified first. */
async function verifyInChain(proof: Json, previous: PreviousProofs, set: ProofSet, context: ProofContext): Promise<ProofFinding> {
  if (isBroken(previous)) return { ...finding('failed', previous.code, previous.reason), ...namesOf(proof) }
  const worst = previous.length === 0 ? 'not-applicable' : await worstOf(previous, set, context)
  if (worst === 'failed') return { ...finding('failed', 'proof/previous-failed', 'A proof that it builds upon did not verify'), ...namesOf(proof) }
  // Untrusted: what was too much work once is not tried again for every link.
  const exhausted = set.findings.size === 0 ? undefined : [...set.findings.values()].find(({ code }) => code === 'proof/too-complex')
  if (exhausted !== undefined) return { ...exhausted, ...namesOf(proof) }
  const own = await verifyProof(proof, () => set.unsecured(previous), context)
  return worst === 'unknown' && own.outcome === 'passed' ? { ...finding('unknown', 'proof/previous-unknown', 'A proof that it builds upon could not be verified'), ...namesOf(proof) } : own
}

async function worstOf(previous: readonly number[], set: ProofSet, context: ProofContext): Promise<Outcome> {
  const outcomes: Outcome[] = []
  for (const earlier of previous) outcomes.push((set.findings.get(earlier) ?? await verifyAt(earlier, set, context)).outcome)
  return worstOutcome(outcomes)
}

async function verifyProof(value: Json, unsecured: () => UnsecuredDocument, context: ProofContext): Promise<ProofFinding> {
  const named = namesOf(value)
  if (!isJsonObject(value)) return finding('failed', 'proof/malformed', 'A proof is not an object')
  const suite = cryptosuites.find((candidate) => candidate.isProofOf(value))
  if (suite === undefined) return { ...unsupported(value), ...named }
  const proof = parseProof(value)
  if (proof === undefined) return { ...finding('failed', 'proof/malformed', 'A member of its proof is missing or of the wrong kind'), ...named }
  const refusal = refuseCircumstances(proof, context)
  if (refusal !== undefined) return { ...refusal, ...named }
  const key = await context.resolveKey(proof.verificationMethod, context.expectedPurpose)
  if (!('publicKey' in key)) return { ...key, ...named }
  if (!suite.keyTypes.includes(key.publicKey.type)) return { ...finding('failed', 'proof/key-mismatch', 'Its key is of another type than its cryptosuite'), ...named }
  const ended = refuseEnded(proof, key, context)
  if (ended !== undefined) return { ...ended, ...named }
  try {
    const verdict = knownVerdict(value, key, context) ?? await verifyValue(value, { suite, proof, key, unsecured: unsecured() }, context)
    const { created } = proof
    const found: ProofFinding = verdict.outcome === 'passed' ? { ...verdict, ...named, publicKey: key.publicKey } : { ...verdict, ...named }
    return created === undefined ? found : { ...found, created }
  } catch (error) {
    return { ...uncanonical(error), ...named }
  }
}

/** What held of a proof under a key at one time holds at any. */
function knownVerdict(value: JsonObject, { publicKey }: FoundKey, { verdicts }: ProofContext): ProofVerdict | undefined {
  const known = verdicts?.get(value)
  return known !== undefined && known.publicKey.type === publicKey.type && equalBytes(known.publicKey.bytes, publicKey.bytes) ? known.verdict : undefined
}

interface Verifiable {
  readonly suite: Cryptosuite
  readonly proof: Proof
  readonly key: FoundKey
  readonly unsecured: UnsecuredDocument
}

async function verifyValue(value: JsonObject, { suite, proof: { options, proofValue }, key: { publicKey }, unsecured }: Verifiable, { cryptography, verdicts }: ProofContext): Promise<ProofVerdict> {
  const verdict = await suite.verify({ unsecured, options, proofValue, publicKey, cryptography })
  if (verdict.outcome === 'passed') verdicts?.set(value, { publicKey, verdict })
  return verdict
}

function namesOf(proof: Json): Pick<ProofFinding, 'cryptosuite' | 'verificationMethod'> {
  const { cryptosuite, type, verificationMethod } = isJsonObject(proof) ? proof : {}
  return { cryptosuite: textOf(cryptosuite) ?? textOf(type), verificationMethod: textOf(verificationMethod) }
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

/**
 * A key whose use has ended signs nothing new (Controlled Identifiers 1.0, "Verification Methods", `expires`). What it signed
 * before stays signed, but only its own date says that it was before.
 */
function refuseEnded({ created }: Proof, { expires }: FoundKey, { now }: ProofContext): ProofFinding | undefined {
  if (expires === undefined || now < expires) return undefined
  if (created !== undefined && created >= expires) return finding('failed', 'proof/key-expired', 'Its key was out of use when it was made')
  return finding('unknown', 'proof/key-expired', 'Its key is out of use since, and nothing but its own date says that it was made before')
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

/** Why a document has no canonical form; an unknown context, too much work or two ways that disagree leave the question open. */
function uncanonical(error: unknown): ProofFinding {
  if (!(error instanceof CredentialError) || error.code === 'credential/context-altered') throw error
  const isOpen = ['credential/context-unknown', 'credential/too-complex', 'credential/canonical-forms-differ'].includes(error.code)
  return finding(isOpen ? 'unknown' : 'failed', error.code.replace('credential/', 'proof/'), error.message)
}

function finding(outcome: 'failed' | 'unknown', code: string, reason: string): ProofFinding {
  return { outcome, code, reason, cryptosuite: null, verificationMethod: null }
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null
}
