import { isJsonObject, listOf, parseJsonObject } from '../credential/parse-json.ts'
import type { Json } from '../encoding/canonical-json.ts'
import { EverlearnedError } from '../error.ts'
import { formatBundle, parseBundle, type StatusSnapshot } from '../verifier/bundle.ts'
import { endorsementsFor } from './attestation.ts'
import type { WalletContext } from './entry.ts'
import { parseNodeOrigin } from './node-origin.ts'
import { type Fetch, requestNode } from './request-node.ts'

/**
 * Puts beside the credentials of a bundle what others vouched for, with the lists that tell whether it still stands: an
 * endorsement comes after what it is of, whose bytes stay as they were signed.
 */
export async function carryEndorsements(bundle: string, context: WalletContext & { readonly fetch: Fetch; readonly now: Date }): Promise<string> {
  const parsed = parseBundle(bundle)
  const endorsements = await endorsementsFor(parsed.credentials, context)
  if (endorsements.length === 0) return bundle
  const status = await Promise.all(endorsements.map((text) => fetchStanding(text, context)))
  return formatBundle({ ...parsed, endorsements, status: { ...parsed.status, ...Object.assign({}, ...status) as Readonly<Record<string, StatusSnapshot>> } })
}

/** Without an answer the endorsement goes alone, and the verdict says what could not be checked. Untrusted: the address stands in it; only https, or this very machine, is asked. */
async function fetchStanding(endorsement: string, { fetch, now }: { readonly fetch: Fetch; readonly now: Date }): Promise<Readonly<Record<string, StatusSnapshot>>> {
  const [entry] = listOf(parseJsonObject(endorsement)['credentialStatus'])
  const url = isJsonObject(entry) ? entry['statusListCredential'] : undefined
  if (typeof url !== 'string') return {}
  try {
    parseNodeOrigin(url)
    return { [url]: { credential: (await requestNode(url, fetch)) as Json, fetchedAt: now.toISOString() } }
  } catch (error) {
    if (error instanceof EverlearnedError) return {}
    throw error
  }
}
