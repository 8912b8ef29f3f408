/** The routes of the network: the log, who holds a copy of it, who its issuers are, and what an organisation says on it. */
import type { PrivateKeyJwk } from 'everlearned/crypto'
import { callApi } from './api.ts'

/** The groups that a network is balanced between, in the order in which they are always shown. */
export const sectors = ['education', 'employer', 'certification', 'worker', 'government'] as const
/** One of {@link sectors}. */
export type Sector = (typeof sectors)[number]

/** What a node does for the log of another. */
export type FollowRole = 'witness' | 'mirror' | 'validator'

/** Who signed an entry, as the registry knows the key. */
export interface EntrySigner { readonly key: string, readonly did: string | null, readonly name: string | null }

/** What an entry says; every type has members of its own. */
export type EntryPayload = Readonly<Record<string, unknown>>

/** One entry of the log. */
export interface LedgerEntry {
  readonly index: number
  readonly type: string
  readonly payload: EntryPayload
  readonly signedBy: readonly EntrySigner[]
  readonly final: boolean
}

/** Some entries of the log, and how many it has. */
export interface EntryRange { readonly size: number, readonly types: readonly string[], readonly entries: readonly LedgerEntry[] }

/** One entry with its bytes (base64url) and its proof (tlog-proof). */
export interface ProvenEntry extends LedgerEntry { readonly bytes: string, readonly proof: string | null }

/** How long the log was at a time. */
export interface GrowthPoint { readonly at: string, readonly size: number }

/** Somebody who keeps a copy of this log. */
export interface Holder {
  readonly name: string
  readonly sector: Sector | null
  readonly role: string
  readonly size: number
  readonly cosignedAt: string | null
  readonly state: 'current' | 'behind' | 'silent'
}

/** A log that this node follows. */
export interface FollowedLog {
  readonly id: string
  readonly origin: string
  readonly url: string
  readonly role: FollowRole
  readonly size: number
  readonly checkedAt: string | null
  readonly state: string
  readonly refusal: string | null
}

/** Something that the node cannot get over by itself. */
export interface NetworkAlarm {
  readonly kind: string
  readonly origin: string
  readonly at: string
  readonly reason: string
  readonly proof?: unknown
}

/** The network as this node sees it. */
export interface Network {
  readonly self: { readonly name: string, readonly did: string | null, readonly sector: Sector | null, readonly origin: string, readonly verifierKey: string, readonly cosignerKey: string | null, readonly roles: readonly string[] }
  readonly registry: { readonly origin: string, readonly name: string | null, readonly rulesVersion: number }
  readonly policy: { readonly text: string, readonly cosigners: number, readonly overlap: number, readonly mayLie: number, readonly mayBeDown: number }
  readonly finality: { readonly finalSize: number, readonly pendingSize: number, readonly finalAt: string | null }
  readonly holders: readonly Holder[]
  readonly following: readonly FollowedLog[]
  readonly alarms: readonly NetworkAlarm[]
}

/** Somebody of the registry. */
export interface Party { readonly did: string, readonly name: string | null }

/** Who accredited whom, one step of a chain. */
export interface ChainLink {
  readonly did: string
  readonly name: string | null
  readonly accreditor: Party
  readonly scopes: readonly string[]
  readonly basis: string | null
}

/** One accreditation that an issuer received. */
export interface IssuerAccreditation {
  readonly id: number
  readonly scopes: readonly string[]
  readonly basis: string | null
  readonly by: Party
  readonly chain: readonly ChainLink[]
  /** Who has it may accredit others in the same scopes. */
  readonly mayAccredit: boolean
  readonly from: string
  readonly until: string | null
  readonly state: 'in-force' | 'suspended' | 'withdrawn' | 'over' | 'not-yet'
}

/** A stretch of entries. */
export interface EntrySpan { readonly from: number, readonly until: number | null }

/** What the registry says of an issuer. */
export interface Issuer extends Party {
  readonly sector: Sector | null
  readonly registeredAt: number
  readonly keys: readonly (EntrySpan & { readonly key: string, readonly compromisedSince: { readonly at: string, readonly sizes: Readonly<Record<string, number>> } | null })[]
  /** The one that only changes keys. */
  readonly recoveryKey: string | null
  readonly accreditations: readonly IssuerAccreditation[]
  readonly suspensions: readonly EntrySpan[]
  /** Kinds of records that somebody published in the scopes of its accreditations. */
  readonly authority: readonly { readonly type: string, readonly scope: string, readonly granted: boolean }[]
  readonly counts: { readonly batches: number, readonly leaves: number }
  /** What other participants dispute of it. */
  readonly conflicts: readonly { readonly index: number, readonly by: Party, readonly ground: string }[]
  /** Whether anybody has checked that the domain in its DID is its own. */
  readonly domain: {
    readonly state: 'own-key' | 'charter' | 'seen' | 'accredited' | 'unchecked'
    readonly seenBy: readonly (Party & { readonly sector: Sector | null, readonly index: number, readonly at: string | null })[]
  }
  readonly formerNames: readonly string[]
  /** Others of the same name. */
  readonly namesakes: readonly Party[]
  readonly gone: boolean
}

/** An accreditation that an organisation gave to another. */
export interface GivenAccreditation extends IssuerAccreditation { readonly to: Party }

/** What an organisation stated in the registry, and what others stated about it, by the numbers of the entries. */
export interface Statements {
  readonly origin: string
  readonly isRegistered: boolean
  readonly stated: readonly { readonly index: number, readonly type: string }[]
  readonly received: readonly { readonly index: number, readonly type: string }[]
  readonly given: readonly GivenAccreditation[]
}

/** Something to be said for good; who speaks is filled in by the node. */
export type StatementDraft =
  | { readonly type: 'accredit', readonly payload: { readonly did: string, readonly scopes: readonly string[], readonly basis: string, readonly mayAccredit: boolean, readonly from: string, readonly until?: string } }
  | { readonly type: 'suspend' | 'reinstate' | 'withdraw', readonly payload: { readonly target: 'accreditation', readonly accreditation: number } }
  | { readonly type: 'withdraw', readonly payload: { readonly target: 'key', readonly did: string, readonly key: string, readonly compromisedSince?: string } }
  | { readonly type: 'endorse' | 'dispute', readonly payload: { readonly subject: { readonly did: string } | { readonly entry: number }, readonly ground: string } }
  /** Those from `from` up to, and without, `to`. */
  | { readonly type: 'reaffirm', readonly payload: { readonly log: string, readonly from: number, readonly to: number } }
  | { readonly type: 'rotate', readonly payload: { readonly privateKeyJwk: PrivateKeyJwk } }

/** Somebody who is registered, as far as one needs to know to choose them. */
export interface Participant extends Party { readonly name: string, readonly sector: Sector | null }

/** An organisation of this node that may not register yet. */
export interface WaitingOrganisation { readonly id: string, readonly name: string, readonly did: string, readonly createdAt: string }

export const fetchNetwork = (signal?: AbortSignal): Promise<Network> => callApi('/api/network', signal === undefined ? {} : { signal })
export const fetchEntries = (from: number, limit: number, signal: AbortSignal): Promise<EntryRange> => callApi(`/api/ledger/entries?from=${from}&limit=${limit}`, { signal })
export const fetchEntry = (index: number, signal: AbortSignal): Promise<ProvenEntry> => callApi(`/api/ledger/entries/${index}`, { signal })
export const fetchGrowth = (signal: AbortSignal): Promise<readonly GrowthPoint[]> => callApi('/api/ledger/growth', { signal })
export const fetchIssuer = (did: string, signal: AbortSignal): Promise<Issuer> => callApi(`/api/network/issuer?did=${encodeURIComponent(did)}`, { signal })
/** With `joins` this node records under the registry of that log from then on, for good. */
export const follow = (log: { readonly url: string, readonly role: FollowRole, readonly joins: boolean }): Promise<void> => callApi('/api/network/follow', { method: 'POST', body: log })
export const stopFollowing = (id: string): Promise<void> => callApi(`/api/network/follow/${encodeURIComponent(id)}`, { method: 'DELETE' })
/** The key before is destroyed; the new one counts once a policy names it. */
export const renewCosignerKey = (role: FollowedLog['role']): Promise<{ readonly cosignerKey: string }> => callApi('/api/network/cosigner-key', { method: 'POST', body: { role } })
export const findParticipants = (text: string, signal: AbortSignal): Promise<readonly Participant[]> =>
  callApi<{ readonly participants: readonly Participant[] }>(`/api/network/participants?q=${encodeURIComponent(text)}`, { signal }).then(({ participants }) => participants)
export const fetchStatements = (org: string, signal: AbortSignal): Promise<Statements> => callApi(`/api/organisations/${encodeURIComponent(org)}/statements`, { signal })
export const state = (org: string, body: StatementDraft): Promise<{ readonly index: number }> => callApi(`/api/organisations/${encodeURIComponent(org)}/statements`, { method: 'POST', body })
export const fetchApprovals = (signal?: AbortSignal): Promise<readonly WaitingOrganisation[]> =>
  callApi<{ readonly organisations: readonly WaitingOrganisation[] }>('/api/approvals', signal === undefined ? {} : { signal }).then(({ organisations }) => organisations)
export const approve = (id: string): Promise<void> => callApi(`/api/approvals/${encodeURIComponent(id)}`, { method: 'POST', body: {} })

/** The address of the page of an issuer. */
export const issuerPage = (did: string): string => `/issuer?did=${encodeURIComponent(did)}`
/** The address of the page of an entry. */
export const entryPage = (index: number): string => `/ledger/entry/${index}`
