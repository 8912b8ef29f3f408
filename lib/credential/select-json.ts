import { maxJsonDepth, type Json, type JsonObject } from '../encoding/canonical-json.ts'
import { CredentialError } from './credential-error.ts'
import { parseJsonPointer, quotePointer } from './json-pointer.ts'
import { isJsonObject } from './parse-json.ts'

/** Untrusted: a selection with more pointers than this is refused. */
export const maxPointers = 1_000

/** Which object or list each of a copy was taken over from. */
export type Origins = Map<object, object>

/** A part of a document, or all of it, as a document of its own. */
export interface Selection {
  readonly document: JsonObject
  /** Of the objects and lists on the way to what was chosen; what was chosen whole is the original itself. */
  readonly origins: ReadonlyMap<object, object>
}

/** What is taken over of a value: all of it, or some of its members, each whole or again in part. */
type Choice = 'all' | Map<string, Choice>

/** Told of every object on the way whatever is chosen in it: without these no statement about it would be the same. */
export const alwaysTold: ReadonlySet<string> = new Set(['@context', 'id', '@id', 'type', '@type'])

/**
 * Selects the parts of a document that pointers lead to (Data Integrity ECDSA Cryptosuites 1.0, "selectJsonLd").
 *
 * The document stays as it was written: terms, order and lists with one item are those of the original, only what was not
 * chosen is gone. Contexts, identifiers and types of the objects on the way to a chosen part come along.
 *
 * @throws CredentialError `credential/pointer-unmatched` for a pointer to nothing, `credential/pointer-malformed`,
 *   `credential/too-many-pointers`
 */
export function selectJson(document: JsonObject, pointers: readonly string[]): Selection {
  if (pointers.length > maxPointers) throw new CredentialError('credential/too-many-pointers', `Cannot select: more than ${maxPointers} pointers`)
  const paths = pointers.map((pointer) => ({ pointer, path: parseJsonPointer(pointer) }))
  const isWhole = paths.some(({ path }) => path.length === 0)
  const chosen = new Map<string, Choice>()
  for (const { pointer, path } of paths) {
    if (!leadsSomewhere(document, path)) throw new CredentialError('credential/pointer-unmatched', `Cannot select ${quotePointer(pointer)}: it leads to nothing`)
    if (!isWhole) choose(chosen, path)
  }
  const origins: Origins = new Map()
  return { document: isWhole ? document : selectMembers(document, chosen, origins), origins }
}

function leadsSomewhere(document: JsonObject, path: readonly string[]): boolean {
  let value: Json | undefined = document
  for (const step of path) value = value === undefined ? undefined : memberOf(value, step)
  return value !== undefined
}

function memberOf(value: Json, step: string): Json | undefined {
  if (Array.isArray(value)) return /^(0|[1-9]\d{0,9})$/.test(step) ? (value as readonly Json[])[Number(step)] : undefined
  return isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined
}

function choose(chosen: Map<string, Choice>, path: readonly string[]): void {
  let around = chosen
  for (const [index, step] of path.entries()) {
    const before = around.get(step)
    if (before === 'all') return
    if (index === path.length - 1) around.set(step, 'all')
    else {
      const within: Map<string, Choice> = before ?? new Map()
      around.set(step, within)
      around = within
    }
  }
}

function select(value: Json, chosen: Choice, origins: Origins): Json {
  if (chosen === 'all' || typeof value !== 'object' || value === null) return value
  return Array.isArray(value) ? selectItems(value as readonly Json[], chosen, origins) : selectMembers(value as JsonObject, chosen, origins)
}

function selectItems(items: readonly Json[], chosen: ReadonlyMap<string, Choice>, origins: Origins): readonly Json[] {
  const selected: Json[] = []
  for (const [index, item] of items.entries()) {
    const choice = chosen.get(String(index))
    if (choice !== undefined) selected.push(select(item, choice, origins))
  }
  origins.set(selected, items)
  return selected
}

function selectMembers(object: JsonObject, chosen: ReadonlyMap<string, Choice>, origins: Origins): JsonObject {
  const selected: Members = {}
  for (const name of Object.keys(object)) {
    const choice = alwaysTold.has(name) ? 'all' : chosen.get(name)
    if (choice !== undefined) put(selected, name, select(object[name] ?? null, choice, origins))
  }
  origins.set(selected, object)
  return selected
}

/**
 * Copies a document, so that no two places of it share an object, whatever the original shares. What is no JSON stays as it is,
 * for whoever reads the copy to refuse.
 *
 * @throws CredentialError `credential/too-deep`
 */
export function copyJson(document: JsonObject, origins?: Origins): JsonObject {
  return copyObject(document, 0, origins)
}

function copy(value: Json, depth: number, origins: Origins | undefined): Json {
  if (typeof value !== 'object' || value === null) return value
  if (depth > maxJsonDepth) throw new CredentialError('credential/too-deep', `Cannot select: deeper than ${maxJsonDepth} levels`)
  return Array.isArray(value) ? copyItems(value as readonly Json[], depth, origins) : copyObject(value as JsonObject, depth, origins)
}

function copyItems(items: readonly Json[], depth: number, origins: Origins | undefined): readonly Json[] {
  const made = items.map((item) => copy(item, depth + 1, origins))
  origins?.set(made, items)
  return made
}

function copyObject(object: JsonObject, depth: number, origins: Origins | undefined): JsonObject {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) return object
  const made: Members = {}
  for (const name of Object.keys(object)) put(made, name, copy(object[name] as Json, depth + 1, origins))
  origins?.set(made, object)
  return made
}

type Members = { [name: string]: Json }

/** As a member whatever its name: to assign this one would set a prototype. */
function put(members: Members, name: string, value: Json): void {
  if (name === '__proto__') Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true })
  else members[name] = value
}
