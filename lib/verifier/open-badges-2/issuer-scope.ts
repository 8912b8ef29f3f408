import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'

/**
 * Tells whether an address is one where an issuer serves its badges (Open Badges 2.0, "VerificationObject (Issuer)"): begins with
 * one of `startsWith`, or is on one of `allowedOrigins`, by default the host of the issuer's own address.
 *
 * Untrusted: the address and what is compared with it. `startsWith` is compared as an address, not as text: `https://college.example`
 * is no beginning of `https://college.example.evil.example`.
 */
export function isInScope(address: string, issuerId: string, profile: JsonObject): boolean {
  const url = parse(address)
  if (url === undefined) return false
  const policy = isJsonObject(profile['verification']) ? profile['verification'] : {}
  const beginnings = listOf(policy['startsWith'])
  if (beginnings.length > 0) return beginnings.some((beginning) => begins(url, beginning))
  const origins = listOf(policy['allowedOrigins'])
  return origins.length > 0 ? origins.some((origin) => isHost(url, origin)) : url.host === parse(issuerId)?.host
}

function begins(url: URL, beginning: Json): boolean {
  const start = typeof beginning === 'string' ? parse(beginning) : undefined
  return start !== undefined && start.origin === url.origin && url.href.startsWith(start.href)
}

/** The specification wants the host; whole origins are met. */
function isHost(url: URL, origin: Json): boolean {
  return typeof origin === 'string' && origin !== '' && (url.host === origin.toLowerCase() || url.origin === parse(origin)?.origin)
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) && /^https?:/i.test(text) ? new URL(text) : undefined
}
