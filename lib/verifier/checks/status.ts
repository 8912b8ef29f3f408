import type { Finding } from '../../credential/finding.ts'
import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import type { Json } from '../../encoding/canonical-json.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import { encodeHex } from '../../encoding/hex.ts'
import type { StatusFinding } from '../../status/status-context.ts'
import { checkStatusEntry, statusListUrl } from '../../status/check-status-entry.ts'
import { checkTokenStatus } from '../../status/check-token-status.ts'
import { participantAt, statusDigests } from '../../trust/history.ts'
import type { ReadCredential } from '../input.ts'
import { readKnownList } from '../known-lists.ts'
import { listsOf, onceFor, type FoundList, type ListsOfFile } from '../lists-of-file.ts'
import { notApplicable, passed, unknown } from '../report.ts'
import type { Subject } from '../subject.ts'
import { createSubject, idOf } from '../subject.ts'
import { recordsOf } from '../trusted-network.ts'
import { verifyStatusToken } from '../token-proof.ts'
import { readToken } from '../token.ts'
import type { VerifyContext } from '../verify-context.ts'
import { bindIssuer } from './issuer-binding.ts'
import { checkProof } from './proof.ts'

/** Untrusted: a credential with more status entries than this is not looked up. */
const maxEntries = 8

/** The worst of the answers, and each of them when there are several. */
export interface StatusAnswer extends StatusFinding {
  readonly entries?: readonly StatusFinding[]
}

/** Did its issuer take it back? The list that says so must be signed by that issuer and fresh; an old or missing list leaves it unknown. */
export async function checkStatus(subject: Subject, context: VerifyContext): Promise<StatusAnswer> {
  const entries = listOf(subject.document['credentialStatus'])
  const reference = referenceOf(subject)
  if (entries.length === 0 && reference === undefined) return notApplicable('status/none', 'It names no place where its issuer would say that it was withdrawn')
  if (entries.length > maxEntries) return unknown('status/too-many', `It has more than ${maxEntries} status entries`)
  const findings: StatusFinding[] = []
  for (const entry of entries) findings.push(await checkEntry(entry, subject, context))
  if (reference !== undefined) findings.push(await checkReference(reference, subject, context))
  const worst = findings.find(({ outcome }) => outcome === 'failed') ?? findings.find(({ outcome }) => outcome === 'unknown') ?? findings[0] ?? passed
  return findings.length > 1 ? { ...worst, entries: findings } : worst
}

/** The claim `status` of a token (Token Status List, "Referenced Token"); of other kinds of status than a list only that it is there. */
function referenceOf({ read }: Subject): Json | undefined {
  const status = read.token?.claims['status']
  return isJsonObject(status) ? (status['status_list'] ?? {}) : status
}

async function checkReference(reference: Json, subject: Subject, context: VerifyContext): Promise<StatusFinding> {
  const url = isJsonObject(reference) ? reference['uri'] : undefined
  const lists = listsOf(subject.input)
  const found = typeof url === 'string' ? await findListOnce(url, lists, subject, context) : undefined
  const issuer = subject.issuerId ?? ''
  return checkTokenStatus(reference, found?.text, {
    issuer,
    now: context.now,
    ...(found?.fetchedAt === undefined ? {} : { fetchedAt: found.fetchedAt }),
    decode: (list) => listsOf(subject.input).expanded.decodeToken(list, context.cryptography.expandBase64url),
    verify: (token) => onceFor(lists.verified, `token ${url} ${issuer}`, () => verifyStatusToken(token, issuer, context)),
  })
}

async function checkEntry(entry: Json, subject: Subject, context: VerifyContext): Promise<StatusFinding> {
  const { issuerId, input, document } = subject
  const url = statusListUrl(entry)
  const lists = listsOf(input)
  const found = url === undefined ? undefined : await findListOnce(url, lists, subject, context)
  // A list credential may itself be a token (Bitstring Status List 1.0, "BitstringStatusListCredential").
  const token = found === undefined || found.text.startsWith('{') ? undefined : readToken(found.text.trim(), context.cryptography)
  const list = found === undefined || token !== undefined ? undefined : readKnownList(found.text, context.cryptography)
  return checkStatusEntry(entry, list ?? (token === undefined || token.conflict !== undefined ? found?.text : JSON.stringify(token.document)), {
    issuer: issuerId ?? '',
    credentialId: idOf(document) ?? undefined,
    now: context.now,
    ...(found?.fetchedAt === undefined ? {} : { fetchedAt: found.fetchedAt }),
    isFromSharer: found?.isFromSharer,
    isLastWord: found?.isLastWord,
    decode: (encoded) => listsOf(input).expanded.decodeBits(encoded, context.cryptography.expandBase64url),
    verify: (document) => onceFor(lists.verified, `credential ${url} ${issuerId}`, () => verifyList({ document, securing: token?.form ?? 'embedded', ...(token === undefined ? {} : { token }) }, input, context)),
  })
}

function findListOnce(url: string, { found }: ListsOfFile, subject: Subject, context: VerifyContext): Promise<FoundList | undefined> {
  return onceFor(found, `${url} ${subject.issuerId}`, () => findAnyList(url, subject, context))
}

async function findAnyList(url: string, subject: Subject, context: VerifyContext): Promise<FoundList | undefined> {
  const lastWord = (context.trust.networks ?? []).length === 0 ? undefined : await findLastWord(url, subject, context)
  return lastWord ?? findList(url, subject, context)
}

/**
 * Of an issuer that a registry declares gone: the copy whose digest is the last that the issuer recorded, whoever brings it, or who
 * keeps copies of the log. What is served at its address now is not asked.
 */
async function findLastWord(url: string, { issuerId, input }: Subject, { trust, documents, findBlob, cryptography }: VerifyContext): Promise<FoundList | undefined> {
  const digests = (trust.networks ?? []).flatMap((network) => {
    const { registry } = network.registry
    const isGone = issuerId !== null && participantAt(registry, issuerId, registry.size)?.state === 'withdrawn'
    return isGone ? recordsOf(network).flatMap((log) => statusDigests(log, { issuer: issuerId, list: url }).at(-1)?.digest ?? []) : []
  })
  if (digests.length === 0) return undefined
  const copies = [documents, input.bundle?.status ?? {}].flatMap((source) => (Object.hasOwn(source, url) ? [source === documents ? documents[url] : input.bundle?.status[url]?.credential] : []))
  const brought = copies.map(textOf).find((copy) => digests.includes(encodeHex(cryptography.sha256(encodeUtf8(copy)))))
  const text = brought ?? (await findText(digests, { findBlob, cryptography }))
  return text === undefined ? undefined : { text, isFromSharer: true, isLastWord: true }
}

async function findText(digests: readonly string[], { findBlob, cryptography }: Pick<VerifyContext, 'findBlob' | 'cryptography'>): Promise<string | undefined> {
  for (const digest of new Set(digests)) {
    // Out of reach is a finding (unknown), not a fault.
    const bytes = await findBlob?.(digest).catch(() => undefined)
    if (bytes !== undefined && encodeHex(cryptography.sha256(bytes)) === digest) return new TextDecoder().decode(bytes)
  }
  return undefined
}

/** From the caller's documents, else over the network if there is one, else as the caller fetched it before, else the snapshot that the sharer put in. */
async function findList(url: string, { input }: Subject, { documents, fetchDocument, keptLists = {}, now }: VerifyContext): Promise<FoundList | undefined> {
  if (Object.hasOwn(documents, url)) return { text: textOf(documents[url]), fetchedAt: now }
  // A list that cannot be fetched is a finding (unknown), not a fault.
  const fetched = await fetchDocument?.(url).catch(() => undefined)
  if (fetched !== undefined) return { text: textOf(fetched), fetchedAt: now }
  const kept = Object.hasOwn(keptLists, url) ? keptLists[url] : undefined
  if (kept !== undefined) return { text: textOf(kept.credential), fetchedAt: new Date(kept.fetchedAt) }
  // When the sharer fetched it is the sharer's word: the age of a snapshot counts from the moment that its issuer signed.
  const { status } = input.bundle ?? {}
  return status !== undefined && Object.hasOwn(status, url) ? { text: textOf(status[url]?.credential), isFromSharer: true } : undefined
}

async function verifyList(list: ReadCredential, input: Subject['input'], context: VerifyContext): Promise<Finding> {
  const subject = await createSubject(list, input, null, context)
  const proof = checkProof(subject)
  return proof.outcome === 'passed' ? bindIssuer(subject, undefined, context) : proof
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
