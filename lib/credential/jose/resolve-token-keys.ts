import type { DidDocument, VerificationRelationship } from '../../did/did-document.ts'
import { maxVerificationMethods, parseDidDocument } from '../../did/did-document.ts'
import { resolveDid, type DidContext } from '../../did/resolve-did.ts'
import { findListedMethod, readVerificationMethod } from '../../did/verification-method.ts'
import type { Json } from '../../encoding/canonical-json.ts'
import { isJsonObject, listOf } from '../parse-json.ts'
import type { NoKey } from '../resolve-key.ts'
import { fetchIssuerKeys } from './issuer-metadata.ts'
import type { VerificationKey } from './jose-algorithm.ts'
import { isKeyError, readTokenKey } from './read-token-key.ts'

/** A key that may have signed a token, under the name by which its owner publishes it. */
export interface TokenKey {
  readonly publicKey: VerificationKey
  readonly verificationMethod: string
}

/** The keys that may have signed, or why there is none. */
export type TokenKeys = { readonly keys: readonly TokenKey[] } | NoTokenKey

/** Why there is no key, and which one was looked for. */
export type NoTokenKey = NoKey & { readonly verificationMethod?: string }

/** Whose keys are looked for, by which name, for which use. */
export interface KeyQuery {
  /** As the header of the token says. */
  readonly kid: string | undefined
  /** Who the token says signed it: issuer or holder. */
  readonly signer: string | null
  readonly relationship: VerificationRelationship
}

/**
 * Finds the keys of a token: `kid` as a DID URL, or as a fragment or name within the documents of the signer; without it all
 * keys that the signer may use. A signer that is an https address is asked for its metadata (SD-JWT VC, "JWT VC Issuer Metadata").
 *
 * The caller must still ask whether `verificationMethod` belongs to the issuer.
 */
export async function resolveTokenKeys({ kid, signer, relationship }: KeyQuery, context: DidContext): Promise<TokenKeys> {
  const isNamed = kid !== undefined && /^(did:|https:\/\/)[^#]+#./.test(kid)
  const controller = isNamed ? (kid.split('#', 1)[0] ?? '') : kid !== undefined && kid.startsWith('did:') ? kid : signer
  if (controller === null) return { outcome: 'failed', code: 'proof/key-unnamed', reason: 'It says neither which key signed it nor who' }
  const fragment = kid === undefined || kid === controller ? undefined : isNamed ? kid.slice(controller.length + 1) : kid.replace(/^#/, '')
  const verificationMethod = fragment === undefined ? undefined : `${controller}#${fragment}`
  try {
    const found = await documentOf(controller, context)
    if ('document' in found) return keysOf(found.document, verificationMethod, relationship)
    if (found.outcome === 'unknown' && controller.startsWith('https://') && relationship === 'assertionMethod') return await fetchIssuerKeys(controller, fragment, context)
    return { ...found, ...(verificationMethod === undefined ? {} : { verificationMethod }) }
  } catch (error) {
    if (!isKeyError(error)) throw error
    return { outcome: 'failed', code: codes[error.code] ?? 'proof/key-malformed', reason: error.message, ...(verificationMethod === undefined ? {} : { verificationMethod }) }
  }
}

const codes: Readonly<Record<string, string>> = {
  'did/method-not-found': 'proof/key-not-found',
  'did/method-not-allowed': 'proof/key-not-allowed',
}

async function documentOf(controller: string, context: DidContext): Promise<{ readonly document: DidDocument } | NoKey> {
  if (controller.startsWith('https://')) {
    const { documents = {} } = context
    if (Object.hasOwn(documents, controller)) return { document: parseDidDocument(documents[controller], controller) }
    return { outcome: 'unknown', code: 'proof/key-unavailable', reason: 'Its key is named by an address, and that document is not at hand' }
  }
  if (!controller.startsWith('did:')) return { outcome: 'unknown', code: 'proof/key-unavailable', reason: 'Its issuer is named by what leads to no key' }
  const resolution = await resolveDid(controller, context)
  if ('document' in resolution) return resolution
  if (resolution.unresolved === 'unavailable') return { outcome: 'unknown', code: 'proof/key-unavailable', reason: 'The document of its DID is not at hand' }
  const code = resolution.unresolved === 'method-unsupported' ? 'proof/did-method-unsupported' : 'proof/method-malformed'
  return { outcome: 'failed', code, reason: 'Its key is named by no DID that can be resolved' }
}

function keysOf(document: DidDocument, verificationMethod: string | undefined, relationship: VerificationRelationship): TokenKeys {
  if (verificationMethod !== undefined) return { keys: [keyOf(document, verificationMethod, relationship)] }
  const keys = listOf(document[relationship]).slice(0, maxVerificationMethods).flatMap((entry) => readable(document, entry, relationship))
  return keys.length > 0 ? { keys } : { outcome: 'failed', code: 'proof/key-not-found', reason: 'Its issuer publishes no key that could have signed it' }
}

function keyOf(document: DidDocument, verificationMethod: string, relationship: VerificationRelationship): TokenKey {
  const method = findListedMethod(document, verificationMethod, relationship)
  const { publicKeyJwk } = method
  const publicKey = isJsonObject(publicKeyJwk) && publicKeyJwk['kty'] === 'RSA' ? readTokenKey(publicKeyJwk) : readVerificationMethod(method)
  return { publicKey, verificationMethod }
}

/** Of a document of many keys those that cannot be read are left out. */
function readable(document: DidDocument, entry: Json, relationship: VerificationRelationship): readonly TokenKey[] {
  const id = isJsonObject(entry) ? entry['id'] : entry
  if (typeof id !== 'string') return []
  try {
    return [keyOf(document, id.startsWith('#') ? document.id + id : id, relationship)]
  } catch (error) {
    if (isKeyError(error)) return []
    throw error
  }
}
