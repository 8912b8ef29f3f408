import { parseDateTime } from '../credential/date-time.ts'
import { isUrl } from '../credential/is-url.ts'
import { isJsonObject, listOf } from '../credential/parse-json.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { typesOf } from './standard.ts'

/** A set of names; an open one may be extended with names that begin with `ext:`. */
export interface Names {
  readonly names: readonly string[]
  readonly isOpen: boolean
}

/** A plain kind of value; `text` may be given in several languages. */
export type Kind = 'text' | 'address' | 'moment' | 'date' | 'flag' | 'number' | 'token' | 'language' | 'object'

/** What a value must be: a plain kind, one of several names, an object of a class, or one of several of these. */
export type Rule = Kind | Names | { readonly of: string } | { readonly either: readonly Rule[] }

/** What objects of one class look like. JSON-LD makes no difference between a single value and a list of one, nor do these rules. */
export interface Shape {
  /** The name that must be among its types. */
  readonly type?: string
  /** What its contexts must be, in their order; others may follow. */
  readonly contexts?: readonly RegExp[]
  readonly required?: readonly string[]
  readonly members: Readonly<Record<string, Rule>>
  /** Members that may hold several values. */
  readonly lists?: readonly string[]
  /** It may have no members but these. */
  readonly isClosed?: boolean
}

/** The classes of a standard, by name. */
export type Vocabulary = Readonly<Record<string, Shape>>

/** What is wrong with an object, and where (JSON Pointer). */
export interface ShapeFault {
  readonly pointer: string
  readonly state: string
}

/** The first way in which a value departs from a class, or undefined. Untrusted: the value, of the depth that parsing allowed. */
export function findFault(value: Json, className: string, vocabulary: Vocabulary, pointer = ''): ShapeFault | undefined {
  if (!isJsonObject(value)) return { pointer, state: 'is not an object' }
  const shape = vocabulary[className]
  if (shape === undefined) throw new TypeError(`no class ${className}`)
  return findOwnFault(value, shape, pointer) ?? findMemberFault(value, shape, { vocabulary, pointer })
}

function findOwnFault(value: JsonObject, { type, contexts = [], required = [], members, lists = [], isClosed = false }: Shape, pointer: string): ShapeFault | undefined {
  if (type !== undefined && !typesOf(value).includes(type)) return { pointer: `${pointer}/type`, state: `lacks ${type}` }
  const missing = required.find((name) => listOf(value[name]).length === 0)
  if (missing !== undefined) return { pointer: `${pointer}/${missing}`, state: 'is missing' }
  const stated = listOf(value['@context'])
  const wrong = contexts.findIndex((pattern, index) => !isMatch(stated[index], pattern))
  if (wrong >= 0) return { pointer: `${pointer}/@context/${wrong}`, state: 'is not the context that belongs there' }
  const crowded = rulesOf(members).find(({ name }) => isCrowded(value[name]) && !lists.includes(name))?.name
  if (crowded !== undefined) return { pointer: `${pointer}/${crowded}`, state: 'has several values where one may stand' }
  const foreign = isClosed ? Object.keys(value).find((name) => name !== 'type' && !Object.hasOwn(members, name)) : undefined
  // Untrusted: the name is the document's own, so it is not repeated.
  return foreign === undefined ? undefined : { pointer, state: 'has a member that its class does not know' }
}

function isCrowded(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length > 1
}

function isMatch(value: Json | undefined, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value)
}

interface Place {
  readonly vocabulary: Vocabulary
  readonly pointer: string
}

function findMemberFault(value: JsonObject, { members }: Shape, { vocabulary, pointer }: Place): ShapeFault | undefined {
  for (const { name, rule } of rulesOf(members)) {
    const member = value[name]
    if (member === undefined) continue
    const where = `${pointer}/${name}`
    const fault = Array.isArray(member) ? findItemFault(member as readonly Json[], rule, { vocabulary, pointer: where }) : checkRule(member as Json, rule, { vocabulary, pointer: where })
    if (fault !== undefined) return fault
  }
  return undefined
}

function findItemFault(items: readonly Json[], rule: Rule, { vocabulary, pointer }: Place): ShapeFault | undefined {
  for (let index = 0; index < items.length; index += 1) {
    const fault = checkRule(items[index] ?? null, rule, { vocabulary, pointer: `${pointer}/${index}` })
    if (fault !== undefined) return fault
  }
  return undefined
}

interface NamedRule {
  readonly name: string
  readonly rule: Rule
}

const listed = new WeakMap<Shape['members'], readonly NamedRule[]>()

/** The rules of a class, listed once: a document has many objects of each. */
function rulesOf(members: Shape['members']): readonly NamedRule[] {
  const known = listed.get(members) ?? Object.entries(members).map(([name, rule]) => ({ name, rule }))
  listed.set(members, known)
  return known
}

function checkRule(value: Json, rule: Rule, place: Place): ShapeFault | undefined {
  if (typeof rule === 'string') return kinds[rule].test(value) ? undefined : { pointer: place.pointer, state: kinds[rule].state }
  if ('of' in rule) return findFault(value, rule.of, place.vocabulary, place.pointer)
  if ('names' in rule) return isNamed(value, rule) ? undefined : { pointer: place.pointer, state: 'is not one of the names allowed' }
  const faults: ShapeFault[] = []
  for (const each of rule.either) {
    const fault = checkRule(value, each, place)
    if (fault === undefined) return undefined
    faults.push(fault)
  }
  // Of an object the fault within it says more than that it is no address.
  return faults[isJsonObject(value) ? 0 : faults.length - 1]
}

function isNamed(value: Json, { names, isOpen }: Names): boolean {
  return typeof value === 'string' && (names.includes(value) || (isOpen && /^ext:[\w.|-]+/.test(value)))
}

const kinds: Readonly<Record<Kind, { readonly test: (value: Json) => boolean; readonly state: string }>> = {
  text: { test: isText, state: 'is not a text' },
  address: { test: isUrl, state: 'is not an address' },
  moment: { test: (value) => parseDateTime(value) !== undefined, state: 'is not a moment with a time zone' },
  date: { test: (value) => typeof value === 'string' && parseDateTime(`${value}T00:00:00Z`) !== undefined, state: 'is not a date' },
  flag: { test: (value) => typeof value === 'boolean', state: 'is neither true nor false' },
  number: { test: (value) => typeof value === 'number', state: 'is not a number' },
  token: { test: (value) => typeof value === 'string' && /^[\w-]+\.[\w-]*\.[\w-]+$/.test(value), state: 'is not a compact token' },
  language: { test: (value) => typeof value === 'string' && /^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/.test(value), state: 'is not a language code' },
  object: { test: isJsonObject, state: 'is not an object' },
}

/** A text, or one in several languages under their codes (JSON-LD 1.1, "Language-tagged strings"). */
function isText(value: Json): boolean {
  if (!isJsonObject(value)) return typeof value === 'string'
  return Object.entries(value).every(([language, text]) => /^[a-z]{2}(-[A-Z]{2})?$/.test(language) && typeof text === 'string')
}
