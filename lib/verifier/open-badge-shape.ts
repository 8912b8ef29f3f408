import { isJsonObject, listOf } from '../credential/parse-json.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { typesOf } from './standard.ts'

/** What one class of Open Badges 3.0 must look like; a member may be single or a list, as JSON-LD allows. */
interface Shape {
  readonly type?: string
  readonly required?: readonly string[]
  readonly members?: Readonly<Record<string, Rule>>
}

/** What one member must be: a kind of value, a class, or a set of names (`ext:` extends every set). */
type Rule = 'text' | 'address' | 'flag' | 'number' | 'image' | Shape | readonly string[]

const achievementTypes = [
  'Achievement', 'ApprenticeshipCertificate', 'Assessment', 'Assignment', 'AssociateDegree', 'Award', 'BachelorDegree', 'Badge', 'Certificate',
  'CertificateOfCompletion', 'Certification', 'CommunityService', 'Competency', 'Course', 'CoCurricular', 'Degree', 'Diploma', 'DoctoralDegree', 'Fieldwork',
  'GeneralEducationDevelopment', 'JourneymanCertificate', 'LearningProgram', 'License', 'MasterDegree', 'MasterCertificate', 'Membership', 'MicroCredential',
  'ProfessionalDoctorate', 'QualityAssuranceCredential', 'ResearchDoctorate', 'SecondarySchoolDiploma',
] as const

const alignment: Shape = { type: 'Alignment', required: ['targetName', 'targetUrl'], members: { targetName: 'text', targetUrl: 'address', targetFramework: 'text', targetCode: 'text' } }

const identity: Shape = { type: 'IdentityObject', required: ['hashed', 'identityHash', 'identityType'], members: { hashed: 'flag', identityHash: 'text', identityType: 'text', salt: 'text' } }

const profile: Shape = {
  type: 'Profile', required: ['id'],
  members: {
    id: 'address', name: 'text', url: 'address', description: 'text', email: 'text', phone: 'text', image: 'image',
    otherIdentifier: { type: 'IdentifierEntry', required: ['identifier', 'identifierType'], members: { identifier: 'text', identifierType: 'text' } },
  },
}

/** Open Badges 3.0, "Achievement". */
export const achievementShape: Shape = {
  type: 'Achievement', required: ['id', 'criteria', 'description', 'name'],
  members: {
    id: 'address', name: 'text', description: 'text', achievementType: achievementTypes, alignment, image: 'image', humanCode: 'text', fieldOfStudy: 'text',
    criteria: { members: { id: 'address', narrative: 'text' } }, creator: profile, creditsAvailable: 'number', tag: 'text',
    resultDescription: { type: 'ResultDescription', required: ['id', 'name', 'resultType'], members: { id: 'address', name: 'text', resultType: 'text', alignment } },
  },
}

const evidence: Shape = { type: 'Evidence', members: { id: 'address', name: 'text', narrative: 'text', description: 'text', genre: 'text' } }

const achievementSubject: Shape = {
  type: 'AchievementSubject', required: ['achievement'],
  members: {
    id: 'address', achievement: achievementShape, identifier: identity, image: 'image', licenseNumber: 'text', narrative: 'text', role: 'text', source: profile, creditsEarned: 'number',
    result: { type: 'Result', members: { achievedLevel: 'address', resultDescription: 'address', status: 'text', value: 'text', alignment } },
  },
}

const common = { id: 'address', name: 'text', description: 'text', issuer: profile, image: 'image', evidence } as const

/** Open Badges 3.0, "AchievementCredential". */
const achievementCredential: Shape = { required: ['id', 'issuer', 'credentialSubject'], members: { ...common, credentialSubject: achievementSubject } }

/** Open Badges 3.0, "EndorsementCredential". */
const endorsementCredential: Shape = {
  required: ['id', 'issuer', 'credentialSubject'],
  members: { ...common, credentialSubject: { type: 'EndorsementSubject', required: ['id'], members: { id: 'address', endorsementComment: 'text' } } },
}

/** What is wrong with an object, and where (JSON Pointer). */
export interface ShapeFault {
  readonly pointer: string
  readonly state: string
}

/** The first way in which a badge departs from Open Badges 3.0, or undefined. */
export function findBadgeFault(document: JsonObject): ShapeFault | undefined {
  const shape = typesOf(document).includes('EndorsementCredential') ? endorsementCredential : achievementCredential
  if (document['validFrom'] === undefined && document['issuanceDate'] === undefined) return { pointer: '/validFrom', state: 'is missing' }
  const subject = listOf(document['credentialSubject'])[0]
  const isNamed = isJsonObject(subject) && (subject['id'] !== undefined || subject['identifier'] !== undefined)
  return findFault(document, shape, '') ?? (isNamed || shape === endorsementCredential ? undefined : { pointer: '/credentialSubject', state: 'names nobody: it has neither id nor identifier' })
}

/** The first way in which a value departs from a shape, or undefined. */
export function findFault(value: Json, shape: Shape, pointer: string): ShapeFault | undefined {
  if (!isJsonObject(value)) return { pointer, state: 'is not an object' }
  if (shape.type !== undefined && !typesOf(value).includes(shape.type)) return { pointer: `${pointer}/type`, state: `lacks ${shape.type}` }
  const missing = shape.required?.find((name) => value[name] === undefined)
  if (missing !== undefined) return { pointer: `${pointer}/${missing}`, state: 'is missing' }
  for (const [name, rule] of Object.entries(shape.members ?? {})) {
    for (const [index, item] of listOf(value[name]).entries()) {
      const where = Array.isArray(value[name]) ? `${pointer}/${name}/${index}` : `${pointer}/${name}`
      const fault = checkRule(item, rule, where)
      if (fault !== undefined) return fault
    }
  }
  return undefined
}

function checkRule(value: Json, rule: Rule, pointer: string): ShapeFault | undefined {
  if (rule === 'image') return typeof value === 'string' ? undefined : findFault(value, { type: 'Image', required: ['id'], members: { id: 'address' } }, pointer)
  if (rule === 'text') return typeof value === 'string' ? undefined : { pointer, state: 'is not a text' }
  if (rule === 'flag') return typeof value === 'boolean' ? undefined : { pointer, state: 'is neither true nor false' }
  if (rule === 'number') return typeof value === 'number' ? undefined : { pointer, state: 'is not a number' }
  if (rule === 'address') return isAddress(value) ? undefined : { pointer, state: 'is not an address' }
  if ('includes' in rule) return typeof value === 'string' && (rule.includes(value) || value.startsWith('ext:')) ? undefined : { pointer, state: 'is not one of the names allowed' }
  // Open Badges 3.0, "ProfileRef": a profile may be named by its address alone.
  if (rule === profile && typeof value === 'string') return checkRule(value, 'address', pointer)
  return findFault(value, rule as Shape, pointer)
}

/** Tells whether a value is an absolute URL (RFC 3986), of any scheme. */
export function isAddress(value: Json | undefined): boolean {
  return typeof value === 'string' && /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(value)
}
