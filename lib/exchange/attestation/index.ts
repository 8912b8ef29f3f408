/**
 * Asking somebody to vouch for a record, by link. Version 1; messages are JSON over HTTPS, what people say is ciphertext to the node.
 *
 * 1. The wallet posts the request, encrypted, and gets an id and an end token; the link carries the key in its fragment.
 * 2. Whoever has the link asks for a code at an address of theirs, and answers it with the DID of a new key: the node states
 *    that, and signs it ({@link https://www.imsglobal.org/spec/ob/v3p0/ Open Badges 3.0}, "IdentityObject").
 * 3. They sign an endorsement and leave it, encrypted, with two status lists by which they may take it back ({@link TakeBack}).
 * 4. The wallet fetches the answer with its end token, which also withdraws the request.
 *
 * ```ts
 * parseAttestationAnswer(formatAttestationAnswer({ endorsement: '{}' })).endorsement // '{}'
 * ```
 */
export { AttestationError } from './attestation-error.ts'
export {
  codeSeconds, codeTries, formatAttestationAnswer, formatAttestationRequest, linkTokenOf, maxAttestationBytes, maxAttestationDays, parseAttestationAnswer, parseAttestationRequest,
  type AttestationAnswer, type AttestationRequest, type AttestationState,
} from './attestation-request.ts'
export { isTakeBackList, makeTakeBack, maxTakeBackLength, newTakeBackId, takeBackCopyDays, takeBackUrl, type TakeBack } from './take-back.ts'
