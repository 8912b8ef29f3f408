import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { maxJsonDepth } from '../../encoding/canonical-json.ts'
import { CredentialError } from '../credential-error.ts'
import { isJsonObject } from '../parse-json.ts'
import { parseDigestAlgorithm, parseDisclosure, type DigestContext, type Disclosure } from './disclosure.ts'
import type { SdJwt } from './parse-sd-jwt.ts'

/** Where a value stands: names of members and positions in lists. */
export type ClaimPath = readonly (string | number)[]

/** A disclosure that the token carries and the place of what it discloses. */
export interface DisclosedClaim extends Disclosure {
  readonly path: ClaimPath
}

/** The claims of a token as far as they are disclosed. */
export interface DisclosedClaims {
  readonly claims: JsonObject
  /** From the outside in: what lies within another comes after it. */
  readonly disclosed: readonly DisclosedClaim[]
}

/**
 * Puts what is disclosed in its places and leaves out what is not (RFC 9901, "Verification of the SD-JWT", step 3).
 *
 * Untrusted: every part. A disclosure that nothing refers to, a digest that occurs twice, a claim that would take the place
 * of another and a reserved name are refused, so that a holder can leave out but never add.
 *
 * @throws CredentialError `credential/digest-algorithm-unsupported`, `credential/disclosure-malformed`,
 *   `credential/disclosure-unreferenced`, `credential/digest-repeated`, `credential/claim-repeated`, `credential/digests-malformed`
 */
export function discloseClaims({ message, disclosures }: Pick<SdJwt, 'message' | 'disclosures'>, context: DigestContext): DisclosedClaims {
  const { _sd_alg: named, ...payload } = message.payload
  const algorithm = parseDigestAlgorithm(named)
  if (algorithm === undefined) throw new CredentialError('credential/digest-algorithm-unsupported', 'Cannot read SD-JWT: its digests are of a kind that is not supported')
  const byDigest = new Map<string, Disclosure>()
  for (const text of disclosures) {
    const disclosure = parseDisclosure(text, algorithm, context)
    if (byDigest.has(disclosure.digest)) throw new CredentialError('credential/digest-repeated', 'Cannot read SD-JWT: a disclosure occurs twice')
    byDigest.set(disclosure.digest, disclosure)
  }
  const walk: Walk = { byDigest, seen: new Set(), disclosed: [] }
  const claims = discloseObject(payload, root, walk)
  if (walk.disclosed.length !== byDigest.size) throw new CredentialError('credential/disclosure-unreferenced', 'Cannot read SD-JWT: it carries a disclosure that its issuer did not sign')
  return { claims, disclosed: walk.disclosed }
}

interface Walk {
  readonly byDigest: ReadonlyMap<string, Disclosure>
  /** Every digest met so far, of decoys too. */
  readonly seen: Set<string>
  readonly disclosed: DisclosedClaim[]
}

/** Where the walk is; made a path only where something is disclosed. */
interface Place {
  readonly key: string | number
  readonly around: Place | undefined
  readonly depth: number
}

const root: Place = { key: '', around: undefined, depth: 0 }

function within(place: Place, key: string | number): Place {
  return { key, around: place, depth: place.depth + 1 }
}

function pathOf(place: Place): ClaimPath {
  const path: (string | number)[] = []
  for (let at = place; at.around !== undefined; at = at.around) path.push(at.key)
  return path.reverse()
}

function discloseValue(value: Json, place: Place, walk: Walk): Json {
  if (place.depth > maxJsonDepth) throw new CredentialError('credential/too-deep', `Cannot read SD-JWT: deeper than ${maxJsonDepth} levels`)
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value) ? discloseList(value as readonly Json[], place, walk) : discloseObject(value as JsonObject, place, walk)
}

function discloseObject(object: JsonObject, place: Place, walk: Walk): JsonObject {
  if (Object.hasOwn(object, '...')) throw malformedDigests('a claim has the name that stands for an element of a list')
  const digests = digestsOf(object['_sd'])
  const changed: [string, Json][] = []
  for (const name of Object.keys(object)) {
    const value = object[name] ?? null
    const disclosed = name === '_sd' ? value : discloseValue(value, within(place, name), walk)
    if (disclosed !== value) changed.push([name, disclosed])
  }
  // Most objects hide nothing: they are given back as they are.
  if (changed.length === 0 && object['_sd'] === undefined) return object
  const { _sd: _, ...members } = object
  const shown: Record<string, Json> = Object.assign(members, Object.fromEntries(changed))
  for (const digest of digests) {
    const found = take(digest, walk)
    if (found === undefined) continue
    if (found.name === undefined) throw malformedDigests('an element of a list stands in the place of a claim')
    if (Object.hasOwn(shown, found.name)) throw new CredentialError('credential/claim-repeated', 'Cannot read SD-JWT: a disclosure would take the place of another claim')
    shown[found.name] = disclose(found, within(place, found.name), walk)
  }
  return shown
}

function discloseList(list: readonly Json[], place: Place, walk: Walk): readonly Json[] {
  const elements: Json[] = []
  for (const element of list) {
    const next = within(place, elements.length)
    if (!isJsonObject(element) || !Object.hasOwn(element, '...')) {
      elements.push(discloseValue(element, next, walk))
      continue
    }
    const { '...': digest, ...surplus } = element
    if (typeof digest !== 'string' || Object.keys(surplus).length > 0) throw malformedDigests('an element of a list is more than its digest')
    const found = take(digest, walk)
    if (found === undefined) continue
    if (found.name !== undefined) throw malformedDigests('a claim stands in the place of an element of a list')
    elements.push(disclose(found, next, walk))
  }
  return elements
}

function disclose({ text, digest, name, value }: Disclosure, place: Place, walk: Walk): Json {
  walk.disclosed.push({ text, digest, name, value, path: pathOf(place) })
  return discloseValue(value, place, walk)
}

function digestsOf(value: Json | undefined): readonly string[] {
  if (value === undefined) return []
  if (!Array.isArray(value) || !value.every((digest) => typeof digest === 'string')) throw malformedDigests('its digests are no list of texts')
  return value as readonly string[]
}

function take(digest: string, { byDigest, seen }: Walk): Disclosure | undefined {
  if (seen.has(digest)) throw new CredentialError('credential/digest-repeated', 'Cannot read SD-JWT: a digest occurs twice')
  seen.add(digest)
  return byDigest.get(digest)
}

function malformedDigests(state: string): CredentialError {
  return new CredentialError('credential/digests-malformed', `Cannot read SD-JWT: ${state}`)
}
