import type { Cryptography } from '../crypto/cryptography.ts'
import { isJsonObject, listOf } from '../credential/parse-json.ts'
import { hasDigest } from '../credential/resource-digest.ts'
import { decodeBase64 } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { EncodingError } from '../encoding/encoding-error.ts'
import { tidyLine } from '../encoding/tidy-text.ts'
import type { Bundle } from './bundle.ts'
import { bytesOf, digestsOf } from './checks/evidence.ts'

/**
 * How a file of evidence stands to the record: the one that was meant, another, not handed over, not bound to it by any digest, part of
 * the record itself, or bound in a way that cannot be compared here.
 */
export type EvidenceState = 'matched' | 'mismatched' | 'missing' | 'unbound' | 'within' | 'not-supported'

/** One piece of evidence that a record names, with the file when there is one. Untrusted: all of it, but for how it stands to the record. */
export interface EvidenceItem {
  readonly state: EvidenceState
  /** As the record calls it, or whoever handed it over. */
  readonly name?: string
  /** Where it is said to lie; nothing is fetched. */
  readonly address?: string
  /** What it is said to be. */
  readonly mediaType: string
  readonly bytes?: Uint8Array<ArrayBuffer>
}

/** Untrusted: of more evidence the rest is not listed, and a larger file within a record is not read. */
export const maxEvidenceItems = 50
const maxWithin = 1_048_576

/** The evidence that a record names, each piece held against its digest. */
export function evidenceItems(document: JsonObject, bundle: Pick<Bundle, 'evidence'> | undefined, cryptography: Pick<Cryptography, 'sha256' | 'sha384'>): readonly EvidenceItem[] {
  const related = listOf(document['relatedResource']).filter(isJsonObject)
  const named = listOf(document['evidence']).filter(isJsonObject).filter(({ id }) => typeof id === 'string').slice(0, maxEvidenceItems)
  return named.map((item) => describe(item, related.filter(({ id }) => id === item['id']), { bundle, cryptography }))
}

type Held = { readonly bundle: Pick<Bundle, 'evidence'> | undefined; readonly cryptography: Pick<Cryptography, 'sha256' | 'sha384'> }

function describe(item: JsonObject, related: readonly JsonObject[], { bundle, cryptography }: Held): EvidenceItem {
  const id = String(item['id'])
  const claimed = { ...named(item['name']), mediaType: textOf(related[0]?.['mediaType']) ?? textOf(item['genre']) ?? '', ...(/^https?:\/\//.test(id) ? { address: id.slice(0, 2_000) } : {}) }
  if (id.startsWith('data:')) return { ...claimed, ...within(id) }
  const files = (bundle?.evidence ?? []).filter((file) => file.id === id).flatMap(({ bytes, ...file }) => {
    const decoded = bytesOf(bytes)
    return decoded === undefined ? [] : [{ ...file, bytes: Uint8Array.from(decoded) }]
  })
  const digests = digestsOf([item, ...related])
  const isRight = (bytes: Uint8Array): boolean => digests !== undefined && digests.length > 0 && digests.every((digest) => hasDigest(bytes, digest, cryptography))
  const file = files.find(({ bytes }) => isRight(bytes)) ?? files[0]
  const shown = file === undefined ? claimed : { ...named(file.name), ...claimed, mediaType: claimed.mediaType === '' ? file.mediaType : claimed.mediaType, bytes: file.bytes }
  if (digests === undefined) return { ...shown, state: 'not-supported' }
  if (digests.length === 0) return { ...shown, state: 'unbound' }
  if (file === undefined) return { ...shown, state: 'missing' }
  return { ...shown, state: isRight(file.bytes) ? 'matched' : 'mismatched' }
}

/** A file in the record itself, as a `data:` address (RFC 2397). */
function within(address: string): Pick<EvidenceItem, 'state' | 'mediaType' | 'bytes'> {
  const [, mediaType = 'text/plain', base64, data = ''] = /^data:([^;,]+)?(?:;[^;,]*)*?(;base64)?,(.*)$/s.exec(address.slice(0, maxWithin * 2)) ?? []
  try {
    const bytes = base64 === undefined ? encodeUtf8(decodeURIComponent(data)) : decodeBase64(data)
    return bytes.length > maxWithin || address.length > maxWithin * 2 ? { state: 'within', mediaType } : { state: 'within', mediaType, bytes: Uint8Array.from(bytes) }
  } catch (cause) {
    if (cause instanceof EncodingError || cause instanceof URIError) return { state: 'within', mediaType }
    throw cause
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && /^[\w.+-]+\/[\w.+-]+/.test(value) ? value.slice(0, 100) : undefined)

function named(value: unknown): { readonly name?: string } {
  const name = typeof value === 'string' ? tidyLine(value, 200) : ''
  return name === '' ? {} : { name }
}
