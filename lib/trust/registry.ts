import type { AwardRule } from './award-rule.ts'
import { emptyEpochMap, type EpochMap } from './epoch-map.ts'
import type { Accredit, CompromisedSince, Constitution, CredentialType, Dispute, Governance, Recommend, Register, Sector, Subject } from './payloads.ts'

/**
 * What the entries of one log amount to, with its past.
 *
 * Every stretch of time is counted in entries: something that entry 7 began and entry 12 ended is in force for the entries 8 to
 * 12. Only `applyEntry` changes a registry; everybody else asks questions.
 */
export interface Registry {
  readonly origin: string
  /** How many entries were applied. */
  size: number
  /** The name of the network; undefined for a log without a charter. */
  name: string | undefined
  /** The version in force, and since when each was. */
  rulesVersion: number
  readonly rulesChanges: { readonly from: number; readonly version: number }[]
  /** The DID of who runs the log. */
  operator: string | undefined
  readonly policies: { readonly from: number; readonly policy: string; readonly governance: Governance }[]
  /** The next sequence number of each actor. */
  readonly sequences: Map<string, number>
  readonly participants: Map<string, Participant>
  /** Those whose DID was given back, and then registered by another; the first to have it first. */
  readonly former: Map<string, Participant[]>
  readonly accreditations: Map<number, Accreditation>
  readonly types: Map<string, PublishedVersion<Pick<CredentialType, 'by' | 'scope' | 'attestedBy'>>[]>
  readonly rules: Map<string, PublishedVersion<{ readonly by: string; readonly awards: string; readonly rule: AwardRule }>[]>
  readonly opinions: Opinion[]
  readonly constitution: (Pick<Constitution, 'kind' | 'digest'> & { readonly from: number })[]
  readonly archive: Map<string, ArchivedRecord[]>
  readonly statusLists: Map<string, StatusRecord[]>
  readonly reaffirmations: { readonly did: string; readonly key: string; readonly log: string; readonly from: number; readonly to: number; readonly index: number }[]
  readonly epochs: { readonly index: number; readonly root: string }[]
  /** Which state of which registry the entries are judged against, from which entry on; none while it is this log's own. */
  readonly syncs: { readonly from: number; readonly origin: string; readonly size: number }[]
  /** Roots of batches and commitments of awards, in hexadecimal: none may come twice. */
  readonly recorded: Set<string>
  /** The present state as a map, of which epochs record the root. */
  map: EpochMap
}

/** A stretch of entries: begun by one, ended by another or not yet. */
export interface Span {
  readonly from: number
  until?: number
}

/** A key of a participant. */
export interface KeySpan extends Span {
  readonly key: string
  /** It did not give way to another, but was withdrawn. */
  isWithdrawn?: true
  /** It was withdrawn because others may have had it. */
  compromisedSince?: CompromisedSince
}

/** An organisation. */
export interface Participant {
  readonly did: string
  /** The one it has now; those of before, each until the entry that changed it. */
  name: string
  formerNames?: { readonly name: string; readonly until: number }[]
  /** None for those whom the charter itself names. */
  readonly sector?: Sector
  readonly url?: string
  readonly basis?: Register['basis']
  readonly registeredAt: number
  readonly keys: KeySpan[]
  readonly recoveryKeys: KeySpan[]
  readonly suspensions: Span[]
  withdrawnAt?: number
  /** All sectors found that the DID was not its to register: whoever it belongs to may. */
  freedAt?: number
  /** Who has read the document at its domain, and found its keys there. */
  sightings?: DomainSighting[]
  /** The accreditations it was given, by the index of their entries. */
  readonly accreditations: number[]
}

/** Somebody of a network has read the document at the domain of a participant, and found its keys there. */
export interface DomainSighting {
  readonly index: number
  readonly by: string
  /** The sector whose seat it was; none for who runs the log without a seat. */
  readonly sector?: Sector
}

/** One accreditation. */
export interface Accreditation extends Pick<Accredit, 'did' | 'accreditor' | 'scopes' | 'mayAccredit' | 'from'> {
  /** The index of its entry; for an accreditor of the charter 0 and less, downwards. */
  readonly id: number
  /** None for an accreditor of the charter. */
  readonly basis?: Accredit['basis']
  readonly until?: string
  /** The accreditation under which the accreditor gave it; none for one by the charter or by the governance. */
  readonly parent?: number
  /** 0 for an accreditor of the charter or of the governance. */
  readonly depth: number
  readonly givenAt: number
  readonly suspensions: Span[]
  withdrawnAt?: number
}

/** What a type or a rule said from one entry on. */
export type PublishedVersion<T> = T & { readonly from: number }

/** What a participant said for or against something. */
export interface Opinion {
  readonly index: number
  readonly by: string
  readonly subject: Subject
  readonly ground: Recommend['ground'] | Dispute['ground']
}

/** A digest of a status list. */
export interface StatusRecord { readonly index: number; readonly issuer: string; readonly digest: string }

/** What was archived for the time after its issuer; `document` when the entry itself holds it. */
export interface ArchivedRecord extends StatusRecord {
  readonly kind: 'did-document' | 'status-list' | 'achievement' | 'build'
  readonly document?: unknown
}

/** The newest version of the rules that is understood here. */
export const supportedRules = 3

/** A registry before its first entry. */
export function newRegistry(origin: string): Registry {
  return {
    origin, size: 0, name: undefined, rulesVersion: supportedRules, rulesChanges: [], operator: undefined, policies: [], sequences: new Map(), participants: new Map(), former: new Map(), accreditations: new Map(),
    types: new Map(), rules: new Map(), opinions: [], constitution: [], archive: new Map(), statusLists: new Map(), reaffirmations: [], epochs: [], syncs: [],
    recorded: new Set(), map: emptyEpochMap,
  }
}
