import type { Json } from '../../encoding/canonical-json.ts'
import { EverlearnedError } from '../../error.ts'
import { isJsonObject, maxCredentialBytes, parseJson } from '../../credential/parse-json.ts'
import { answerOf, readAddress, readName, type IssuerStanding, type RegistryAnswer } from './issuer-standing.ts'
import { refusedAnswer } from './registry-error.ts'
import { startFetches, type RegistryContext } from './registry-fetch.ts'

/** A list of issuers at an https address, in the form `{ meta, registry: { did: { name, url, location } } }` (Digital Credentials Consortium). */
export interface IssuerListSource {
  readonly kind: 'issuer-list'
  /** The name that the verifier gives the list. */
  readonly name: string
  readonly url: string
}

/**
 * Looks an issuer up in a list. Nobody signed the list: what it says is worth as much as its https address, and no more
 * than that its keeper knows the issuer under a name.
 *
 * Untrusted: at most {@link maxCredentialBytes}, no redirect.
 */
export async function lookUpInIssuerList(did: string, source: IssuerListSource, { fetch, now }: RegistryContext): Promise<RegistryAnswer> {
  const { name: registry, url } = source
  try {
    const text = await startFetches(fetch)(url, maxCredentialBytes, 'application/json')
    if (text === undefined) throw refusedAnswer('list-missing', 'there is no list at its address')
    const standing = findInIssuerList(did, parseList(text), source, now)
    return standing === undefined ? { state: 'absent', registry } : { state: 'listed', registry, standing }
  } catch (error) {
    return answerOf(error, registry)
  }
}

/**
 * Finds an issuer in a list at hand; undefined when it is not in it.
 *
 * @throws RegistryError `registry/list-malformed`
 */
export function findInIssuerList(did: string, list: Json, { name: registry, url }: IssuerListSource, now: Date): IssuerStanding | undefined {
  const issuers = isJsonObject(list) ? list['registry'] : undefined
  if (!isJsonObject(issuers)) throw refusedAnswer('list-malformed', 'its list has another form')
  const entry = Object.hasOwn(issuers, did) ? issuers[did] : undefined
  if (entry === undefined || entry === null) return undefined
  const name = isJsonObject(entry) ? readName(entry['name']) : undefined
  if (name === undefined || !isJsonObject(entry)) throw refusedAnswer('list-malformed', 'its entry has no name that can be shown')
  const [address, location] = [readAddress(entry['url']), readName(entry['location'])]
  return {
    source: 'issuer-list', registry, did, name,
    ...(address === undefined ? {} : { url: address }), ...(location === undefined ? {} : { location }),
    accreditedFor: [], chain: [{ id: url, name: registry }, { id: did, name }], isRootPinned: false, state: 'in-force', checkedAt: now,
  }
}

function parseList(text: string): Json {
  try {
    return parseJson(text)
  } catch (cause) {
    if (cause instanceof EverlearnedError) throw refusedAnswer('list-malformed', 'its list is no JSON that every reader reads alike', { cause })
    throw cause
  }
}
