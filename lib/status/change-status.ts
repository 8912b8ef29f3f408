import { isBitSet, withStatuses } from './bitstring.ts'
import { StatusError } from './status-error.ts'
import type { StatusPurpose } from './status-list-credential.ts'

/** A list whose credentials are withdrawn or given back, and what a set bit stands for. */
export interface ChangeableList {
  readonly purpose: StatusPurpose
  readonly bits: Uint8Array
}

/** The list after a change, and how many credentials it changed: saying again what a list says already changes none. */
export interface ChangedList {
  readonly bits: Uint8Array<ArrayBuffer>
  readonly changedCount: number
}

/**
 * Revokes or suspends credentials, one or many at once; a suspension can be lifted again.
 *
 * The caller must publish the list, signed anew, before anybody is told that the change was made.
 *
 * @throws StatusError `status/revocation-final` when a revocation would be taken back: a verifier may have relied on it,
 *   and what was revoked by mistake is issued anew; `status/index-out-of-range`. Either way nothing is changed.
 */
export function changeStatus({ purpose, bits }: ChangeableList, indices: Iterable<number>, change: 'withdraw' | 'lift'): ChangedList {
  if (purpose === 'revocation' && change === 'lift') throw new StatusError('status/revocation-final', 'Cannot lift revocation: it is final')
  const isSet = change === 'withdraw'
  const changing = new Set<number>()
  for (const index of indices) if (isBitSet(bits, index) !== isSet) changing.add(index)
  return { bits: withStatuses(bits, changing, { size: 1, value: isSet ? 1 : 0 }), changedCount: changing.size }
}
