import { isJsonObject, listOf } from '../credential/parse-json.ts'
import type { DidDocument, VerificationMethod } from '../did/did-document.ts'
import { resolveDid, type DidContext } from '../did/resolve-did.ts'
import { findListedMethod, readVerificationMethod } from '../did/verification-method.ts'
import { EverlearnedError } from '../error.ts'
import { nameKey } from './registries/issuer-standing.ts'

/** What the domain of a did:web answers about keys; `silent` when nothing there can be read as its document. */
export type DomainAnswer = 'lists' | 'other-keys' | 'silent'

/**
 * Asks the domain of a did:web whether it lists all of these keys, in Multikey form, for signing credentials (assertionMethod). It
 * may list more: keys that sign no entries, and those of before, which what they signed still needs. Untrusted: what it answers.
 */
export async function askDomain({ did, keys }: { readonly did: string; readonly keys: readonly string[] }, context: DidContext): Promise<DomainAnswer> {
  const resolution = await resolveDid(did, context)
  if (!('document' in resolution)) return 'silent'
  const listed = new Set(keysOf(resolution.document))
  return keys.every((key) => listed.has(key)) ? 'lists' : 'other-keys'
}

function keysOf(document: DidDocument): readonly string[] {
  return listOf(document['assertionMethod']).flatMap((entry) => {
    const id = isJsonObject(entry) ? entry['id'] : entry
    if (typeof id !== 'string') return []
    try {
      const method: VerificationMethod = findListedMethod(document, id.startsWith('#') ? `${document.id}${id}` : id, 'assertionMethod')
      return [nameKey(readVerificationMethod(method))]
    } catch (cause) {
      // One that cannot be read is none of these.
      if (cause instanceof EverlearnedError) return []
      throw cause
    }
  })
}
