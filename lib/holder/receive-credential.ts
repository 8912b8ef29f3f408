import type { Cryptography } from '../crypto/cryptography.ts'
import { isJsonObject, listOf } from '../credential/parse-json.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { encodeHex } from '../encoding/hex.ts'
import type { StatusSnapshot } from '../verifier/bundle.ts'
import { trustNobody, type Trust } from '../verifier/policy.ts'
import type { Report } from '../verifier/report.ts'
import { verify } from '../verifier/verify.ts'
import type { WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'
import { loadRecord, noteAgain, saveRecord, type WalletRecord } from './wallet-record.ts'

/** A credential that another system handed over, and what its checks said. */
export interface ReceivedCredential {
  /** Exactly what is to be kept. */
  readonly text: string
  readonly report: Report
  /** What the checks fetched: issuers' documents by address, and status lists as they were. */
  readonly documents: { readonly [url: string]: JsonObject }
  readonly status: { readonly [url: string]: StatusSnapshot }
}

/** What checking takes; issuers' documents and status lists are fetched through `fetchDocument`, or stay unknown. */
export interface ReceiveContext {
  readonly cryptography: Cryptography
  readonly now: Date
  readonly fetchDocument?: ((url: string) => Promise<unknown>) | undefined
  readonly trust?: Trust | undefined
}

/**
 * Checks what came out of an exchange, of whatever protocol, before anybody is asked whether to keep it: signature in every suite,
 * issuer, dates, status and its list, and that it is about the DID that was proven.
 *
 * Untrusted: the text. @throws VerifierError `verifier/unreadable`, `verifier/too-large` for what is no credential at all
 */
export async function checkReceived(text: string, holder: string, { cryptography, now, fetchDocument, trust = trustNobody }: ReceiveContext): Promise<ReceivedCredential> {
  const fetched = new Map<string, JsonObject>()
  const fetchAndKeep = fetchDocument === undefined ? undefined : async (url: string): Promise<unknown> => {
    const document = await fetchDocument(url)
    if (isJsonObject(document)) fetched.set(url, document)
    return document
  }
  const { reports } = await verify(encodeUtf8(text), { cryptography, now, documents: {}, fetchDocument: fetchAndKeep, trust, holder })
  const [report, ...surplus] = reports
  if (report === undefined || surplus.length > 0) throw new HolderError('holder/credential-refused', 'Cannot take over: it is not one credential')
  const lists = [...fetched].filter(([, document]) => isStatusList(document))
  return {
    text, report,
    status: Object.fromEntries(lists.map(([url, credential]) => [url, { credential, fetchedAt: now.toISOString() }])),
    documents: Object.fromEntries([...fetched].filter(([, document]) => !isStatusList(document))),
  }
}

function isStatusList({ type }: JsonObject): boolean {
  return listOf(type).some((name: Json) => typeof name === 'string' && name.endsWith('StatusListCredential'))
}

/** From whom it came, and whether its holder wants it although a check failed. */
export interface KeepReceived {
  /** The origin of the other side. */
  readonly origin: string
  readonly insists?: boolean
  /** The name under which the key that it is about is derived. */
  readonly keyName?: string
}

/**
 * Keeps a received credential, byte for byte, sealed. One that failed is kept only when its holder insists, and stays marked.
 *
 * @throws HolderError `holder/credential-refused`
 */
export async function keepReceived({ text, report, documents, status }: ReceivedCredential, { origin, insists = false, keyName }: KeepReceived, { now, ...context }: WalletContext & { readonly now: Date }): Promise<WalletRecord> {
  const isDoubtful = report.integrity === 'failed'
  if (isDoubtful && !insists) throw new HolderError('holder/credential-refused', 'Cannot keep the credential: it failed its checks')
  const id = encodeHex(context.cryptography.sha256(encodeUtf8(text)).subarray(0, 16))
  const held = await loadRecord(id, context)
  if (held !== undefined) return noteAgain({ ...held, status: { ...held.status, ...status }, documents: { ...held.documents, ...documents } }, { ...context, now })
  const record: WalletRecord = {
    id,
    credential: text, nonce: null, ledgerProof: null, logs: [], status, documents, addedAt: now.toISOString(), origin, ...(isDoubtful ? { isDoubtful } : {}), ...(keyName === undefined ? {} : { keyName }),
  }
  await saveRecord(record, context)
  return record
}
