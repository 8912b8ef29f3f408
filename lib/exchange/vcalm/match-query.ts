import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { maxJsonDepth } from '../../encoding/canonical-json.ts'
import type { CredentialQuery } from './presentation-request.ts'

/** Both stand for the same type since Open Badges 3.0.1. */
const sameType: Readonly<Record<string, string>> = { AchievementCredential: 'OpenBadgeCredential' }

/**
 * Tells whether a credential is one that a query wants: all types of the example, everything else that the example says, and a
 * proof of a suite that is taken. An empty text in the example wants the member, whatever it says.
 */
export function matchesQuery(credential: JsonObject, { types, example, acceptedCryptosuites }: CredentialQuery): boolean {
  const own = new Set(listOf(credential['type']).map(canonicalType))
  if (!types.every((type) => own.has(canonicalType(type)))) return false
  if (acceptedCryptosuites.length > 0 && !listOf(credential['proof']).some((proof) => isJsonObject(proof) && acceptedCryptosuites.some((name) => name === proof['cryptosuite']))) return false
  return holds(credential, example, 0)
}

function canonicalType(type: Json): Json {
  return typeof type === 'string' ? sameType[type] ?? type : type
}

/** Untrusted: both may be of any shape; deeper than any credential is no match. */
function holds(value: Json | undefined, wanted: Json, depth: number): boolean {
  if (depth > maxJsonDepth || value === undefined) return false
  if (wanted === '') return true
  if (Array.isArray(wanted)) return (wanted as readonly Json[]).every((item) => listOf(value).some((each) => holds(each, item, depth + 1)))
  if (isJsonObject(wanted)) return listOf(value).some((each) => isJsonObject(each) && Object.entries(wanted).every(([name, member]) => holds(each[name], member, depth + 1)))
  return listOf(value).some((each) => each === wanted || (isJsonObject(each) && each['id'] === wanted))
}
