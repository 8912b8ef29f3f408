import { isBbsBaseProof } from '../credential/bbs-2023-proof-value.ts'
import { deriveCredential } from '../credential/derive-credential.ts'
import { isBaseProof } from '../credential/ecdsa-sd-2023-proof-value.ts'
import { isJsonObject, listOf, parseJsonObject } from '../credential/parse-json.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { findYears } from '../issuer/find-years.ts'

/** Something that the holder may show or keep to themselves, in the order in which people ask for it. */
export const factNames = ['awardedDate', 'description', 'criteria', 'achievementType', 'alignment', 'narrative', 'licenseNumber', 'evidence'] as const

/** The name of such a fact. */
export type FactName = (typeof factNames)[number]

/** A fact of a credential and where it stands in it. */
export interface Fact {
  readonly name: FactName
  /** JSON Pointer (RFC 6901). */
  readonly pointer: string
  readonly value: Json
}

const subjectPath = '/credentialSubject'
const paths: Readonly<Record<FactName, string>> = {
  awardedDate: '/awardedDate', description: `${subjectPath}/achievement/description`, criteria: `${subjectPath}/achievement/criteria`, achievementType: `${subjectPath}/achievement/achievementType`,
  alignment: `${subjectPath}/achievement/alignment`, narrative: `${subjectPath}/narrative`, licenseNumber: `${subjectPath}/licenseNumber`, evidence: '/evidence',
}

/** Tells whether a credential was signed so that parts of it can be shown; its text is then for the holder alone. */
export function canShowParts(credential: string): boolean {
  return listOf(parseJsonObject(credential)['proof']).some((proof) => {
    const value = isJsonObject(proof) ? proof['proofValue'] : undefined
    return typeof value === 'string' && (isBaseProof(value) || isBbsBaseProof(value))
  })
}

/** What the holder of such a credential may choose from. */
export function factsOf(credential: string): readonly Fact[] {
  const document = parseJsonObject(credential)
  return factNames.flatMap((name) => {
    const value = at(document, paths[name])
    return value === undefined ? [] : [{ name, pointer: paths[name], value }]
  })
}

/**
 * The years that a share names in its words although the day of the award is withheld: in the name of the achievement, which
 * is always shown, and in the facts chosen. "Class of 2009" tells it as well as a date.
 */
export function yearsShown(credential: string, facts: readonly FactName[]): readonly string[] {
  const shown = factsOf(credential).filter(({ name }) => name !== 'awardedDate' && facts.includes(name)).map(({ value }) => value)
  const names = ['/name', `${subjectPath}/achievement/name`].map((pointer) => at(parseJsonObject(credential), pointer) ?? '')
  return findYears(JSON.stringify([...names, ...shown]))
}

/**
 * A copy that shows the facts chosen and what its issuer made mandatory, as text to hand on; everything when `facts` is `all`.
 *
 * @throws CredentialError as {@link deriveCredential} does
 */
export async function showParts(credential: string, facts: readonly FactName[] | 'all', cryptography: Cryptography): Promise<string> {
  const pointers = facts === 'all' ? [''] : factsOf(credential).filter(({ name }) => facts.includes(name)).map(({ pointer }) => pointer)
  return JSON.stringify(await deriveCredential(parseJsonObject(credential), pointers, { cryptography }), null, 2)
}

function at(document: JsonObject, pointer: string): Json | undefined {
  return pointer.split('/').slice(1).reduce<Json | undefined>((value, name) => (isJsonObject(value) ? value[name] : undefined), document)
}
