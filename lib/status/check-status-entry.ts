import { parseDateTime } from '../credential/date-time.ts'
import type { Finding } from '../credential/finding.ts'
import { CredentialError } from '../credential/credential-error.ts'
import { isJsonObject, listOf, parseJsonObject } from '../credential/parse-json.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { decodeBitstring, isBitSet } from './bitstring.ts'
import { StatusError } from './status-error.ts'

/** What an entry is held against. */
export interface StatusContext {
  /** The DID of the issuer of the credential that carries the entry: its list must be of the same one. */
  readonly issuer: string
  /** The moment judged. */
  readonly now: Date
  /** When the copy of the list was fetched; its `ttl` counts from then, or from when the list began. */
  readonly fetchedAt?: Date | undefined
  /** Verifies the list's own proof, and that the key that made it is its issuer's. */
  readonly verify: (listCredential: JsonObject) => Promise<Finding>
}

/** The answer to one entry, with the age of the list that gave it. */
export interface StatusFinding extends Finding {
  readonly purpose?: string
  readonly ageSeconds?: number
}

/**
 * Looks a credential up in the list that its `credentialStatus` names (Bitstring Status List 1.0, "Validate Algorithm").
 *
 * Untrusted: entry and list. Out of reach, stale, malformed or of another issuer: the answer is `unknown`, never "not revoked".
 * `listText` is undefined when the list could not be had.
 */
export async function checkStatusEntry(entry: Json, listText: string | Uint8Array | undefined, context: StatusContext): Promise<StatusFinding> {
  if (!isJsonObject(entry) || entry['type'] !== 'BitstringStatusListEntry') return unknown('status/not-supported', 'The kind of its status is not supported')
  const { statusPurpose: purpose, statusListIndex, statusListCredential: url } = entry
  const index = indexOf(statusListIndex)
  if (typeof purpose !== 'string' || typeof url !== 'string' || index === undefined) return unknown('status/entry-malformed', 'Its status entry is malformed')
  // Other purposes, and entries of several bits, say what they mean in messages that are not read here.
  if ((purpose !== 'revocation' && purpose !== 'suspension') || (entry['statusSize'] ?? 1) !== 1) return unknown('status/not-supported', 'The purpose of its status is not supported')
  if (listText === undefined) return unknown('status/list-unavailable', 'Its status list could not be had')
  try {
    const list = parseJsonObject(listText)
    const refusal = refuseList(list, url, purpose, context)
    if (refusal !== undefined) return refusal
    const verified = await context.verify(list)
    if (verified.outcome !== 'passed') return unknown('status/list-unverified', 'The proof of its status list does not verify')
    const subject = list['credentialSubject'] as JsonObject
    const bits = await decodeBitstring(String(subject['encodedList']))
    const facts = { purpose, ageSeconds: ageOf(list, context) }
    if (!isBitSet(bits, index)) return { outcome: 'passed', ...facts }
    return purpose === 'revocation'
      ? { outcome: 'failed', code: 'status/revoked', reason: 'Its issuer revoked it', ...facts }
      : { outcome: 'failed', code: 'status/suspended', reason: 'Its issuer suspended it', ...facts }
  } catch (error) {
    if (error instanceof StatusError) return unknown(error.code, error.message)
    if (error instanceof CredentialError) return unknown('status/list-malformed', 'Its status list cannot be read')
    throw error
  }
}

function refuseList(list: JsonObject, url: string, purpose: string, { issuer, now, fetchedAt }: StatusContext): StatusFinding | undefined {
  const subject = list['credentialSubject']
  if (!listOf(list['type']).includes('BitstringStatusListCredential') || !isJsonObject(subject) || typeof subject['encodedList'] !== 'string') return unknown('status/list-malformed', 'Its status list is malformed')
  if (list['id'] !== undefined && list['id'] !== url) return unknown('status/list-mismatch', 'Its status list is another than it names')
  const listIssuer = list['issuer']
  if ((isJsonObject(listIssuer) ? listIssuer['id'] : listIssuer) !== issuer) return unknown('status/issuer-mismatch', 'Its status list is of another issuer')
  if (!listOf(subject['statusPurpose']).includes(purpose)) return unknown('status/purpose-mismatch', 'Its status list is for another purpose')
  const [from, until] = [parseDateTime(list['validFrom']), parseDateTime(list['validUntil'])]
  if ((list['validFrom'] !== undefined && from === undefined) || (list['validUntil'] !== undefined && until === undefined)) return unknown('status/list-malformed', 'The dates of its status list are malformed')
  if (from !== undefined && from > now) return unknown('status/list-not-yet-valid', 'Its status list is not valid yet')
  if (until !== undefined && until <= now) return unknown('status/list-stale', 'Its status list has expired')
  const ttl = subject['ttl']
  if (ttl !== undefined && (typeof ttl !== 'number' || ttl < 0)) return unknown('status/list-malformed', 'The ttl of its status list is malformed')
  const age = now.getTime() - (fetchedAt ?? from ?? now).getTime()
  return ttl !== undefined && age > ttl ? unknown('status/list-stale', 'Its status list is older than its issuer lets it be relied upon') : undefined
}

/** How old the list is, from when it began or was fetched. */
function ageOf(list: JsonObject, { now, fetchedAt }: StatusContext): number {
  const since = parseDateTime(list['validFrom']) ?? fetchedAt ?? now
  return Math.max(0, Math.floor((now.getTime() - since.getTime()) / 1_000))
}

/** The specification wants a string; numbers are met and mean the same. */
function indexOf(value: Json | undefined): number | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && /^\d{1,10}$/.test(text) ? Number(text) : undefined
}

function unknown(code: string, reason: string): StatusFinding {
  return { outcome: 'unknown', code, reason }
}
