import { contentDigest, type ShownField } from '../credential/endorsement.ts'
import { isJsonObject, listOf, parseJsonObject } from '../credential/parse-json.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { decodeBase64url, encodeBase64url } from '../encoding/base64url.ts'
import { decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { EverlearnedError } from '../error.ts'
import {
  formatAttestationAnswer, formatAttestationRequest, linkTokenOf, parseAttestationAnswer, parseAttestationRequest, type AttestationAnswer, type AttestationRequest, type AttestationState,
} from '../exchange/attestation/attestation-request.ts'
import { idOf } from '../verifier/subject.ts'
import { openEntry, saveEntry, type WalletContext } from './entry.ts'
import { HolderError } from './holder-error.ts'
import { readDocument } from './read-document.ts'
import { type Fetch, NodeRefusal, requestNode } from './request-node.ts'
import { importSealKey, seal, unseal } from './seal.ts'

const requestPurpose = 'everlearned attestation v1 request'
const answerPurpose = 'everlearned attestation v1 answer'

/** Somebody who was asked to vouch for a record, as the wallet remembers it. */
export interface WalletAttestation {
  /** The id that the node gave. */
  readonly id: string
  /** The record or entry, by its name in the wallet. */
  readonly recordId: string
  readonly about: AttestationRequest['about']
  readonly node: string
  /** base64url; opens the request and the answer. */
  readonly key: string
  readonly endToken: string
  readonly statement: string
  readonly shown: readonly ShownField[]
  /** Who asks, by the name under which they are known there. */
  readonly asker: string
  /** Whom it was sent to, in the person's own words, and where; neither leaves the wallet. */
  readonly who: string
  readonly address: string
  /** How many of those asked for this record are enough. */
  readonly enough: number
  readonly createdAt: string
  readonly expiresAt: string
  readonly remindedAt?: string
  readonly state: AttestationState | 'expired'
  /** The endorsement exactly as it was signed, and when it came. */
  readonly endorsement?: string
  readonly answeredAt?: string
  /** It stays out of shares. */
  readonly isKeptBack?: true
}

/** The network and the time, beside the open wallet. */
export interface AttestationContext extends WalletContext {
  readonly fetch: Fetch
  readonly now: Date
}

/** Whom to ask, what, and where the request waits. */
export interface AttestationAsk extends Pick<WalletAttestation, 'recordId' | 'node' | 'statement' | 'shown' | 'asker' | 'who' | 'address' | 'enough'> {
  /** What the record is called. */
  readonly record: string
  /** The record exactly as it was signed. */
  readonly credential: string
  readonly expiresAt: Date
}

/** Leaves a request, encrypted, at a node, and remembers it. @throws HolderError `holder/attestation-without-id` of a record that has no id to name */
export async function askToVouch({ record, credential, expiresAt, ...ask }: AttestationAsk, context: AttestationContext): Promise<WalletAttestation> {
  const { cryptography, fetch, now } = context
  const document = readDocument(credential, cryptography)
  const id = idOf(document)
  if (id === null) throw new HolderError('holder/attestation-without-id', 'Cannot ask for an endorsement: the record has no id')
  const about = { id, digest: contentDigest(document, cryptography) }
  const key = cryptography.randomBytes(32)
  const { asker, statement, shown } = ask
  const ciphertext = await sealAttestation(formatAttestationRequest({ asker, record, about, statement, shown, parties: partiesOf(document) }), key, 'request', cryptography)
  const receipt = await requestNode(`${ask.node}/api/attestations`, fetch, { method: 'POST', body: { ciphertext: encodeBase64url(ciphertext), linkToken: linkTokenOf(key, cryptography), expiresAt: expiresAt.toISOString() } })
  const { id: requestId, endToken } = (receipt ?? {}) as { readonly id?: unknown; readonly endToken?: unknown }
  if (typeof requestId !== 'string' || typeof endToken !== 'string') throw new HolderError('holder/answer-malformed', 'Cannot read the answer of the node: it names no request')
  const asked: WalletAttestation = { ...ask, id: requestId, about, endToken, key: encodeBase64url(key), createdAt: now.toISOString(), expiresAt: expiresAt.toISOString(), state: 'open' }
  await saveEntry('attestation', asked, context)
  return asked
}

/** The issuer and the people of a record. */
function partiesOf(document: JsonObject): readonly string[] {
  return [...new Set([idOf(document['issuer']), ...listOf(document['credentialSubject']).map(idOf)])].filter((id) => id !== null).slice(0, 8)
}

/** The link for whoever is asked. The key stands in the fragment: browsers never send it to the node. */
export function formatAttestationLink({ node, id, key }: Pick<WalletAttestation, 'node' | 'id' | 'key'>): string {
  return `${node}/vouch/${id}#${key}`
}

/** Encrypts one side of an attestation under the key of its link. */
export async function sealAttestation(text: string, key: Uint8Array<ArrayBuffer>, side: 'request' | 'answer', cryptography: Cryptography): Promise<Uint8Array<ArrayBuffer>> {
  return seal(encodeUtf8(text), await importSealKey(key), { purpose: side === 'request' ? requestPurpose : answerPurpose, cryptography })
}

/** Opens what whoever has the link was asked. @throws HolderError `holder/seal-broken`, `holder/share-link-malformed`; AttestationError */
export async function openAttestationRequest(ciphertext: Uint8Array<ArrayBuffer>, key: Uint8Array<ArrayBuffer>): Promise<AttestationRequest> {
  if (key.length !== 32) throw new HolderError('holder/share-link-malformed', 'Cannot open request: the key in the link is incomplete')
  return parseAttestationRequest(decodeUtf8(await unseal(ciphertext, await importSealKey(key), requestPurpose)))
}

/** Encrypts an answer for the wallet that asked. */
export function sealAttestationAnswer(answer: AttestationAnswer, key: Uint8Array<ArrayBuffer>, cryptography: Cryptography): Promise<Uint8Array<ArrayBuffer>> {
  return sealAttestation(formatAttestationAnswer(answer), key, 'answer', cryptography)
}

/** What was asked for one record, or for all, oldest first. */
export async function loadAttestations(context: WalletContext, recordId?: string): Promise<readonly WalletAttestation[]> {
  const all = await Promise.all((await context.storage.loadEntries('attestation')).map((entry) => openEntry<WalletAttestation>(entry, context)))
  return all.filter((each) => recordId === undefined || each.recordId === recordId).toSorted((left, right) => left.createdAt.localeCompare(right.createdAt))
}

/** Keeps a change of what the wallet remembers: a reminder that was sent, an endorsement that stays out of shares. */
export async function saveAttestation(attestation: WalletAttestation, context: WalletContext): Promise<void> {
  await saveEntry('attestation', attestation, context)
}

/**
 * Asks for the answers of those that are open, each of its own node. What cannot be reached stays as it was; an answer counts only
 * once it was verified, which is for the caller.
 */
export async function fetchAnswers(open: readonly WalletAttestation[], context: AttestationContext): Promise<readonly WalletAttestation[]> {
  return Promise.all(open.map(async (each) => {
    if (each.state !== 'open') return each
    const next = await fetchAnswer(each, context)
    if (next !== each) await saveEntry('attestation', next, context)
    return next
  }))
}

async function fetchAnswer(asked: WalletAttestation, { fetch, now }: AttestationContext): Promise<WalletAttestation> {
  try {
    const found = (await requestNode(`${asked.node}/api/attestations/${encodeURIComponent(asked.id)}/answer`, fetch, { bearer: asked.endToken }) ?? {}) as { readonly state?: unknown; readonly answer?: unknown }
    if (found.state === 'declined' || found.state === 'withdrawn') return { ...asked, state: found.state }
    if (found.state !== 'answered' || typeof found.answer !== 'string') return asked
    const endorsement = await openAnswer(found.answer, asked)
    // Whoever has the link may have left anything: what is no endorsement is no word.
    return endorsement === undefined ? { ...asked, state: 'declined' } : { ...asked, state: 'answered', endorsement, answeredAt: now.toISOString() }
  } catch (error) {
    if (error instanceof NodeRefusal && error.problemCode === 'attestation/ended') return { ...asked, state: 'expired' }
    if (error instanceof HolderError && error.code === 'holder/node-unreachable' || error instanceof NodeRefusal) return asked
    throw error
  }
}

/** Untrusted: the answer; undefined when it is no endorsement of what was asked about. Whether it is a good one is for a verifier. */
async function openAnswer(answer: string, { key, about }: WalletAttestation): Promise<string | undefined> {
  try {
    const { endorsement } = parseAttestationAnswer(decodeUtf8(await unseal(decodeBase64url(answer), await importSealKey(decodeBase64url(key)), answerPurpose)))
    return listOf(parseJsonObject(endorsement)['credentialSubject']).map(idOf)[0] === about.id ? endorsement : undefined
  } catch (error) {
    if (error instanceof EverlearnedError || error instanceof TypeError) return undefined
    throw error
  }
}

/** Withdraws a request: from then on nobody can answer it, and what was answered stays out. One that is over at its node is only forgotten. */
export async function withdrawAttestation(asked: WalletAttestation, context: AttestationContext): Promise<void> {
  try {
    if (asked.state === 'open') await requestNode(`${asked.node}/api/attestations/${encodeURIComponent(asked.id)}`, context.fetch, { method: 'DELETE', bearer: asked.endToken })
  } catch (error) {
    if (!(error instanceof NodeRefusal) || error.problemCode !== 'attestation/ended') throw error
  }
  await context.storage.removeEntry('attestation', asked.id)
}

/** Which of what was endorsed goes along with some credentials: only with exactly what was endorsed, so that no part that is kept back is told by others. */
export async function endorsementsFor(credentials: readonly string[], context: WalletContext): Promise<readonly string[]> {
  const answered = (await loadAttestations(context)).filter(({ endorsement, isKeptBack }) => endorsement !== undefined && isKeptBack !== true)
  if (answered.length === 0) return []
  const shown = credentials.map((text) => readDocument(text, context.cryptography)).filter(isJsonObject).map((document) => ({ id: idOf(document), digest: contentDigest(document, context.cryptography) }))
  return answered.filter(({ about }) => shown.some(({ id, digest }) => id === about.id && digest === about.digest)).flatMap(({ endorsement }) => endorsement ?? [])
}
