import { predicateOf, type Predicate } from './resource.ts'

const known = new Map<string, Predicate>()
let isRanked = true

/** The predicate of an address that a known context gives to a term. */
export function internPredicate(address: string): Predicate {
  const token = `<${address}>`
  const found = known.get(token)
  if (found !== undefined) return found
  const made = predicateOf(token, 0)
  known.set(token, made)
  isRanked = false
  return made
}

/** Puts the ranks of all predicates in order; to be called before any are compared. */
export function rankPredicates(): void {
  if (isRanked) return
  const sorted = [...known.values()].sort((left, right) => (left.token < right.token ? -1 : 1))
  for (const [rank, predicate] of sorted.entries()) predicate.rank = rank
  isRanked = true
}
