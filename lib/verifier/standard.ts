import { isJsonObject, listOf } from '../credential/parse-json.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { editionOf } from './open-badges-2/assertion.ts'

/** The standards that a document can be told to follow here; `unknown` for everything else. */
export type Standard = 'open-badges-3.0' | 'clr-2.0' | 'clr-1.0' | 'w3c-vc' | 'sd-jwt-vc' | 'open-badges-2.0' | 'json-resume' | 'unknown'

/** Tells the standard of a document from what it says of itself. */
export function detectStandard(document: JsonObject): Standard {
  const types = typesOf(document)
  if (types.includes('ClrCredential')) return 'clr-2.0'
  if (['OpenBadgeCredential', 'AchievementCredential', 'EndorsementCredential'].some((type) => types.includes(type))) return 'open-badges-3.0'
  if (isVerifiableCredential(document)) return 'w3c-vc'
  if (typeof document['vct'] === 'string') return 'sd-jwt-vc'
  if (editionOf(document) !== undefined) return 'open-badges-2.0'
  if (isOlderClr(document)) return 'clr-1.0'
  if (isJsonObject(document['basics']) && !('@context' in document)) return 'json-resume'
  return 'unknown'
}

/** Comprehensive Learner Record Standard 1.0, "CLR": no credential of the data model yet, but a document of its publisher. */
function isOlderClr(document: JsonObject): boolean {
  const isNamed = listOf(document['@context']).some((context) => typeof context === 'string' && context.startsWith('https://purl.imsglobal.org/spec/clr/v1p0/'))
  return isNamed || typesOf(document).includes('Clr') && isJsonObject(document['publisher']) && isJsonObject(document['learner'])
}

/** The `type` of an object as a list of texts. */
export function typesOf(document: JsonObject): readonly string[] {
  return listOf(document['type']).filter((type) => typeof type === 'string')
}

/** Tells whether a document calls itself a verifiable credential, or has the members that only one has. */
export function isVerifiableCredential(document: JsonObject): boolean {
  return typesOf(document).includes('VerifiableCredential') || 'credentialSubject' in document
}

/** Tells whether a document calls itself a verifiable presentation. */
export function isPresentation(document: JsonObject): boolean {
  return typesOf(document).includes('VerifiablePresentation') || 'verifiableCredential' in document && !isVerifiableCredential(document)
}
