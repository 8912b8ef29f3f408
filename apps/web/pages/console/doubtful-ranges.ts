import type { Issuer, Network } from '../../network-api.ts'

/** Entries of one log in which records of an organisation are in doubt, from the first up to and with the last. */
export interface DoubtfulRange {
  readonly key: string
  readonly since: string
  readonly log: string
  readonly first: number
  readonly last: number
}

/** Where what an organisation signed reads as unknown: after each key's theft, on this node's ledger and on that of the registry, where it speaks. */
export function doubtfulRanges({ keys }: Pick<Issuer, 'keys'>, { self, registry, following, finality }: Pick<Network, 'self' | 'registry' | 'following' | 'finality'>): readonly DoubtfulRange[] {
  const sizes = new Map([...following.filter(({ origin }) => origin === registry.origin).map(({ origin, size }) => [origin, size] as const), [self.origin, finality.pendingSize]])
  return keys.flatMap(({ key, until, compromisedSince }) => (
    compromisedSince === null ? [] : [...sizes].flatMap(([log, size]) => {
      // After its withdrawal nothing that the key signs stands in the registry.
      const end = log === registry.origin ? Math.min(size, until ?? size) : size
      const first = Object.hasOwn(compromisedSince.sizes, log) ? compromisedSince.sizes[log] ?? 0 : 0
      return first < end ? [{ key, since: compromisedSince.at, log, first, last: end - 1 }] : []
    })
  ))
}
