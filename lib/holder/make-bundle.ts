import { isJsonObject, listOf } from '../credential/parse-json.ts'
import type { CopyForm } from '../exchange/claim/copy-request.ts'
import { EverlearnedError } from '../error.ts'
import type { Json } from '../encoding/canonical-json.ts'
import { formatBundle, type StatusSnapshot } from '../verifier/bundle.ts'
import { saveRecord, type WalletRecord } from './wallet-record.ts'
import type { WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'
import { parseNodeOrigin } from './node-origin.ts'
import { fetchLogKey, refreshLedgerProof } from './refresh-ledger-proof.ts'
import { readDocument } from './read-document.ts'
import { requestCopy } from './request-copy.ts'
import { type Fetch, requestNode } from './request-node.ts'
import { canShowParts, hasBaseProof, showParts, type FactName } from './shown-copy.ts'

/** What making a bundle needs: the open wallet, the network if there is one, and the time. */
export interface BundleContext extends WalletContext {
  readonly fetch: Fetch
  readonly now: Date
}

/** What a holder shows of a record, and in which form. */
export interface ShareChoice {
  readonly facts: readonly FactName[] | 'all'
  /** Unless given, the form in which the record is kept. */
  readonly form?: CopyForm | undefined
}

/**
 * A record as a share bundle: the credential as signed, or a copy that shows the facts chosen, and what checking it
 * without a network needs.
 *
 * Where the day of the award is withheld, nothing in the bundle tells it: the copy is made now, by the issuer's node. One of another
 * form is made there too, each time anew: two copies that cannot be linked come from two signatures.
 *
 * @throws HolderError `holder/node-unreachable` when such a copy cannot be had; CredentialError
 */
export async function makeBundle(record: WalletRecord, context: BundleContext, { facts, form }: ShareChoice = { facts: 'all' }): Promise<string> {
  if (!canShowParts(record.credential)) return formatRecord(await gather(record, context))
  const isMadeNow = isCopyMadeNow({ facts, form })
  const source = isMadeNow ? await gatherForCopy(await requestCopy(record, { ...context, ...(form === undefined ? {} : { form }) }), context) : await gather(record, context)
  return formatRecord({ ...source, credential: await showParts(source.credential, facts, context.cryptography) })
}

/** Tells whether a choice takes a copy of today, for which the issuer's node is asked. */
export function isCopyMadeNow({ facts, form = 'ecdsa-sd-2023' }: ShareChoice): boolean {
  return form !== 'ecdsa-sd-2023' || (facts !== 'all' && !facts.includes('awardedDate'))
}

/** The last gate before anything leaves the wallet. */
function formatRecord({ credential, documents, status, ledgerProof, logs, archived }: WalletRecord): string {
  if (hasBaseProof(credential)) throw new HolderError('holder/base-proof', 'Cannot share: this copy is for its holder alone')
  return formatBundle({ credentials: [credential], documents, status, ledgerProofs: ledgerProof === null ? [] : [{ ...ledgerProof }], logs, ...(archived === undefined ? {} : { archived }) })
}

/** A copy made now waits for its place in the ledger, and a proof would only tell when that was: it goes without one. */
async function gatherForCopy(copy: WalletRecord, context: BundleContext): Promise<WalletRecord> {
  return { ...copy, status: await fetchStatus(copy, context) }
}

/** Each thing on its own: what cannot be had is left as it was, and the verdict will say what is missing. */
async function gather(record: WalletRecord, context: BundleContext): Promise<WalletRecord> {
  const recorded = (await attempt(refreshLedgerProof(record, context))) ?? record
  const log = recorded.logs.length > 0 ? undefined : await attempt(fetchLogKey(record.origin, context.fetch))
  const gathered = {
    ...recorded,
    logs: log === undefined ? recorded.logs : [log],
    status: { ...recorded.status, ...(await fetchStatus(record, context)) },
    ...(await attempt(fetchArchived(record, context))),
  }
  await saveRecord(gathered, context)
  return gathered
}

/** The proof that the document of a did:web was archived; a did:key needs none. It is the node's word until whoever checks verifies it. */
async function fetchArchived({ credential, origin }: WalletRecord, { fetch, cryptography }: BundleContext): Promise<Pick<WalletRecord, 'archived'>> {
  const { issuer } = readDocument(credential, cryptography)
  const did = isJsonObject(issuer) ? issuer['id'] : issuer
  if (typeof did !== 'string' || !did.startsWith('did:web:')) return {}
  const answer = await requestNode(`${origin}/api/ledger/archive?id=${encodeURIComponent(did)}`, fetch)
  const archived = isJsonObject(answer) ? listOf(answer['archived']).slice(0, maxArchived) : []
  return archived.length === 0 ? {} : { archived }
}

/** Untrusted: of the proofs that a node gives no more are kept. */
const maxArchived = 8

async function fetchStatus(record: WalletRecord, { fetch, now, cryptography }: BundleContext): Promise<Readonly<Record<string, StatusSnapshot>>> {
  const snapshots: Record<string, StatusSnapshot> = {}
  for (const entry of listOf(readDocument(record.credential, cryptography)['credentialStatus'])) {
    const url = isJsonObject(entry) ? entry['statusListCredential'] : undefined
    if (typeof url !== 'string') continue
    const credential = await attempt(fetchList(url, fetch))
    if (credential !== undefined) snapshots[url] = { credential, fetchedAt: now.toISOString() }
  }
  return snapshots
}

/** Untrusted: the address comes from the credential; only https, or this very machine, is asked. */
async function fetchList(url: string, fetch: Fetch): Promise<Json> {
  parseNodeOrigin(url)
  return (await requestNode(url, fetch)) as Json
}

async function attempt<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof EverlearnedError) return undefined
    throw error
  }
}
