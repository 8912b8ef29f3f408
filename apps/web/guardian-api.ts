import { callApi } from './api.ts'

/** What a guardian's link shows. */
export interface GuardianView {
  readonly organisation: string
  readonly achievement: { readonly name: string, readonly description: string }
  readonly recipientHint: string
  /** The first day on which the guardian has no say. */
  readonly until: string
  readonly state: 'asked' | 'given' | 'refused' | 'over' | 'voided'
  readonly sharing: GuardianSharing
  readonly isTaken: boolean
}

/** What the young person may do with the record meanwhile. */
export type GuardianSharing = 'none' | 'link'

/** What a guardian may say. */
export type GuardianAnswer = { readonly say: 'yes', readonly sharing: GuardianSharing } | { readonly say: 'no' } | { readonly say: 'let-go' }

/** What the desk sees of a guardian. */
export interface DeskGuardian {
  readonly until: string
  readonly state: 'asked' | 'given' | 'refused' | 'ended' | 'over'
  readonly endedReason: 'by-guardian' | HandOverReason | null
  readonly sharing: GuardianSharing
  readonly answeredAt: string | null
  readonly email: string | null
  readonly link: string | null
  readonly isCodeLocked: boolean
  readonly mailedAt: string | null
}

/** Why a school hands a record over. */
export type HandOverReason = 'of-age' | 'guardian-gone' | 'by-law'

export const lookAsGuardian = (token: string, signal: AbortSignal): Promise<GuardianView> => callApi('/api/guardian/look', { method: 'POST', body: { token }, signal })
export const answerAsGuardian = (token: string, code: string, answer: GuardianAnswer): Promise<GuardianView> => callApi('/api/guardian/answer', { method: 'POST', body: { token, code, ...answer } })

const at = (org: string, claim: string, rest: string): string => `/api/organisations/${org}/claims/${claim}/${rest}`

export const fetchGuardian = (org: string, claim: string, signal: AbortSignal): Promise<{ readonly guardian: DeskGuardian | null }> => callApi(at(org, claim, 'guardian'), { signal })
export const showGuardianCode = (org: string, claim: string): Promise<{ readonly code: string }> => callApi(at(org, claim, 'guardian/code'), { method: 'POST', body: {} })
export const renewGuardianLink = (org: string, claim: string, email: string): Promise<void> => callApi(at(org, claim, 'guardian/renew'), { method: 'POST', body: email === '' ? {} : { email } })
export const handOver = (org: string, claim: string, reason: HandOverReason): Promise<void> => callApi(at(org, claim, 'hand-over'), { method: 'POST', body: { reason } })
