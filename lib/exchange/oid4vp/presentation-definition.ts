import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { ExchangeError } from '../exchange-error.ts'
import { selectClaims, type SelectedClaim } from './claims-path.ts'
import { maxQueryItems, type PathStep } from './dcql-query.ts'
import { readHeld, type HeldCredential, type ReadHeld } from './held-credential.ts'
import { toMatch, type Candidate, type MatchContext, type QueryMatch, type RequestMatch } from './match-dcql.ts'

/** What is asked for in the language that came before DCQL, as far as deployed verifiers use it. */
export interface PresentationDefinition {
  readonly id: string
  readonly descriptors: readonly InputDescriptor[]
}

/** A credential that is asked for. */
export interface InputDescriptor {
  readonly id: string
  readonly fields: readonly InputField[]
}

/** A part that a credential must have. */
export interface InputField {
  /** Of these the first that leads somewhere. */
  readonly paths: readonly (readonly PathStep[])[]
  readonly filter: JsonObject | undefined
  readonly isOptional: boolean
}

/**
 * Reads a presentation definition (Presentation Exchange 2.0, "Presentation Definition"). Requirements over several descriptors are
 * not looked at: each must be answered.
 *
 * Untrusted: all of it. @throws ExchangeError `exchange/malformed`
 */
export function parsePresentationDefinition(value: unknown): PresentationDefinition {
  if (!isJsonObject(value) || typeof value['id'] !== 'string') throw malformed('it has no id')
  const descriptors = itemsOf(value['input_descriptors'])
  if (descriptors.length === 0) throw malformed('it asks for nothing')
  return { id: value['id'].slice(0, 200), descriptors: descriptors.map(parseDescriptor) }
}

function parseDescriptor(value: Json): InputDescriptor {
  if (!isJsonObject(value) || typeof value['id'] !== 'string' || value['id'].length > 200) throw malformed('a descriptor has no id')
  const constraints = isJsonObject(value['constraints']) ? value['constraints'] : {}
  const fields = itemsOf(constraints['fields']).map((field) => {
    if (!isJsonObject(field)) throw malformed('a field is no object')
    const paths = itemsOf(field['path']).map((path) => parsePath(path))
    return { paths, filter: isJsonObject(field['filter']) ? field['filter'] : undefined, isOptional: field['optional'] === true }
  })
  return { id: value['id'], fields }
}

function itemsOf(value: Json | undefined): readonly Json[] {
  const items = listOf(value)
  if (items.length > maxQueryItems) throw malformed(`it has lists of more than ${maxQueryItems}`)
  return items
}

/** JSONPath, as far as it names members, positions and all elements: `$.a.b[0]`, `$['a'][*]`. @throws ExchangeError `exchange/malformed` */
function parsePath(value: Json): readonly PathStep[] {
  if (typeof value !== 'string' || value.length > 1_024 || !/^\$(?:\.[\w@-]+|\.\*|\[\d{1,6}\]|\[\*\]|\['[^'\]]+'\]|\["[^"\]]+"\])*$/.test(value)) throw malformed('a path is of a kind that is not known here')
  return [...value.slice(1).matchAll(/\.([\w@-]+)|\[(\d+)\]|\['([^']+)'\]|\["([^"]+)"\]|\.\*|\[\*\]/g)].map(([, name, index, single, double]) => {
    if (index !== undefined) return Number(index)
    return name ?? single ?? double ?? null
  })
}

/** Holds credentials against a definition. A filter that is not understood here is not met. */
export async function matchDefinition({ descriptors }: PresentationDefinition, held: readonly HeldCredential[], { cryptography }: MatchContext): Promise<RequestMatch> {
  const read = (await Promise.all(held.map((each) => readHeld(each, cryptography)))).filter((each) => each !== undefined && !each.isToken) as readonly ReadHeld[]
  const queries = descriptors.map((descriptor): QueryMatch => {
    const candidates = read.flatMap((each) => candidateFor(descriptor, each))
    return { queryId: descriptor.id, isMultiple: false, candidates, reason: candidates.length === 0 ? 'none-of-kind' : undefined }
  })
  return toMatch(queries, [{ isRequired: true, options: [descriptors.map(({ id }) => id)] }])
}

function candidateFor({ id: queryId, fields }: InputDescriptor, { id, document, canShowParts }: ReadHeld): readonly Candidate[] {
  const pointers: string[] = []
  for (const { paths, filter, isOptional } of fields) {
    const found = paths.map((path) => answer(document, path, filter)).find((selected) => selected.length > 0) ?? []
    if (found.length === 0 && !isOptional) return []
    // What is not needed is not shown.
    if (!isOptional) pointers.push(...found.map(({ pointer }) => pointer))
  }
  return [{ id, queryId, isWhole: !canShowParts, pointers: canShowParts ? [...new Set(pointers)] : [''] }]
}

/** Presentation definitions call types by their terms, and a list of one may be written without its brackets. */
function answer(document: JsonObject, path: readonly PathStep[], filter: JsonObject | undefined): readonly SelectedClaim[] {
  const selected = selectClaims(document, path)
  return filter === undefined ? selected : selected.filter(({ value }) => meets(value, filter, 0))
}

const understood = new Set(['type', 'const', 'enum', 'contains', 'pattern', 'title', 'description', '$schema'])

/** JSON Schema, as far as it is found in such filters. Untrusted: both sides; no pattern of others is run. */
function meets(value: Json, filter: JsonObject, depth: number): boolean {
  if (depth > 8 || Object.keys(filter).some((name) => !understood.has(name))) return false
  const { type, const: only, enum: some, contains, pattern } = filter
  // Deployed verifiers write `string` for lists of strings too.
  if (Array.isArray(value) && type === 'string') return (value as readonly Json[]).some((item) => meets(item, filter, depth + 1))
  if (typeof type === 'string' && typeOf(value) !== type) return false
  if (only !== undefined && only !== value) return false
  if (some !== undefined && !listOf(some).some((each) => each === value)) return false
  if (pattern !== undefined && !isLiteral(value, pattern)) return false
  return !isJsonObject(contains) || (Array.isArray(value) && (value as readonly Json[]).some((item) => meets(item, contains, depth + 1)))
}

function typeOf(value: Json): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

/** A pattern that is only a text, whole between ^ and $ or anywhere. Others could keep this device busy for hours. */
function isLiteral(value: Json, pattern: Json): boolean {
  if (typeof value !== 'string' || typeof pattern !== 'string') return false
  const [, start = '', text = '', end = ''] = /^(\^?)((?:[\w :/@#-]|\\[./-])*)(\$?)$/.exec(pattern.replaceAll(/(?<!\\)\.(?![*+?])/g, '\\.')) ?? []
  const literal = text.replaceAll('\\', '')
  if (literal === '') return false
  if (start !== '' && end !== '') return value === literal
  return start !== '' ? value.startsWith(literal) : end !== '' ? value.endsWith(literal) : value.includes(literal)
}

/** Says where the presentations of an answer stand (Presentation Exchange 2.0, "Presentation Submission"). */
export function formatSubmission(definition: Pick<PresentationDefinition, 'id'>, descriptorIds: readonly string[], id: string): JsonObject {
  const path = (index: number): string => (descriptorIds.length === 1 ? '$' : `$[${index}]`)
  return { id, definition_id: definition.id, descriptor_map: descriptorIds.map((descriptorId, index) => ({ id: descriptorId, format: 'ldp_vp', path: path(index) })) }
}

function malformed(state: string): ExchangeError {
  return new ExchangeError('exchange/malformed', `Cannot read presentation definition: ${state}`)
}
