import { isJsonObject, listOf } from '../credential/parse-json.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { readList, unknownStatus, type ListText, type StatusContext, type StatusFinding } from './status-context.ts'
import { refuseStatusList } from './status-list-window.ts'

/**
 * Looks a credential up in a list of revoked ids (1EdTech Revocation List Status Method 1.0, "RevocationList").
 *
 * Nobody signs such a list: it is worth as much as the address that it was fetched from, and nothing when a sharer brings it.
 */
export async function checkRevocationList(entry: JsonObject, listText: ListText, context: StatusContext): Promise<StatusFinding> {
  const { id: url } = entry
  const { credentialId, isFromSharer = false } = context
  if (typeof url !== 'string') return unknownStatus('status/entry-malformed', 'Its status entry is malformed')
  if (credentialId === undefined) return unknownStatus('status/credential-unnamed', 'It has no id under which it could be listed')
  if (listText === undefined) return unknownStatus('status/list-unavailable', 'Its status list could not be had')
  if (isFromSharer) return unknownStatus('status/list-unverified', 'Nobody signed its status list, and it came from whoever shared this')
  const list = readList(listText)
  const revoked = list['revokedCredentials'] ?? list['revokedCredential']
  if (!Array.isArray(revoked)) return unknownStatus('status/list-malformed', 'Its status list is malformed')
  const refusal = refuseStatusList(list, url, context)
  if (refusal !== undefined) return refusal
  const isRevoked = listOf(revoked as Json).some((item) => isJsonObject(item) && item['id'] === credentialId && item['revoked'] !== false)
  const facts = { purpose: 'revocation', ageSeconds: 0 }
  return isRevoked ? { outcome: 'failed', code: 'status/revoked', reason: 'Its issuer revoked it', ...facts } : { outcome: 'passed', ...facts }
}
