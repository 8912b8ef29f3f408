import { domainAt, nameAt, policyAt, type Registry } from 'everlearned/trust'
import type { NodeContext } from '../context.ts'

/** Whether anybody has checked that a domain is that of who registered it. */
export interface DomainView {
  /**
   * `own-key`: the DID is its key; `charter`: the network began with it; `seen`: enough of the network has read the document there;
   * `accredited`: an accreditor vouches for it; `unchecked`: nobody has, or too few.
   */
  state: 'own-key' | 'charter' | 'seen' | 'accredited' | 'unchecked'
  seenBy: { did: string; name: string | null; sector: string | null; index: number; at: string | null }[]
}

/** How the domain of a participant was vouched for, by whom, and when this node heard of it. */
export async function showDomain(did: string, registry: Registry, context: Pick<NodeContext, 'database' | 'judgedLog'>): Promise<DomainView> {
  const { sightings } = domainAt(registry, did, registry.size)
  const seenBy: DomainView['seenBy'] = []
  for (const { by, sector, index } of sightings) seenBy.push({ did: by, name: nameOf(by, index, registry), sector: sector ?? null, index, at: await heardAt(index, registry, context) })
  return { state: stateOf(did, registry), seenBy }
}

function stateOf(did: string, registry: Registry): DomainView['state'] {
  const participant = registry.participants.get(did)
  if (did.startsWith('did:key:')) return 'own-key'
  if (participant?.freedAt !== undefined) return 'unchecked'
  if (participant?.sector === undefined) return 'charter'
  if (domainAt(registry, did, registry.size).isVouched) return 'seen'
  return participant.accreditations.length > 0 ? 'accredited' : 'unchecked'
}

/** That of a participant, or of its seat when it spoke. */
function nameOf(did: string, index: number, registry: Registry): string | null {
  const participant = registry.participants.get(did)
  if (participant !== undefined) return nameAt(participant, registry.size)
  const seats = Object.values(policyAt(registry, index)?.governance ?? {}).flatMap((sector) => sector?.seats ?? [])
  return seats.find(({ key }) => did === `did:key:${key}`)?.name ?? null
}

/** When the log had grown beyond an entry, as far as this node saw it grow. */
async function heardAt(index: number, { origin }: Registry, { database, judgedLog }: Pick<NodeContext, 'database' | 'judgedLog'>): Promise<string | null> {
  const row = origin === judgedLog.registry.origin
    ? await database.selectFrom('log_growth').select((of) => of.fn.min('reached_at').as('at')).where('size', '>', String(index)).executeTakeFirst()
    : await database.selectFrom('followed_growth').select((of) => of.fn.min('reached_at').as('at')).where('origin', '=', origin).where('size', '>', String(index)).executeTakeFirst()
  return row?.at?.toISOString() ?? null
}
