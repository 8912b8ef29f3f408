import { lookUpInCredentialRegistry } from './credential-registry.ts'
import { lookUpInFederation } from './federation.ts'
import { lookUpInIssuerList } from './issuer-list.ts'
import type { RegistryAnswer } from './issuer-standing.ts'
import type { RegistrySource } from './known-registries.ts'
import type { RegistryContext } from './registry-fetch.ts'

/**
 * Asks every registry for an issuer; the answers come in the order of the registries. A registry of CTDL knows no DIDs: it is
 * asked for the CTID that another registry of the list ties to the issuer, and without one does not know the issuer.
 */
export async function lookUpIssuer(did: string, sources: readonly RegistrySource[], context: RegistryContext): Promise<readonly RegistryAnswer[]> {
  const first = await Promise.all(sources.map((source) => lookUpByDid(did, source, context)))
  const ctid = first.flatMap((answer) => (answer?.state === 'listed' && answer.standing.state === 'in-force' ? answer.standing.identifiers?.['ctid'] ?? [] : []))[0]
  return Promise.all(sources.map(async (source, place): Promise<RegistryAnswer> => {
    if (source.kind === 'credential-registry' && ctid !== undefined) return lookUpInCredentialRegistry(did, ctid, source, context)
    return first[place] ?? { state: 'absent', registry: source.name }
  }))
}

async function lookUpByDid(did: string, source: RegistrySource, context: RegistryContext): Promise<RegistryAnswer | undefined> {
  switch (source.kind) {
    case 'issuer-list': return lookUpInIssuerList(did, source, context)
    case 'openid-federation': return lookUpInFederation(did, source, context)
    case 'credential-registry': return undefined
  }
}
