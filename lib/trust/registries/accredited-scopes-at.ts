import type { AccreditedScope, IssuerStanding } from './issuer-standing.ts'

/** What an issuer was accredited for, and which registry says so. */
export interface ScopeInForce extends AccreditedScope {
  readonly registry: string
}

/**
 * What an issuer was accredited for at a moment, as when a credential was awarded, by its standings as they are known now. What ended
 * since held until then; what was suspended or taken back counts for no moment, because a standing does not say since when.
 */
export function accreditedScopesAt(standings: readonly IssuerStanding[], at: Date): readonly ScopeInForce[] {
  return standings.filter(({ state }) => state !== 'withdrawn' && state !== 'suspended').flatMap(({ registry, accreditedFor }) =>
    accreditedFor.filter(({ from, until }) => (from === undefined || from <= at) && (until === undefined || at < until)).map((scope) => ({ ...scope, registry })))
}
