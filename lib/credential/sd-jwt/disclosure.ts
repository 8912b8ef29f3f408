import type { Cryptography } from '../../crypto/cryptography.ts'
import { decodeBase64urlText, encodeBase64url, encodeBase64urlText } from '../../encoding/base64url.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import type { Json } from '../../encoding/canonical-json.ts'
import { EncodingError } from '../../encoding/encoding-error.ts'
import { CredentialError } from '../credential-error.ts'
import { parseJson } from '../parse-json.ts'

/** A claim or an element of a list that a holder may show (RFC 9901, "Disclosures"). */
export interface Disclosure {
  /** As it travels: the digest is over this very text. */
  readonly text: string
  readonly digest: string
  /** Undefined for an element of a list. */
  readonly name: string | undefined
  readonly value: Json
}

/** The hash functions that `_sd_alg` may name, each with its length; another one is refused. */
export type DigestAlgorithm = 'sha-256' | 'sha-384'

/** Reads `_sd_alg`; absent it is SHA-256 (RFC 9901, "Hash Function Claim"). Undefined when it is not understood. */
export function parseDigestAlgorithm(value: Json | undefined): DigestAlgorithm | undefined {
  if (value === undefined) return 'sha-256'
  return value === 'sha-256' || value === 'sha-384' ? value : undefined
}

/** What digests take. */
export type DigestContext = Pick<Cryptography, 'sha256' | 'sha384'>

/** The digest of a text as it stands in `_sd`, `...` and `sd_hash`. */
export function digestOf(text: string, algorithm: DigestAlgorithm, { sha256, sha384 }: DigestContext): string {
  const digest = algorithm === 'sha-256' ? sha256 : sha384
  return digest.base64urlOfText?.(text) ?? encodeBase64url(digest(encodeUtf8(text)))
}

/**
 * Reads a disclosure: `[salt, name, value]`, or `[salt, value]` for an element of a list.
 *
 * @throws CredentialError `credential/disclosure-malformed`
 */
export function parseDisclosure(text: string, algorithm: DigestAlgorithm, context: DigestContext): Disclosure {
  const parts = decode(text)
  const [salt, second, third] = parts
  if (typeof salt !== 'string') throw malformed('it has no salt')
  const digest = digestOf(text, algorithm, context)
  if (parts.length === 2 && second !== undefined) return { text, digest, name: undefined, value: second }
  if (parts.length !== 3 || typeof second !== 'string' || third === undefined) throw malformed('it is neither a claim nor an element')
  // RFC 9901, "Processing of the SD-JWT": these names mean something to the processing itself.
  if (second === '_sd' || second === '...' || second === '__proto__') throw malformed('it names what no claim may be called')
  return { text, digest, name: second, value: third }
}

/** Salts have 128 bits or more (RFC 9901, "Entropy of the Salt"): these are of whole characters in base64url, so that many can be encoded as one. */
export const saltBytes = 18

/** Writes a disclosure under a salt in base64url: `text` is the JSON of a name, a comma and a value, or of an element of a list alone. */
export function formatDisclosure(salt: string, text: string): string {
  return encodeBase64urlText(`["${salt}",${text}]`)
}

function decode(text: string): readonly Json[] {
  try {
    const value = parseJson(decodeBase64urlText(text))
    if (Array.isArray(value)) return value as readonly Json[]
  } catch (cause) {
    if (cause instanceof EncodingError || cause instanceof CredentialError) throw malformed('it is no list in base64url', cause)
    throw cause
  }
  throw malformed('it is no list')
}

function malformed(state: string, cause?: unknown): CredentialError {
  return new CredentialError('credential/disclosure-malformed', `Cannot read disclosure: ${state}`, { cause })
}
