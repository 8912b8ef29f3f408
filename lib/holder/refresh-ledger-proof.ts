import { isJsonObject, parseJsonObject } from '../credential/parse-json.ts'
import { proofBytesOf } from '../credential/proof-bytes.ts'
import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import { commit } from '../trust/commitment.ts'
import { parseLedgerProof } from '../trust/ledger-proof.ts'
import { verifyLedgerProof } from '../trust/verify-ledger-proof.ts'
import type { WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'
import { type Fetch, requestNode } from './request-node.ts'
import { saveRecord, type WalletRecord } from './wallet-record.ts'

/**
 * Asks the node whether a record's commitment is on the ledger by now, and keeps the proof once it holds.
 *
 * The node learns nothing new: it made the commitment. A proof that does not hold is not kept.
 *
 * @throws HolderError `holder/ledger-proof-refused`, `holder/node-unreachable`; NodeRefusal
 */
export async function refreshLedgerProof(record: WalletRecord, context: WalletContext & { readonly fetch: Fetch }): Promise<WalletRecord> {
  if (record.nonce === null || record.ledgerProof !== null) return record
  const credential = parseJsonObject(record.credential)
  const proofBytes = bytesOfFirst(credential['proof'])
  if (proofBytes === undefined) return record
  const { cryptography, fetch } = context
  const commitment = encodeBase64url(commit(proofBytes, decodeBase64url(record.nonce), cryptography.sha256))
  const answer = await requestNode(`${record.origin}/api/ledger-proofs/${commitment}`, fetch)
  if (!isJsonObject(answer) || answer['state'] !== 'recorded') return record
  const ledgerProof = parseLedgerProof({ ...answer, type: 'LedgerProof', nonce: record.nonce })
  const log = await fetchLogKey(record.origin, fetch)
  const issuer = isJsonObject(credential['issuer']) ? credential['issuer']['id'] : credential['issuer']
  const finding = await verifyLedgerProof(ledgerProof, { proofBytes, issuer: String(issuer), logs: log === undefined ? [] : [log], cryptography })
  if (finding.outcome === 'failed') throw new HolderError('holder/ledger-proof-refused', `Cannot keep the ledger proof: ${finding.reason}`)
  const recorded = { ...record, ledgerProof, logs: log === undefined ? record.logs : [log] }
  await saveRecord(recorded, context)
  return recorded
}

/** The key of the node's log, for whoever is shown the record; it is the sharer's word until the verifier knows it too. */
export async function fetchLogKey(node: string, fetch: Fetch): Promise<string | undefined> {
  const answer = await requestNode(`${node}/api/node`, fetch)
  const log = isJsonObject(answer) ? answer['log'] : undefined
  const key = isJsonObject(log) ? log['verifierKey'] : undefined
  return typeof key === 'string' && key.length <= 500 ? key : undefined
}

function bytesOfFirst(proof: unknown): Uint8Array | undefined {
  const first = isJsonObject(proof) ? proof : Array.isArray(proof) ? proof.find(isJsonObject) : undefined
  const value = first === undefined ? undefined : first['proofValue']
  return typeof value === 'string' ? proofBytesOf(value) : undefined
}
