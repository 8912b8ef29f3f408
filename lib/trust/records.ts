import { canonicalJson, type Json } from '../encoding/canonical-json.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { Sha256 } from '../ledger/merkle-hash.ts'
import { changeMap, emptyEpochMap, type EpochMap } from './epoch-map.ts'
import { isFreed, isWithin, keysInForce, nameAt, participantAt, policyAt, recoveryKeyAt, ruleAt, rulesAt, typeAt } from './history.ts'
import type { Registry } from './registry.ts'

/** What the map of a registry holds: the records in force, each under its name. */
export type RecordName = string

/** The record of a name as an entry at `index` would see it; undefined when there is none. */
export function recordAt(registry: Registry, name: RecordName, index: number): Json | undefined {
  const space = name.indexOf(' ')
  const [kind, id] = space < 0 ? [name, ''] : [name.slice(0, space), name.slice(space + 1)]
  switch (kind) {
    case 'network': return networkAt(registry, index)
    case 'participant': return participantRecord(registry, id, index)
    case 'accreditation': return accreditationRecord(registry, Number(id), index)
    case 'type': return plain(typeAt(registry, id, index))
    case 'rule': return plain(ruleAt(registry, id, index))
    default: return undefined
  }
}

/** The names of all records that there ever were. */
export function recordNames(registry: Registry): readonly RecordName[] {
  return [
    'network', ...[...registry.participants.keys()].map((did) => `participant ${did}`), ...[...registry.accreditations.keys()].map((id) => `accreditation ${id}`),
    ...[...registry.types.keys()].map((id) => `type ${id}`), ...[...registry.rules.keys()].map((id) => `rule ${id}`),
  ]
}

/** The key of a record in the map. */
export function keyOfRecord(name: RecordName, sha256: Sha256): Uint8Array<ArrayBuffer> {
  return sha256(encodeUtf8(name))
}

/** The digest of a record in the map. */
export function digestOfRecord(record: Json, sha256: Sha256): Uint8Array<ArrayBuffer> {
  return sha256(encodeUtf8(canonicalJson(record)))
}

/** A map in which these records are as an entry at `index` would see them. */
export function mapWith(map: EpochMap, names: readonly RecordName[], { registry, index, sha256 }: { readonly registry: Registry; readonly index: number; readonly sha256: Sha256 }): EpochMap {
  let changed = map
  for (const name of names) {
    const record = recordAt(registry, name, index)
    if (record !== undefined) changed = changeMap(changed, keyOfRecord(name, sha256), digestOfRecord(record, sha256))
  }
  return changed
}

/** The map of a registry as it was before the entry at `index`, made anew from its history. */
export function epochMapAt(registry: Registry, index: number, sha256: Sha256): EpochMap {
  return mapWith(emptyEpochMap, recordNames(registry), { registry, index, sha256 })
}

function networkAt(registry: Registry, index: number): Json | undefined {
  const current = policyAt(registry, index)
  if (current === undefined) return undefined
  const constitution: Record<string, string> = {}
  for (const { kind, digest, from } of registry.constitution) if (from < index) constitution[kind] = digest
  return { name: registry.name ?? '', policy: current.policy, governance: current.governance as unknown as Json, constitution, rulesVersion: rulesAt(registry, index), operator: registry.operator ?? null }
}

function participantRecord(registry: Registry, did: string, index: number): Json | undefined {
  const standing = participantAt(registry, did, index)
  if (standing === undefined) return undefined
  const { sector, url, basis, accreditations, sightings = [] } = standing.participant
  const seenBy = sightings.filter((seen) => seen.index < index).map(({ by, sector: of }) => ({ by, sector: of ?? null }))
  return {
    did, name: nameAt(standing.participant, index), sector: sector ?? null, url: url ?? null, basis: basis ?? null, state: isFreed(standing.participant, index) ? 'freed' : standing.state, keys: keysInForce(registry, did, index).toSorted(),
    recoveryKey: recoveryKeyAt(registry, did, index) ?? null, accreditations: accreditations.filter((id) => (registry.accreditations.get(id)?.givenAt ?? index) < index),
    ...(seenBy.length === 0 ? {} : { seenBy }),
  }
}

/** Of one link only: whether a chain holds, its other links tell. */
function accreditationRecord(registry: Registry, id: number, index: number): Json | undefined {
  const given = registry.accreditations.get(id)
  if (given === undefined || given.givenAt >= index) return undefined
  const { did, accreditor, scopes, basis, mayAccredit, from, until, parent, withdrawnAt, suspensions } = given
  const state = withdrawnAt !== undefined && withdrawnAt < index ? 'withdrawn' : suspensions.some((span) => isWithin(span, index)) ? 'suspended' : 'active'
  return { did, accreditor, scopes, basis: basis ?? null, mayAccredit, from, until: until ?? null, parent: parent ?? null, state }
}

function plain(version: object | undefined): Json | undefined {
  return version as Json | undefined
}

