import type { Json } from '../encoding/canonical-json.ts'
import { isDay, isOrganisationName, isPlainDid, isScope, isSigningMultikey, isUri } from './entry-text.ts'
import { hasMembers, isEither, isFlag, isListOf, isOneOf, type Guard } from './guard.ts'
import { isActor, accreditationBases, identityBases, sectors } from './payloads.ts'
import type { RecordName } from './records.ts'
import { newRegistry, type Accreditation, type Participant, type Registry } from './registry.ts'
import { TrustError } from './trust-error.ts'

/** Before every entry: since when a thing holds, a record does not tell. */
const always = -1

const isNull: Guard<null> = (value): value is null => value === null
const isState = isOneOf(['active', 'suspended', 'withdrawn'])
const isStanding = isOneOf(['active', 'suspended', 'withdrawn', 'freed'])
const isIndex: Guard<number> = (value): value is number => Number.isSafeInteger(value)

type ParticipantRecord = Pick<Participant, 'did' | 'name'> & {
  readonly sector: Participant['sector'] | null
  readonly url: string | null
  readonly basis: Participant['basis'] | null
  readonly state: 'active' | 'suspended' | 'withdrawn' | 'freed'
  readonly keys: readonly string[]
  readonly recoveryKey: string | null
  readonly accreditations: readonly number[]
  readonly seenBy?: readonly { readonly by: string; readonly sector: Participant['sector'] | null }[]
}

const isParticipant = hasMembers<ParticipantRecord>({
  did: isPlainDid, name: isOrganisationName, sector: isEither(isOneOf(sectors), isNull), url: isEither(isUri, isNull), basis: isEither(isOneOf(identityBases), isNull), state: isStanding,
  keys: isListOf(isSigningMultikey, { min: 0, max: 256 }), recoveryKey: isEither(isSigningMultikey, isNull), accreditations: isListOf(isIndex, { min: 0, max: 10_000 }),
  seenBy: isListOf(hasMembers<NonNullable<ParticipantRecord['seenBy']>[number]>({ by: isPlainDid, sector: isEither(isOneOf(sectors), isNull) }), { min: 1, max: 256 }),
}, ['seenBy'])

type AccreditationRecord = Pick<Accreditation, 'did' | 'accreditor' | 'scopes' | 'mayAccredit' | 'from'> & {
  readonly basis: Accreditation['basis'] | null
  readonly until: string | null
  readonly parent: number | null
  readonly state: 'active' | 'suspended' | 'withdrawn'
}

const isAccreditation = hasMembers<AccreditationRecord>({
  did: isPlainDid, accreditor: isActor, scopes: isListOf(isScope, { min: 1, max: 32 }), basis: isEither(isOneOf(accreditationBases), isNull),
  mayAccredit: (value): value is boolean => isFlag(value), from: isDay, until: isEither(isDay, isNull), parent: isEither(isIndex, isNull), state: isState,
})

type TypeRecord = { readonly by: string; readonly scope: string; readonly attestedBy: 'registered' | 'accredited'; readonly from: number }
const isType = hasMembers<TypeRecord>({ by: isPlainDid, scope: isUri, attestedBy: isOneOf(['registered', 'accredited']), from: isIndex })

/**
 * A registry of nothing but these records, as if they had always held. What an accreditation rests on must all be among them:
 * a chain with a link missing is left out, and its participant is not answered for.
 *
 * @throws TrustError `trust/registry-proof-malformed`
 */
export function registryOfRecords(records: readonly { readonly name: RecordName; readonly record: Json }[], { origin, size }: { readonly origin: string; readonly size: number }): { readonly registry: Registry; readonly covers: ReadonlySet<string> } {
  const registry: Registry = { ...newRegistry(origin), size }
  const covers = new Set<string>()
  for (const { name, record } of records) add(name, record, { registry, covers })
  for (const { did, accreditations } of registry.participants.values()) {
    if (!accreditations.every((id) => isComplete(registry, id))) covers.delete(did)
  }
  for (const id of registry.accreditations.keys()) if (!isComplete(registry, id)) registry.accreditations.delete(id)
  return { registry, covers }
}

function add(name: RecordName, record: Json, { registry, covers }: { readonly registry: Registry; readonly covers: Set<string> }): void {
  const [, kind, id = ''] = /^(participant|accreditation|type) (.+)$/s.exec(name) ?? []
  if (kind === 'participant' || kind === 'type') covers.add(id)
  if (record === null) return
  if (kind === 'participant' && isParticipant(record) && record.did === id) registry.participants.set(id, participantOf(record))
  else if (kind === 'accreditation' && isAccreditation(record)) registry.accreditations.set(Number(id), accreditationOf(Number(id), record))
  else if (kind === 'type' && isType(record)) registry.types.set(id, [{ by: record.by, scope: record.scope, attestedBy: record.attestedBy, from: always }])
  else if (name !== 'network') throw new TrustError('trust/registry-proof-malformed', 'Cannot read registry proof: a record has another form')
}

function participantOf({ did, name, sector, url, basis, state, keys, recoveryKey, accreditations, seenBy = [] }: ParticipantRecord): Participant {
  return {
    did, name, ...(sector === null || sector === undefined ? {} : { sector }), ...(url === null ? {} : { url }), ...(basis === null || basis === undefined ? {} : { basis }),
    registeredAt: always - 1, keys: keys.map((key) => ({ key, from: always })), recoveryKeys: recoveryKey === null ? [] : [{ key: recoveryKey, from: always }],
    suspensions: state === 'suspended' ? [{ from: always }] : [], ...(state === 'withdrawn' || state === 'freed' ? { withdrawnAt: always } : {}), ...(state === 'freed' ? { freedAt: always } : {}), accreditations: [...accreditations],
    sightings: seenBy.map(({ by, sector: of }) => ({ index: always, by, ...(of === null || of === undefined ? {} : { sector: of }) })),
  }
}

function accreditationOf(id: number, { did, accreditor, scopes, basis, mayAccredit, from, until, parent, state }: AccreditationRecord): Accreditation {
  return {
    id, did, accreditor, scopes, mayAccredit, from, ...(basis === null || basis === undefined ? {} : { basis }), ...(until === null ? {} : { until }), ...(parent === null ? {} : { parent }),
    depth: parent === null ? 0 : 1, givenAt: always, suspensions: state === 'suspended' ? [{ from: always }] : [], ...(state === 'withdrawn' ? { withdrawnAt: always } : {}),
  }
}

/** Untrusted: links are followed so far, and never round. */
const maxLinks = 8

function isComplete(registry: Registry, id: number): boolean {
  let next: number | undefined = id
  for (let links = 0; links < maxLinks; links += 1) {
    const link: Accreditation | undefined = next === undefined ? undefined : registry.accreditations.get(next)
    if (link === undefined || !registry.participants.has(link.did)) return false
    if (link.parent === undefined) return true
    next = link.parent
  }
  return false
}
