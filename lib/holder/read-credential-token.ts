import { readCarried } from '../credential/jose/registered-claims.ts'
import { parseJws } from '../credential/jose/jws.ts'
import { listOf } from '../credential/parse-json.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { EverlearnedError } from '../error.ts'

/** Tells whether a text is written as a compact token without disclosures. */
export function isPlainToken(text: string): boolean {
  return /^\s*eyJ[\w-]+\.[\w-]+\.[\w-]*\s*$/.test(text)
}

/**
 * The credential that a compact token carries, of either data model; undefined for every other token. Nothing of it was checked.
 *
 * Untrusted: the text, as long as any credential.
 */
export function readCredentialToken(text: string): JsonObject | undefined {
  if (!isPlainToken(text)) return undefined
  try {
    const { document } = readCarried(parseJws(text.trim()))
    return listOf(document['type']).includes('VerifiableCredential') ? document : undefined
  } catch (error) {
    if (error instanceof EverlearnedError) return undefined
    throw error
  }
}
