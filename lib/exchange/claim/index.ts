/**
 * The claim protocol of a node: how a person turns a claim link into a credential that is bound to a
 * key of their own, and the package in which they share it. Version 1; messages are JSON over HTTPS.
 *
 * 1. `GET /api/claims/:token` answers a {@link ClaimOffer}: it shows and changes nothing.
 * 2. `POST /api/claims/:token/challenge` answers a {@link ClaimChallenge}: single use, ten minutes.
 * 3. `POST /api/claims/:token` takes a {@link ClaimRequest} and answers a {@link ClaimResult}.
 *
 * 4. `POST /api/copies/challenge` and `POST /api/copies` likewise, for a {@link CopyRequest} and a {@link CopyResult}: a copy for one share.
 *
 * A holder whose answer was lost asks again and receives the same credential; another holder is refused
 * with `claim/already-bound` and the issuer finds a ticket on the claim desk.
 *
 * ```ts
 * const link = { nodeOrigin: 'https://college.example', token: 'A'.repeat(43) }
 * parseClaimLink(formatClaimLink(link)) // the same link
 * ```
 */
export { challengeLifeSeconds, parseClaimChallenge, type ClaimChallenge } from './claim-challenge.ts'
export { ClaimError } from './claim-error.ts'
export { formatClaimLink, formatWalletClaimLink, isClaimToken, parseClaimLink, type ClaimLink } from './claim-link.ts'
export { parseClaimOffer, type ClaimOffer, type ClaimState, type GuardianAnswer } from './claim-offer.ts'
export { parseClaimRequest, type ClaimRequest } from './claim-request.ts'
export { maxCredentialLength, parseClaimResult, type ClaimResult, type GuardianRule, type LedgerProofAnswer } from './claim-result.ts'
export { copyForms, parseCopyRequest, parseCopyResult, type CopyForm, type CopyRequest, type CopyResult } from './copy-request.ts'
export {
  maxShareBytes, maxShareDays, parseSharePackage, parseShareReceipt, parseShareRequest,
  type SharePackage, type ShareReceipt, type ShareRequest,
} from './share-package.ts'
