import { decodeBase64 } from '../encoding/base64url.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { EncodingError } from '../encoding/encoding-error.ts'
import { encodeHex } from '../encoding/hex.ts'
import { decodeMultibase } from '../encoding/multibase.ts'
import { isUrl } from './is-url.ts'
import { isJsonObject } from './parse-json.ts'
import { publishedDigests, type PublishedDigests } from './published-digests.ts'

type HashName = keyof PublishedDigests

/** A digest that a document states: of which hash, in hexadecimal. */
interface StatedDigest {
  readonly hash: HashName
  readonly hex: string
}

const lengths: Readonly<Record<HashName, number>> = { sha256: 32, sha384: 48, sha512: 64 }
/** Multihash codes of the three, in one byte each. */
const multihashCodes: Readonly<Record<number, HashName>> = { 0x12: 'sha256', 0x20: 'sha384', 0x13: 'sha512' }

/** Tells whether an entry of `relatedResource` is an object that names what it is about and states a digest that can be read. */
export function isRelatedResource(value: Json): value is JsonObject {
  if (!isJsonObject(value) || !isUrl(value['id'])) return false
  return (value['digestSRI'] !== undefined || value['digestMultibase'] !== undefined) && statedDigests(value) !== undefined
}

/**
 * Tells whether an entry states a digest that the published bytes of its resource do not have (Verifiable Credentials Data
 * Model 2.0, "Integrity of Related Resources"). A resource whose published digest is not known here contradicts nothing.
 */
export function contradictsPublished(resource: JsonObject): boolean {
  const id = String(resource['id'])
  const published = Object.hasOwn(publishedDigests, id) ? publishedDigests[id] : undefined
  return (statedDigests(resource) ?? []).some(({ hash, hex }) => published?.[hash] !== undefined && published[hash] !== hex)
}

/** Undefined when one of them cannot be read. */
function statedDigests({ digestSRI, digestMultibase }: JsonObject): readonly StatedDigest[] | undefined {
  const digests = [...(digestSRI === undefined ? [] : readSri(digestSRI)), ...(digestMultibase === undefined ? [] : [readMultibase(digestMultibase)])]
  return digests.every((digest) => digest !== undefined) ? digests : undefined
}

/** Subresource Integrity, "The integrity attribute": one or more digests, with options after a question mark. */
function readSri(text: Json): readonly (StatedDigest | undefined)[] {
  if (typeof text !== 'string' || text.trim() === '') return [undefined]
  return text.trim().split(/\s+/).slice(0, 16).map((part) => {
    const [, hash = '', digest = ''] = /^(sha256|sha384|sha512)-([A-Za-z0-9+/=_-]{1,100})(?:\?.*)?$/.exec(part) ?? []
    // Some write it in base64url: the bytes are what is compared.
    return digestOf(hash as HashName, () => decodeBase64(digest.replaceAll('-', '+').replaceAll('_', '/')))
  })
}

/** Raw SHA-256 bytes, or a multihash that says which hash it is. */
function readMultibase(text: Json): StatedDigest | undefined {
  if (typeof text !== 'string' || text.length > 128) return undefined
  const bytes = readBytes(() => decodeMultibase(text))
  if (bytes?.length === lengths.sha256) return digestOf('sha256', () => bytes)
  const [code = 0, length] = bytes ?? []
  const hash = multihashCodes[code]
  return bytes === undefined || hash === undefined || length !== lengths[hash] ? undefined : digestOf(hash, () => bytes.slice(2))
}

function digestOf(hash: HashName, decode: () => Uint8Array): StatedDigest | undefined {
  const bytes = readBytes(decode)
  return bytes !== undefined && bytes.length === lengths[hash] ? { hash, hex: encodeHex(bytes) } : undefined
}

function readBytes(decode: () => Uint8Array): Uint8Array | undefined {
  try {
    return decode()
  } catch (error) {
    if (error instanceof EncodingError) return undefined
    throw error
  }
}
