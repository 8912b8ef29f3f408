import type { Finding } from '../credential/finding.ts'
import { isJsonObject } from '../credential/parse-json.ts'
import { createKeyResolver } from '../credential/resolve-key.ts'
import type { ProofFinding } from '../credential/verify-proofs.ts'
import { verifyProofs } from '../credential/verify-proofs.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import type { ReadCredential, ReadInput } from './input.ts'
import { judgeOpenBadge2 } from './open-badges-2/judge-open-badge-2.ts'
import { unknown, type CheckName } from './report.ts'
import type { Standard } from './standard.ts'
import { detectStandard } from './standard.ts'
import { verifyCredentialToken, verifyPresentationToken, verifyTokenHolder } from './token-proof.ts'
import type { Token } from './token.ts'
import type { VerifyContext } from './verify-context.ts'

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
  readonly holder: PresentedBy | null
  /** What its holder signed over the token, when they did or should have (RFC 9901, "Key Binding"). */
  readonly keyBinding: ProofFinding | undefined
  readonly input: ReadInput
  /** Answers that were found out already, to questions that the checks put otherwise. */
  readonly answers: Partial<Record<CheckName, Finding>>
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
    return { read, standard: 'open-badges-2.0', isKeyUnproven: false, holder, keyBinding: undefined, input, ...(await judgeOpenBadge2(read, context)) }
  }
  const isUnread = fault !== undefined || read.isLeftOut === true
  const { proofs, isKeyUnproven } = isUnread ? nothingGathered : token === undefined ? await gatherProofs(document, input, context) : await gatherTokenProof(token, input, context)
  const keyBinding = token === undefined || isUnread ? undefined : await verifyTokenHolder(token, context)
  const issuerId = idOf(document['issuer']) ?? (token === undefined ? null : idOf(token.claims['iss']))
  return { read, document, standard: detectStandard(document), issuerId, proofs, isKeyUnproven, holder, keyBinding, input, answers: read.isSealed === true ? sealed : read.isLeftOut === true ? leftOut : {} }
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

const nothingGathered = { proofs: [], isKeyUnproven: false }

async function gatherProofs(document: JsonObject, { bundle }: ReadInput, context: VerifyContext): Promise<Pick<Subject, 'proofs' | 'isKeyUnproven'>> {
  const { cryptography, now, documents, fetchDocument } = context
  const base = { cryptography, now, expectedPurpose: 'assertionMethod' } as const
  const proofs = await verifyProofs(document, { ...base, resolveKey: createKeyResolver({ documents, fetchDocument }) })
  const lacksKey = proofs.some(({ code }) => code === 'proof/key-unavailable')
  if (!lacksKey || bundle === undefined) return { proofs, isKeyUnproven: false }
  // What the sharer bundled can show that nothing was altered since that key signed, but never whose key it is.
  const again = await verifyProofs(document, { ...base, resolveKey: createKeyResolver({ documents: { ...bundle.documents, ...documents } }) })
  return again.some(({ outcome }) => outcome === 'passed') ? { proofs: again, isKeyUnproven: true } : { proofs, isKeyUnproven: false }
}

async function gatherTokenProof(token: Token, { bundle }: ReadInput, context: VerifyContext): Promise<Pick<Subject, 'proofs' | 'isKeyUnproven'>> {
  const { documents, fetchDocument } = context
  const proof = await verifyCredentialToken(token, context, { documents, fetchDocument })
  const lacksKey = proof.code === 'proof/key-unavailable' || proof.code === 'proof/key-embedded'
  if (!lacksKey || bundle === undefined) return { proofs: [proof], isKeyUnproven: false }
  const again = await verifyCredentialToken(token, context, { documents: { ...bundle.documents, ...documents } })
  return again.outcome === 'passed' ? { proofs: [again], isKeyUnproven: true } : { proofs: [proof], isKeyUnproven: false }
}
