/**
 * Issuing: a file of graduates becomes Open Badges 3.0 credentials, one a row, each signed and ready to be committed to.
 *
 * ```ts
 * const csv = parseCsv(bytes)
 * const { rows, errors } = readRows(csv, suggestMapping(csv.header), { now })
 * const { text } = await issueCredential(credentialForRow(rows[0], award, { now, cryptography }), signing)
 * ```
 */
export { fieldNames, recogniseTemplate, suggestFields, suggestMapping } from './csv-columns.ts'
export type { ColumnMapping, FieldName, KnownTemplate } from './csv-columns.ts'
export { createRowReader, readRows } from './read-rows.ts'
export type { FirstLines, ReadRowsOptions, RowError, RowReading, RowsRead, RowToIssue } from './read-rows.ts'
export type { DateOrder } from './read-date.ts'
export { needsDateOrder, watchDates, type DateWatch } from './watch-dates.ts'
export { maxValidityMonths, parseAchievementTemplate } from './achievement-template.ts'
export type { AchievementTemplate } from './achievement-template.ts'
export { credentialForRow, validityEnd, validityStart } from './credential-for-row.ts'
export type { RowAward, RowContext } from './credential-for-row.ts'
export { findYears } from './find-years.ts'
export { isForDisclosure, issueForDisclosure, undated } from './issue-for-disclosure.ts'
export { issueCredential, issuedIndent } from './issue-credential.ts'
export type { IssuedCredential, IssuingContext } from './issue-credential.ts'
export { issueSdJwtCredential, sdJwtFormats, type SdJwtFormat, type SdJwtIssuingContext } from './issue-sd-jwt-credential.ts'
export { issueUnlinkable, maxUnlinkableDays, refuseLinkable, unlinkable, type UnlinkableContext } from './issue-unlinkable.ts'
export { randomUrn } from './random-id.ts'
export { IssuerError } from './issuer-error.ts'
