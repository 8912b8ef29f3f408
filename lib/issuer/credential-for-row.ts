import { createAchievementCredential, hashIdentity } from '../credential/open-badge.ts'
import type { Achievement, AchievementCredential, StatusEntry } from '../credential/open-badge.ts'
import type { Cryptography } from '../crypto/cryptography.ts'
import { encodeBase64url } from '../encoding/base64url.ts'
import { randomUrnOf } from './random-id.ts'
import type { RowToIssue } from './read-rows.ts'

/** Who awards what to the person of a row. */
export interface RowAward {
  readonly achievement: Achievement
  readonly issuer: { readonly id: string; readonly name: string; readonly url?: string | undefined }
  readonly validityMonths?: number | null | undefined
  readonly status?: StatusEntry | readonly StatusEntry[] | undefined
}

/** The clock and the chance that a new credential needs. */
export interface RowContext {
  readonly now: Date
  readonly cryptography: Pick<Cryptography, 'sha256' | 'randomBytes'>
}

/**
 * The credential of one row, unsigned. Its subject is named by a salted hash of the e-mail address, in lower case so that
 * the address matches however it is typed later; the name stays out of it.
 */
export function credentialForRow(row: RowToIssue, award: RowAward, { now, cryptography }: RowContext): AchievementCredential {
  // Drawn at once: it is the call that costs.
  const drawn = cryptography.randomBytes(32)
  const salt = encodeBase64url(drawn.subarray(0, 16))
  const validFrom = validityStart(row, now)
  return createAchievementCredential({
    id: randomUrnOf(drawn.subarray(16)),
    issuer: award.issuer,
    achievement: award.achievement,
    subject: { identity: hashIdentity(row.email.toLowerCase(), salt, cryptography) },
    validFrom,
    validUntil: validityEnd(row, award, validFrom),
    licenseNumber: row.licenseNumber,
    narrative: row.narrative,
    evidence: row.evidence === undefined ? undefined : [{ ...(row.evidence.url === undefined ? {} : { id: row.evidence.url }), ...(row.evidence.name === undefined ? {} : { name: row.evidence.name }) }],
    status: award.status,
  })
}

/** The day of the award; where that day has not begun in UTC, now, or the credential would not be valid yet. */
export function validityStart({ awardedOn }: Pick<RowToIssue, 'awardedOn'>, now: Date): Date {
  const begins = awardedOn === undefined ? now : new Date(`${awardedOn}T00:00:00Z`)
  return begins > now ? now : begins
}

/** The end of the last day that the row names, else so many months after the award, else none. */
export function validityEnd({ expiresOn }: Pick<RowToIssue, 'expiresOn'>, { validityMonths }: Pick<RowAward, 'validityMonths'>, begins: Date): Date | undefined {
  if (expiresOn !== undefined) return new Date(`${expiresOn}T23:59:59Z`)
  if (validityMonths === undefined || validityMonths === null) return undefined
  const end = new Date(begins)
  end.setUTCMonth(end.getUTCMonth() + validityMonths)
  // A month that lacks the day gives the last day it has, not the first of the next.
  if (end.getUTCDate() !== begins.getUTCDate()) end.setUTCDate(0)
  return end
}
