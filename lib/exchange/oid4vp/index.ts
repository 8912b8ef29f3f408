/**
 * OpenID for Verifiable Presentations 1.0, both sides: requests, the query language DCQL, answers by `direct_post` and encrypted by
 * `direct_post.jwt`, transaction data, and the language of requests before DCQL. Who asks is named by `redirect_uri`, which proves no
 * more than where the answer goes.
 *
 * A wallet sends nothing of its holder before there is a {@link PresentationConsent}:
 *
 * ```ts
 * const request = await readRequest('openid4vp://?client_id=…', network)
 * const match = await matchRequest(request, held, cryptography)
 * // … show request.host, request.transactions, and for each of match.queries its candidates as previewCandidate shows them …
 * const consent = new PresentationConsent(request, match, { badge: ['the one that the person chose'] })
 * const { redirectUri } = await answerRequest(consent, { ...network, cryptography, now, held, keyFor })
 * // … or, which is as good an end: …
 * await declineRequest(request, { ...network, cryptography })
 * ```
 */
export { checkChoice, type Choice } from './choice.ts'
export { checkResponse, type CheckedPresentation, type CheckedResponse, type ResponseContext } from './check-response.ts'
export { answerClaim, selectClaims, type SelectedClaim } from './claims-path.ts'
export {
  formatDcqlQuery, maxQueryItems, parseDcqlQuery,
  type ClaimQuery, type CredentialQuery, type CredentialSet, type DcqlQuery, type PathStep, type TrustedAuthorities,
} from './dcql-query.ts'
export { dcApiProtocol, domainOfOrigin, formatDcApiRequest, parseDcApiResponse, type DcApiRequest, type DcApiWanted } from './dc-api.ts'
export { decryptResponse, encryptResponse, makeResponseKey, responseEncryptions, type ResponseKey, type ResponsePrivateKey, type ResponseRecipient } from './encrypted-response.ts'
export { expandTypes } from './expand-types.ts'
export type { HeldCredential } from './held-credential.ts'
export { matchDcql, type Candidate, type MatchContext, type NoMatch, type QueryMatch, type RequestMatch } from './match-dcql.ts'
export { matchDefinition, parsePresentationDefinition, type InputDescriptor, type InputField, type PresentationDefinition } from './presentation-definition.ts'
export {
  clientIdOf, formatDefinition, formatPresentationRequest, formatRequestByValue, formatRequestLink, parsePresentationRequest,
  type PresentationQuestion, type PresentationRequest, type PresentationWanted, type RequestLimits, type ResponseMode,
} from './presentation-request.ts'
export { parseResponse, type ArrivedPresentation, type ArrivedResponse } from './presentation-response.ts'
export { isRequestLink, parseParameters, readRequest } from './read-request.ts'
export { subjectsOf } from './subjects-of.ts'
export type { TakenFormats } from './taken-formats.ts'
export { formatTransactionData, statementTransaction, type TransactionData } from './transaction-data.ts'
export { answerRequest, declineRequest, matchRequest, PresentationConsent, previewCandidate, type AnswerRequestContext, type DeclineReason, type Delivered } from './wallet.ts'
