import { readJsonObject } from '../../credential/parse-json.ts'
import type { JsonObject } from '../../encoding/canonical-json.ts'
import type { VerifyContext } from '../verify-context.ts'

/** Finds what is served at an address; undefined when it cannot be had. */
export type FindDocument = (address: string) => Promise<JsonObject | undefined>

/**
 * Looks among the caller's documents, then on the network if there is one. Never among those of the sharer: a hosted badge is
 * believed because of where it is served.
 *
 * Untrusted: the addresses, which the badge names. Each is asked once, and no more than `maxDocuments` of them.
 */
export function createDocumentFinder({ documents, fetchDocument }: Pick<VerifyContext, 'documents' | 'fetchDocument'>): FindDocument {
  const found = new Map<string, Promise<JsonObject | undefined>>()
  return async (address) => {
    const known = found.get(address)
    if (known !== undefined) return known
    if (found.size >= maxDocuments) return undefined
    // What cannot be fetched is a finding, not a fault.
    const value = Object.hasOwn(documents, address) ? Promise.resolve(documents[address]) : fetchDocument?.(address).catch(() => undefined)
    const document = Promise.resolve(value).then(readJsonObject)
    found.set(address, document)
    return document
  }
}

/** The assertion, its badge class, the profile of its issuer, a key or two, a revocation list. */
const maxDocuments = 8
