import { parseJsonObject, isJsonObject } from '../credential/parse-json.ts'
import { decodeBase64url } from '../encoding/base64url.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { EverlearnedError } from '../error.ts'

/** A compact token (RFC 7515, "JWS Compact Serialization"), read but not verified. */
export interface Token {
  readonly header: JsonObject
  readonly payload: JsonObject
  /** Selective-disclosure tokens carry their disclosures after a tilde (RFC 9901). */
  readonly hasDisclosures: boolean
}

/** Reads a compact token; undefined when the text is none. */
export function readToken(text: string): Token | undefined {
  const [jws = '', ...disclosures] = text.split('~')
  const parts = jws.split('.')
  const [header, payload] = parts
  if (parts.length !== 3 || header === undefined || payload === undefined || !/^[\w.-]+$/.test(jws)) return undefined
  try {
    const token = { header: parseJsonObject(decodeBase64url(header)), payload: parseJsonObject(decodeBase64url(payload)), hasDisclosures: disclosures.length > 0 }
    return typeof token.header['alg'] === 'string' ? token : undefined
  } catch (error) {
    if (error instanceof EverlearnedError) return undefined
    throw error
  }
}

/**
 * The credential that a token carries. Under data model 2.0 it is the payload; under 1.1 it is the claim `vc` with what
 * the registered claims say of it (Verifiable Credentials Data Model 1.1, "JWT Decoding").
 */
export function credentialOfToken({ payload }: Token): JsonObject {
  const { vc, iss, jti, sub, nbf, exp } = payload
  if (!isJsonObject(vc)) return payload
  const subject = isJsonObject(vc['credentialSubject']) && typeof sub === 'string' ? { credentialSubject: { id: sub, ...vc['credentialSubject'] } } : {}
  return {
    ...(typeof iss === 'string' ? { issuer: iss } : {}),
    ...(typeof jti === 'string' ? { id: jti } : {}),
    ...instant('issuanceDate', nbf), ...instant('expirationDate', exp),
    ...vc, ...subject,
  }
}

function instant(name: string, seconds: Json | undefined): JsonObject {
  // Untrusted: the ECMAScript time range, beyond which a date cannot be written.
  return typeof seconds === 'number' && Math.abs(seconds) <= 8.64e12 ? { [name]: new Date(seconds * 1000).toISOString() } : {}
}
