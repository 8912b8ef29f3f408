import { keysInForce, policyAt } from '../history.ts'
import { sectors, type Governance, type SeeDomain, type Sector } from '../payloads.ts'
import { refuse, refuseBefore, refuseInactive, refuseParticipant, refuseSigners, type Change, type Refusal, type Scene } from '../ruling.ts'

/**
 * Somebody has read the document at the domain of a did:web and found the keys in force there. Nobody repeats that afterwards, so it
 * counts only from those whom the network chose: a seat, which speaks as the did:key of its key for its sector, or who runs the log.
 * Whoever merely registered could be many, in any sector, and all of them one.
 */
export function judgeSighting({ by, subject: { did }, keys }: SeeDomain, scene: Scene): Refusal | Change {
  const { registry, index, judge } = scene
  const sector = sectorOf(by, policyAt(registry, index)?.governance ?? {})
  const refusal = refuseBefore(2, registry) ?? refuseWitness(by, sector, scene) ?? refuseInactive(did, judge)
  if (refusal !== undefined) return refusal
  if (!did.startsWith('did:web:') || did === by) return refuse('trust/not-entitled', 'it is no domain of another')
  const current = keysInForce(registry, did, index)
  if (keys.length !== current.length || !keys.every((key) => current.includes(key))) return refuse('trust/key-not-in-force', 'other keys were seen than those in force')
  const participant = registry.participants.get(did)
  if (participant?.sightings?.some((seen) => seen.by === by) === true) return refuse('trust/said-already', 'it has said so before')
  return () => {
    if (participant !== undefined) participant.sightings = [...participant.sightings ?? [], { index, by, ...(sector === undefined ? {} : { sector }) }]
    return [`participant ${did}`]
  }
}

/** The sector for which a did:key has a seat. */
function sectorOf(by: string, governance: Governance): Sector | undefined {
  return sectors.find((name) => governance[name]?.seats.some(({ key }) => by === `did:key:${key}`))
}

function refuseWitness(by: string, sector: Sector | undefined, scene: Scene): Refusal | undefined {
  if (sector !== undefined) return refuseSigners(scene.signers, [by.slice(8)])
  return by === scene.registry.operator ? refuseParticipant(by, scene) : refuse('trust/not-a-seat', 'neither a seat of the network nor who runs the log says it')
}
