import { maxJsonDepth, type Json, type JsonObject } from '../encoding/canonical-json.ts'
import { CredentialError } from './credential-error.ts'
import { formatJsonPointer, parseJsonPointer, quotePointer } from './json-pointer.ts'
import { isJsonObject } from './parse-json.ts'

/** Untrusted: a selection with more pointers than this is refused. */
export const maxPointers = 1_000

/** A part of a document, or all of it, as a document of its own. */
export interface Selection {
  readonly document: JsonObject
  /** Where each object of `document` stands in the original: no two share a place, whatever the original shares. */
  readonly places: WeakMap<object, string>
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
 *   `credential/too-many-pointers`, `credential/too-deep`
 */
export function selectJson(document: JsonObject, pointers: readonly string[]): Selection {
  if (pointers.length > maxPointers) throw new CredentialError('credential/too-many-pointers', `Cannot select: more than ${maxPointers} pointers`)
  const paths = pointers.map((pointer) => ({ pointer, path: parseJsonPointer(pointer) }))
  const chosen = paths.some(({ path }) => path.length === 0) ? 'all' : new Map<string, Choice>()
  for (const { pointer, path } of paths) {
    if (!leadsSomewhere(document, path)) throw new CredentialError('credential/pointer-unmatched', `Cannot select ${quotePointer(pointer)}: it leads to nothing`)
    if (chosen !== 'all') choose(chosen, path)
  }
  const places = new WeakMap<object, string>()
  return { document: copy(document, chosen, { place: '', depth: 0, places }) as JsonObject, places }
}

/** The whole of a document, as a selection. */
export function selectAll(document: JsonObject): Selection {
  return selectJson(document, [''])
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

function choose(chosen: Map<string, Choice>, [step = '', ...rest]: readonly string[]): void {
  const before = chosen.get(step)
  if (before === 'all') return
  if (rest.length === 0) chosen.set(step, 'all')
  else {
    const within = before ?? new Map<string, Choice>()
    chosen.set(step, within)
    choose(within, rest)
  }
}

interface Whereabouts {
  readonly place: string
  readonly depth: number
  readonly places: WeakMap<object, string>
}

function copy(value: Json, chosen: Choice, whereabouts: Whereabouts): Json {
  if (typeof value !== 'object' || value === null) return value
  if (whereabouts.depth > maxJsonDepth) throw new CredentialError('credential/too-deep', `Cannot select: deeper than ${maxJsonDepth} levels`)
  const made = Array.isArray(value) ? copyItems(value as readonly Json[], chosen, whereabouts) : copyMembers(value as JsonObject, chosen, whereabouts)
  whereabouts.places.set(made, whereabouts.place)
  return made
}

function copyItems(items: readonly Json[], chosen: Choice, whereabouts: Whereabouts): readonly Json[] {
  const copies: Json[] = []
  for (const [index, item] of items.entries()) {
    const choice = chosen === 'all' ? chosen : chosen.get(String(index))
    if (choice !== undefined) copies.push(copy(item, choice, inside(whereabouts, index)))
  }
  return copies
}

function copyMembers(object: JsonObject, chosen: Choice, whereabouts: Whereabouts): JsonObject {
  const members: [string, Json][] = []
  for (const [name, member] of Object.entries(object)) {
    const choice = chosen === 'all' || alwaysTold.has(name) ? 'all' : chosen.get(name)
    if (choice !== undefined) members.push([name, copy(member, choice, inside(whereabouts, name))])
  }
  return Object.fromEntries(members)
}

function inside({ place, depth, places }: Whereabouts, step: string | number): Whereabouts {
  return { place: place + formatJsonPointer([step]), depth: depth + 1, places }
}
