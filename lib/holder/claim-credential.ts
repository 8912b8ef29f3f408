import { encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { encodeHex } from '../encoding/hex.ts'
import { parseClaimChallenge } from '../exchange/claim/claim-challenge.ts'
import type { ClaimLink } from '../exchange/claim/claim-link.ts'
import type { ClaimOffer } from '../exchange/claim/claim-offer.ts'
import { parseClaimResult } from '../exchange/claim/claim-result.ts'
import { checkClaimed } from './check-claimed.ts'
import type { WalletContext } from './entry.ts'
import { claimUrl } from './fetch-claim-offer.ts'
import { proveHolder } from './prove-holder.ts'
import { type Fetch, requestNode } from './request-node.ts'
import { saveRecord, type WalletRecord } from './wallet-record.ts'

/** Where a claim stands, for whoever is waiting. */
export type ClaimStep = 'asking' | 'proving' | 'checking' | 'keeping'

/** What claiming needs beside the open wallet. */
export interface ClaimContext extends WalletContext {
  readonly fetch: Fetch
  readonly now: Date
  readonly onStep?: (step: ClaimStep) => void
}

/** Which claim to make: the link, what it offered when it was shown, and the code when the issuer asks for one. */
export interface Claim {
  readonly link: ClaimLink
  readonly offer: ClaimOffer
  readonly code?: string
}

/**
 * Claims a credential with a key that only this issuer will see, and keeps it once it is what was offered.
 *
 * Safe to repeat: a node gives the same holder the same credential again, so a lost answer loses nothing.
 *
 * @throws HolderError `holder/credential-refused` when what came back is signed by another, bound to another or broken
 * @throws NodeRefusal with the node's reason, `claim/already-bound` among them
 */
export async function claimCredential({ link, offer, code }: Claim, context: ClaimContext): Promise<WalletRecord> {
  const { cryptography, fetch, now, onStep } = context
  onStep?.('asking')
  const { challenge, domain } = parseClaimChallenge(await requestNode(`${claimUrl(link)}/challenge`, fetch, { method: 'POST', body: {} }))
  onStep?.('proving')
  const { holder, presentation } = await proveHolder({ challenge, domain }, { issuer: offer.organisation.did, nodeOrigin: link.nodeOrigin }, context)
  const body = { presentation, ...(code === undefined ? {} : { code }) }
  const result = parseClaimResult(await requestNode(claimUrl(link), fetch, { method: 'POST', body }))
  onStep?.('checking')
  await checkClaimed(result, { issuer: offer.organisation.did, holder, nodeOrigin: link.nodeOrigin }, { cryptography, fetch, now })
  onStep?.('keeping')
  const record: WalletRecord = {
    // The same credential claimed twice is one record.
    id: encodeHex(cryptography.sha256(encodeUtf8(result.credential)).subarray(0, 16)),
    credential: result.credential, nonce: result.nonce, ledgerProof: result.ledgerProof, logs: [], status: {},
    documents: objectsOf(result.documents), addedAt: now.toISOString(), origin: link.nodeOrigin,
    ...(result.guardian === undefined ? {} : { guardian: { ...result.guardian, token: link.token } }),
  }
  await saveRecord(record, context)
  return record
}

/** The documents among what a node sent along. */
export function objectsOf(documents: JsonObject): WalletRecord['documents'] {
  return Object.fromEntries(Object.entries(documents).filter((entry): entry is [string, JsonObject] => typeof entry[1] === 'object' && entry[1] !== null && !Array.isArray(entry[1])))
}
