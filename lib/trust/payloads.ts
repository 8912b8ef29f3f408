import type { JsonObject } from '../encoding/canonical-json.ts'
import { isAwardRule, type AwardRule } from './award-rule.ts'
import type { BatchEntry } from './batch-entry.ts'
import {
  isDay, isDigest, isInstant, isLines, isOrganisationName, isOrigin, isPlainDid, isScope, isSigningMultikey, isUri, isWebUrl,
} from './entry-text.ts'
import { hasMembers, isEither, isFlag, isListOf, isNatural, isOneOf, isSetOf, type Guard } from './guard.ts'

/** The groups that a network is balanced between. */
export const sectors = ['education', 'employer', 'certification', 'worker', 'government'] as const
/** One of {@link sectors}. */
export type Sector = (typeof sectors)[number]

/** How a participant's identity can be looked up by others. */
export const identityBases = ['self-declared', 'domain', 'public-register'] as const
/** What an accreditation rests on: ISO/IEC 17024, ANSI/ASTM E2659, ICE 1100, NCCA, and the kinds of schools and authorities. */
export const accreditationBases = [
  'iso-iec-17024', 'ansi-astm-e2659', 'ice-1100', 'ncca', 'institutional', 'programmatic', 'state-authorisation', 'licence-board',
] as const
/** What may be said for another participant, a rule, a type or an entry: never free text. */
export const endorsementGrounds = ['recognises', 'relies-on', 'reviewed'] as const
/** What is said by who has read the document of a did:web at its domain. */
export const domainGround = 'domain'
/** What may be said against one. */
export const disputeGrounds = ['inaccurate', 'unauthorised', 'misleading', 'duplicate', 'unfair'] as const
/** What is archived for the time after its issuer; `build` is what a node serves to wallets, by the digest of its manifest. */
export const archiveKinds = ['did-document', 'status-list', 'achievement', 'build'] as const
/** What only all sectors together decide, beside policy and rules. */
export const constitutionKinds = ['fee', 'privacy', 'matcher', 'release'] as const

/** Signs decisions of the network where otherwise a DID stands. */
export const governanceActor = 'governance'

/** Who speaks for a sector: so many of these seats. */
export interface SectorGovernance {
  readonly threshold: number
  readonly seats: readonly { readonly name: string; readonly key: string }[]
}
/** Who decides about the constitution, by sector. */
export type Governance = { readonly [Name in Sector]?: SectorGovernance }

/** Somebody whom the charter itself names. */
export interface CharterParty {
  readonly did: string
  readonly name: string
  readonly keys: readonly string[]
}
/** How a network begins. */
export interface Charter {
  readonly name: string
  /** Finality: C2SP tlog-policy. */
  readonly policy: string
  readonly governance: Governance
  readonly rules: number
  readonly accreditors: readonly (CharterParty & { readonly scopes: readonly string[] })[]
  readonly operator: CharterParty
}
/** Another finality policy, another governance, or both. */
export interface PolicyChange { readonly sequence: number; readonly policy?: string; readonly governance?: Governance }
/** Newer rules, from the next entry on. */
export interface RulesChange { readonly sequence: number; readonly version: number }
/** An organisation registers itself. */
export interface Register {
  readonly did: string
  readonly name: string
  readonly sector: Sector
  readonly keys: readonly string[]
  readonly url?: string
  /** Only withdraws and replaces keys. */
  readonly recoveryKey?: string
  readonly basis: (typeof identityBases)[number]
  /** The conformance run: {@link conformanceDocument}, signed by one of the keys. */
  readonly sample: JsonObject
}
/** One organisation vouches for another. */
export interface Accredit {
  /** A DID, or {@link governanceActor}. */
  readonly accreditor: string
  readonly sequence: number
  readonly did: string
  readonly scopes: readonly string[]
  readonly basis: (typeof accreditationBases)[number]
  /** The accredited may accredit others in the same scopes. */
  readonly mayAccredit: boolean
  readonly from: string
  readonly until?: string
}
/** By whom: a DID, or {@link governanceActor}. */
export interface Act { readonly by: string; readonly sequence: number }
/** An accreditation or a participant is held back, or let in force again. */
export type Suspend = Act & ({ readonly target: 'accreditation'; readonly accreditation: number } | { readonly target: 'participant'; readonly did: string })
/** From when on a key was not only its owner's; `sizes` says how long each log was then. */
export interface CompromisedSince { readonly at: string; readonly sizes: { readonly [origin: string]: number } }
/** An accreditation, a participant or a key ends; or a registration gives back a DID that was never its own. */
export type Withdraw =
  | Suspend
  | (Act & { readonly target: 'key'; readonly did: string; readonly key: string; readonly compromisedSince?: CompromisedSince })
  | (Act & { readonly target: 'registration'; readonly did: string })
/** Keys of a participant come and go, or it takes another name. */
export interface Rotate {
  readonly did: string
  readonly sequence: number
  readonly add: readonly string[]
  readonly remove: readonly string[]
  readonly recoveryKey?: string
  readonly name?: string
}
/** A kind of credential, and who may attest it. */
export interface CredentialType {
  readonly by: string
  readonly sequence: number
  readonly id: string
  /** The scope that its issuers must be accredited for. */
  readonly scope: string
  readonly attestedBy: 'registered' | 'accredited'
}
/** A public award rule. */
export interface PublishedRule {
  readonly by: string
  readonly sequence: number
  readonly id: string
  /** The credential type that is awarded. */
  readonly awards: string
  readonly rule: AwardRule
}
/** What an opinion is about. */
export type Subject = { readonly did: string } | { readonly rule: string } | { readonly type: string } | { readonly entry: number }
/** A participant speaks for something. */
export interface Recommend extends Act { readonly subject: Subject; readonly ground: (typeof endorsementGrounds)[number] }
/** A seat, or who runs the log, has read the document at the domain of a participant: it lists these keys, all that are in force. */
export interface SeeDomain extends Act { readonly subject: { readonly did: string }; readonly ground: typeof domainGround; readonly keys: readonly string[] }
/** What may be said for something. */
export type Endorse = Recommend | SeeDomain
/** A participant speaks against something. */
export interface Dispute extends Act { readonly subject: Subject; readonly ground: (typeof disputeGrounds)[number] }
/** The root of the map of everything in force after so many entries. */
export interface Epoch { readonly size: number; readonly root: string }
/** What a status list hashed to. */
export interface StatusDigest { readonly issuer: string; readonly sequence: number; readonly list: string; readonly digest: string }
/** That something was awarded under a rule; to whom, only the commitment's holder can show. */
export interface Award { readonly by: string; readonly sequence: number; readonly rule: string; readonly commitment: string }
/** From here on entries are judged against this state of a registry. */
export interface RegistrySync { readonly operator: string; readonly sequence: number; readonly origin: string; readonly checkpoint: string }
/** What shall outlive its issuer. */
export interface Archive {
  readonly issuer: string
  readonly sequence: number
  readonly kind: (typeof archiveKinds)[number]
  readonly id: string
  /** SHA-256 of the bytes that are kept; of the canonical form of `document` when that is here. */
  readonly digest: string
  readonly document?: JsonObject
}
/** An issuer stands by entries of a doubtful time: those from `from` up to, and without, `to`. */
export interface Reaffirm { readonly did: string; readonly sequence: number; readonly log: string; readonly from: number; readonly to: number }
/** What all sectors agreed on, by its digest. */
export interface Constitution { readonly sequence: number; readonly kind: (typeof constitutionKinds)[number]; readonly digest: string }

/** What each type of entry says. */
export interface Payloads {
  readonly batch: BatchEntry
  readonly charter: Charter
  readonly policy: PolicyChange
  readonly rules: RulesChange
  readonly register: Register
  readonly accredit: Accredit
  readonly suspend: Suspend
  readonly reinstate: Suspend
  readonly withdraw: Withdraw
  readonly rotate: Rotate
  readonly type: CredentialType
  readonly rule: PublishedRule
  readonly endorse: Endorse
  readonly dispute: Dispute
  readonly epoch: Epoch
  readonly status: StatusDigest
  readonly award: Award
  readonly regsync: RegistrySync
  readonly archive: Archive
  readonly reaffirm: Reaffirm
  readonly constitution: Constitution
}
/** The types of entries. */
export type EntryType = keyof Payloads

/** What an entry says, before anybody signed it. */
export type Statement = { readonly [Type in EntryType]: { readonly type: Type; readonly payload: Payloads[Type] } }[EntryType]

const isKeys = isSetOf(isSigningMultikey, { min: 1, max: 16 })
const isScopes = isSetOf(isScope, { min: 1, max: 32 })
/** Tells whether a text names who acts. */
export const isActor: Guard<string> = isEither(isOneOf([governanceActor]), isPlainDid)
const isObject: Guard<JsonObject> = (value): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)
const act = { by: isActor, sequence: isNatural }
const own = { by: isPlainDid, sequence: isNatural }
const party = { did: isPlainDid, name: isOrganisationName, keys: isKeys }

const isSeats = isListOf(hasMembers<SectorGovernance['seats'][number]>({ name: isOrganisationName, key: isSigningMultikey }), { min: 1, max: 15 })
const isSector = hasMembers<SectorGovernance>({ threshold: isNatural, seats: isSeats })
const isGovernance = hasMembers<Governance>({ education: isSector, employer: isSector, certification: isSector, worker: isSector, government: isSector }, sectors)
const isTarget = isEither(
  hasMembers<Act & { target: 'accreditation'; accreditation: number }>({ ...act, target: isOneOf(['accreditation']), accreditation: isNatural }),
  hasMembers<Act & { target: 'participant'; did: string }>({ ...act, target: isOneOf(['participant']), did: isPlainDid }),
)
const isKeyTarget = hasMembers<Act & { target: 'key'; did: string; key: string; compromisedSince?: CompromisedSince }>({
  ...act, target: isOneOf(['key']), did: isPlainDid, key: isSigningMultikey, compromisedSince: hasMembers<CompromisedSince>({ at: isInstant, sizes: isSizes }),
}, ['compromisedSince'])
const isRegistrationTarget = hasMembers<Extract<Withdraw, { target: 'registration' }>>({ ...act, target: isOneOf(['registration']), did: isPlainDid })
const isSubject = isEither(
  isEither(hasMembers<{ did: string }>({ did: isPlainDid }), hasMembers<{ entry: number }>({ entry: isNatural })),
  isEither(hasMembers<{ rule: string }>({ rule: isUri }), hasMembers<{ type: string }>({ type: isUri })),
)

/** What the payload of each type must be, but for batches, which are not JSON. */
export const payloadGuards: { readonly [Type in Exclude<EntryType, 'batch'>]: Guard<Payloads[Type]> } = {
  charter: hasMembers<Charter>({
    name: isOrganisationName, policy: isLines, governance: isGovernance, rules: isNatural,
    accreditors: isListOf(hasMembers<Charter['accreditors'][number]>({ ...party, scopes: isScopes }), { min: 0, max: 32 }), operator: hasMembers<CharterParty>(party),
  }),
  policy: hasMembers<PolicyChange>({ sequence: isNatural, policy: isLines, governance: isGovernance }, ['policy', 'governance']),
  rules: hasMembers<RulesChange>({ sequence: isNatural, version: isNatural }),
  register: hasMembers<Register>({
    ...party, sector: isOneOf(sectors), url: isWebUrl, recoveryKey: isSigningMultikey, basis: isOneOf(identityBases), sample: isObject,
  }, ['url', 'recoveryKey']),
  accredit: hasMembers<Accredit>({
    accreditor: isActor, sequence: isNatural, did: isPlainDid, scopes: isScopes, basis: isOneOf(accreditationBases), mayAccredit: isFlag, from: isDay, until: isDay,
  }, ['until']),
  suspend: isTarget,
  reinstate: isTarget,
  withdraw: isEither(isTarget, isEither(isKeyTarget, isRegistrationTarget)),
  rotate: hasMembers<Rotate>({
    did: isPlainDid, sequence: isNatural, add: isSetOf(isSigningMultikey, { min: 0, max: 16 }), remove: isSetOf(isSigningMultikey, { min: 0, max: 16 }), recoveryKey: isSigningMultikey, name: isOrganisationName,
  }, ['recoveryKey', 'name']),
  type: hasMembers<CredentialType>({ ...own, id: isUri, scope: isUri, attestedBy: isOneOf(['registered', 'accredited']) }),
  rule: hasMembers<PublishedRule>({ ...own, id: isUri, awards: isUri, rule: isAwardRule }),
  endorse: isEither(
    hasMembers<Recommend>({ ...own, subject: isSubject, ground: isOneOf(endorsementGrounds) }),
    hasMembers<SeeDomain>({ ...own, subject: hasMembers<SeeDomain['subject']>({ did: isPlainDid }), ground: isOneOf([domainGround]), keys: isSetOf(isSigningMultikey, { min: 1, max: 256 }) }),
  ),
  dispute: hasMembers<Dispute>({ ...own, subject: isSubject, ground: isOneOf(disputeGrounds) }),
  epoch: hasMembers<Epoch>({ size: isNatural, root: isDigest }),
  status: hasMembers<StatusDigest>({ issuer: isPlainDid, sequence: isNatural, list: isUri, digest: isDigest }),
  award: hasMembers<Award>({ ...own, rule: isUri, commitment: isDigest }),
  regsync: hasMembers<RegistrySync>({ operator: isPlainDid, sequence: isNatural, origin: isOrigin, checkpoint: isLines }),
  archive: hasMembers<Archive>({ issuer: isPlainDid, sequence: isNatural, kind: isOneOf(archiveKinds), id: isUri, digest: isDigest, document: isObject }, ['document']),
  reaffirm: hasMembers<Reaffirm>({ did: isPlainDid, sequence: isNatural, log: isOrigin, from: isNatural, to: isNatural }),
  constitution: hasMembers<Constitution>({ sequence: isNatural, kind: isOneOf(constitutionKinds), digest: isDigest }),
}

function isSizes(value: unknown): value is CompromisedSince['sizes'] {
  const members = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
  return members.length > 0 && members.length <= 32 && members.every(([origin, size]) => isOrigin(origin) && isNatural(size))
}
