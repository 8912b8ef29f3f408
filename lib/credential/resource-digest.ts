import type { Cryptography } from '../crypto/cryptography.ts'
import { decodeBase64 } from '../encoding/base64url.ts'
import { concatBytes, equalBytes } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { decodeMultibase, encodeMultibase } from '../encoding/multibase.ts'
import { EncodingError } from '../encoding/encoding-error.ts'

/** Hash functions that digests are made with. */
export type DigestAlgorithm = 'sha256' | 'sha384'

/** What a resource must hash to. */
export interface ResourceDigest {
  readonly algorithm: DigestAlgorithm
  readonly bytes: Uint8Array
}

const lengths: Readonly<Record<DigestAlgorithm, number>> = { sha256: 32, sha384: 48 }

/** Codes of hash functions (Multihash; Controlled Identifiers 1.0, "Multihash"), each followed by the length. */
const codes: Readonly<Record<DigestAlgorithm, number>> = { sha256: 0x12, sha384: 0x20 }

const algorithms: readonly DigestAlgorithm[] = ['sha384', 'sha256']

/**
 * The digests that an object states of the resource it names: `digestSRI` and `digestMultibase` (Verifiable Credentials Data Model 2.0,
 * "Integrity of Related Resources"). Undefined when one is stated that cannot be read here; empty when none is.
 *
 * Untrusted: the object. Every digest stated must be kept, so that what is stated twice cannot mean two things.
 */
export function readDigests({ digestSRI, digestMultibase }: JsonObject): readonly ResourceDigest[] | undefined {
  const read = [...(digestSRI === undefined ? [] : [readSri(digestSRI)]), ...(digestMultibase === undefined ? [] : [readMultihash(digestMultibase)])]
  return read.every((digest) => digest !== undefined) ? read : undefined
}

/** Subresource Integrity, "The integrity attribute": of several digests the strongest counts. */
function readSri(value: unknown): ResourceDigest | undefined {
  if (typeof value !== 'string') return undefined
  const parts = value.trim().split(/\s+/)
  const algorithm = parts.some((part) => part.startsWith('sha512-')) ? undefined : algorithms.find((name) => parts.some((part) => part.startsWith(`${name}-`)))
  const [part, ...surplus] = parts.filter((each) => algorithm !== undefined && each.startsWith(`${algorithm}-`))
  if (algorithm === undefined || part === undefined || surplus.length > 0) return undefined
  return withLength(algorithm, decode(() => decodeBase64(part.slice(algorithm.length + 1).replace(/\?.*$/, ''))))
}

function readMultihash(value: unknown): ResourceDigest | undefined {
  const bytes = typeof value === 'string' ? decode(() => decodeMultibase(value)) : undefined
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

/** Tells whether a file has a digest. */
export function hasDigest(file: Uint8Array, { algorithm, bytes }: ResourceDigest, cryptography: Pick<Cryptography, DigestAlgorithm>): boolean {
  return equalBytes(cryptography[algorithm](file), bytes)
}

/** The `digestMultibase` of a file, to be put beside its address before a credential that names it is signed. */
export function digestMultibase(file: Uint8Array, { sha256 }: Pick<Cryptography, 'sha256'>): string {
  return encodeMultibase(concatBytes(Uint8Array.of(codes.sha256, lengths.sha256), sha256(file)), 'u')
}
