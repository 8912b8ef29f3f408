import { isJsonObject, listOf, parseJsonObject } from '../credential/parse-json.ts'
import { EverlearnedError } from '../error.ts'
import type { Json } from '../encoding/canonical-json.ts'
import { formatBundle, type StatusSnapshot } from '../verifier/bundle.ts'
import { saveRecord, type WalletRecord } from './wallet-record.ts'
import type { WalletContext } from './entry.ts'
import { parseNodeOrigin } from './node-origin.ts'
import { fetchLogKey, refreshLedgerProof } from './refresh-ledger-proof.ts'
import { requestCopy } from './request-copy.ts'
import { type Fetch, requestNode } from './request-node.ts'
import { canShowParts, showParts, type FactName } from './shown-copy.ts'

/** What making a bundle needs: the open wallet, the network if there is one, and the time. */
export interface BundleContext extends WalletContext {
  readonly fetch: Fetch
  readonly now: Date
}

/**
 * A record as a share bundle: the credential as signed, or a copy that shows the `facts` chosen, and what checking it
 * without a network needs.
 *
 * Where the day of the award is withheld, nothing in the bundle tells it: the copy is made now, by the issuer's node.
 *
 * @throws HolderError `holder/node-unreachable` when such a copy cannot be had; CredentialError
 */
export async function makeBundle(record: WalletRecord, context: BundleContext, facts: readonly FactName[] | 'all' = 'all'): Promise<string> {
  if (!canShowParts(record.credential)) return formatRecord(await gather(record, context))
  const isDated = facts === 'all' || facts.includes('awardedDate')
  const source = isDated ? await gather(record, context) : await gatherForCopy(await requestCopy(record, context), context)
  return formatRecord({ ...source, credential: await showParts(source.credential, facts, context.cryptography) })
}

function formatRecord({ credential, documents, status, ledgerProof, logs }: WalletRecord): string {
  return formatBundle({ credentials: [credential], documents, status, ledgerProofs: ledgerProof === null ? [] : [{ ...ledgerProof }], logs })
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
  }
  await saveRecord(gathered, context)
  return gathered
}

async function fetchStatus(record: WalletRecord, { fetch, now }: BundleContext): Promise<Readonly<Record<string, StatusSnapshot>>> {
  const snapshots: Record<string, StatusSnapshot> = {}
  for (const entry of listOf(parseJsonObject(record.credential)['credentialStatus'])) {
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
