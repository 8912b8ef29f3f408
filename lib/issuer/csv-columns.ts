/** What a column of a file of graduates can hold. */
export const fieldNames = [
  'email', 'firstName', 'middleName', 'lastName', 'fullName', 'awardedOn', 'expiresOn',
  'narrative', 'evidenceUrl', 'evidenceName', 'licenseNumber', 'templateId', 'externalId', 'guardianUntil', 'guardianEmail',
] as const

/** The name of a field. */
export type FieldName = (typeof fieldNames)[number]

/** Which column, counted from 0, holds which field. */
export type ColumnMapping = { readonly [field in FieldName]?: number }

/** A bulk-issuing template whose headers are known. */
export type KnownTemplate = 'credly' | 'canvas-badgr' | 'accredible'

/** Headers in the spellings that are met, without case, accents, spaces and signs; the more telling spelling stands first. */
const aliases: { readonly [field in FieldName]: readonly string[] } = {
  email: [
    'recipientemail', 'email', 'emailaddress', 'recipientemailaddress', 'mail', 'studentemail', 'learneremail', 'earneremail', 'useremail',
    'schoolemail', 'personalemail', 'workemail', 'contactemail', 'correo', 'correoelectronico', 'courriel', 'identifier', 'recipientidentifier',
  ],
  firstName: ['issuedtofirstname', 'firstname', 'recipientfirstname', 'givenname', 'givennames', 'first', 'fname', 'forename', 'studentfirstname', 'legalfirstname', 'preferredfirstname', 'nombre', 'prenom', 'vorname'],
  middleName: ['issuedtomiddlename', 'middlename', 'middle', 'middleinitial', 'mi', 'recipientmiddlename', 'mname'],
  lastName: ['issuedtolastname', 'lastname', 'recipientlastname', 'familyname', 'surname', 'last', 'lname', 'studentlastname', 'legallastname', 'apellido', 'apellidos', 'nomdefamille', 'nachname'],
  fullName: ['recipientname', 'fullname', 'name', 'studentname', 'learnername', 'earnername', 'graduatename', 'graduate', 'student', 'recipient', 'displayname', 'participant', 'participantname', 'nombrecompleto'],
  awardedOn: [
    'issuedat', 'issuedon', 'issuedate', 'dateissued', 'awardedon', 'awarddate', 'dateawarded', 'awardeddate', 'completiondate', 'dateofcompletion', 'completedon', 'datecompleted',
    'completedat', 'graduationdate', 'dateofgraduation', 'degreedate', 'conferraldate', 'conferredon', 'dateconferred', 'earnedon', 'dateearned', 'earneddate', 'achievedon', 'date',
  ],
  expiresOn: ['expiresat', 'expireson', 'expirationdate', 'expirydate', 'expires', 'expiry', 'expiration', 'expiredon', 'dateexpires', 'validuntil', 'validto', 'expdate'],
  narrative: ['narrative', 'evidencenarrative', 'textevidencedescription', 'comment', 'comments', 'note', 'notes', 'description', 'remarks'],
  evidenceUrl: ['evidenceurl', 'evidence', 'evidencelink', 'textevidenceurl', 'artifacturl', 'artefacturl', 'portfoliourl', 'portfolio', 'evidence1'],
  evidenceName: ['evidencename', 'textevidencename', 'evidencetitle', 'idevidencetitle', 'artifactname'],
  licenseNumber: ['licensenumber', 'licencenumber', 'licenseno', 'licenceno', 'certificatenumber', 'certificateno', 'certificationnumber', 'certnumber', 'credentialnumber', 'registrationnumber'],
  templateId: ['badgetemplateid', 'badgeclassid', 'templateid', 'groupid', 'badgeid', 'achievementid', 'templatename', 'badgeclass'],
  externalId: ['issuerearnerid', 'externalid', 'studentid', 'studentnumber', 'studentno', 'learnerid', 'earnerid', 'sisid', 'sisuserid', 'recipientid', 'personid', 'employeeid', 'bannerid', 'memberid', 'id'],
  guardianUntil: ['guardianuntil', 'guardianneededuntil', 'needsguardianuntil', 'minoruntil', 'ofageon'],
  guardianEmail: ['guardianemail', 'parentemail', 'emailofguardian', 'parentguardianemail', 'parentorguardianemail', 'guardianemailaddress', 'parentemailaddress'],
}

/** Headers that, together, only that template has. */
const templates: readonly { readonly name: KnownTemplate; readonly headers: readonly string[] }[] = [
  { name: 'credly', headers: ['badgetemplateid', 'recipientemail', 'issuedat'] },
  { name: 'canvas-badgr', headers: ['badgeclassid', 'identifier'] },
  { name: 'accredible', headers: ['recipientname', 'recipientemail', 'issuedon'] },
]

/** A header as it is compared: lower case without accents, spaces or signs. */
export function normaliseHeader(header: string): string {
  return header.normalize('NFKD').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

/** The template whose headers these are, or null. Extra columns and another order do not matter. */
export function recogniseTemplate(headers: readonly string[]): KnownTemplate | null {
  const present = new Set(headers.map(normaliseHeader))
  return templates.find((template) => template.headers.every((header) => present.has(header)))?.name ?? null
}

/** The field that each column seems to hold; a field is suggested once, for its most telling header. */
export function suggestFields(headers: readonly string[]): readonly (FieldName | null)[] {
  const normalised = headers.map(normaliseHeader)
  const suggested: (FieldName | null)[] = headers.map(() => null)
  for (const field of fieldNames) {
    for (const alias of aliases[field]) {
      const column = normalised.findIndex((header, index) => header === alias && suggested[index] === null)
      if (column < 0) continue
      suggested[column] = field
      break
    }
  }
  return suggested
}

/** The mapping that follows from the headers alone. */
export function suggestMapping(headers: readonly string[]): ColumnMapping {
  const fields = suggestFields(headers)
  return Object.fromEntries(fields.flatMap((field, column) => (field === null ? [] : [[field, column]])))
}
