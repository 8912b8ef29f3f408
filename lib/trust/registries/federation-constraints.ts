import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { didWebUrl } from '../../did/did-web.ts'
import { isJsonObject } from '../../credential/parse-json.ts'
import { refusedAnswer } from './registry-error.ts'

/** A statement of a superior with the entities below it, the nearest first. */
export interface ConstrainedStatement {
  readonly claims: JsonObject
  /** The subject of the statement first, the issuer that is looked up last. */
  readonly below: readonly string[]
}

/**
 * Holds a chain against the constraints of one of its statements (OpenID Federation 1.0, "Constraints"): how long it may be
 * and under which names; answers the metadata without the kinds of entity that are not allowed.
 *
 * @throws RegistryError `registry/constraint-malformed`, `registry/constraint-violated`
 */
export function applyConstraints({ claims, below }: ConstrainedStatement, metadata: JsonObject): JsonObject {
  const { constraints } = claims
  if (constraints === undefined) return metadata
  if (!isJsonObject(constraints)) throw malformed()
  const { max_path_length: length, naming_constraints: naming, allowed_entity_types: types } = constraints
  refuseLength(length, below.length - 1)
  if (naming !== undefined) for (const id of below) refuseName(naming, id)
  if (types === undefined) return metadata
  const allowed = textsOf(types)
  return Object.fromEntries(Object.entries(metadata).filter(([type]) => type === 'federation_entity' || allowed.includes(type)))
}

function refuseLength(length: Json | undefined, intermediates: number): void {
  if (length === undefined) return
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) throw malformed()
  if (intermediates > length) throw violated('a superior allows no chain of this length')
}

function refuseName(naming: Json, id: string): void {
  if (!isJsonObject(naming)) throw malformed()
  const { permitted, excluded } = naming
  const host = hostOf(id)
  // A name that cannot be compared is within no permitted one.
  const isUnder = (list: Json): boolean => host !== undefined && textsOf(list).some((domain) => isWithin(host, domain))
  if (excluded !== undefined && isUnder(excluded)) throw violated('a superior excludes its name')
  if (permitted !== undefined && !isUnder(permitted)) throw violated('a superior does not permit its name')
}

/** RFC 5280, "Name Constraints", for host names: `.example.edu` stands for every host below it, `example.edu` for that one. */
function isWithin(host: string, domain: string): boolean {
  const name = domain.toLowerCase()
  return name.startsWith('.') ? host.endsWith(name) : host === name
}

function hostOf(id: string): string | undefined {
  if (id.startsWith('did:') && !id.startsWith('did:web:')) return undefined
  try {
    return new URL(id.startsWith('did:web:') ? didWebUrl(id) : id).hostname
  } catch {
    return undefined
  }
}

function textsOf(list: Json): readonly string[] {
  if (!Array.isArray(list) || !list.every((item) => typeof item === 'string')) throw malformed()
  return list
}

function malformed(): Error {
  return refusedAnswer('constraint-malformed', 'the constraints of a superior have another form')
}

function violated(state: string): Error {
  return refusedAnswer('constraint-violated', state)
}
