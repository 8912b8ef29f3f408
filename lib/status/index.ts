/**
 * Whether a credential was revoked or suspended: Bitstring Status List 1.0, from drawing an index to checking a list; read and
 * checked also Status List 2021, the revocation lists of 1EdTech and, for tokens, Token Status List (draft-ietf-oauth-status-list).
 *
 * @example
 * ```ts
 * const index = await drawFreeIndex({ length: minListLength, isTaken, randomBytes })
 * const list = await createStatusListCredential({ url, issuer, purpose: 'revocation', bits: withBit(createBitstring(), index, 1), validFrom, ttlSeconds: 86_400 })
 * await checkStatusEntry(createStatusEntry(url, index, 'revocation'), JSON.stringify(list), { issuer, now, verify })
 * ```
 */
export { createBitstring, decodeBitstring, encodeBitstring, isBitSet, maxListLength, maxStatusSize, minListLength, readStatus, withBit, withStatuses } from './bitstring.ts'
export { changeStatus, type ChangeableList } from './change-status.ts'
export { checkStatusEntry, statusListUrl } from './check-status-entry.ts'
export { checkTokenStatus, type TokenStatusContext } from './check-token-status.ts'
export { drawFreeIndex, type FreeIndices } from './draw-free-index.ts'
export type { StatusContext, StatusFinding } from './status-context.ts'
export { StatusError } from './status-error.ts'
export { createStatusEntry, createStatusListCredential, type StatusListCredential, type StatusListInput, type StatusPurpose } from './status-list-credential.ts'
export { decodeStatusList, type EncodedStatusList } from './token-status-list.ts'
