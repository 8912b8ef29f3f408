/**
 * Credentials and what secures them: Verifiable Credentials Data Model 2.0, Open Badges 3.0, and Data Integrity 1.0 with
 * eddsa-rdfc-2022, ecdsa-rdfc-2019, ecdsa-sd-2023 for credentials shown in part and, to verify only, Ed25519Signature2020.
 *
 * Contexts are pinned: a document that names another is neither signed nor verified. Nothing here touches the network.
 *
 * @example
 * ```ts
 * const signed = await signCredential(createAchievementCredential(input), { signingKey, verificationMethod, created, cryptography })
 * const findings = await verifyProofs(signed, { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now })
 * ```
 */
export type { SigningContext } from './add-proof.ts'
export { bakePng, maxImageBytes, readBakedPng } from './baked-png.ts'
export { bakeSvg, readBakedSvg } from './baked-svg.ts'
export { canonicalize } from './canonicalize.ts'
export { addContext, credentialsContextUrl, knownContextUrls, loadContext, openBadgesContextUrl } from './contexts.ts'
export { CredentialError } from './credential-error.ts'
export {
  credentialRules, credentialsContextUrlV1, envelopeRules, findBrokenRules, isVersion1, presentationRules, type BrokenRule, type DataModelRule,
} from './data-model-rules.ts'
export { formatDateTime, parseDateTime } from './date-time.ts'
export { issuingCryptosuites } from './cryptosuites.ts'
export { deriveCredential } from './derive-credential.ts'
export { worstOutcome, type Finding, type Outcome } from './finding.ts'
export { mandatoryPointersOf } from './mandatory-pointers.ts'
export {
  createAchievement, createAchievementCredential, hashIdentity, matchesIdentity,
  type Achievement, type AchievementCredential, type AchievementCredentialInput, type AchievementInput, type Alignment, type Evidence, type IdentityObject, type StatusEntry,
} from './open-badge.ts'
export { isJsonObject, listOf, maxCredentialBytes, parseJson, parseJsonObject } from './parse-json.ts'
export {
  signPresentation, verifyPresentation, type Presentation, type PresentationContext, type PresentationFinding, type PresentationInput,
} from './presentation.ts'
export { didOfMethod, type DataIntegrityProof, type Secured } from './proof.ts'
export { createKeyResolver, type KeyResolution, type ResolveKey } from './resolve-key.ts'
export { signCredential } from './sign-credential.ts'
export { signForDisclosure, type DisclosureContext } from './sign-for-disclosure.ts'
export { verifyProofs, type ProofContext, type ProofFinding } from './verify-proofs.ts'
