import { EverlearnedError } from '../error.ts'
import { parseDidDocument, type DidDocument } from './did-document.ts'
import { didJwkDocument } from './did-jwk.ts'
import { didKeyDocument } from './did-key.ts'
import { didWebUrl } from './did-web.ts'
import { parseDidUrl } from './did-url.ts'

/** Why a DID has no document here: `unavailable` may be otherwise at another time or place, the rest may not. */
export type UnresolvedReason = 'unavailable' | 'method-unsupported' | 'malformed'

/** The names that DID resolution has for the same (DID Resolution 0.3, "Errors"; The did:key Method v0.9, "Read"). */
export type ResolutionError = 'invalidDid' | 'methodNotSupported' | 'notFound' | 'invalidPublicKey' | 'invalidPublicKeyLength' | 'unsupportedPublicKeyType'

/** A DID without a document. */
export interface Unresolved {
  readonly unresolved: UnresolvedReason
  readonly error: ResolutionError
  readonly detail: string
}

/** What became of a DID; a verdict, so data. */
export type DidResolution = { readonly document: DidDocument } | Unresolved

/** Documents at hand, by DID or address; whether they are to be trusted is the caller's business. */
export type KnownDocuments = Readonly<Record<string, unknown>>

/** Where documents come from. Without `fetchDocument` nothing touches the network. */
export interface DidContext {
  readonly documents?: KnownDocuments | undefined
  /** Fetches and parses JSON from an https address; it enforces its own limits on size, time and private addresses. */
  readonly fetchDocument?: ((url: string) => Promise<unknown>) | undefined
}

type Method = (did: string, context: DidContext) => Promise<DidResolution>

/** The methods that are resolved: one line each. */
const methods: Readonly<Record<string, Method>> = {
  key: async (did) => ({ document: didKeyDocument(did) }),
  jwk: async (did) => ({ document: didJwkDocument(did) }),
  web: resolveDidWeb,
}

/** Finds the document of a DID; never throws on what the DID or its document contain. */
export async function resolveDid(did: string, context: DidContext): Promise<DidResolution> {
  try {
    const parts = parseDidUrl(did)
    if (parts.did !== did) return { unresolved: 'malformed', error: 'invalidDid', detail: 'it has a path, a query or a fragment' }
    const resolve = Object.hasOwn(methods, parts.method) ? methods[parts.method] : undefined
    if (resolve === undefined) return { unresolved: 'method-unsupported', error: 'methodNotSupported', detail: 'only did:key, did:jwk and did:web are resolved' }
    return await resolve(did, context)
  } catch (error) {
    if (error instanceof EverlearnedError) return { unresolved: 'malformed', error: errors[error.code] ?? 'invalidDid', detail: error.message }
    throw error
  }
}

const errors: Readonly<Record<string, ResolutionError>> = {
  'did/key-invalid': 'invalidPublicKey',
  'did/key-length': 'invalidPublicKeyLength',
  'did/key-unsupported': 'unsupportedPublicKeyType',
  'did/document-malformed': 'notFound',
  'did/document-mismatch': 'notFound',
}

async function resolveDidWeb(did: string, { documents = {}, fetchDocument }: DidContext): Promise<DidResolution> {
  const url = didWebUrl(did)
  for (const name of [did, url]) {
    if (Object.hasOwn(documents, name)) return { document: parseDidDocument(documents[name], did) }
  }
  if (fetchDocument === undefined) return { unresolved: 'unavailable', error: 'notFound', detail: 'its document is not at hand and nothing was fetched' }
  let fetched: unknown
  try {
    fetched = await fetchDocument(url)
  } catch {
    // Whatever went wrong on the way says nothing about the identifier itself.
    return { unresolved: 'unavailable', error: 'notFound', detail: 'its document could not be fetched' }
  }
  return { document: parseDidDocument(fetched, did) }
}
