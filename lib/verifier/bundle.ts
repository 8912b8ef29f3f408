import { listOf, isJsonObject, parseJsonObject } from '../credential/parse-json.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { tidyLine } from '../encoding/tidy-text.ts'
import { VerifierError } from './verifier-error.ts'

/** The media type of a share bundle. */
export const bundleMediaType = 'application/vnd.everlearned.bundle+json'

/** Untrusted: a bundle of more credentials, or more of anything else it carries, is refused. */
export const maxBundleEntries = 200

/** A status list as it was when it was fetched; the list is signed, the moment is the sharer's word. */
export interface StatusSnapshot {
  readonly credential: Json
  readonly fetchedAt: string
}

/**
 * What a holder shares: credentials as their original text, and what checking them offline needs.
 *
 * The sharer chose all of it. Documents, logs and moments are claims until the verifier's own trust material says the same.
 */
export interface Bundle {
  readonly credentials: readonly string[]
  /** By DID or address. */
  readonly documents: Readonly<Record<string, Json>>
  /** By the address of the list. */
  readonly status: Readonly<Record<string, StatusSnapshot>>
  readonly ledgerProofs: readonly Json[]
  readonly logs: readonly string[]
  /** Proofs that documents among these were archived in a log, for the time after their issuers. */
  readonly archived?: readonly Json[]
  /** Files that the credentials name as their evidence, as far as the sharer hands them over. */
  readonly evidence?: readonly BundleEvidence[]
  /** Endorsements of the credentials, as their original text: what was signed before them stays as it is. */
  readonly endorsements?: readonly string[]
  /** How the sharer presents all this. */
  readonly cover?: BundleCover
}

/** What stands over a share of several things: the sharer's own words, which nobody signed. */
export interface BundleCover {
  readonly name?: string
  readonly headline?: string
  /** The language of these words (BCP 47). */
  readonly language?: string
}

/** Untrusted: what is longer is cut. */
export const maxCoverText = { name: 80, headline: 240 } as const

/** A file of evidence in a share. Untrusted: only the digest that a credential binds tells whether it is the one that was meant. */
export interface BundleEvidence {
  /** The id under which credentials name it. */
  readonly id: string
  readonly name: string
  readonly mediaType: string
  /** base64url */
  readonly bytes: string
}

/** Tells whether a document says that it is a share bundle. */
export function isBundle(document: JsonObject): boolean {
  return document['type'] === 'EverlearnedBundle'
}

/** Writes a share bundle. */
export function formatBundle({ credentials, documents, status, ledgerProofs, logs, archived = [], evidence = [], endorsements = [], cover }: Bundle): string {
  const more = { ...(archived.length === 0 ? {} : { archived }), ...(evidence.length === 0 ? {} : { evidence }), ...(endorsements.length === 0 ? {} : { endorsements }), ...(cover === undefined ? {} : { cover: { ...cover } }) }
  return `${JSON.stringify({ type: 'EverlearnedBundle', version: 1, credentials, documents, status, ledgerProofs, logs, ...more }, null, 2)}\n`
}

/**
 * Reads a share bundle.
 *
 * @throws VerifierError `verifier/bundle-malformed` naming the member that is wrong, `verifier/bundle-version`
 * @throws CredentialError on what is not JSON at all
 */
export function parseBundle(input: string | Uint8Array | JsonObject): Bundle {
  const document = typeof input === 'string' || input instanceof Uint8Array ? parseJsonObject(input) : input
  if (!isBundle(document)) throw malformed('its type is not EverlearnedBundle')
  if (document['version'] !== 1) throw new VerifierError('verifier/bundle-version', 'Cannot read share bundle: it is not of version 1')
  const credentials = textsOf(document, 'credentials')
  if (credentials.length === 0) throw malformed('it holds no credential')
  const [ledgerProofs, archived, evidence] = [proofsOf(document, 'ledgerProofs'), proofsOf(document, 'archived'), proofsOf(document, 'evidence').map(parseEvidence)]
  const endorsements = textsOf(document, 'endorsements')
  const cover = parseCover(document['cover'])
  return {
    credentials, ledgerProofs, ...(endorsements.length === 0 ? {} : { endorsements }), ...(cover === undefined ? {} : { cover }), ...(archived.length === 0 ? {} : { archived }), ...(evidence.length === 0 ? {} : { evidence }),
    logs: textsOf(document, 'logs'),
    documents: membersOf(document, 'documents'),
    status: Object.fromEntries(Object.entries(membersOf(document, 'status')).map(([url, snapshot]) => [url, parseSnapshot(snapshot)])),
  }
}

/** Untrusted: words that anybody may have written; what is none is left out. */
function parseCover(value: Json | undefined): BundleCover | undefined {
  if (!isJsonObject(value)) return undefined
  const { name, headline, language } = value
  const [who, line] = [typeof name === 'string' ? tidyLine(name, maxCoverText.name) : '', typeof headline === 'string' ? tidyLine(headline, maxCoverText.headline) : '']
  const cover = {
    ...(who === '' ? {} : { name: who }), ...(line === '' ? {} : { headline: line }),
    ...(typeof language === 'string' && /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(language) ? { language } : {}),
  }
  return Object.keys(cover).length === 0 ? undefined : cover
}

/** Untrusted: names are shown cut, and never name a place where anything is stored. */
function parseEvidence(value: Json): BundleEvidence {
  const { id, name, mediaType, bytes } = isJsonObject(value) ? value : {}
  if ([id, name, mediaType, bytes].some((member) => typeof member !== 'string') || !/^[\w-]*$/.test(String(bytes))) throw malformed('an entry of evidence lacks id, name, mediaType or bytes')
  return { id: String(id).slice(0, 2_000), name: String(name).slice(0, 200), mediaType: String(mediaType).slice(0, 100), bytes: String(bytes) }
}

function parseSnapshot(value: Json): StatusSnapshot {
  const { credential, fetchedAt } = isJsonObject(value) ? value : {}
  if (credential === undefined || typeof fetchedAt !== 'string') throw malformed('an entry of status lacks credential or fetchedAt')
  return { credential, fetchedAt }
}

function proofsOf(document: JsonObject, name: string): readonly Json[] {
  const list = listOf(document[name])
  if (list.length > maxBundleEntries) throw malformed(`${name} has more than ${maxBundleEntries} entries`)
  return list
}

function textsOf(document: JsonObject, name: string): readonly string[] {
  const list = document[name] ?? []
  if (!Array.isArray(list) || !list.every((item) => typeof item === 'string')) throw malformed(`${name} must be a list of texts`)
  if (list.length > maxBundleEntries) throw malformed(`${name} has more than ${maxBundleEntries} entries`)
  return list
}

function membersOf(document: JsonObject, name: string): JsonObject {
  const members = document[name] ?? {}
  if (!isJsonObject(members)) throw malformed(`${name} must be an object`)
  if (Object.keys(members).length > maxBundleEntries) throw malformed(`${name} has more than ${maxBundleEntries} entries`)
  return members
}

function malformed(state: string): VerifierError {
  return new VerifierError('verifier/bundle-malformed', `Cannot read share bundle: ${state}`)
}
