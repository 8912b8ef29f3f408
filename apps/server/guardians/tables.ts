/** Why a guardian has no say any more before the day came. */
export type EndReason = 'by-guardian' | 'of-age' | 'guardian-gone' | 'by-law'

/** Rows of `guardianship`: one a claim that was made for a minor. */
export interface GuardianshipTable {
  claim_id: string
  organisation_id: string
  /** `YYYY-MM-DD`: the first day on which the guardian has no say. */
  until_day: string
  state: 'asked' | 'given' | 'refused' | 'ended'
  sharing: 'none' | 'link'
  token_hash: Buffer
  sealed_token: string
  sealed_code: string
  code_failures: number
  answered_at: Date | null
  mailed_at: Date | null
  ended_reason: EndReason | null
}

/** The table of guardians: migration 0021. */
export interface GuardianTables {
  guardianship: GuardianshipTable
}
