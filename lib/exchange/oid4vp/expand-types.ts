import { CredentialError } from '../../credential/credential-error.ts'
import { expandDocument } from '../../credential/json-ld-dataset.ts'
import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import type { Cryptography } from '../../crypto/cryptography.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'

/** Untrusted: more types than this are not looked at. */
const maxTypes = 16

/** Both names stand for the same type since Open Badges 3.0.1 (Open Badges 3.0, "AchievementCredential"). */
const renamed: Readonly<Record<string, string>> = {
  'https://purl.imsglobal.org/spec/vc/ob/vocab.html#AchievementCredential': 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential',
}

/**
 * The types of a credential with their contexts applied, as `type_values` wants them (OpenID for Verifiable Presentations 1.0,
 * "Parameters in the meta parameter in Credential Query" for W3C credentials). A type that no known context defines stays as it is
 * written.
 */
export async function expandTypes(document: JsonObject, cryptography: Pick<Cryptography, 'sha256'>): Promise<readonly string[]> {
  const types = listOf(document['type']).filter((type) => typeof type === 'string').slice(0, maxTypes)
  const expanded = await Promise.all(types.map((type) => expandType(type, document['@context'], cryptography)))
  return expanded.map(currentType)
}

/** A type as it is called today. */
export function currentType(type: string): string {
  return renamed[type] ?? type
}

/** One by one: a type that nobody defines must not take the others with it. */
async function expandType(type: string, context: Json | undefined, cryptography: Pick<Cryptography, 'sha256'>): Promise<string> {
  if (context === undefined) return type
  try {
    const [node] = await expandDocument({ '@context': structuredClone(context), type: [type] }, cryptography)
    const [iri] = isJsonObject(node) ? listOf(node['@type']) : []
    return typeof iri === 'string' ? iri : type
  } catch (error) {
    if (error instanceof CredentialError) return type
    throw error
  }
}
