import { isJsonObject, listOf } from '../credential/parse-json.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { findFault, type Names, type Rule, type ShapeFault, type Vocabulary } from './shape.ts'
import { typesOf } from './standard.ts'

const open = (...names: readonly string[]): Names => ({ names, isOpen: true })
const closed = (...names: readonly string[]): Names => ({ names, isOpen: false })

/** Open Badges 3.0, "AchievementType". */
const achievementTypes = open(
  'Achievement', 'ApprenticeshipCertificate', 'Assessment', 'Assignment', 'AssociateDegree', 'Award', 'BachelorDegree', 'Badge', 'Certificate',
  'CertificateOfCompletion', 'Certification', 'CommunityService', 'Competency', 'Course', 'CoCurricular', 'Degree', 'Diploma', 'DoctoralDegree', 'Fieldwork',
  'GeneralEducationDevelopment', 'JourneymanCertificate', 'LearningProgram', 'License', 'MasterDegree', 'MasterCertificate', 'Membership', 'MicroCredential',
  'ProfessionalDoctorate', 'QualityAssuranceCredential', 'ResearchDoctorate', 'SecondarySchoolDiploma',
)

/** Open Badges 3.0, "IdentifierTypeEnum". */
const identifierTypes = open(
  'name', 'sourcedId', 'systemId', 'productId', 'userName', 'accountId', 'emailAddress', 'nationalIdentityNumber', 'isbn', 'issn', 'lisSourcedId',
  'oneRosterSourcedId', 'sisSourcedId', 'ltiContextId', 'ltiDeploymentId', 'ltiToolId', 'ltiPlatformId', 'ltiUserId', 'identifier',
)

const resultTypes = open(
  'GradePointAverage', 'LetterGrade', 'Percent', 'PerformanceLevel', 'PredictedScore', 'RawScore', 'Result', 'RubricCriterion', 'RubricCriterionLevel',
  'RubricScore', 'ScaledScore', 'Status',
)

const texts = (...names: readonly string[]): Readonly<Record<string, Rule>> => Object.fromEntries(names.map((name) => [name, 'text']))

const endorsements = { endorsement: { of: 'EndorsementCredential' }, endorsementJwt: 'token' } as const

/** The members that every credential has. */
const anyCredential: Readonly<Record<string, Rule>> = {
  id: 'address', issuer: { either: [{ of: 'Profile' }, 'address'] }, validFrom: 'moment', validUntil: 'moment',
  proof: { of: 'Proof' }, credentialSchema: { of: 'CredentialSchema' }, credentialStatus: { of: 'CredentialStatus' }, refreshService: { of: 'CredentialSchema' },
  termsOfUse: { of: 'CredentialStatus' }, evidence: { of: 'Evidence' },
}

/** Those that the standards of learning add. */
const credential: Readonly<Record<string, Rule>> = { ...anyCredential, ...texts('name', 'description'), awardedDate: 'moment' }

const listMembers = ['proof', 'credentialSchema', 'termsOfUse', 'evidence'] as const

/** Of data model 2.0, or 1.1 for reading. */
const credentialsContext = /^https:\/\/www\.w3\.org\/(ns\/credentials\/v2|2018\/credentials\/v1)$/
const openBadgesContext = /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d\.\d)*\.json$/
const clrContext = /^https:\/\/purl\.imsglobal\.org\/spec\/clr\/v2p0\/context(-2\.\d\.\d)*\.json$/

/** Open Badges 3.0, "Data Models", and what Comprehensive Learner Record 2.0 adds to it; under these names there. */
const vocabulary: Vocabulary = {
  AchievementCredential: {
    type: 'VerifiableCredential', contexts: [credentialsContext, openBadgesContext], required: ['id', 'issuer', 'validFrom', 'credentialSubject'],
    lists: [...listMembers, 'endorsement', 'endorsementJwt'],
    members: { ...credential, ...endorsements, image: { of: 'Image' }, credentialSubject: { of: 'AchievementSubject' } },
  },
  EndorsementCredential: {
    type: 'EndorsementCredential', contexts: [credentialsContext, openBadgesContext], required: ['id', 'name', 'issuer', 'validFrom', 'credentialSubject'], lists: listMembers,
    members: { ...credential, credentialSubject: { of: 'EndorsementSubject' } },
  },
  ClrCredential: {
    type: 'VerifiableCredential', contexts: [credentialsContext, clrContext, openBadgesContext], required: ['id', 'name', 'issuer', 'validFrom', 'credentialSubject'],
    lists: [...listMembers, 'endorsement', 'endorsementJwt'],
    members: { ...credential, ...endorsements, image: { of: 'Image' }, partial: 'flag', credentialSubject: { of: 'ClrSubject' } },
  },
  ClrSubject: {
    type: 'ClrSubject', required: ['verifiableCredential'], lists: ['identifier', 'achievement', 'verifiableCredential', 'association'],
    members: { id: 'address', identifier: { of: 'IdentityObject' }, achievement: { of: 'Achievement' }, verifiableCredential: { of: 'VerifiableCredential' }, association: { of: 'Association' } },
  },
  VerifiableCredential: {
    type: 'VerifiableCredential', contexts: [credentialsContext], required: ['issuer', 'validFrom', 'credentialSubject'], lists: listMembers,
    members: { ...anyCredential, credentialSubject: 'object' },
  },
  Association: {
    type: 'Association', required: ['associationType', 'sourceId', 'targetId'], isClosed: true,
    members: {
      associationType: closed('exactMatchOf', 'isChildOf', 'isParentOf', 'isPartOf', 'isPeerOf', 'isRelatedTo', 'precedes', 'replacedBy'), sourceId: 'address', targetId: 'address',
    },
  },
  AchievementSubject: {
    type: 'AchievementSubject', required: ['achievement'], lists: ['identifier', 'result'],
    members: {
      id: 'address', ...texts('licenseNumber', 'narrative', 'role', 'term'), activityStartDate: 'moment', activityEndDate: 'moment', creditsEarned: 'number', image: { of: 'Image' },
      achievement: { of: 'Achievement' }, identifier: { of: 'IdentityObject' }, result: { of: 'Result' }, source: { of: 'Profile' },
    },
  },
  EndorsementSubject: { type: 'EndorsementSubject', required: ['id'], members: { id: 'address', endorsementComment: 'text' } },
  Achievement: {
    type: 'Achievement', required: ['id', 'criteria', 'description', 'name'],
    lists: ['alignment', 'endorsement', 'endorsementJwt', 'otherIdentifier', 'related', 'resultDescription', 'tag'],
    members: {
      id: 'address', ...texts('name', 'description', 'humanCode', 'fieldOfStudy', 'specialization', 'tag', 'version'), achievementType: achievementTypes, inLanguage: 'language',
      alignment: { of: 'Alignment' }, criteria: { of: 'Criteria' }, creator: { of: 'Profile' }, creditsAvailable: 'number', ...endorsements, image: { of: 'Image' },
      otherIdentifier: { of: 'IdentifierEntry' }, related: { of: 'Related' }, resultDescription: { of: 'ResultDescription' },
    },
  },
  Profile: {
    type: 'Profile', required: ['id'], lists: ['endorsement', 'endorsementJwt', 'otherIdentifier'],
    members: {
      id: 'address', url: 'address', dateOfBirth: 'date', address: { of: 'Address' }, image: { of: 'Image' }, otherIdentifier: { of: 'IdentifierEntry' }, parentOrg: { of: 'Profile' }, ...endorsements,
      ...texts('name', 'phone', 'description', 'email', 'official', 'familyName', 'givenName', 'additionalName', 'patronymicName', 'honorificPrefix', 'honorificSuffix', 'familyNamePrefix'),
    },
  },
  ResultDescription: {
    type: 'ResultDescription', required: ['id', 'name', 'resultType'], lists: ['alignment', 'allowedValue', 'rubricCriterionLevel'],
    members: {
      id: 'address', ...texts('name', 'allowedValue', 'requiredValue', 'valueMax', 'valueMin'), requiredLevel: 'address', resultType: resultTypes, alignment: { of: 'Alignment' },
      rubricCriterionLevel: { of: 'RubricCriterionLevel' },
    },
  },
  RubricCriterionLevel: { type: 'RubricCriterionLevel', required: ['id', 'name'], lists: ['alignment'], members: { id: 'address', ...texts('name', 'description', 'level', 'points'), alignment: { of: 'Alignment' } } },
  Result: {
    type: 'Result', lists: ['alignment'],
    members: {
      achievedLevel: 'address', resultDescription: 'address', value: 'text', alignment: { of: 'Alignment' },
      status: closed('Completed', 'Enrolled', 'Failed', 'InProgress', 'OnHold', 'Provisional', 'Withdrew'),
    },
  },
  Alignment: {
    type: 'Alignment', required: ['targetName', 'targetUrl'],
    members: {
      ...texts('targetName', 'targetCode', 'targetDescription', 'targetFramework'), targetUrl: 'address',
      targetType: open('ceasn:Competency', 'ceterms:Credential', 'CFItem', 'CFRubric', 'CFRubricCriterion', 'CFRubricCriterionLevel', 'CTDL'),
    },
  },
  Criteria: { members: { id: 'address', narrative: 'text' } },
  Related: { type: 'Related', required: ['id'], members: { id: 'address', inLanguage: 'language', version: 'text' } },
  Evidence: { type: 'Evidence', members: { id: 'address', ...texts('name', 'narrative', 'description', 'genre', 'audience') } },
  Image: { type: 'Image', required: ['id'], isClosed: true, members: { id: 'address', caption: 'text' } },
  IdentityObject: {
    type: 'IdentityObject', required: ['hashed', 'identityHash', 'identityType'], isClosed: true,
    members: { hashed: 'flag', identityHash: 'text', identityType: identifierTypes, salt: 'text' },
  },
  IdentifierEntry: {
    type: 'IdentifierEntry', required: ['identifier', 'identifierType'], isClosed: true, members: { identifier: 'text', identifierType: identifierTypes },
  },
  Address: {
    type: 'Address',
    members: {
      ...texts('addressCountry', 'addressCountryCode', 'addressRegion', 'addressLocality', 'streetAddress', 'postOfficeBoxNumber', 'postalCode'), geo: { of: 'GeoCoordinates' },
    },
  },
  GeoCoordinates: { type: 'GeoCoordinates', required: ['latitude', 'longitude'], members: { latitude: 'number', longitude: 'number' } },
  CredentialSchema: { required: ['id', 'type'], members: { id: 'address', type: 'text' } },
  CredentialStatus: { required: ['type'], members: { id: 'address', type: 'text' } },
  Proof: { required: ['type'], members: { created: 'moment', ...texts('type', 'cryptosuite', 'challenge', 'domain', 'nonce', 'proofPurpose', 'proofValue', 'verificationMethod') } },
}

/** The first way in which an achievement departs from Open Badges 3.0, "Achievement", or undefined. */
export function findAchievementFault(achievement: Json): ShapeFault | undefined {
  return findFault(achievement, 'Achievement', vocabulary)
}

/**
 * The first way in which a credential departs from Open Badges 3.0 or Comprehensive Learner Record 2.0, or undefined.
 *
 * The published schemas are of data model 2.0; for credentials of 1.1 the same rules hold, under its names of dates.
 */
export function findBadgeFault(document: JsonObject): ShapeFault | undefined {
  const className = typesOf(document).includes('ClrCredential') ? 'ClrCredential' : typesOf(document).includes('EndorsementCredential') ? 'EndorsementCredential' : 'AchievementCredential'
  return findFault(hasModel1(document) ? inModel2(document) : document, className, vocabulary) ?? (className === 'EndorsementCredential' ? undefined : findUnnamed(document))
}

/** Open Badges 3.0, "AchievementSubject": either id or at least one identifier; schemas cannot say that. */
function findUnnamed(document: JsonObject): ShapeFault | undefined {
  const subject = listOf(document['credentialSubject'])[0]
  const isNamed = isJsonObject(subject) && (subject['id'] !== undefined || listOf(subject['identifier']).length > 0)
  return isNamed ? undefined : { pointer: '/credentialSubject', state: 'names nobody: it has neither id nor identifier' }
}

const model1 = 'https://www.w3.org/2018/credentials/v1'

/** Whether it is of Verifiable Credentials Data Model 1.1, or one in it is. */
function hasModel1(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some((item: Json) => hasModel1(item))
  return listOf((value as JsonObject)['@context'])[0] === model1 || Object.values(value).some((member) => hasModel1(member as Json))
}

/** Members of Verifiable Credentials Data Model 1.1 under the names of 2.0, in a credential and those in it. */
function inModel2<Value extends Json>(value: Value): Value
function inModel2(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => inModel2(item))
  if (!isJsonObject(value)) return value
  const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inModel2(member)]))
  if (listOf(value['@context'])[0] !== model1) return members
  const { issuanceDate, expirationDate, ...others } = members
  return { ...(issuanceDate === undefined ? {} : { validFrom: issuanceDate }), ...(expirationDate === undefined ? {} : { validUntil: expirationDate }), ...others }
}

