import { isJsonObject, listOf } from '../credential/parse-json.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { covers, typeAt } from '../trust/history.ts'
import type { Accreditation, Registry } from '../trust/registry.ts'

/** What a credential says that it awards. Untrusted: its issuer's words. */
export interface AwardKind {
  /** Identifiers of the award and of its kind. */
  readonly ids: readonly string[]
  /** Open Badges 3.0, "AchievementType"; undefined when it is not said. */
  readonly achievementTypes: readonly string[]
}

/** Untrusted: a credential that names more is judged by so many. */
const maxIds = 64

/** What a credential awards: its achievements by their ids and types, and its own types as far as they are addresses. */
export function awardKindOf({ type, credentialSubject, credentialSchema }: JsonObject): AwardKind {
  const achievements = listOf(credentialSubject).flatMap((subject) => (isJsonObject(subject) ? listOf(subject['achievement']) : [])).filter(isJsonObject)
  const achievementTypes = achievements.flatMap(({ achievementType }) => (typeof achievementType === 'string' ? [achievementType] : []))
  const ids = [
    ...achievements.flatMap(({ id }) => textsOf(id)), ...textsOf(type).filter((each) => each.includes(':')), ...listOf(credentialSchema).flatMap((schema) => (isJsonObject(schema) ? textsOf(schema['id']) : [])),
    ...achievements.flatMap(({ alignment, otherIdentifier }) => [
      ...listOf(alignment).flatMap((each) => (isJsonObject(each) ? textsOf(each['targetUrl']) : [])), ...listOf(otherIdentifier).flatMap((each) => (isJsonObject(each) ? textsOf(each['identifier']) : [])),
    ]),
    ...achievementTypes.map((each) => `https://purl.org/ctdl/terms/${each}`),
  ]
  return { ids: [...new Set(ids)].slice(0, maxIds), achievementTypes }
}

/**
 * The issuers and award types that a document names, itself and what is inside it, as a verifier without a registry asks for them.
 *
 * Untrusted: the document, of the depth that parsing allowed; no more than {@link maxNames} are told.
 */
export function namesIn(document: Json): readonly string[] {
  const names = new Set<string>()
  const visit = (value: Json): void => {
    if (Array.isArray(value)) value.forEach(visit)
    if (!isJsonObject(value)) return
    const { issuer } = value
    const id = isJsonObject(issuer) ? issuer['id'] : issuer
    if (typeof id === 'string') for (const name of [id, ...awardKindOf(value).ids]) if (/^(did|https?):/.test(name) && name.length <= 512 && names.size < maxNames) names.add(name)
    Object.values(value).forEach(visit)
  }
  visit(document)
  return [...names]
}

const maxNames = 100

function textsOf(value: Json | undefined): readonly string[] {
  return listOf(value).filter((each) => typeof each === 'string')
}

const [studies, certificates]: readonly (readonly string[])[] = [
  [
    'AssociateDegree', 'BachelorDegree', 'MasterDegree', 'DoctoralDegree', 'ProfessionalDoctorate', 'ResearchDoctorate', 'Degree', 'Diploma', 'SecondarySchoolDiploma', 'GeneralEducationDevelopment',
    'Certificate', 'CertificateOfCompletion', 'Course', 'CoCurricular', 'Fieldwork', 'LearningProgram', 'Assignment', 'Assessment', 'Badge', 'MicroCredential', 'Competency', 'Award',
  ],
  ['Certificate', 'CertificateOfCompletion', 'Assessment', 'Badge', 'MicroCredential', 'Competency'],
]

/** Each basis vouches for awards of its own kinds (Open Badges 3.0, "AchievementType") and for no others. */
const kindsOfBasis: { readonly [Basis in NonNullable<Accreditation['basis']>]: readonly string[] } = {
  'iso-iec-17024': ['Certification', 'JourneymanCertificate', 'MasterCertificate'],
  'ncca': ['Certification', 'JourneymanCertificate', 'MasterCertificate'],
  'ansi-astm-e2659': certificates ?? [],
  'ice-1100': certificates ?? [],
  'institutional': studies ?? [],
  'programmatic': studies ?? [],
  'state-authorisation': [...(studies ?? []), 'License', 'ApprenticeshipCertificate', 'JourneymanCertificate', 'MasterCertificate', 'QualityAssuranceCredential'],
  'licence-board': ['License'],
}

/** Whether an accreditation is for an award: by its scopes, and by the kind that its basis is about. */
export type Fit = 'fits' | 'other-kind' | 'other-scope' | 'untold'

/** Judges whether an accreditation is for what a credential awards. */
export function fitOf(given: Accreditation, { ids, achievementTypes }: AwardKind, { registry, at }: { readonly registry: Registry; readonly at: number }): Fit {
  const published = ids.flatMap((id) => typeAt(registry, id, at)?.scope ?? [])
  const isNamed = [...ids, ...published].some((scope) => given.scopes.includes(scope))
  if (published.length > 0 && !published.some((scope) => covers(given, scope))) return 'other-scope'
  if (given.basis !== undefined && achievementTypes.length > 0 && !achievementTypes.every((type) => kindsOfBasis[given.basis ?? 'licence-board'].includes(type))) return 'other-kind'
  // A scope for everything says of no kind that it is meant.
  if (isNamed) return 'fits'
  return given.basis !== undefined && achievementTypes.length > 0 && given.scopes.includes('*') ? 'fits' : 'untold'
}
