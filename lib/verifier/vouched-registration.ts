import { domainAt, participantAt } from '../trust/history.ts'
import type { Opinion, Participant, Registry } from '../trust/registry.ts'
import type { VerifyContext } from './verify-context.ts'

const endorsing: readonly Opinion['ground'][] = ['recognises', 'relies-on', 'reviewed']

/** The part of a context that says whom a verifier trusts. */
export interface WhomToTrust { readonly trust: Pick<VerifyContext['trust'], 'issuers'> }

/**
 * What those say for an issuer who are on the verifier's own list, in force in a registry, and did not say otherwise later. Their own
 * address could have been taken in the same way, so their registration must deserve belief too; and nobody is held to what was said
 * by, or of, who had the DID before it was given back.
 */
export function endorsementsOf(registry: Registry, did: string, context: WhomToTrust): readonly Opinion[] {
  const since = registry.participants.get(did)?.registeredAt ?? registry.size
  return context.trust.issuers.flatMap(({ did: by }) => {
    const standing = participantAt(registry, by, registry.size)
    if (standing?.state !== 'active' || !isSettled(registry, standing.participant, context)) return []
    const last = registry.opinions.findLast((opinion) => opinion.by === by && 'did' in opinion.subject && opinion.subject.did === did)
    const isHeld = last !== undefined && last.index > Math.max(since, standing.participant.registeredAt) && endorsing.includes(last.ground)
    return isHeld ? [last] : []
  })
}

/**
 * Does a registration deserve belief about whose keys are whose? Anybody may register the address of somebody else, free and first:
 * only what others say of it ties it to its owner. The charter names it, it is or was accredited, enough of the network has seen that
 * its domain lists its keys, the verifier itself has noted a key of it, or somebody speaks for it whom the verifier lists. That the
 * verifier lists its mere address is no word on who registered that. Nothing vouches for one that all sectors gave back.
 */
export function isRegistrationVouchedFor(registry: Registry, participant: Participant, context: WhomToTrust): boolean {
  return participant.freedAt === undefined && (isSettled(registry, participant, context) || endorsementsOf(registry, participant.did, context).length > 0)
}

/** Tells whether a network that the verifier trusts has a registration of the issuer that deserves belief. */
export function isVouchedForAnywhere(did: string, context: Pick<VerifyContext, 'trust'>): boolean {
  return (context.trust.networks ?? []).some(({ registry: { registry } }) => {
    const participant = registry.participants.get(did)
    return participant !== undefined && isRegistrationVouchedFor(registry, participant, context)
  })
}

/** Tells whether the verifier has noted this key, in Multikey form, as one of an issuer. */
export function isPinned(did: string, key: string, { trust: { issuers } }: WhomToTrust): boolean {
  return issuers.some((issuer) => issuer.did === did && issuer.keys?.includes(key) === true)
}

/** A did:key is its key; whoever is named by the charter has no sector. */
function isSettled(registry: Registry, participant: Participant, context: WhomToTrust): boolean {
  const { did, sector, accreditations, keys } = participant
  return did.startsWith('did:key:') || sector === undefined || accreditations.length > 0 || keys.some(({ key }) => isPinned(did, key, context)) || domainAt(registry, did, registry.size).isVouched
}
