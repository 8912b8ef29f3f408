import { isBbsBaseProof } from '../credential/bbs-2023-proof-value.ts'
import { deriveCredential } from '../credential/derive-credential.ts'
import { isBaseProof } from '../credential/ecdsa-sd-2023-proof-value.ts'
import { isJsonObject, listOf, parseJsonObject } from '../credential/parse-json.ts'
import { deriveSdJwt, isSdJwt } from '../credential/sd-jwt/derive-sd-jwt.ts'
import type { DigestContext } from '../credential/sd-jwt/disclosure.ts'
import { parseSdJwt } from '../credential/sd-jwt/parse-sd-jwt.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { findYears } from '../issuer/find-years.ts'
import { HolderError } from './holder-error.ts'
import { isPlainToken } from './read-credential-token.ts'
import { readDocument } from './read-document.ts'

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

/** Tells whether a credential is of a kind of which parts can be shown; its text is then for the holder alone. */
export function canShowParts(credential: string): boolean {
  return isSdJwt(credential) ? parseSdJwt(credential.trim()).disclosures.length > 0 : hasBaseProof(credential)
}

/** Tells whether a credential has the proof from which copies are derived: it opens all that they hide, and never leaves the wallet. */
export function hasBaseProof(credential: string): boolean {
  if (isSdJwt(credential) || isPlainToken(credential)) return false
  return listOf(parseJsonObject(credential)['proof']).some((proof) => {
    const value = isJsonObject(proof) ? proof['proofValue'] : undefined
    return typeof value === 'string' && (isBaseProof(value) || isBbsBaseProof(value))
  })
}

/** What the holder of such a credential may choose from. */
export function factsOf(credential: string, cryptography: DigestContext): readonly Fact[] {
  const document = readDocument(credential, cryptography)
  return factNames.flatMap((name) => {
    const value = at(document, paths[name])
    return value === undefined ? [] : [{ name, pointer: paths[name], value }]
  })
}

/**
 * The years that a share names in its words although the day of the award is withheld: in the name of the achievement, which
 * is always shown, and in the facts chosen. "Class of 2009" tells it as well as a date.
 */
export function yearsShown(credential: string, facts: readonly FactName[], cryptography: DigestContext): readonly string[] {
  const shown = factsOf(credential, cryptography).filter(({ name }) => name !== 'awardedDate' && facts.includes(name)).map(({ value }) => value)
  const document = readDocument(credential, cryptography)
  const names = ['/name', `${subjectPath}/achievement/name`].map((pointer) => at(document, pointer) ?? '')
  return findYears(JSON.stringify([...names, ...shown]))
}

/**
 * A copy that shows the facts chosen and what its issuer made mandatory, as text to hand on; everything when `facts` is `all`.
 *
 * @throws HolderError `holder/copy-shows-more` when its issuer made more mandatory than what was chosen; CredentialError as
 *   {@link deriveCredential} and {@link deriveSdJwt} do
 */
export async function showParts(credential: string, facts: readonly FactName[] | 'all', cryptography: Cryptography): Promise<string> {
  const pointers = facts === 'all' ? [''] : factsOf(credential, cryptography).filter(({ name }) => facts.includes(name)).map(({ pointer }) => pointer)
  const copy = isSdJwt(credential)
    ? await deriveSdJwt(credential, { pointers }, cryptography)
    : JSON.stringify(await deriveCredential(parseJsonObject(credential), pointers, { cryptography }), null, 2)
  const isSurplus = facts !== 'all' && factsOf(copy, cryptography).some(({ name }) => !facts.includes(name))
  if (isSurplus) throw new HolderError('holder/copy-shows-more', 'Cannot show parts: its issuer lets nobody leave out what should be left out')
  return copy
}

function at(document: JsonObject, pointer: string): Json | undefined {
  return pointer.split('/').slice(1).reduce<Json | undefined>((value, name) => (isJsonObject(value) ? value[name] : undefined), document)
}
