import { sql } from 'kysely'
import { accreditationChain, disputeGrounds, isAccreditationInForce, participantAt, recoveryKeyAt, type Accreditation, type KeySpan, type Participant, type Registry, type Span } from 'everlearned/trust'
import type { NodeContext } from '../context.ts'
import { ServerError } from '../server-error.ts'
import { rulesInForce } from './rules-in-force.ts'
import { showDomain, type DomainView } from './show-domain.ts'

interface Party {
  did: string
  name: string | null
}

/** What the registry says of an issuer; the shape of `GET /api/network/issuer`. */
export interface IssuerView extends Party {
  sector: string | null
  registeredAt: number
  keys: { key: string; from: number; until: number | null; compromisedSince: { at: string; sizes: Record<string, number> } | null }[]
  /** The one in force, which only changes keys. */
  recoveryKey: string | null
  accreditations: AccreditationView[]
  suspensions: { from: number; until: number | null }[]
  authority: { type: string; scope: string; granted: boolean }[]
  counts: { batches: number; leaves: number }
  conflicts: { index: number; by: Party; ground: string }[]
  domain: DomainView
  formerNames: string[]
  /** Others of the same name. */
  namesakes: Party[]
  gone: boolean
}

/** One accreditation with everything it rests on. */
export interface AccreditationView {
  id: number
  scopes: string[]
  basis: string | null
  by: Party
  chain: { did: string; name: string | null; accreditor: Party; scopes: string[]; basis: string | null }[]
  from: string
  until: string | null
  mayAccredit: boolean
  state: 'in-force' | 'suspended' | 'withdrawn' | 'over' | 'not-yet'
}

/** Looks an issuer up in the registry in force. Untrusted: any text. @throws ServerError `network/issuer-unknown` */
export async function showIssuer(did: string, context: NodeContext): Promise<IssuerView> {
  const registry = rulesInForce(context)?.registry
  const participant = registry?.participants.get(did)
  if (registry === undefined || participant === undefined) throw new ServerError('network/issuer-unknown', 'Cannot show issuer: the registry knows none of this name')
  return {
    did, name: participant.name, sector: participant.sector ?? null, registeredAt: participant.registeredAt,
    keys: participant.keys.map(showKey), recoveryKey: recoveryKeyAt(registry, did, registry.size) ?? null, suspensions: participant.suspensions.map(showSpan),
    accreditations: participant.accreditations.flatMap((id) => registry.accreditations.get(id) ?? []).map((given) => showAccreditation(given, registry, context)),
    authority: listAuthority(did, registry), counts: await countBatches(did, context), conflicts: listDisputes(participant, registry),
    domain: await showDomain(did, registry, context), formerNames: (participant.formerNames ?? []).map(({ name }) => name), namesakes: listNamesakes(participant, registry),
    gone: participantAt(registry, did, registry.size)?.state === 'withdrawn',
  }
}

function showSpan({ from, until }: Span): { from: number; until: number | null } {
  return { from, until: until ?? null }
}

function showKey({ key, compromisedSince, ...span }: KeySpan): IssuerView['keys'][number] {
  return { key, ...showSpan(span), compromisedSince: compromisedSince === undefined ? null : { at: compromisedSince.at, sizes: { ...compromisedSince.sizes } } }
}

function partyOf(did: string, { participants }: Registry): Party {
  return { did, name: participants.get(did)?.name ?? null }
}

/** An accreditation as people read it. */
export function showAccreditation(given: Accreditation, registry: Registry, { now }: Pick<NodeContext, 'now'>): AccreditationView {
  const chain = accreditationChain(registry, given.id).map(({ did, accreditor, scopes, basis }) => (
    { did, name: partyOf(did, registry).name, accreditor: partyOf(accreditor, registry), scopes: [...scopes], basis: basis ?? null }
  ))
  const day = now().toISOString().slice(0, 10)
  return {
    id: given.id, scopes: [...given.scopes], basis: given.basis ?? null, by: partyOf(given.accreditor, registry), chain, from: given.from, until: given.until ?? null, mayAccredit: given.mayAccredit,
    state: stateOf(given, day, registry),
  }
}

function stateOf(given: Accreditation, day: string, registry: Registry): AccreditationView['state'] {
  const links = accreditationChain(registry, given.id)
  if (links.some(({ withdrawnAt, did }) => withdrawnAt !== undefined || participantAt(registry, did, registry.size)?.state === 'withdrawn')) return 'withdrawn'
  if (!isAccreditationInForce(registry, given, registry.size)) return 'suspended'
  if (links.some(({ until }) => until !== undefined && until < day)) return 'over'
  return links.some(({ from }) => from > day) ? 'not-yet' : 'in-force'
}

/** The credential types that somebody published in the scopes of an issuer's accreditations. */
function listAuthority(did: string, registry: Registry): IssuerView['authority'] {
  const given = (registry.participants.get(did)?.accreditations ?? []).flatMap((id) => registry.accreditations.get(id) ?? [])
  return [...registry.types].flatMap(([type, versions]) => {
    const last = versions.at(-1)
    const covering = last === undefined ? [] : given.filter(({ scopes }) => scopes.includes(last.scope) || scopes.includes('*'))
    return last === undefined || covering.length === 0 ? [] : [{ type, scope: last.scope, granted: covering.some((each) => isAccreditationInForce(registry, each, registry.size)) }]
  }).slice(0, 100)
}

const disputes: readonly string[] = disputeGrounds

/** Not those against who had the DID before. */
function listDisputes({ did, registeredAt }: Participant, registry: Registry): IssuerView['conflicts'] {
  return registry.opinions.flatMap(({ index, by, subject, ground }) => (
    index > registeredAt && disputes.includes(ground) && 'did' in subject && subject.did === did ? [{ index, by: partyOf(by, registry), ground }] : []
  )).slice(-100)
}

/** The most that are shown: of so many one knows that the name tells nobody apart. */
const maxNamesakes = 20

/** Anybody may take any name: whoever reads it is told who else has it. */
function listNamesakes({ did, name }: Participant, { participants }: Registry): IssuerView['namesakes'] {
  const plain = plainName(name)
  const others: Party[] = []
  for (const other of participants.values()) {
    if (other.did !== did && other.withdrawnAt === undefined && plainName(other.name) === plain) others.push({ did: other.did, name: other.name })
    if (others.length === maxNamesakes) break
  }
  return others
}

function plainName(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

async function countBatches(did: string, { database }: NodeContext): Promise<IssuerView['counts']> {
  const row = await database.selectFrom('entry_mention').select([sql<string>`count(*)`.as('batches'), sql<string>`coalesce(sum(leaves), 0)`.as('leaves')])
    .where('did', '=', did).where('part', '=', 'by').where('type', '=', 'batch').executeTakeFirstOrThrow()
  return { batches: Number(row.batches), leaves: Number(row.leaves) }
}
