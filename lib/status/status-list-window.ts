import { parseDateTime } from '../credential/date-time.ts'
import { isJsonObject } from '../credential/parse-json.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { unknownStatus, type StatusContext, type StatusFinding } from './status-context.ts'

/** Milliseconds for which a list without a `ttl` may be relied upon (Bitstring Status List 1.0, "BitstringStatusListCredential"). */
const defaultTtl = 300_000

/** Why a list says nothing about the credential: another list, another issuer's, or not in force at the moment judged. */
export function refuseStatusList(list: JsonObject, url: string, { issuer, now, fetchedAt, isFromSharer = false, isLastWord = false }: StatusContext): StatusFinding | undefined {
  if (list['id'] !== undefined && list['id'] !== url) return unknownStatus('status/list-mismatch', 'Its status list is another than it names')
  const listIssuer = list['issuer']
  if ((isJsonObject(listIssuer) ? listIssuer['id'] : listIssuer) !== issuer) return unknownStatus('status/issuer-mismatch', 'Its status list is of another issuer')
  const { begins, ends } = periodOf(list)
  const [from, until] = [parseDateTime(begins), parseDateTime(ends)]
  if ((begins !== undefined && from === undefined) || (ends !== undefined && until === undefined)) return unknownStatus('status/list-malformed', 'The dates of its status list are malformed')
  if (from !== undefined && from > now) return unknownStatus('status/list-not-yet-valid', 'Its status list is not valid yet')
  if (until !== undefined && until <= now && !isLastWord) return unknownStatus('status/list-stale', 'Its status list has expired')
  const ttl = isJsonObject(list['credentialSubject']) ? list['credentialSubject']['ttl'] : undefined
  if (ttl !== undefined && (typeof ttl !== 'number' || ttl < 0)) return unknownStatus('status/list-malformed', 'The ttl of its status list is malformed')
  if (isFromSharer && (from === undefined || list['id'] === undefined)) return unknownStatus('status/list-undated', 'The copy of its status list does not say which list it is, or since when')
  if (isLastWord) return undefined
  // Whoever brings a copy along chose it: where its issuer does not say how long it holds, the specification does.
  const longest = ttl ?? (isFromSharer && until === undefined ? defaultTtl : Number.POSITIVE_INFINITY)
  const age = now.getTime() - (fetchedAt ?? from ?? now).getTime()
  return age > longest ? unknownStatus('status/list-stale', 'Its status list is older than its issuer lets it be relied upon') : undefined
}

/** How old a list is in seconds, from when it began or was fetched. */
export function statusListAge(list: JsonObject, { now, fetchedAt }: StatusContext): number {
  const since = parseDateTime(periodOf(list).begins) ?? fetchedAt ?? now
  return Math.max(0, Math.floor((now.getTime() - since.getTime()) / 1_000))
}

/** Under data model 2.0, or 1.1. */
function periodOf(list: JsonObject): { readonly begins: unknown; readonly ends: unknown } {
  return { begins: list['validFrom'] ?? list['issuanceDate'], ends: list['validUntil'] ?? list['expirationDate'] }
}
