import { lookUpInFederation } from './federation.ts'
import { lookUpInIssuerList } from './issuer-list.ts'
import type { RegistryAnswer } from './issuer-standing.ts'
import type { RegistrySource } from './known-registries.ts'
import type { RegistryContext } from './registry-fetch.ts'

/** Asks every registry for an issuer, all at once; the answers come in the order of the registries. */
export function lookUpIssuer(did: string, sources: readonly RegistrySource[], context: RegistryContext): Promise<readonly RegistryAnswer[]> {
  return Promise.all(sources.map((source) => {
    switch (source.kind) {
      case 'issuer-list': return lookUpInIssuerList(did, source, context)
      case 'openid-federation': return lookUpInFederation(did, source, context)
    }
  }))
}
