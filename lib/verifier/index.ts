/**
 * The verdict on a credential as eleven separate questions, after Verifiable Credentials Data Model 2.0, "Verification",
 * and Open Badges 3.0, "Verification and Validation". A verdict is data: nothing here throws because a document is bad.
 *
 * ```ts
 * const verdict = await verify(bytes, { cryptography, now: new Date(), documents: {}, trust: trustNobody })
 * verdict.integrity // 'passed' | 'failed' | 'unknown'
 * ```
 */
export { verify } from './verify.ts'
export { evidenceItems, maxEvidenceItems, type EvidenceItem, type EvidenceState } from './evidence-items.ts'
export { maxInputBytes, readInput, type ReadCredential, type ReadInput } from './input.ts'
export type { EvidenceFile, VerifyContext } from './verify-context.ts'
export type { EndorsementReport, SeenAddress } from './endorsements.ts'
export { checkNames, findingOf, verdictToJson } from './report.ts'
export type { Acceptance, CheckName, ContainedReport, Integrity, IssuerConflict, IssuerReport, LedgerReport, Level, NamedFinding, NotProven, Report, Verdict } from './report.ts'
export type { Finding, Outcome } from '../credential/finding.ts'
export { bundleMediaType, formatBundle, maxCoverText, parseBundle } from './bundle.ts'
export type { Bundle, BundleCover, StatusSnapshot } from './bundle.ts'
export { fileEndings, findMediaType, mediaTypes, type MediaType } from './media-types.ts'
export { isPolicyName, policyNames, trustNobody } from './policy.ts'
export { namesIn } from './award-kind.ts'
export { subjectsWithin } from './subjects-within.ts'
export { knownNameOf } from './known-name.ts'
export { parseTrust } from './parse-trust.ts'
export type { TrustedNetwork } from './trusted-network.ts'
export type { KnownIssuer, PolicyName, Trust } from './policy.ts'
export { VerifierError } from './verifier-error.ts'
export { verifyUnderKey, type KeyedContext } from './verify-under-key.ts'
