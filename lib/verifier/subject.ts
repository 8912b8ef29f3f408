import type { Finding } from '../credential/finding.ts'
import { isJsonObject } from '../credential/parse-json.ts'
import { createKeyResolver } from '../credential/resolve-key.ts'
import type { ProofFinding } from '../credential/verify-proofs.ts'
import { verifyProofs } from '../credential/verify-proofs.ts'
import type { DidContext } from '../did/resolve-did.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import type { ReadCredential, ReadInput } from './input.ts'
import { findImpostorDocuments, findKeptDocuments, isRegisteredAnywhere } from './kept-documents.ts'
import type { IssuerVoices } from './issuer-voices.ts'
import { verdictsOfKnown } from './known-lists.ts'
import type { LedgerRecord } from './ledger-record.ts'
import { judgeOpenBadge2 } from './open-badges-2/judge-open-badge-2.ts'
import { unknown, type CheckName } from './report.ts'
import type { Standard } from './standard.ts'
import { detectStandard } from './standard.ts'
import { verifyCredentialToken, verifyPresentationToken, verifyTokenHolder } from './token-proof.ts'
import type { Token } from './token.ts'
import type { VerifyContext } from './verify-context.ts'
import { isVouchedForAnywhere } from './vouched-registration.ts'

/** One credential with everything that several checks ask of it, worked out once. */
export interface Subject {
  readonly read: ReadCredential
  readonly document: JsonObject
  readonly standard: Standard
  /** As the document claims. */
  readonly issuerId: string | null
  /** Of its Data Integrity proofs, or the one of the token around it. */
  readonly proofs: readonly ProofFinding[]
  /** The key came from a document that only the sharer vouches for. */
  readonly isKeyUnproven: boolean
  /** What is published today lists other keys than those that were archived, and the key is of the latter. */
  readonly isKeyKept?: boolean
  readonly holder: PresentedBy | null
  /** What its holder signed over the token, when they did or should have (RFC 9901, "Key Binding"). */
  readonly keyBinding: ProofFinding | undefined
  readonly input: ReadInput
  /** Answers that were found out already, to questions that the checks put otherwise. */
  readonly answers: Partial<Record<CheckName, Finding>>
  readonly asked: Asked
}

/**
 * What several checks of one credential ask, kept with it when the first has. Maps whose keys are weak would do the same, but what lives as short
 * as a credential costs the garbage collector more there than the signature costs to verify.
 */
export interface Asked {
  record?: Promise<LedgerRecord>
  voices?: Promise<IssuerVoices>
}

/** What the proof of the presentation around a credential says of who presents it. */
export interface PresentedBy {
  readonly proofs: readonly ProofFinding[]
  /** As the presentation claims. */
  readonly holderId: string | null
}

/** Works out what the checks of one credential share. */
export async function createSubject(read: ReadCredential, input: ReadInput, holder: PresentedBy | null, context: VerifyContext): Promise<Subject> {
  const { document, token, fault, address } = read
  if (address !== undefined || (fault === undefined && detectStandard(document) === 'open-badges-2.0')) {
    return { read, standard: 'open-badges-2.0', isKeyUnproven: false, holder, keyBinding: undefined, input, asked: {}, ...(await judgeOpenBadge2(read, context)) }
  }
  const isUnread = fault !== undefined || read.isLeftOut === true
  const { proofs, isKeyUnproven, isKeyKept } = isUnread ? nothingGathered : token === undefined ? await gatherProofs(document, input, context) : await gatherTokenProof(token, input, context)
  const keyBinding = token === undefined || isUnread ? undefined : await verifyTokenHolder(token, context)
  const issuerId = idOf(document['issuer']) ?? (token === undefined ? null : idOf(token.claims['iss']))
  return { read, document, standard: detectStandard(document), issuerId, proofs, isKeyUnproven, ...(isKeyKept === undefined ? {} : { isKeyKept }), holder, keyBinding, input, asked: {}, answers: read.isSealed === true ? sealed : read.isLeftOut === true ? leftOut : {} }
}

/** What certificates say of a signer is not looked at yet. */
const sealed: Subject['answers'] = {
  'proof': unknown('proof/not-supported', 'The kind of the seal around it is not supported'),
  'issuer-binding': unknown('issuer-binding/not-supported', 'The certificates in the seal around it are not looked at'),
}

/** What is asked of proofs when there were too many in the file to verify them all. */
const leftOut: Subject['answers'] = {
  'proof': unknown('proof/too-many', 'The file has more proofs than are looked at'),
  'issuer-binding': unknown('issuer-binding/not-looked-at', 'The file has more proofs than are looked at'),
}

/** Verifies the proof of a presentation (Verifiable Credentials Data Model 2.0, "Verifiable Presentations"). */
export async function verifyPresenter({ presentation }: ReadInput, context: VerifyContext): Promise<PresentedBy | null> {
  if (presentation === undefined) return null
  const { document, token } = presentation
  const { cryptography, now, challenge, domain } = context
  if (token !== undefined) return { proofs: [await verifyPresentationToken(token, context)], holderId: idOf(document['holder']) ?? idOf(token.claims['iss']) }
  const proofs = document['proof'] !== undefined
    ? await verifyProofs(document, { resolveKey: createKeyResolver(context), cryptography, expectedPurpose: 'authentication', now, challenge, domain })
    : []
  return { proofs, holderId: idOf(document['holder']) }
}

/** The id of a value that is either the id itself or an object that has one. */
export function idOf(value: unknown): string | null {
  const id = isJsonObject(value) ? value['id'] : value
  return typeof id === 'string' && id !== '' ? id : null
}

/** The DID or address in front of the key's id. */
export function controllerOf({ verificationMethod }: ProofFinding): string {
  const id = verificationMethod ?? ''
  const hash = id.indexOf('#')
  return hash < 0 ? id : id.slice(0, hash)
}

/** The proof that its issuer's key made, as far as one verified; of the others the first that did. */
export function issuerProofOf({ proofs, issuerId }: Pick<Subject, 'proofs' | 'issuerId'>): ProofFinding | undefined {
  const passed = proofs.filter(({ outcome }) => outcome === 'passed')
  return passed.find((proof) => controllerOf(proof) === issuerId) ?? passed[0]
}

type Gathered = Pick<Subject, 'proofs' | 'isKeyUnproven' | 'isKeyKept'>

const nothingGathered: Gathered = { proofs: [], isKeyUnproven: false }

function gatherProofs(document: JsonObject, input: ReadInput, context: VerifyContext): Promise<Gathered> {
  const { cryptography, now } = context
  const verdicts = verdictsOfKnown(document)
  return gather((sources) => verifyProofs(document, { cryptography, now, expectedPurpose: 'assertionMethod', resolveKey: createKeyResolver(sources), verdicts }), input, context)
}

function gatherTokenProof(token: Token, input: ReadInput, context: VerifyContext): Promise<Gathered> {
  return gather(async (sources) => [await verifyCredentialToken(token, context, sources)], input, context)
}

/** What a proof looks like when the document of its issuer has another key in the place of the one that signed, or none. */
const otherKeys: readonly string[] = ['proof/key-not-found', 'proof/key-not-allowed', 'proof/key-mismatch', 'proof/signature-invalid']

/** First by what the verifier has or fetches, then by what was archived in a ledger, at last by what the sharer says. */
async function gather(verifyBy: (sources: DidContext) => Promise<readonly ProofFinding[]>, input: ReadInput, context: VerifyContext): Promise<Gathered> {
  const { documents, fetchDocument } = context
  const proofs = await verifyBy({ documents, fetchDocument })
  const isUnavailable = proofs.some(({ code }) => code === 'proof/key-unavailable' || code === 'proof/key-embedded')
  const isMissing = proofs.some(({ code }) => otherKeys.includes(code ?? ''))
  if (!isUnavailable && !isMissing) return { proofs, isKeyUnproven: false }
  const controllers = [...new Set(proofs.map(controllerOf))]
  // An issuer in a registry does not vanish with its address, and cannot be replaced by whoever has that now.
  const isRegistered = controllers.some((did) => isRegisteredAnywhere(did, context))
  if (!isUnavailable && !isRegistered) return { proofs, isKeyUnproven: false }
  const kept = await findKeptDocuments(controllers, input, context)
  // Whoever registered the address of another could archive a document for it: where nobody vouches for that it is no proof.
  const proven = Object.fromEntries(Object.entries(kept).filter(([did]) => !isRegisteredAnywhere(did, context) || isVouchedForAnywhere(did, context)))
  const bundled = input.bundle?.documents ?? {}
  for (const [sources, isKeyUnproven] of [[proven, false], [{ ...bundled, ...kept }, true], [bundled, true], [findImpostorDocuments(controllers, context), true]] as const) {
    // What the sharer bundled can show that nothing was altered since that key signed, but never by itself whose key it is.
    const again = Object.keys(sources).length === 0 ? [] : await verifyBy({ documents: isMissing ? { ...documents, ...sources } : { ...sources, ...documents } })
    if (again.some(({ outcome }) => outcome === 'passed')) return { proofs: again, isKeyUnproven, ...(isMissing ? { isKeyKept: true } : {}) }
    // What the archived key did not sign was altered, or never of that issuer, also when nobody can be asked any more.
    if (!isMissing && !isKeyUnproven && again.some(({ code }) => code === 'proof/signature-invalid')) return { proofs: again, isKeyUnproven }
  }
  return { proofs, isKeyUnproven: false }
}
