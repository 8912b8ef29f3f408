/**
 * What Verifiable Credentials Data Model 2.0 and 1.1 demand of a credential or presentation as it was parsed, one line a
 * demand. What takes JSON-LD to know (terms that nothing defines, names that are no addresses) is asked by expanding the
 * document, what takes a key by its proofs.
 */
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { credentialsContextUrl } from './contexts.ts'
import { areTyped, isFilledObject, isHumanText, isOptionalMoment, isOptionalUrl, isUrlOrNamed, typesIn } from './data-model-values.ts'
import { parseDateTime } from './date-time.ts'
import { isUrl } from './is-url.ts'
import { isJsonObject, listOf } from './parse-json.ts'
import { compareWithPublished, isRelatedResource } from './related-resource.ts'

/** One demand on a document. */
export interface DataModelRule {
  /** Stable: `data-model/issuer-malformed`. */
  readonly code: string
  /** One sentence, for whoever made the document. */
  readonly demand: string
  isKept(document: JsonObject): boolean
}

/** A rule that a document breaks. */
export type BrokenRule = Pick<DataModelRule, 'code' | 'demand'>

/** The context of data model 1.1. */
export const credentialsContextUrlV1 = 'https://www.w3.org/2018/credentials/v1'

/** Tells whether a document says that it follows data model 1.1. */
export function isVersion1({ '@context': contexts }: JsonObject): boolean {
  return listOf(contexts)[0] === credentialsContextUrlV1
}

const moments = ['validFrom', 'validUntil', 'issuanceDate', 'expirationDate'] as const
const typedParts = ['credentialStatus', 'credentialSchema', 'termsOfUse', 'evidence', 'refreshService'] as const

/** Sections "Contexts", "Identifiers" and "Types", which hold for both. */
const rulesOfBoth: readonly DataModelRule[] = [
  rule('context-missing', '@context must be a list', ({ '@context': contexts }) => Array.isArray(contexts)),
  rule('context-base-missing', 'The first context must be that of credentials', ({ '@context': contexts }) => [credentialsContextUrlV1, credentialsContextUrl].some((base) => listOf(contexts)[0] === base)),
  rule('context-malformed', 'Every context must be an address or an object', ({ '@context': contexts }) => listOf(contexts).every((context) => isUrl(context) || isJsonObject(context))),
  rule('context-relative', 'No context may say what addresses are relative to', ({ '@context': contexts }) => !hasBase(contexts)),
  rule('type-malformed', 'type must be one text or several', ({ type }) => typesIn(type).length > 0),
  rule('id-malformed', 'id must be one URL', (document) => isOptionalUrl(document, 'id')),
  ...typedParts.map((name) => rule('part-untyped', `Every ${name} must be an object with a type`, (document) => areTyped(document[name]))),
  ...typedParts.map((name) => rule('part-id-malformed', `The id of a ${name} must be one URL`, (document) => listOf(document[name]).every((part) => isOptionalUrl(part, 'id')))),
  rule('proof-malformed', 'Every proof must be an object with a type', ({ proof }) => areTyped(proof)),
]

/** Sections "Issuer" to "Evidence", and "Integrity of Related Resources". */
export const credentialRules: readonly DataModelRule[] = [
  ...rulesOfBoth,
  rule('type-missing', 'One type must be VerifiableCredential', ({ type }) => typesIn(type).includes('VerifiableCredential')),
  rule('issuer-malformed', 'issuer must be a URL, or an object whose id is one', ({ issuer }) => isUrlOrNamed(issuer)),
  rule('subject-empty', 'credentialSubject must say something of every subject', ({ credentialSubject: subjects }) => listOf(subjects).length > 0 && listOf(subjects).every(isFilledObject)),
  rule('subject-id-malformed', 'The id of a subject must be one URL', ({ credentialSubject: subjects }) => listOf(subjects).every((subject) => isOptionalUrl(subject, 'id'))),
  ...moments.map((name) => rule('moment-malformed', `${name} must be a date and time with a time zone`, (document) => isOptionalMoment(document, name))),
  rule('period-reversed', 'A credential must not end before it begins', isInOrder),
  rule('issuance-date-missing', 'Under data model 1.1 issuanceDate must be there', (document) => !isVersion1(document) || 'issuanceDate' in document || isShownInPart(document)),
  rule('schema-id-missing', 'The id of a credentialSchema must be a URL', ({ credentialSchema }) => listOf(credentialSchema).every((schema) => isJsonObject(schema) && isUrl(schema['id']))),
  rule('status-entry-malformed', 'A BitstringStatusListEntry must name its purpose, its index and its list', ({ credentialStatus }) => listOf(credentialStatus).every(isStatusEntry)),
  ...(['name', 'description'] as const).map((name) => rule('text-malformed', `${name} must be text, of a language and direction at most`, (document) => isHumanText(document[name]) && isHumanText(memberOf(document['issuer'], name)))),
  rule('related-malformed', 'Every relatedResource must be an object with a URL as id and a digest', ({ relatedResource }) => listOf(relatedResource).every(isRelatedResource)),
  rule('related-repeated', 'No two relatedResource may have one id', ({ relatedResource }) => areDistinct(listOf(relatedResource).map((resource) => memberOf(resource, 'id')))),
  rule('related-altered', 'A relatedResource must have the digest that it was published with', ({ relatedResource }) => !listOf(relatedResource).filter(isJsonObject).some((resource) => compareWithPublished(resource) === 'altered')),
]

/** Section "Verifiable Presentations". */
export const presentationRules: readonly DataModelRule[] = [
  ...rulesOfBoth,
  rule('type-missing', 'One type must be VerifiablePresentation', ({ type }) => typesIn(type).includes('VerifiablePresentation')),
  rule('holder-malformed', 'holder must be a URL, or an object whose id is one', ({ holder }) => holder === undefined || isUrlOrNamed(holder)),
  rule('credential-malformed', 'Every verifiableCredential must be an object', ({ verifiableCredential }) => listOf(verifiableCredential).every(isJsonObject)),
]

/** Sections "Enveloped Verifiable Credentials" and "Enveloped Verifiable Presentations": an object around a token. */
export const envelopeRules: readonly DataModelRule[] = [
  rule('context-base-missing', 'The first context must be that of credentials', ({ '@context': contexts }) => listOf(contexts)[0] === credentialsContextUrl),
  rule('type-missing', 'The type must be that of an envelope alone', ({ type }) => typesIn(type).length === 1 && /^EnvelopedVerifiable(Credential|Presentation)$/.test(typesIn(type)[0] ?? '')),
  rule('id-malformed', 'id must be a data: URL', ({ id }) => typeof id === 'string' && /^data:[^,\s]+,\S+$/i.test(id)),
]

/** The rules that a document breaks, each told once. */
export function findBrokenRules(document: JsonObject, rules: readonly DataModelRule[]): readonly BrokenRule[] {
  return rules.filter(({ isKept }) => !isKept(document)).map(({ code, demand }) => ({ code, demand }))
}

function rule(name: string, demand: string, isKept: DataModelRule['isKept']): DataModelRule {
  return { code: `data-model/${name}`, demand, isKept }
}

/** A context may be a list, or stand in an object of its own. */
function hasBase(context: Json | undefined): boolean {
  if (Array.isArray(context)) return context.some(hasBase)
  return isJsonObject(context) && ('@base' in context || hasBase(context['@context']))
}

/** A copy in parts may withhold what its issuer did not make mandatory. */
function isShownInPart({ proof }: JsonObject): boolean {
  return listOf(proof).some((each) => ['ecdsa-sd-2023', 'bbs-2023'].some((name) => memberOf(each, 'cryptosuite') === name))
}

/** Two moments of which one cannot be read are not compared: that is another rule's. */
function isInOrder({ validFrom, validUntil, issuanceDate, expirationDate }: JsonObject): boolean {
  return isNotAfter(validFrom, validUntil) && isNotAfter(issuanceDate, expirationDate)
}

function isNotAfter(from: Json | undefined, until: Json | undefined): boolean {
  const [start, end] = [parseDateTime(from), parseDateTime(until)]
  return start === undefined || end === undefined || start <= end
}

/** Bitstring Status List 1.0, "BitstringStatusListEntry"; the index is a text there, numbers are met and mean the same. */
function isStatusEntry(entry: Json): boolean {
  if (!isJsonObject(entry) || !typesIn(entry['type']).includes('BitstringStatusListEntry')) return true
  const { statusPurpose, statusListIndex: index, statusListCredential } = entry
  const isIndex = (typeof index === 'string' || typeof index === 'number') && /^\d{1,10}$/.test(String(index))
  return typeof statusPurpose === 'string' && isIndex && isUrl(statusListCredential)
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  return isJsonObject(value) ? value[name] : undefined
}

function areDistinct(values: readonly (Json | undefined)[]): boolean {
  return new Set(values).size === values.length
}
