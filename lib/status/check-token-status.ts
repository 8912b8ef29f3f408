import type { Finding } from '../credential/finding.ts'
import { CredentialError } from '../credential/credential-error.ts'
import { parseJws } from '../credential/jose/jws.ts'
import type { SignedMessage } from '../credential/jose/signed-message.ts'
import { isJsonObject } from '../credential/parse-json.ts'
import { clockSkewSeconds } from '../credential/verify-proofs.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import type { StatusFinding } from './status-context.ts'
import { StatusError } from './status-error.ts'
import { decodeStatusList, type EncodedStatusList, type StatusReader } from './token-status-list.ts'

/** What a reference to a status list token is held against. */
export interface TokenStatusContext {
  /** The issuer of the credential that carries the reference: its list must be of the same one. */
  readonly issuer: string
  /** The moment judged. */
  readonly now: Date
  /** When the copy of the token was fetched; its `ttl` counts from then, or from when it was issued. */
  readonly fetchedAt?: Date | undefined
  /** Expands a list; unless given, {@link decodeStatusList}. Whoever looks up many in one list gives one that remembers. */
  readonly decode?: ((list: EncodedStatusList) => Promise<StatusReader>) | undefined
  /** Verifies that the token is a `statuslist+jwt` signed by the issuer. */
  readonly verify: (token: SignedMessage) => Promise<Finding>
}

/**
 * Looks a credential up in the status list token that its `status.status_list` names (Token Status List, "Validation Rules").
 *
 * Untrusted: reference and token. Out of reach, stale, malformed or of another issuer: the answer is `unknown`, never "valid".
 * `text` is undefined when the token could not be had.
 */
export async function checkTokenStatus(reference: Json, text: string | undefined, context: TokenStatusContext): Promise<StatusFinding> {
  const { idx, uri } = isJsonObject(reference) ? reference : {}
  if (typeof idx !== 'number' || !Number.isSafeInteger(idx) || idx < 0 || typeof uri !== 'string') return unknown('status/entry-malformed', 'Its status entry is malformed')
  if (text === undefined) return unknown('status/list-unavailable', 'Its status list could not be had')
  try {
    const token = parseJws(text.trim())
    const refusal = refuseToken(token.payload, uri, context)
    if (refusal !== undefined) return refusal
    const verified = await context.verify(token)
    if (verified.outcome !== 'passed') return unknown('status/list-unverified', 'The signature of its status list does not verify')
    const { bits, lst } = token.payload['status_list'] as JsonObject
    return explain((await (context.decode ?? decodeStatusList)({ bits, lst }))(idx), ageOf(token.payload, context))
  } catch (error) {
    if (error instanceof StatusError) return unknown(error.code, error.message)
    if (error instanceof CredentialError) return unknown('status/list-malformed', 'Its status list cannot be read')
    throw error
  }
}

function refuseToken({ sub, iss, iat, exp, ttl, status_list: list }: JsonObject, uri: string, { issuer, now, fetchedAt }: TokenStatusContext): StatusFinding | undefined {
  const seconds = now.getTime() / 1_000
  if (!isJsonObject(list) || typeof iat !== 'number') return unknown('status/list-malformed', 'Its status list is malformed')
  if (sub !== uri) return unknown('status/list-mismatch', 'Its status list is another than it names')
  if (iss !== undefined && iss !== issuer) return unknown('status/issuer-mismatch', 'Its status list is of another issuer')
  if (iat > seconds + clockSkewSeconds) return unknown('status/list-not-yet-valid', 'Its status list is not valid yet')
  if (exp !== undefined && !(typeof exp === 'number' && seconds < exp)) return unknown('status/list-stale', 'Its status list has expired')
  if (ttl !== undefined && !(typeof ttl === 'number' && ttl > 0)) return unknown('status/list-malformed', 'The ttl of its status list is malformed')
  // Whoever brings a copy along chose it: one without an end would be believed for ever.
  if (fetchedAt === undefined && ttl === undefined && exp === undefined) return unknown('status/list-undated', 'The copy of its status list does not say how long it holds')
  const since = fetchedAt === undefined ? iat : fetchedAt.getTime() / 1_000
  return ttl !== undefined && seconds - since > ttl ? unknown('status/list-stale', 'Its status list is older than its issuer lets it be relied upon') : undefined
}

/** Token Status List, "Status Types Values". */
function explain(status: number, ageSeconds: number): StatusFinding {
  switch (status) {
    case 0: return { outcome: 'passed', ageSeconds }
    case 1: return { outcome: 'failed', code: 'status/revoked', reason: 'Its issuer revoked it', purpose: 'revocation', ageSeconds }
    case 2: return { outcome: 'failed', code: 'status/suspended', reason: 'Its issuer suspended it', purpose: 'suspension', ageSeconds }
    default: return { ...unknown('status/not-supported', 'Its status is one that its issuer gave a meaning of its own'), ageSeconds }
  }
}

function ageOf({ iat }: JsonObject, { now }: TokenStatusContext): number {
  return Math.max(0, Math.floor(now.getTime() / 1_000 - Number(iat)))
}

function unknown(code: string, reason: string): StatusFinding {
  return { outcome: 'unknown', code, reason }
}
