import type { CompromisedSince } from './payloads.ts'
import type { Accreditation, ArchivedRecord, DomainSighting, Participant, PublishedVersion, Registry, Span, StatusRecord } from './registry.ts'

/**
 * Questions about the past of a registry. `index` is always that of the entry that would look: a thing that entry 7 did is seen
 * from index 8 on. The present is `registry.size`.
 */

/** How a participant stood. */
export interface Standing {
  readonly participant: Participant
  readonly state: 'active' | 'suspended' | 'withdrawn'
}

/** Tells whether a stretch holds at an index: after the entry that began it, up to and with the one that ended it. */
export function isWithin({ from, until }: Span, index: number): boolean {
  return from < index && (until === undefined || index <= until)
}

/** Who a DID was, and how it stood; undefined when it was not registered. */
export function participantAt(registry: Registry, did: string, index: number): Standing | undefined {
  const participant = holderAt(registry, did, index)
  if (participant === undefined) return undefined
  if (participant.withdrawnAt !== undefined && participant.withdrawnAt < index) return { participant, state: 'withdrawn' }
  return { participant, state: participant.suspensions.some((span) => isWithin(span, index)) ? 'suspended' : 'active' }
}

/** Who had a DID: before it was given back and registered afresh, another. */
function holderAt(registry: Registry, did: string, index: number): Participant | undefined {
  const current = registry.participants.get(did)
  if (current !== undefined && current.registeredAt < index) return current
  return registry.former.get(did)?.findLast(({ registeredAt }) => registeredAt < index)
}

/** How a participant was called. */
export function nameAt({ name, formerNames = [] }: Participant, index: number): string {
  return formerNames.find(({ until }) => index <= until)?.name ?? name
}

/** Tells whether all sectors had found that a DID was not that of who registered it. */
export function isFreed({ freedAt }: Participant, index: number): boolean {
  return freedAt !== undefined && freedAt < index
}

/** Who had a DID and was found not to be its owner, the present holder among them as long as nobody registered it afresh. */
export function impostorsOf(registry: Registry, did: string): readonly Participant[] {
  return [...registry.former.get(did) ?? [], ...[registry.participants.get(did)].filter((participant) => participant?.freedAt !== undefined)].filter((participant) => participant !== undefined)
}

/** What is known of whose domain a did:web is. */
export interface DomainStanding {
  /** Who has read its document and found the keys of the registration there. */
  readonly sightings: readonly DomainSighting[]
  /** They are enough for a verifier who cannot look. */
  readonly isVouched: boolean
}

/** So many sectors, not that of the participant itself, have to have seen the document at a domain. */
const sectorsToSee = 2

/** Whether enough of a network has seen that a domain lists the keys of who registered it; where one sector is alone, who runs the log. */
export function domainAt(registry: Registry, did: string, index: number): DomainStanding {
  const participant = participantAt(registry, did, index)?.participant
  const sightings = (participant?.sightings ?? []).filter((seen) => seen.index < index)
  const isAlone = Object.keys(policyAt(registry, index)?.governance ?? {}).length === 1
  const others = new Set(sightings.flatMap(({ sector }) => (sector === undefined || sector === participant?.sector ? [] : [sector])))
  return { sightings, isVouched: isAlone ? sightings.some(({ by }) => by === registry.operator) : others.size >= sectorsToSee }
}

/** The keys that a DID signed with. */
export function keysInForce(registry: Registry, did: string, index: number): readonly string[] {
  return keysWithin(holderAt(registry, did, index)?.keys, index)
}

/** The key that could withdraw and replace the others. */
export function recoveryKeyAt(registry: Registry, did: string, index: number): string | undefined {
  return keysWithin(holderAt(registry, did, index)?.recoveryKeys, index)[0]
}

function keysWithin(spans: Participant['keys'] | undefined, index: number): readonly string[] {
  return (spans ?? []).filter((span) => isWithin(span, index)).map(({ key }) => key)
}

/** What a node has said that it serves to wallets. */
export interface RecordedBuild extends StatusRecord {
  /** The address of its manifest. */
  readonly id: string
}

/** Every build that who runs the log recorded, the first one first. */
export function buildsOf({ archive }: Registry): readonly RecordedBuild[] {
  const builds = [...archive].flatMap(([id, records]) => records.flatMap(({ kind, ...record }) => (kind === 'build' ? [{ id, ...record }] : [])))
  return builds.toSorted((left, right) => left.index - right.index)
}

/** The version of the rules that a registry had after so many entries. */
export function rulesAt({ rulesVersion, rulesChanges }: Registry, at: number): number {
  return rulesChanges.findLast(({ from }) => from < at)?.version ?? rulesVersion
}

/** Policy and governance in force; undefined before a charter. */
export function policyAt(registry: Registry, index: number): Registry['policies'][number] | undefined {
  return latest(registry.policies, index)
}

/** What a question about accreditations is narrowed to. */
export interface AccreditationQuery {
  readonly did: string
  /** Only those that cover this scope. */
  readonly scope?: string | undefined
  /** Only those whose own dates cover this day, `2026-02-28`: no rule of the ledger knows the date. */
  readonly day?: string | undefined
}

/** The accreditations of a DID that held, each with everything that it rests on. */
export function accreditationsAt(registry: Registry, { did, scope, day }: AccreditationQuery, index: number): readonly Accreditation[] {
  const ids = holderAt(registry, did, index)?.accreditations ?? []
  return ids.flatMap((id) => registry.accreditations.get(id) ?? []).filter((given) => (
    isAccreditationInForce(registry, given, index) && (scope === undefined || covers(given, scope)) && (day === undefined || accreditationChain(registry, given.id).every((link) => isDated(link, day)))
  ))
}

/** An accreditation and those that it rests on, up to that of the charter. */
export function accreditationChain(registry: Registry, id: number): readonly Accreditation[] {
  const chain: Accreditation[] = []
  for (let next: number | undefined = id; next !== undefined;) {
    const link: Accreditation | undefined = registry.accreditations.get(next)
    if (link === undefined) break
    chain.push(link)
    next = link.parent
  }
  return chain
}

/** An accreditation holds while it, its accreditor and all that it rests on do. */
export function isAccreditationInForce(registry: Registry, accreditation: Accreditation, index: number): boolean {
  return accreditationChain(registry, accreditation.id).every(({ did, givenAt, withdrawnAt, suspensions }) => (
    isWithin({ from: givenAt, ...(withdrawnAt === undefined ? {} : { until: withdrawnAt }) }, index)
    && !suspensions.some((span) => isWithin(span, index)) && participantAt(registry, did, index)?.state === 'active'
  ))
}

/** Tells whether an accreditation is for a scope. */
export function covers({ scopes }: Pick<Accreditation, 'scopes'>, scope: string): boolean {
  return scopes.includes(scope) || scopes.includes('*')
}

function isDated({ from, until }: Accreditation, day: string): boolean {
  return from <= day && (until === undefined || day <= until)
}

/** Something that a key of a participant signed, somewhere in a log. */
export interface SignedPlace {
  readonly did: string
  readonly key: string
  readonly origin: string
  readonly index: number
}

/**
 * Tells whether something was signed when others may have had the key, as far as the whole registry knows now, and its owner did
 * not stand by it afterwards. A log that the withdrawal did not measure counts as compromised from its beginning.
 */
export function isCompromised(registry: Registry, place: SignedPlace): boolean {
  const withdrawn = compromisedSpan(registry, place)
  return withdrawn !== undefined && !registry.reaffirmations.some((said) => (
    said.did === place.did && said.log === place.origin && said.from <= place.index && place.index < said.to && said.index > (withdrawn.until ?? 0)
    && compromisedSpan(registry, { did: said.did, key: said.key, origin: registry.origin, index: said.index }) === undefined
  ))
}

function compromisedSpan(registry: Registry, { did, key, origin, index }: SignedPlace): Span | undefined {
  return registry.participants.get(did)?.keys.find((span) => span.key === key && span.compromisedSince !== undefined && index >= sizeOfLog(span.compromisedSince, origin))
}

/** How long a log was when a key was no longer only its owner's; 0 when nobody measured it. */
export function sizeOfLog({ sizes }: CompromisedSince, origin: string): number {
  return Object.hasOwn(sizes, origin) ? sizes[origin] ?? 0 : 0
}

/** Who may attest what. */
export interface AuthorityQuery extends Omit<AccreditationQuery, 'scope'> {
  /** The URI of a credential type. */
  readonly type: string
}

/** Whether a participant had the authority to attest a credential type; `unknown` when nobody published the type. */
export type Authority =
  | { readonly state: 'granted'; readonly by: readonly Accreditation[] }
  | { readonly state: 'denied' | 'unknown' }

/** Tells whether a participant might attest a credential type. */
export function authorityFor(registry: Registry, { type, did, day }: AuthorityQuery, index: number): Authority {
  const published = typeAt(registry, type, index)
  if (published === undefined) return { state: 'unknown' }
  if (participantAt(registry, did, index)?.state !== 'active') return { state: 'denied' }
  const by = accreditationsAt(registry, { did, day, scope: published.scope }, index)
  return by.length > 0 || published.attestedBy === 'registered' ? { state: 'granted', by } : { state: 'denied' }
}

/** What a credential type demanded of its issuers. */
export function typeAt(registry: Registry, id: string, index: number): Registry['types'] extends Map<string, (infer Version)[]> ? Version | undefined : never {
  return latest(registry.types.get(id) ?? [], index)
}

/** What an award rule said. */
export function ruleAt(registry: Registry, id: string, index: number): Registry['rules'] extends Map<string, (infer Version)[]> ? Version | undefined : never {
  return latest(registry.rules.get(id) ?? [], index)
}

/** What an issuer archived under an id, the latest last. */
export function archived(registry: Registry, { issuer, id }: { readonly issuer: string; readonly id: string }): readonly ArchivedRecord[] {
  return (registry.archive.get(id) ?? []).filter((record) => record.issuer === issuer)
}

/** The digests of a status list that an issuer recorded, the latest last. */
export function statusDigests(registry: Registry, { issuer, list }: { readonly issuer: string; readonly list: string }): readonly StatusRecord[] {
  return (registry.statusLists.get(list) ?? []).filter((record) => record.issuer === issuer)
}

function latest<T>(versions: readonly PublishedVersion<T>[], index: number): PublishedVersion<T> | undefined {
  return versions.findLast(({ from }) => from < index)
}
