import type { ClaimLink } from '../exchange/claim/claim-link.ts'
import { parseClaimOffer, type ClaimOffer } from '../exchange/claim/claim-offer.ts'
import { parseNodeOrigin } from './node-origin.ts'
import { type Fetch, requestNode } from './request-node.ts'

/**
 * Asks what is waiting under a claim link. Changes nothing.
 *
 * @throws HolderError `holder/node-origin`, `holder/node-unreachable`; NodeRefusal; ClaimError `claim/malformed`
 */
export async function fetchClaimOffer(link: ClaimLink, fetch: Fetch): Promise<ClaimOffer> {
  return parseClaimOffer(await requestNode(claimUrl(link), fetch))
}

/** Where a node answers for a claim; only https, or this very machine. */
export function claimUrl({ nodeOrigin, token }: ClaimLink): string {
  return `${parseNodeOrigin(nodeOrigin)}/api/claims/${token}`
}
