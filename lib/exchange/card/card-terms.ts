/**
 * Texts that stand in many credentials, names of members and values alike: Open Badges 3.0, Verifiable Credentials Data Model 2.0
 * and 1.1, Data Integrity 1.0, Bitstring Status List 1.0. A card names each by its place in this list.
 *
 * The list is part of the format: cards on paper outlive this program. Nothing in it moves or changes; what is new comes at the end.
 */
const table = `
@context id type name description issuer validFrom validUntil issuanceDate expirationDate credentialSubject credentialStatus credentialSchema proof
achievement achievementType criteria narrative alignment targetName targetUrl targetFramework targetType targetCode evidence image url email
identifier identityHash identityType hashed salt statusPurpose statusListIndex statusListCredential cryptosuite created proofPurpose proofValue
verificationMethod awardedDate licenseNumber tag creator creditsAvailable fieldOfStudy humanCode inLanguage result resultDescription status
achievedLevel value caption VerifiableCredential OpenBadgeCredential AchievementCredential Achievement AchievementSubject Profile Alignment Evidence
Criteria Image IdentityObject BitstringStatusListEntry DataIntegrityProof eddsa-rdfc-2022 ecdsa-sd-2023 ecdsa-rdfc-2019 assertionMethod revocation
suspension emailAddress Certificate Badge Certification License Course Competency https://www.w3.org/ns/credentials/v2
https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json
https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json https://www.w3.org/2018/credentials/v1 https://w3id.org/security/data-integrity/v2
https://w3id.org/security/suites/ed25519-2020/v1 https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json
1EdTechJsonSchemaValidator2019 Ed25519Signature2020 familyName givenName additionalName honorificPrefix honorificSuffix phone official parentOrg
dateOfBirth address addressCountry addressCountryCode addressRegion addressLocality postalCode streetAddress geo latitude longitude sourcedId
studentId otherIdentifier endorsement endorsementJwt endorsementComment related version specialization source term role activityStartDate
activityEndDate creditsEarned genre audience allowedValue requiredLevel requiredValue resultType rubricCriterionLevel level points valueMin valueMax
refreshService termsOfUse relatedResource digestSRI mediaType digestMultibase statusSize statusMessage message nonce challenge domain holder
verifiableCredential jws expires VerifiablePresentation ClrCredential EndorsementCredential EndorsementSubject Address GeoCoordinates Related Result
ResultDescription RubricCriterionLevel IdentifierEntry BitstringStatusList StatusList2021Entry JsonSchema eddsa-jcs-2022 ecdsa-jcs-2019 bbs-2023
authentication refresh systemId productId userName accountId nationalIdentityNumber ltiUserId AssociateDegree BachelorDegree MasterDegree
DoctoralDegree Degree Diploma SecondarySchoolDiploma GeneralEducationDevelopment CertificateOfCompletion ApprenticeshipCertificate
JourneymanCertificate MasterCertificate ProfessionalDoctorate ResearchDoctorate QualityAssuranceCredential LearningProgram Assessment Assignment Award
Fieldwork Membership MicroCredential CommunityService CoCurricular LetterGrade Percent PerformanceLevel PredictedScore RawScore RubricCriterion
RubricScore ScaledScore Status GradePointAverage Completed Enrolled Failed InProgress OnHold Provisional Withdrew ceasn:Competency ceterms:Credential
CFItem CFRubric CTDL CFRubricCriterion CFRubricCriterionLevel en es fr ar en-US https://www.w3.org/2018/credentials/examples/v1
https://w3id.org/security/multikey/v1 https://w3id.org/security/data-integrity/v1 https://w3id.org/vc/status-list/2021/v1
https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement https://purl.imsglobal.org/spec/ob/v3p0/context.json
https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.0.json https://purl.imsglobal.org/spec/ob/v3p0/extensions.json
https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json https://purl.imsglobal.org/spec/clr/v2p0/context.json
https://www.w3.org/ns/credentials/undefined-terms/v2 https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json
LedgerProof batchIndex batchPath entry https://www.onetcenter.org/
`

/** The terms in their order. */
export const cardTerms: readonly string[] = table.trim().split(/\s/)

const places: ReadonlyMap<string, number> = new Map(cardTerms.map((term, place) => [term, place]))

/** The place of a term, if it is one. */
export function placeOfTerm(text: string): number | undefined {
  return places.get(text)
}
