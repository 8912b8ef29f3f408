import { webCryptography } from 'everlearned/crypto'
import { describeCredential, type CredentialDescription } from 'everlearned/holder'
import { type BundleCover, type EvidenceItem, evidenceItems, namesIn, parseTrust, type Trust, type Verdict, readInput, verify } from 'everlearned/verifier'
import type { JsonObject } from 'everlearned/encoding'
import { callApi } from './api.ts'
import { describeContained, type JudgedPart } from './describe-contained.ts'
import { loadKeptLists } from './kept-lists.ts'

/** A verdict with what its records say, and the addresses that were not asked because nobody agreed to it. */
export interface Judgement {
  readonly verdict: Verdict
  readonly credentials: readonly JudgedCredential[]
  readonly notAsked: readonly string[]
  readonly at: Date
  /** How whoever shares them presents them; nobody signed it. */
  readonly cover: BundleCover | undefined
  /** Against whose e-mail address it was held, if against any. */
  readonly holder: string | undefined
}

/** What a record says, what is inside it, and the files that show it. */
export interface JudgedCredential extends CredentialDescription { readonly parts: readonly JudgedPart[]; readonly evidence?: readonly EvidenceItem[] }

/** What is asked besides what the bytes say. */
export interface Asking {
  readonly mayAskOthers: boolean
  /** The e-mail address of whose the records should be. It stays in this browser. */
  readonly holder?: string
}

/** Untrusted: no document that a record names may be larger. */
const maxDocumentBytes = 2 * 1024 * 1024

/**
 * Judges bytes in this browser. This node's own addresses are asked for status and identity; others only with consent,
 * for whoever runs them would learn that somebody looks at such a record.
 */
export async function judge(bytes: Uint8Array<ArrayBuffer>, { trust, mayAskOthers, holder }: Asking & { readonly trust: Trust }): Promise<Judgement> {
  const notAsked = new Set<string>()
  const at = new Date()
  const fetchDocument = async (url: string): Promise<unknown> => {
    const { origin, protocol } = new URL(url)
    if (origin !== location.origin && protocol !== 'https:') return undefined
    if (origin !== location.origin && !mayAskOthers) {
      notAsked.add(origin)
      return undefined
    }
    return fetchJson(url)
  }
  const { credentials, bundle } = await readInput(bytes, webCryptography)
  const keptLists = await loadKeptLists(credentials.flatMap(({ document }) => listsNamedIn(document)))
  const known = await askNode(credentials.flatMap(({ document }) => namesIn(document)), trust)
  const verdict = await verify(bytes, { cryptography: webCryptography, now: at, documents: {}, keptLists, trust: known, fetchDocument, findBlob: askNodeForBytes, holder })
  const described = credentials.map(({ document }, index) => ({ ...describeCredential(document), parts: describeContained(document, verdict.reports[index]?.contained), evidence: evidenceItems(document, bundle, webCryptography) }))
  return { verdict, credentials: described, notAsked: [...notAsked], at, cover: bundle?.cover, holder }
}

/** The addresses of the status lists that a credential is on. */
function listsNamedIn(document: JsonObject): readonly string[] {
  const entries = [document['credentialStatus'] ?? []].flat()
  return entries.flatMap((entry) => (typeof entry === 'object' && entry !== null && 'statusListCredential' in entry && typeof entry.statusListCredential === 'string' ? [entry.statusListCredential] : []))
}

/** What this node's registry says of the issuers named; without an answer what is known already. */
async function askNode(names: readonly string[], trust: Trust): Promise<Trust> {
  if (names.length === 0) return trust
  const file = await callApi<unknown>('/api/trust', { method: 'POST', body: { names: [...new Set(names)].slice(0, 100) } }).catch(() => undefined)
  return file === undefined ? trust : parseTrust(JSON.stringify(file), webCryptography)
}

/** What this node keeps of logs, by its SHA-256: the last status list of an issuer that is gone. */
async function askNodeForBytes(digest: string): Promise<Uint8Array | undefined> {
  const response = await fetch(`/ledger/blob/${digest}`, { credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error', signal: AbortSignal.timeout(10_000) })
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined
}

async function fetchJson(url: string): Promise<unknown> {
  // Whoever checks twice wants to know what holds now, not what held a minute ago.
  const response = await fetch(url, { cache: 'no-cache', credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error', signal: AbortSignal.timeout(10_000) })
  if (!response.ok) return undefined
  const text = await response.text()
  if (text.length > maxDocumentBytes) return undefined
  // A list may come as a compact token.
  return /^\s*[\w-]+\.[\w-]+\.[\w-]+\s*$/.test(text) ? text : JSON.parse(text)
}
