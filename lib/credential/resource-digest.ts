import type { Cryptography } from '../crypto/cryptography.ts'
import { decodeBase64 } from '../encoding/base64url.ts'
import { concatBytes, equalBytes } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { decodeMultibase, encodeMultibase } from '../encoding/multibase.ts'
import { EncodingError } from '../encoding/encoding-error.ts'

/** Hash functions that digests are stated with, by their names in Subresource Integrity. */
export type DigestAlgorithm = 'sha256' | 'sha384' | 'sha512'

/** What a resource must hash to. */
export interface ResourceDigest {
  readonly algorithm: DigestAlgorithm
  readonly bytes: Uint8Array
}

/** Untrusted: of more digests than this in one text none is read. */
const maxDigests = 16

const lengths: Readonly<Record<DigestAlgorithm, number>> = { sha256: 32, sha384: 48, sha512: 64 }

/** Codes of hash functions (Multihash; Controlled Identifiers 1.0, "Multihash"), each followed by the length. */
const codes: Readonly<Record<DigestAlgorithm, number>> = { sha256: 0x12, sha384: 0x20, sha512: 0x13 }

const algorithms: readonly DigestAlgorithm[] = ['sha256', 'sha384', 'sha512']

/**
 * The digests that an object states of the resource it names: `digestSRI` and `digestMultibase` (Verifiable Credentials Data Model 2.0,
 * "Integrity of Related Resources"). Undefined when one is stated that cannot be read; empty when none is.
 *
 * Untrusted: the object. Every digest stated must be kept, so that what is stated twice cannot mean two things.
 */
export function readDigests({ digestSRI, digestMultibase }: JsonObject): readonly ResourceDigest[] | undefined {
  const read = [...(digestSRI === undefined ? [] : readSri(digestSRI)), ...(digestMultibase === undefined ? [] : [readMultibase(digestMultibase)])]
  return read.every((digest) => digest !== undefined) ? read : undefined
}

/** Subresource Integrity, "The integrity attribute": one or more digests, with options after a question mark. */
function readSri(value: Json): readonly (ResourceDigest | undefined)[] {
  const parts = typeof value === 'string' ? value.trim().split(/\s+/, maxDigests + 1) : []
  if (parts.length === 0 || parts.length > maxDigests) return [undefined]
  return parts.map((part) => {
    const algorithm = algorithms.find((name) => part.startsWith(`${name}-`))
    const [, digest] = /^\w+-([A-Za-z0-9+/=_-]{1,100})(?:\?.*)?$/.exec(part) ?? []
    if (algorithm === undefined || digest === undefined) return undefined
    // Some write it in base64url: the bytes are what is compared.
    return withLength(algorithm, decode(() => decodeBase64(digest.replaceAll('-', '+').replaceAll('_', '/'))))
  })
}

/** A multihash that says which hash it is, or the bare bytes of a SHA-256. */
function readMultibase(value: Json): ResourceDigest | undefined {
  if (typeof value !== 'string' || value.length > 128) return undefined
  const bytes = decode(() => decodeMultibase(value))
  if (bytes?.length === lengths.sha256) return { algorithm: 'sha256', bytes }
  const algorithm = algorithms.find((name) => bytes?.[0] === codes[name] && bytes[1] === lengths[name])
  return algorithm === undefined ? undefined : withLength(algorithm, bytes?.subarray(2))
}

function withLength(algorithm: DigestAlgorithm, bytes: Uint8Array | undefined): ResourceDigest | undefined {
  return bytes?.length === lengths[algorithm] ? { algorithm, bytes } : undefined
}

function decode(read: () => Uint8Array): Uint8Array | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof EncodingError) return undefined
    throw error
  }
}

/** Tells whether a file has a digest; undefined for SHA-512, which is read here but not computed. */
export function hasDigest(file: Uint8Array, { algorithm, bytes }: ResourceDigest, cryptography: Pick<Cryptography, 'sha256' | 'sha384'>): boolean | undefined {
  return algorithm === 'sha512' ? undefined : equalBytes(cryptography[algorithm](file), bytes)
}

/** The `digestMultibase` of a file, to be put beside its address before a credential that names it is signed. */
export function digestMultibase(file: Uint8Array, { sha256 }: Pick<Cryptography, 'sha256'>): string {
  return encodeMultibase(concatBytes(Uint8Array.of(codes.sha256, lengths.sha256), sha256(file)), 'u')
}
