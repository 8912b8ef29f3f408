import type { JsonObject } from '../../encoding/canonical-json.ts'
import { EverlearnedError } from '../../error.ts'
import { parseJws } from '../../credential/jose/jws.ts'
import { isKeyError, readTokenKey } from '../../credential/jose/read-token-key.ts'
import type { TokenKey } from '../../credential/jose/resolve-token-keys.ts'
import type { SignedMessage } from '../../credential/jose/signed-message.ts'
import { verifyMessage } from '../../credential/jose/verify-message.ts'
import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import { missingAnswer, refusedAnswer } from './registry-error.ts'
import type { RegistryContext } from './registry-fetch.ts'

/** A statement of one entity about another or itself (OpenID Federation 1.0, "Entity Statement"). */
export interface EntityStatement {
  readonly issuer: string
  readonly subject: string
  readonly expires: Date
  readonly claims: JsonObject
  readonly message: SignedMessage
}

/** A key as the statement of a superior attests it, or as the verifier chose it. */
export interface FederationKey extends TokenKey {
  readonly kid: string
}

/** Untrusted: a longer statement is refused before it is read. In bytes. */
export const maxStatementBytes: number = 64 * 1024

/** Untrusted: of a longer key set only so many keys are looked at. */
const maxKeys = 16

/**
 * Reads a statement that should be by `issuer` and about `subject`, without looking at its signature.
 *
 * @throws RegistryError `registry/statement-malformed`, `registry/issuer-mismatch`, `registry/subject-mismatch`, `registry/statement-critical`
 */
export function readStatement(text: string, issuer: string, subject: string): EntityStatement {
  const message = parseToken(text)
  const { iss, sub, iat, exp, crit } = message.payload
  if (typeof iss !== 'string' || typeof sub !== 'string' || !isSeconds(iat) || !isSeconds(exp) || exp <= iat) throw malformed('it lacks issuer, subject or dates')
  if (iss !== issuer) throw refusedAnswer('issuer-mismatch', 'a statement is by another entity than was asked')
  if (sub !== subject) throw refusedAnswer('subject-mismatch', 'a statement is about another entity than was asked for')
  // OpenID Federation 1.0, "Claims that MUST or MAY Appear": a claim named by crit must be understood; none beyond the standard ones is.
  if (crit !== undefined) throw refusedAnswer('statement-critical', 'a statement demands what is not understood here')
  return { issuer, subject, expires: new Date(exp * 1_000), claims: message.payload, message }
}

/**
 * Verifies that a statement was signed by one of `keys` and is in force at the moment judged.
 *
 * Untrusted: its header. The key is found by `kid`, which is required, among the keys that somebody else attested.
 *
 * @throws RegistryError `registry/statement-expired`, `registry/signature-invalid`, `registry/not-supported`
 */
export async function verifyStatement(statement: EntityStatement, keys: readonly FederationKey[], context: RegistryContext, type: string = 'entity-statement+jwt'): Promise<void> {
  const { now, cryptography } = context
  if (statement.expires <= now) throw refusedAnswer('statement-expired', 'a statement is out of date')
  const finding = await verifyMessage(statement.message, {
    now, cryptography, types: [type],
    findKeys: async (kid) => {
      const named = kid === undefined ? [] : keys.filter((key) => key.kid === kid)
      return named.length > 0 ? { keys: named } : { outcome: 'failed', code: 'proof/key-not-found', reason: 'It is signed by no key that was attested' }
    },
  })
  if (finding.outcome === 'passed') return
  const state = finding.reason ?? 'its signature was not verified'
  throw finding.outcome === 'unknown' ? missingAnswer('not-supported', `of a statement: ${state}`) : refusedAnswer('signature-invalid', `of a statement: ${state}`)
}

/** The readable keys of a JSON Web Key Set (RFC 7517); those that cannot be read or have no name are left out. */
export function readKeySet(set: unknown, owner: string): readonly FederationKey[] {
  if (!isJsonObject(set)) return []
  return listOf(set['keys']).slice(0, maxKeys).flatMap((jwk) => {
    const kid = isJsonObject(jwk) ? jwk['kid'] : undefined
    if (!isJsonObject(jwk) || typeof kid !== 'string' || kid === '' || jwk['use'] === 'enc') return []
    try {
      return [{ kid, publicKey: readTokenKey(jwk), verificationMethod: `${owner}#${kid}` }]
    } catch (error) {
      if (isKeyError(error)) return []
      throw error
    }
  })
}

function parseToken(text: string): SignedMessage {
  if (text.length > maxStatementBytes) throw malformed('it is too long')
  try {
    return parseJws(text.trim())
  } catch (cause) {
    if (cause instanceof EverlearnedError) throw malformed('it is no token', cause)
    throw cause
  }
}

function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value < 1e11
}

function malformed(state: string, cause?: unknown): Error {
  return refusedAnswer('statement-malformed', `of a statement: ${state}`, { cause })
}
