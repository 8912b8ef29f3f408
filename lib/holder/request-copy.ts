import { isJsonObject } from '../credential/parse-json.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { EverlearnedError } from '../error.ts'
import { parseClaimChallenge } from '../exchange/claim/claim-challenge.ts'
import { parseCopyResult, type CopyForm, type CopyResult } from '../exchange/claim/copy-request.ts'
import { refuseLinkable } from '../issuer/issue-unlinkable.ts'
import { checkSigned } from './check-claimed.ts'
import { objectsOf } from './claim-credential.ts'
import type { WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'
import { proveHolder } from './prove-holder.ts'
import { readDocument } from './read-document.ts'
import { type Fetch, requestNode } from './request-node.ts'
import type { WalletRecord } from './wallet-record.ts'

/** What asking takes: the open wallet, the network and the time, and the form in which the copy is wanted. */
export interface CopyContext extends WalletContext {
  readonly fetch: Fetch
  readonly now: Date
  readonly form?: CopyForm
}

/**
 * Asks the issuing node for a copy that is made now: its id, its place in the status list and its dates tell of today and of
 * nothing else. The holder proves their key; it costs nothing. The copy is for one share and is not kept in the wallet.
 *
 * @throws HolderError `holder/node-unreachable`, `holder/credential-refused`; NodeRefusal
 */
export async function requestCopy(record: WalletRecord, { form = 'ecdsa-sd-2023', ...context }: CopyContext): Promise<WalletRecord> {
  const { cryptography, fetch, now } = context
  const { id: credentialId, issuer } = readDocument(record.credential, cryptography)
  const issuerId = isJsonObject(issuer) ? issuer['id'] : issuer
  if (typeof credentialId !== 'string' || typeof issuerId !== 'string') throw new HolderError('holder/record-malformed', 'Cannot ask for a copy: the record names no id or no issuer')
  const address = `${record.origin}/api/copies`
  const challenge = parseClaimChallenge(await requestNode(`${address}/challenge`, fetch, { method: 'POST', body: { credentialId } }))
  const { holder, presentation } = await proveHolder(challenge, { issuer: issuerId, nodeOrigin: record.origin, keyName: record.keyName }, context)
  const result = parseCopyResult(await requestNode(address, fetch, { method: 'POST', body: { credentialId, presentation, form } }))
  const expected = form === 'bbs-2023' ? { issuer: checkUnlinkable(result, issuerId, cryptography), holder: undefined } : { issuer: issuerId, holder }
  await checkSigned(result, { ...expected, nodeOrigin: record.origin }, { cryptography, fetch, now })
  // Nothing of the record goes along: what was gathered for it then tells of then.
  return { ...record, credential: result.credential, nonce: null, ledgerProof: null, logs: [], status: {}, documents: objectsOf(result.documents) }
}

/**
 * Refuses a copy by which shares could be linked after all; answers who signed it.
 *
 * A did:key is one key, so an issuer that is no more than that signs such copies under another name: any key of that kind will do, and
 * whoever gets the copy is told by their own trust whose it is.
 */
function checkUnlinkable({ credential }: CopyResult, issuer: string, cryptography: Cryptography): string {
  try {
    const document: JsonObject = readDocument(credential, cryptography)
    refuseLinkable(document)
    const signer = isJsonObject(document['issuer']) ? document['issuer']['id'] : document['issuer']
    return issuer.startsWith('did:key:') && typeof signer === 'string' && signer.startsWith('did:key:zUC7') ? signer : issuer
  } catch (cause) {
    if (cause instanceof EverlearnedError) throw new HolderError('holder/credential-refused', 'Cannot keep the credential: copies of it could be linked', { cause })
    throw cause
  }
}
