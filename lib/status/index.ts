/**
 * Whether a credential was revoked: Bitstring Status List 1.0, from drawing an index to checking a list.
 *
 * @example
 * ```ts
 * const index = await drawFreeIndex({ length: minListLength, isTaken, randomBytes })
 * const list = await createStatusListCredential({ url, issuer, purpose: 'revocation', bits: withBit(createBitstring(), index, 1), validFrom, ttlSeconds: 86_400 })
 * await checkStatusEntry(createStatusEntry(url, index, 'revocation'), JSON.stringify(list), { issuer, now, verify })
 * ```
 */
export { createBitstring, decodeBitstring, encodeBitstring, isBitSet, maxListLength, minListLength, withBit } from './bitstring.ts'
export { checkStatusEntry, type StatusContext, type StatusFinding } from './check-status-entry.ts'
export { drawFreeIndex, type FreeIndices } from './draw-free-index.ts'
export { StatusError } from './status-error.ts'
export { createStatusEntry, createStatusListCredential, type StatusListCredential, type StatusListInput, type StatusPurpose } from './status-list-credential.ts'
