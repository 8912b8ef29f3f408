import { isJsonObject, parseJsonObject } from '../credential/parse-json.ts'
import { parseClaimChallenge } from '../exchange/claim/claim-challenge.ts'
import { parseClaimResult } from '../exchange/claim/claim-result.ts'
import { checkClaimed } from './check-claimed.ts'
import { objectsOf } from './claim-credential.ts'
import type { WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'
import { proveHolder } from './prove-holder.ts'
import { type Fetch, requestNode } from './request-node.ts'
import type { WalletRecord } from './wallet-record.ts'

/**
 * Asks the issuing node for a copy that is made now: its id, its place in the status list and its dates tell of today and of
 * nothing else. The holder proves their key; it costs nothing. The copy is for one share and is not kept in the wallet.
 *
 * @throws HolderError `holder/node-unreachable`, `holder/credential-refused`; NodeRefusal
 */
export async function requestCopy(record: WalletRecord, context: WalletContext & { readonly fetch: Fetch; readonly now: Date }): Promise<WalletRecord> {
  const { cryptography, fetch, now } = context
  const { id: credentialId, issuer } = parseJsonObject(record.credential)
  const issuerId = isJsonObject(issuer) ? issuer['id'] : issuer
  if (typeof credentialId !== 'string' || typeof issuerId !== 'string') throw new HolderError('holder/record-malformed', 'Cannot ask for a copy: the record names no id or no issuer')
  const address = `${record.origin}/api/copies`
  const challenge = parseClaimChallenge(await requestNode(`${address}/challenge`, fetch, { method: 'POST', body: { credentialId } }))
  const { holder, presentation } = await proveHolder(challenge, { issuer: issuerId, nodeOrigin: record.origin }, context)
  const result = parseClaimResult(await requestNode(address, fetch, { method: 'POST', body: { credentialId, presentation } }))
  await checkClaimed(result, { issuer: issuerId, holder, nodeOrigin: record.origin }, { cryptography, fetch, now })
  // Nothing of the record goes along: what was gathered for it then tells of then.
  return { ...record, credential: result.credential, nonce: result.nonce, ledgerProof: null, logs: [], status: {}, documents: objectsOf(result.documents) }
}
