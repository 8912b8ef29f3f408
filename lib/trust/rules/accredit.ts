import { governanceActor, type Accredit } from '../payloads.ts'
import { accreditationChain, accreditationsAt, covers, policyAt } from '../history.ts'
import type { Accreditation, Registry } from '../registry.ts'
import { refuse, refuseActor, refuseInactive, type Refusal, type Rule } from '../ruling.ts'

/** How far an accreditation is from the charter, at most. */
export const maxAccreditationDepth = 3

/**
 * Untrusted: accreditations that one accreditor ever gives one organisation, and that an organisation is ever given. They stay in
 * its record, which every verifier reads: once a year by each of thirty-two bodies for thirty-two years. What all sectors
 * together give has room of its own.
 */
export const maxAccreditationsByOne = 32
export const maxAccreditationsOfOne = 1_024

/**
 * Who may accredit does so within its own scopes; a chain is three links long at most and never leads back. Where all sectors
 * govern, they together name those at whom chains begin.
 */
export const judgeAccredit: Rule<'accredit'> = (payload, scene) => {
  const { accreditor, did, scopes, basis, mayAccredit, from, until } = payload
  const { registry, index, judge } = scene
  const refusal = refuseActor(accreditor, scene) ?? refuseInactive(did, judge) ?? refuseTerms(payload)
  if (refusal !== undefined) return refusal
  const tooMany = refuseTooMany(payload, registry)
  if (tooMany !== undefined) return tooMany
  const parent = accreditor === governanceActor ? refuseNetworkOfOne(registry, index) : parentFor(payload, registry, index)
  if (parent !== undefined && 'code' in parent) return parent
  return () => {
    registry.accreditations.set(index, {
      id: index, did, accreditor, scopes, basis, mayAccredit, from, ...(until === undefined ? {} : { until }), ...(parent === undefined ? { depth: 0 } : { parent: parent.id, depth: parent.depth + 1 }), givenAt: index, suspensions: [],
    })
    registry.participants.get(did)?.accreditations.push(index)
    return [`accreditation ${index}`, `participant ${did}`]
  }
}

function refuseTerms({ accreditor, did, scopes, from, until }: Accredit): Refusal | undefined {
  if (accreditor === did) return refuse('trust/self-accreditation', 'nobody accredits itself')
  if (scopes.includes('*') && accreditor !== governanceActor) return refuse('trust/scope-too-wide', 'only the charter and the governance give every scope')
  return until !== undefined && until < from ? refuse('trust/dates-wrong', 'it would end before it begins') : undefined
}

function refuseTooMany({ accreditor, did }: Accredit, { participants, accreditations, rulesVersion }: Registry): Refusal | undefined {
  // Whoever knows version 1 only takes them.
  if (rulesVersion < 2) return undefined
  const held = participants.get(did)?.accreditations ?? []
  const byThis = held.filter((id) => accreditations.get(id)?.accreditor === accreditor).length
  const isFull = byThis >= maxAccreditationsByOne || (accreditor !== governanceActor && held.length >= maxAccreditationsOfOne)
  return isFull ? refuse('trust/accreditations-too-many', 'the organisation was given as many accreditations as it can have') : undefined
}

/** Whoever runs a log alone vouches for nobody but themselves. */
function refuseNetworkOfOne(registry: Registry, index: number): Refusal | undefined {
  return Object.keys(policyAt(registry, index)?.governance ?? {}).length > 1 ? undefined : refuse('trust/network-of-one', 'only several sectors together name an accreditor')
}

/** The accreditation under which one is given: the shortest chain that covers all of it. */
function parentFor({ accreditor, did, scopes }: Accredit, registry: Registry, index: number): Accreditation | Refusal {
  const held = accreditationsAt(registry, { did: accreditor }, index).filter(({ mayAccredit }) => mayAccredit)
  if (held.length === 0) return refuse('trust/not-an-accreditor', 'the accreditor may not accredit')
  const fitting = held.filter((one) => scopes.every((scope) => covers(one, scope))).toSorted((left, right) => left.depth - right.depth)
  if (fitting.length === 0) return refuse('trust/scope-too-wide', 'the accreditor may not accredit in these scopes')
  const parent = fitting.find(({ id }) => !accreditationChain(registry, id).some((link) => link.did === did))
  if (parent === undefined) return refuse('trust/accreditation-circular', 'the accreditor owes its own accreditation to the accredited')
  return parent.depth < maxAccreditationDepth ? parent : refuse('trust/chain-too-long', 'the chain of accreditations would be too long')
}
