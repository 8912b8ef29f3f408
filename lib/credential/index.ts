/**
 * Credentials and what secures them: Verifiable Credentials Data Model 2.0, Open Badges 3.0, and Data Integrity 1.0 with
 * eddsa-rdfc-2022, eddsa-jcs-2022, ecdsa-rdfc-2019 and ecdsa-jcs-2019 (P-256 and P-384), proof sets and chains, ecdsa-sd-2023
 * and bbs-2023 for credentials shown in part and, to verify only, Ed25519Signature2020;
 * Securing Verifiable Credentials using JOSE and COSE (2025) and SD-JWT (RFC 9901) for tokens.
 *
 * Contexts are pinned: a document that names another is neither signed nor verified. Nothing here touches the network.
 *
 * @example
 * ```ts
 * const signed = await signCredential(createAchievementCredential(input), { signingKey, verificationMethod, created, cryptography })
 * const findings = await verifyProofs(signed, { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now })
 * ```
 */
export { addProof, addProofToSet, type ChainedPurpose, type ProofPurpose, type SigningContext } from './add-proof.ts'
export { bakePng, maxImageBytes, readBakedPng } from './baked-png.ts'
export { bakeSvg, readBakedSvg } from './baked-svg.ts'
export { canonicalComparisons, canonicalPaths, useCanonicalPath, type CanonicalPath } from './canonical-path.ts'
export { canonicalize } from './canonicalize.ts'
export { addContext, bitstringStatusListContextUrl, credentialsContextUrl, knownContextUrls, loadContext, openBadgesContextUrl } from './contexts.ts'
export { clrContextUrls } from './clr-contexts.ts'
export { CredentialError } from './credential-error.ts'
export {
  credentialRules, credentialsContextUrlV1, envelopeRules, findBrokenRules, isVersion1, presentationRules, type BrokenRule, type DataModelRule,
} from './data-model-rules.ts'
export { createAddressStatement, readAddressStatement, type AddressStatement } from './address-statement.ts'
export {
  conflicts, contentDigest, createEndorsement, maxWords, readEndorsement, relations,
  type Conflict, type EndorsedCredential, type EndorsementInput, type EndorsementWords, type ReadEndorsement, type Relation, type ShownField,
} from './endorsement.ts'
export { formatDateTime, parseDateTime } from './date-time.ts'
export { issuingCryptosuites } from './cryptosuites.ts'
export { deriveCredential } from './derive-credential.ts'
export { findContactDetails, hasEmailAddress, type ContactDetail } from './find-contact-details.ts'
export { worstOutcome, type Finding, type Outcome } from './finding.ts'
export { mandatoryPointersOf } from './mandatory-pointers.ts'
export {
  createAchievement, createAchievementCredential, hashIdentity, matchesIdentity,
  type Achievement, type AchievementCredential, type AchievementCredentialInput, type AchievementInput, type Alignment, type Evidence, type IdentityObject, type StatusEntry,
} from './open-badge.ts'
export { formatMailto, isSameMailAddress, parseMailAddress } from './mail-address.ts'
export { isJsonObject, listOf, maxCredentialBytes, parseJson, parseJsonObject } from './parse-json.ts'
export {
  signPresentation, verifyPresentation, type Presentation, type PresentationContext, type PresentationFinding, type PresentationInput,
} from './presentation.ts'
export { didOfMethod, type DataIntegrityProof, type Secured } from './proof.ts'
export { digestMultibase, hasDigest, readDigests, type ResourceDigest } from './resource-digest.ts'
export { isReadAsSigned } from './read-as-signed.ts'
export { createKeyResolver, type FoundKey, type KeyResolution, type ResolveKey } from './resolve-key.ts'
export { signCredential } from './sign-credential.ts'
export { signForDisclosure, type DisclosureContext } from './sign-for-disclosure.ts'
export { createBatchSigner, type BatchSigner, type SignedText } from './template/batch-signer.ts'
export { verifyProofs, type ProofContext, type ProofFinding } from './verify-proofs.ts'
export { issueToken, type TokenContent, type TokenForm, type TokenInput, type TokenSigningContext } from './issue-token.ts'
export { algorithmOfKeyType, type VerificationKey } from './jose/jose-algorithm.ts'
export { parseJws, signJws } from './jose/jws.ts'
export { readTokenKey } from './jose/read-token-key.ts'
export { resolveTokenKeys, type KeyQuery, type TokenKey, type TokenKeys } from './jose/resolve-token-keys.ts'
export type { SignedMessage } from './jose/signed-message.ts'
export { verifyMessage, type MessageContext } from './jose/verify-message.ts'
export { parseClaimPath } from './sd-jwt/claim-path.ts'
export { deriveSdJwt, isSdJwt, type SdJwtCopyChoice } from './sd-jwt/derive-sd-jwt.ts'
export { discloseClaims, type ClaimPath, type DisclosedClaim, type DisclosedClaims } from './sd-jwt/disclose-claims.ts'
export { issueSdJwt, type SdJwtInput, type SdJwtSigningContext } from './sd-jwt/issue-sd-jwt.ts'
export { verifyKeyBinding, type KeyBindingContext, type KeyBindingInput } from './sd-jwt/key-binding.ts'
export { flattenSdJwt, parseSdJwt, type SdJwt } from './sd-jwt/parse-sd-jwt.ts'
export { presentSdJwt, type SdJwtChoice } from './sd-jwt/present-sd-jwt.ts'
