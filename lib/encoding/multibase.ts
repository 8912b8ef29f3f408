import { decodeBase58btc, encodeBase58btc } from './base58btc.ts'
import { decodeBase64url, encodeBase64url } from './base64url.ts'
import { EncodingError } from './encoding-error.ts'

/** Encodes bytes in multibase form: `z` base58btc or `u` base64url without padding (Controlled Identifiers 1.0, "Multibase"). */
export function encodeMultibase(bytes: Uint8Array, base: 'z' | 'u'): string {
  return base + (base === 'z' ? encodeBase58btc(bytes) : encodeBase64url(bytes))
}

/**
 * Decodes multibase text whose base is in `allowed`.
 *
 * @throws EncodingError `encoding/multibase` on another base, or the error of that base
 */
export function decodeMultibase(text: string, allowed: 'z' | 'u' | 'zu' = 'zu'): Uint8Array<ArrayBuffer> {
  const base = text[0] ?? ''
  if (base === '' || !allowed.includes(base)) throw new EncodingError('encoding/multibase', `Cannot decode multibase: the base must be one of "${allowed}"`)
  return base === 'z' ? decodeBase58btc(text.slice(1)) : decodeBase64url(text.slice(1))
}
