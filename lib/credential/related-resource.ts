import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { encodeHex } from '../encoding/hex.ts'
import { isUrl } from './is-url.ts'
import { isJsonObject } from './parse-json.ts'
import { publishedContextDigests } from './published-context-digests.ts'
import { readDigests } from './resource-digest.ts'

/** Tells whether an entry of `relatedResource` is an object that names what it is about and states a digest that can be read. */
export function isRelatedResource(value: Json): value is JsonObject {
  return isJsonObject(value) && isUrl(value['id']) && (readDigests(value) ?? []).length > 0
}

/**
 * Holds the digests that an entry states against those of the bytes that its resource was published as (Verifiable Credentials
 * Data Model 2.0, "Integrity of Related Resources"): `altered` when one differs, `same` when none does, `unknown` when the
 * digest of one is not known here.
 */
export function compareWithPublished(resource: JsonObject): 'same' | 'altered' | 'unknown' {
  const id = String(resource['id'])
  const published = Object.hasOwn(publishedContextDigests, id) ? publishedContextDigests[id] : undefined
  const compared = (readDigests(resource) ?? []).map(({ algorithm, bytes }) => {
    const known = published?.[algorithm]
    return known === undefined ? 'unknown' : known === encodeHex(bytes) ? 'same' : 'altered'
  })
  if (compared.includes('altered')) return 'altered'
  return compared.length === 0 || compared.includes('unknown') ? 'unknown' : 'same'
}
