import { CredentialError } from './credential-error.ts'

/** Untrusted: comparisons that merging values may cost; ten million take a fraction of a second. */
export const maxComparisons = 10_000_000

/**
 * Refuses expanded JSON-LD in which one node has so many values that finding the equal ones among them, each compared with
 * each, would take too long. Nodes of the same id are one node.
 *
 * And an id without a scheme, which would be refused later: jsonld first keeps nodes by their ids in an object, where `__proto__` is
 * the prototype of all objects, and writes into it.
 *
 * @throws CredentialError `credential/too-complex`, `credential/term-undefined`
 */
export function refuseCrowded(expanded: unknown): void {
  const counts = new Map<unknown, number>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) return value.forEach(visit)
    if ('@value' in value) return
    const id = '@id' in value ? value['@id'] : value
    // An empty one says nothing, and is left out.
    if (typeof id === 'string' && id !== '' && !id.includes(':')) throw new CredentialError('credential/term-undefined', 'Cannot canonicalise document: an address is not absolute')
    const members = Object.values(value)
    counts.set(id, (counts.get(id) ?? 0) + members.reduce<number>((sum, member) => sum + (Array.isArray(member) ? member.length : 1), 0))
    members.forEach(visit)
  }
  visit(expanded)
  let comparisons = 0
  for (const count of counts.values()) comparisons += count * count
  if (comparisons > maxComparisons) throw new CredentialError('credential/too-complex', 'Cannot canonicalise document: too many values at one node')
}
