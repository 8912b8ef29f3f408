/**
 * OpenID for Verifiable Credential Issuance 1.0, both sides: offers, metadata, tokens, key proofs (`di_vp`, `jwt`), credentials, deferred
 * ones and notifications. Messages are read and written here, the wallet's steps too; what an issuer keeps of codes, nonces and claims is
 * the program's that runs it.
 *
 * A wallet sends nothing of its holder before there is an {@link OfferConsent}:
 *
 * ```ts
 * const offer = await resolveOffer('openid-credential-offer://?credential_offer_uri=…', network)
 * // … show offer.host, offer.issuer.name and offer.configurations, ask for the code that offer.offer.preAuthorized.transactionCode describes …
 * const token = await requestToken(new OfferConsent(offer), transactionCode, network)
 * const answer = await requestCredentials(token, [[{ key }]], { ...network, cryptography, now })
 * ```
 */
export {
  authorizationGrantType, formatCredentialOffer, formatOfferLink, isOfferLink, maxOfferedCredentials, oid4vciProtocols, parseCredentialOffer, parseOfferLink, preAuthorizedGrantType,
  type AuthorizationGrant, type CredentialOffer, type OfferLink, type PreAuthorizedGrant, type TransactionCode,
} from './credential-offer.ts'
export {
  formatIssuerMetadata, metadataUrl, parseIssuerMetadata, proofTypes, type CredentialConfiguration, type IssuerDescription, type IssuerMetadata, type ProofType,
} from './issuer-metadata.ts'
export { formatServerMetadata, parseServerMetadata, type ServerMetadata } from './server-metadata.ts'
export {
  codeChallengeOf, formatTokenResponse, judgeCode, parseAuthorizationDetails, parseTokenRequest, parseTokenResponse,
  type AccessToken, type AuthorizationCodeRequest, type CodeState, type Form, type PreAuthorizedRequest, type TokenRequest,
} from './token-message.ts'
export { formatRedirect, parseAuthorizationRequest, type AuthorizationRequest } from './authorization-request.ts'
export { checkJwtProof, chooseProof, makeKeyProof, nonceOf, type JwtProofContext, type KeyProofFinding, type ProofChoice, type ProofOccasion } from './key-proof.ts'
export {
  formatCredentialResponse, formatDeferral, notificationEvents, parseCredentialRequest, parseCredentialResponse, parseDeferredRequest, parseNotification,
  type CredentialAnswer, type CredentialRequest, type NotificationEvent,
} from './credential-message.ts'
export { oid4vciErrors, Oid4vciRefusal, type Oid4vciError } from './oid4vci-refusal.ts'
export { askAgain, type Deferral } from './ask-again.ts'
export { pushAuthorization } from './push-authorization.ts'
export { beginAuthorization, finishAuthorization, type PendingAuthorization, type WalletClient } from './authorize.ts'
export {
  fetchDeferred, notifyIssuer, requestCredentials, requestToken, type GrantedToken, type ReceiveContext, type ReceivedAnswer,
} from './wallet.ts'
export { OfferConsent, resolveOffer, type ResolvedOffer } from './resolve-offer.ts'
