import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import type { ContextState } from './context-state.ts'
import { Unusual } from './unusual.ts'

/** An object that is read as a node, and whether it has names like `@type`. */
export interface JsonNode {
  readonly element: JsonObject
  readonly hasKeywords: boolean
}

const atSign = 0x40

/**
 * An object of a document. What a class or a map keeps is no JSON.
 *
 * @throws Unusual `not-json`
 */
export function jsonNode(element: JsonObject): JsonNode {
  const prototype: unknown = Object.getPrototypeOf(element)
  if (prototype !== Object.prototype && prototype !== null) throw new Unusual('not-json')
  // Most have none, and to look for what is not there takes longer than to look at all names.
  for (const key in element) if (key.charCodeAt(0) === atSign) return { element, hasKeywords: true }
  return { element, hasKeywords: false }
}

/** Nor is what a program adds to all objects JSON. */
export function refuseInherited(): void {
  for (const _ in Object.prototype) throw new Unusual('not-json')
}

/** Tells whether an object names a node and says nothing else of it, as jsonld sees it before it has read its types. */
export function isReference({ element }: JsonNode, state: ContextState): boolean {
  let count = 0
  // Most have more members, which is seen without a list of them.
  for (const _ in element) {
    count += 1
    if (count > 2) return false
  }
  const keys = Object.keys(element)
  if (keys.includes('@context')) return false
  const terms = keys.map((key) => state.term(key))
  if (terms.some((term) => term?.unusual === 'keyword')) throw new Unusual('keyword')
  return terms.length === 1 && terms[0]?.role === 'id'
}

/** The state under the contexts of the types of a node. */
export function underTypes({ element, hasKeywords }: JsonNode, state: ContextState): ContextState {
  let types: Json | undefined
  for (const name of hasKeywords ? state.typeNames : state.typeAliases) {
    const value = element[name]
    if (value === undefined) continue
    if (types !== undefined) throw new Unusual(isText(types) || (Array.isArray(types) && types.every(isText)) ? 'keyword-twice' : 'type-malformed')
    types = value
  }
  return types === undefined ? state : state.underTypes(types)
}

/** Tells whether a value is a text. */
export function isText(value: unknown): boolean {
  return typeof value === 'string'
}
