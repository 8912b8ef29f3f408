import type { DidDocument, VerificationMethod } from './did-document.ts'
import { DidError } from './did-error.ts'
import { parseDidUrl, type DidUrl } from './did-url.ts'
import { resolveDid, type DidContext, type ResolutionError } from './resolve-did.ts'
import { findAnyMethod } from './verification-method.ts'

/** Why a DID URL leads to nothing, as the specifications name it. */
export type DereferencingError = ResolutionError | 'invalidDidUrl'

/** What a DID URL leads to: a document, or with a fragment one of its verification methods; a verdict, so data. */
export type Dereferenced =
  | { readonly document: DidDocument; readonly method?: VerificationMethod }
  | { readonly error: DereferencingError; readonly detail: string }

/**
 * Follows a DID URL (DID Resolution 0.3, "DID URL Dereferencing"). Paths lead nowhere; of queries only the form in which a
 * key is wanted is understood, and Multikey is the only one there is.
 */
export async function dereferenceDidUrl(text: string, context: DidContext): Promise<Dereferenced> {
  const url = parse(text)
  if (url === undefined) return { error: /[/?#]/.test(text) ? 'invalidDidUrl' : 'invalidDid', detail: 'it is not of the form did:method:identifier' }
  const refusal = refuseQuery(url)
  if (refusal !== undefined) return refusal
  const resolution = await resolveDid(url.did, context)
  if ('unresolved' in resolution) return { error: resolution.error, detail: resolution.detail }
  if (url.fragment === undefined) return resolution
  const method = findAnyMethod(resolution.document, `${url.did}#${url.fragment}`)
  return method === undefined ? { error: 'notFound', detail: 'its document does not hold what the fragment names' } : { document: resolution.document, method }
}

function parse(text: string): DidUrl | undefined {
  try {
    return parseDidUrl(text)
  } catch (error) {
    if (error instanceof DidError) return undefined
    throw error
  }
}

function refuseQuery({ path, query = '' }: DidUrl): Dereferenced | undefined {
  if (path !== '') return { error: 'notFound', detail: 'it has a path, and nothing is there' }
  const parameters = new URLSearchParams(query)
  const format = parameters.get('publicKeyFormat')
  if (format !== null && format !== 'Multikey') return { error: 'unsupportedPublicKeyType', detail: 'keys are told as Multikey alone' }
  parameters.delete('publicKeyFormat')
  return parameters.size === 0 ? undefined : { error: 'invalidDidUrl', detail: 'it has a parameter that means nothing here' }
}
