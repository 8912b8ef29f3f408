import { participantAt } from '../trust/history.ts'
import type { Opinion, Participant, Registry } from '../trust/registry.ts'
import type { VerifyContext } from './verify-context.ts'

const endorsing: readonly Opinion['ground'][] = ['recognises', 'relies-on', 'reviewed']

/** Those on the verifier's own list who are in force in a registry, speak for an issuer, and did not say otherwise later. */
export function endorsersOf(registry: Registry, did: string, { trust: { issuers } }: { readonly trust: Pick<VerifyContext['trust'], 'issuers'> }): readonly Participant[] {
  return issuers.flatMap(({ did: by }) => {
    const last = registry.opinions.findLast((opinion) => opinion.by === by && 'did' in opinion.subject && opinion.subject.did === did)
    const standing = last !== undefined && endorsing.includes(last.ground) ? participantAt(registry, by, registry.size) : undefined
    return standing?.state === 'active' ? [standing.participant] : []
  })
}

/**
 * Does a registration deserve belief about whose keys are whose? Anybody may register the address of somebody else, free and first:
 * only what others say of it ties it to its owner. The charter names it, it is or was accredited, or somebody speaks for it whom the
 * verifier lists. That the verifier lists the issuer itself is no word on who registered it.
 */
export function isRegistrationVouchedFor(registry: Registry, participant: Participant, context: Parameters<typeof endorsersOf>[2]): boolean {
  return isSettled(participant) || endorsersOf(registry, participant.did, context).some(isSettled)
}

/** Tells whether a network that the verifier trusts has a registration of the issuer that deserves belief. */
export function isVouchedForAnywhere(did: string, context: Pick<VerifyContext, 'trust'>): boolean {
  return (context.trust.networks ?? []).some(({ registry: { registry } }) => {
    const participant = registry.participants.get(did)
    return participant !== undefined && isRegistrationVouchedFor(registry, participant, context)
  })
}

/** A did:key is its key; whoever is named by the charter has no sector. An endorser must be one of these: its address could be taken too. */
function isSettled({ did, sector, accreditations }: Participant): boolean {
  return did.startsWith('did:key:') || sector === undefined || accreditations.length > 0
}
