import type { PublicKey } from '../crypto/cryptography.ts'
import { parseDidDocument, type DidDocument, type VerificationMethod, type VerificationRelationship } from '../did/did-document.ts'
import { DidError } from '../did/did-error.ts'
import { resolveDid, type DidContext } from '../did/resolve-did.ts'
import { findListedMethod, readVerificationMethod } from '../did/verification-method.ts'
import { parseDateTime } from './date-time.ts'

/** A key that may be used for the purpose asked, or why there is none: a verdict, so data. */
export type KeyResolution = FoundKey | NoKey

/** A key, and the moment from which its owner no longer uses it, when the document names one. */
export interface FoundKey {
  readonly publicKey: PublicKey
  readonly expires?: Date
}

/** Why there is no key. */
export interface NoKey {
  readonly outcome: 'failed' | 'unknown'
  readonly code: string
  readonly reason: string
}

/** Finds the key of a verification method. */
export type ResolveKey = (verificationMethod: string, relationship: VerificationRelationship) => Promise<KeyResolution>

/**
 * Finds keys through DID documents, and through controlled identifier documents at https addresses that are at hand.
 *
 * A key that merely stands in the fragment of an https address proves nothing about that address and is not used.
 */
export function createKeyResolver(context: DidContext): ResolveKey {
  return async (verificationMethod, relationship) => {
    const known = knownKeys[relationship]?.get(verificationMethod)
    if (known !== undefined) return known
    const isOwnDocument = verificationMethod.startsWith('did:key:') || verificationMethod.startsWith('did:jwk:')
    const resolution = await resolveKey(verificationMethod, relationship, context)
    if (isOwnDocument && 'publicKey' in resolution) keep(verificationMethod, relationship, resolution)
    return resolution
  }
}

/** A did:key or did:jwk is its own document and never says anything else, whoever asks: what was read once is kept. Oldest out first. */
const knownKeys: Partial<Record<VerificationRelationship, Map<string, FoundKey>>> = {}
const maxKnownKeys = 1_024

function keep(verificationMethod: string, relationship: VerificationRelationship, key: FoundKey): void {
  const keys = knownKeys[relationship] ??= new Map()
  if (keys.size >= maxKnownKeys) keys.delete(keys.keys().next().value ?? '')
  keys.set(verificationMethod, key)
}

async function resolveKey(verificationMethod: string, relationship: VerificationRelationship, context: DidContext): Promise<KeyResolution> {
  try {
    const found = await controllerDocument(verificationMethod, context)
    return 'document' in found ? readMethod(findListedMethod(found.document, verificationMethod, relationship)) : found
  } catch (error) {
    if (error instanceof DidError) return { outcome: 'failed', code: codes[error.code] ?? 'proof/key-malformed', reason: error.message }
    throw error
  }
}

function readMethod(method: VerificationMethod): FoundKey {
  const publicKey = readVerificationMethod(method)
  if (method['expires'] === undefined) return { publicKey }
  const expires = parseDateTime(method['expires'])
  if (expires === undefined) throw new DidError('did/method-malformed', 'Cannot use key: the end of its use is no date and time')
  return { publicKey, expires }
}

const codes: Readonly<Record<string, string>> = {
  'did/method-not-found': 'proof/key-not-found',
  'did/method-not-allowed': 'proof/key-not-allowed',
}

async function controllerDocument(verificationMethod: string, context: DidContext): Promise<{ readonly document: DidDocument } | NoKey> {
  const [controller = ''] = verificationMethod.split('#', 1)
  if (controller.startsWith('https://')) {
    const { documents = {} } = context
    if (Object.hasOwn(documents, controller)) return { document: parseDidDocument(documents[controller], controller) }
    return unavailable('Its key is named by an address, and that document is not at hand')
  }
  const resolution = await resolveDid(controller, context)
  if ('document' in resolution) return resolution
  if (resolution.unresolved === 'unavailable') return unavailable('The document of its DID is not at hand')
  const code = resolution.unresolved === 'method-unsupported' ? 'proof/did-method-unsupported' : 'proof/method-malformed'
  return { outcome: 'failed', code, reason: 'Its verification method is no DID that can be resolved' }
}

function unavailable(reason: string): NoKey {
  return { outcome: 'unknown', code: 'proof/key-unavailable', reason }
}
