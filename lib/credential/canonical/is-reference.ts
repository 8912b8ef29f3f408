import type { JsonObject } from '../../encoding/canonical-json.ts'
import type { ContextState } from './context-state.ts'
import { Unusual } from './unusual.ts'

/** Tells whether an object names a node and says nothing else of it, as jsonld sees it before it has read its types. */
export function isReference(value: JsonObject, state: ContextState): boolean {
  let count = 0
  // Most have more members, which is seen without a list of them.
  for (const _ in value) {
    count += 1
    if (count > 2) return false
  }
  const keys = Object.keys(value)
  if (keys.includes('@context')) return false
  const terms = keys.map((key) => state.term(key))
  if (terms.some((term) => term?.unusual === 'keyword')) throw new Unusual('keyword')
  return terms.length === 1 && terms[0]?.role === 'id'
}
