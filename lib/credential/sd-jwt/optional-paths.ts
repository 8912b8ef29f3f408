import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { parseJsonPointer } from '../json-pointer.ts'
import { isJsonObject } from '../parse-json.ts'
import { alwaysTold, selectJson } from '../select-json.ts'
import type { ClaimPath } from './disclose-claims.ts'
import { alwaysShown } from './issue-sd-jwt.ts'

/**
 * Everything in a credential that its holder may leave out when `mandatoryPointers` are what every copy shows: each member and
 * each element by itself, so that a part can be shown without the rest of what it stands in.
 *
 * Contexts, identifiers and types come with the object that they are of, just as with ecdsa-sd-2023 and bbs-2023.
 *
 * @throws CredentialError `credential/pointer-unmatched` for a pointer to nothing, `credential/pointer-malformed`
 */
export function optionalPaths(document: JsonObject, mandatoryPointers: readonly string[]): readonly ClaimPath[] {
  selectJson(document, mandatoryPointers)
  return optionalWithin(document, mandatoryPointers.map(parseJsonPointer), []).filter((path) => !isAlwaysShown(path))
}

/** `mandatory` are paths from this value on; of what is optional itself there are none. */
function optionalWithin(value: Json, mandatory: readonly (readonly string[])[], path: ClaimPath): readonly ClaimPath[] {
  if (mandatory.some(({ length }) => length === 0)) return []
  return entriesOf(value).flatMap(([key, member]) => {
    if (typeof key === 'string' && alwaysTold.has(key)) return []
    const place = [...path, key]
    const within = mandatory.filter(([first]) => first === String(key)).map((rest) => rest.slice(1))
    return [...(within.length === 0 ? [place] : []), ...optionalWithin(member, within, place)]
  })
}

function entriesOf(value: Json): readonly (readonly [string | number, Json])[] {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item, index) => [index, item] as const)
  return isJsonObject(value) ? Object.entries(value) : []
}

/** The claim whole, with all that is in it. */
function isAlwaysShown([first]: ClaimPath): boolean {
  return typeof first === 'string' && alwaysShown.includes(first)
}
