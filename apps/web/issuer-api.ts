/** The routes of one organisation: what the pages of the desk ask and send. */
import type { Proof } from './account-api.ts'
import { callApi } from './api.ts'
import type { Sector } from './network-api.ts'
import type { MailChannel, OrganisationCard } from './node-api.ts'

/** What an achievement says, as it is sent. */
export interface AchievementDraft {
  readonly name: string
  readonly description: string
  readonly criteria: string
  readonly achievementType: string
  readonly validityMonths: number | null
  readonly alignments: readonly Alignment[]
}

/** A skill or standard of someone else's framework that an achievement covers. */
export interface Alignment { readonly targetName: string, readonly targetUrl: string, readonly targetFramework?: string | undefined }

/** An achievement that an organisation issues records of. */
export interface Achievement extends AchievementDraft { readonly id: string }

/** What a column of a file can hold. */
export type FieldName = 'email' | 'firstName' | 'middleName' | 'lastName' | 'fullName' | 'awardedOn' | 'expiresOn' | 'narrative' | 'evidenceUrl' | 'evidenceName' | 'licenseNumber' | 'templateId' | 'externalId' | 'guardianUntil' | 'guardianEmail'

/** Which column holds which field. */
export type Mapping = { readonly [field in FieldName]?: number }

/** Which number comes first in dates such as 04/05/2025. */
export type DateOrder = 'mdy' | 'dmy'

/** A column of an uploaded file. */
export interface UploadColumn { readonly index: number, readonly header: string, readonly suggested: FieldName | null, readonly samples: readonly string[] }

/** A file as the node read it. */
export interface Upload {
  readonly id: string
  readonly sha256: string
  readonly encoding: string
  readonly separator: string
  readonly rowCount: number
  readonly columns: readonly UploadColumn[]
  readonly ambiguousDates: boolean
  readonly knownAs: 'credly' | 'canvas-badgr' | 'accredible' | null
}

/** How a file is to be read and for which achievement. */
export interface IssueOrder { readonly achievementId: string, readonly mapping: Mapping, readonly dateOrder?: DateOrder }

/** What is wrong with one row. */
export interface RowError { readonly line: number, readonly field: string | null, readonly code: string, readonly message: string }

/** One row that would be issued. */
export interface RowSample { readonly line: number, readonly name: string, readonly email: string, readonly awardedOn?: string | undefined, readonly expiresOn?: string | undefined }

/** What would happen if the file were issued now. */
export interface Preview {
  readonly counts: { readonly rows: number, readonly good: number, readonly bad: number, readonly duplicates: number }
  readonly errors: readonly RowError[]
  readonly sample: readonly RowSample[]
  readonly needsDateOrder: boolean
}

/** A file on its way to becoming records. */
export interface Job {
  readonly id: string
  readonly state: 'queued' | 'running' | 'done' | 'failed'
  readonly total: number
  readonly issued: number
  readonly refused: number
  readonly batched: number
  readonly achievement: string
  readonly createdAt: string
  readonly finishedAt: string | null
  /** When the bytes of its list are deleted, or were. */
  readonly fileEndsAt: string | null
  readonly isFileDeleted: boolean
  readonly secondFactor: boolean
  /** Only of one job that was asked for by itself. */
  readonly mail?: JobMails
  readonly errors?: readonly RowError[]
}

/** How far the mails of a job are. */
export interface JobMails {
  readonly through: MailChannel
  /** People whom asking now would mail. */
  readonly unmailed: number
  readonly queued: number
  readonly sent: number
  readonly failed: number
  /** The code of why those that are queued have to wait. */
  readonly trouble: string | null
}

/** What became of the last mail with a person's link. */
export interface ClaimMail { readonly state: 'queued' | 'sent' | 'failed', readonly through: MailChannel, readonly code: string | null, readonly settledAt: string | null }

/** Whether a person has taken a record. */
export type ClaimState = 'unclaimed' | 'bound' | 'voided'

/** Claims of one state, those that are suspended whatever their state, or all. */
export type ClaimFilter = ClaimState | 'suspended' | 'all'

/** Why a record rests for a while. */
export type SuspendReason = 'under-review' | 'requirement-lapsed' | 'asked-by-recipient' | 'other'

/** Why a record is taken back. */
export type VoidReason = 'wrong-person' | 'wrong-details' | 'issued-in-error' | 'other'

/** One person's record, as the claim desk sees it. */
export interface Claim {
  readonly id: string
  /** Empty when the list gave none. */
  readonly name: string
  readonly email: string
  readonly achievement: string
  readonly state: ClaimState
  readonly voidReason: VoidReason | null
  /** Null unless it is suspended now. */
  readonly suspendedAt: string | null
  readonly suspendReason: SuspendReason | null
  /** Only licences and certifications can be suspended. */
  readonly canSuspend: boolean
  readonly issuedAt: string
  readonly claimedAt: string | null
  readonly hasTicket: boolean
  readonly hasCode: boolean
  /** True after too many wrong codes. */
  readonly isCodeLocked: boolean
  /** The claim that took its place. */
  readonly reissuedAs: string | null
  /** Since when nothing of the person is here any more; name and address are empty. */
  readonly erasedAt: string | null
  readonly jobId: string | null
  /** Null once it cannot be claimed any more. */
  readonly link: string | null
  /** For the guardian of a minor, while they have a say. */
  readonly guardianLink: string | null
  /** Null when it was never to be mailed. */
  readonly mail: ClaimMail | null
}

/** A page of the claim desk. */
export interface ClaimPage {
  readonly claims: readonly Claim[]
  readonly nextCursor: string | null
  /** How many the search means, on all its pages. */
  readonly found: number
  readonly counts: { readonly unclaimed: number, readonly bound: number, readonly suspended: number, readonly voided: number, readonly tickets: number }
}

/** A second person asked for a record that was already taken. */
export interface Ticket {
  readonly id: string
  readonly claimId: string
  readonly name: string
  readonly email: string
  readonly achievement: string
  readonly attempts: number
  readonly openedAt: string
  readonly lastAttemptAt: string
}

/** A key with which a program acts for an organisation. The key itself is only in the answer that made it. */
export interface ApiKey { readonly id: string, readonly name: string, readonly createdAt: string, readonly lastUsedAt: string | null }

const at = (organisation: string, path: string): string => `/api/organisations/${encodeURIComponent(organisation)}${path}`

export const fetchAchievements = (org: string, signal: AbortSignal): Promise<readonly Achievement[]> =>
  callApi<{ readonly achievements: readonly Achievement[] }>(at(org, '/achievements'), { signal }).then(({ achievements }) => achievements)
export const fetchAchievement = (org: string, id: string, signal: AbortSignal): Promise<Achievement> => callApi(at(org, `/achievements/${id}`), { signal })
export const createAchievement = (org: string, body: AchievementDraft): Promise<Achievement> => callApi(at(org, '/achievements'), { method: 'POST', body })
export const replaceAchievement = (org: string, id: string, body: AchievementDraft): Promise<Achievement> => callApi(at(org, `/achievements/${id}`), { method: 'PUT', body })

export const uploadFile = (org: string, file: Blob): Promise<Upload> => callApi(at(org, '/uploads'), { method: 'POST', body: file })
export const previewUpload = (org: string, id: string, body: IssueOrder): Promise<Preview> => callApi(at(org, `/uploads/${id}/preview`), { method: 'POST', body })
export const issueUpload = (org: string, id: string, body: IssueOrder & { readonly secondFactor: boolean }): Promise<{ readonly id: string }> => callApi(at(org, `/uploads/${id}/issue`), { method: 'POST', body })

export const fetchJobs = (org: string, signal: AbortSignal): Promise<readonly Job[]> => callApi<{ readonly jobs: readonly Job[] }>(at(org, '/jobs'), { signal }).then(({ jobs }) => jobs)
export const fetchJob = (org: string, id: string, signal: AbortSignal): Promise<Job> => callApi(at(org, `/jobs/${id}`), { signal })
export const mailJob = (org: string, id: string): Promise<{ readonly queued: number }> => callApi(at(org, `/jobs/${id}/mail`), { method: 'POST', body: {} })
export const claimsCsvOf = (org: string, job: string): string => at(org, `/jobs/${job}/claims.csv`)
export const errorsCsvOf = (org: string, job: string): string => at(org, `/jobs/${job}/errors.csv`)

/** What the claim desk is asked for. */
export interface ClaimQuery { readonly q?: string, readonly state?: ClaimFilter, readonly job?: string, readonly mail?: 'failed', readonly cursor?: string, readonly limit?: number }

export const fetchClaims = (org: string, query: ClaimQuery, signal: AbortSignal): Promise<ClaimPage> => {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '').map(([name, value]) => [name, String(value)]))
  return callApi(at(org, `/claims?${search.toString()}`), { signal })
}
export const fetchClaim = (org: string, id: string, signal: AbortSignal): Promise<Claim> => callApi(at(org, `/claims/${id}`), { signal })
export const resendClaim = (org: string, id: string): Promise<void> => callApi(at(org, `/claims/${id}/resend`), { method: 'POST', body: {} })
export const showClaimCode = (org: string, id: string): Promise<{ readonly code: string }> => callApi(at(org, `/claims/${id}/code`), { method: 'POST', body: {} })
export const voidClaim = (org: string, id: string, reason: VoidReason): Promise<void> => callApi(at(org, `/claims/${id}/void`), { method: 'POST', body: { reason } })
export const suspendClaim = (org: string, id: string, reason: SuspendReason): Promise<void> => callApi(at(org, `/claims/${id}/suspend`), { method: 'POST', body: { reason } })
export const resumeClaim = (org: string, id: string): Promise<void> => callApi(at(org, `/claims/${id}/resume`), { method: 'POST', body: {} })

/** Which records of a person go: the one that is open, or all that the organisation has for its address. */
export type ErasureReach = 'this' | 'address'

/** How many records were erased, and how many for the same address are still there. */
export interface Erasure { readonly erased: number, readonly others: number }

export const eraseClaim = (org: string, id: string, reach: ErasureReach): Promise<Erasure> => callApi(at(org, `/claims/${id}/erase`), { method: 'POST', body: { reach, confirm: 'erase' } })

/** What is done to many records at once. */
export type ClaimAct = 'void' | 'suspend' | 'resume'

/** Which records: these, or all that a search means, with their number as it was seen. */
export type ClaimSelection = { readonly ids: readonly string[] } | { readonly search: Pick<ClaimQuery, 'q' | 'state' | 'job' | 'mail'>, readonly count: number }

/** What came of a change of many. */
export interface ClaimChanges { readonly changed: number, readonly unchanged: number, readonly refusedCount: number, readonly refused: readonly { readonly id: string, readonly code: string }[] }

export const changeClaims = (org: string, act: ClaimAct, body: ClaimSelection & { readonly reason?: VoidReason | SuspendReason | undefined }): Promise<ClaimChanges> => callApi(at(org, `/claims/${act}`), { method: 'POST', body })
export const reissueClaim = (org: string, id: string, body: { readonly name?: string, readonly email: string }): Promise<Claim> => callApi(at(org, `/claims/${id}/reissue`), { method: 'POST', body })

export const fetchTickets = (org: string, signal: AbortSignal): Promise<readonly Ticket[]> => callApi<{ readonly tickets: readonly Ticket[] }>(at(org, '/tickets'), { signal }).then(({ tickets }) => tickets)
export const closeTicket = (org: string, id: string, resolution: 'dismissed' | 'reissued'): Promise<void> => callApi(at(org, `/tickets/${id}/close`), { method: 'POST', body: { resolution } })

export const fetchApiKeys = (org: string, signal: AbortSignal): Promise<readonly ApiKey[]> => callApi<{ readonly apiKeys: readonly ApiKey[] }>(at(org, '/api-keys'), { signal }).then(({ apiKeys }) => apiKeys)
export const createApiKey = (org: string, name: string): Promise<{ readonly id: string, readonly name: string, readonly key: string }> => callApi(at(org, '/api-keys'), { method: 'POST', body: { name } })
export const revokeApiKey = (org: string, id: string): Promise<void> => callApi(at(org, `/api-keys/${id}`), { method: 'DELETE' })

/** A key that the organisation signs with, or signed with before: its public half. */
export interface SigningKey { readonly id: string, readonly keyType: 'Ed25519' | 'P-256' | 'BLS12-381', readonly multikey: string, readonly createdAt: string, readonly retiredAt: string | null }

/** All of them, and whether new ones can be made. */
export interface SigningKeys { readonly keys: readonly SigningKey[], readonly canRotate: boolean }

export const fetchSigningKeys = (org: string, signal: AbortSignal): Promise<SigningKeys> => callApi(at(org, '/keys'), { signal })
export const rotateSigningKeys = (org: string, proof: Proof): Promise<SigningKeys> => callApi(at(org, '/keys/rotate'), { method: 'POST', body: { proof } })

/** A person who runs the organisation. */
export interface Member { readonly id: string, readonly displayName: string, readonly loginName: string, readonly joinedAt: string, readonly isYou: boolean }

/** An invitation that nobody has used yet. */
export interface Invitation { readonly id: string, readonly name: string, readonly invitedBy: string, readonly createdAt: string, readonly expiresAt: string }

/** An invitation as it is shown once: the only time that its link is seen. */
export interface NewInvitation { readonly id: string, readonly link: string, readonly expiresAt: string, readonly mail: 'sent' | 'failed' | null, readonly mailFailure: string | null }

/** What an organisation says of itself. */
export interface OrganisationDraft { readonly name: string, readonly url?: string, readonly sector?: Sector }

export const fetchMembers = (org: string, signal: AbortSignal): Promise<readonly Member[]> => callApi<{ readonly members: readonly Member[] }>(at(org, '/members'), { signal }).then(({ members }) => members)
export const removeMember = (org: string, id: string): Promise<void> => callApi(at(org, `/members/${id}`), { method: 'DELETE' })
export const fetchInvitations = (org: string, signal: AbortSignal): Promise<readonly Invitation[]> => callApi<{ readonly invitations: readonly Invitation[] }>(at(org, '/invitations'), { signal }).then(({ invitations }) => invitations)
export const invite = (org: string, body: { readonly name: string, readonly email?: string }): Promise<NewInvitation> => callApi(at(org, '/invitations'), { method: 'POST', body })
export const endInvitation = (org: string, id: string): Promise<void> => callApi(at(org, `/invitations/${id}`), { method: 'DELETE' })
export const changeOrganisation = (org: string, body: OrganisationDraft): Promise<OrganisationCard> => callApi(at(org, ''), { method: 'PUT', body })
export const createOrganisation = (body: OrganisationDraft): Promise<OrganisationCard> => callApi('/api/organisations', { method: 'POST', body })
