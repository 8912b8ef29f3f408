import { canonicalJson, maxJsonDepth, type Json, type JsonObject } from '../../encoding/canonical-json.ts'
import { maxStatements } from '../json-ld-dataset.ts'
import { maxComparisons } from '../refuse-crowded.ts'
import { maxInlineContexts, maxJsonValues } from '../refuse-unsignable.ts'
import { isPlainAddress } from './address.ts'
import type { ContextState } from './context-state.ts'
import { booleanLiteral, escapeText, jsonDatatype, needsCare, numberLiteral, refuseNumber, textLiteral } from './literal.ts'
import { internPredicate } from './predicates.ts'
import { predicateOf, Resource, Statement, type Origin, type Predicate } from './resource.ts'
import type { Term } from './term.ts'
import { Unusual } from './unusual.ts'

/** All that a document says. */
export interface Said {
  readonly resources: readonly Resource[]
  /** It names relations that no context does. */
  readonly hasOwnPredicates: boolean
  /** It has characters beyond U+FFFF, which code points and code units sort differently. */
  readonly hasSurrogates: boolean
}

/**
 * Reads the statements of a document in one walk, as expansion and conversion to RDF would make them (JSON-LD 1.1 Processing
 * Algorithms and API, "Expansion Algorithm", "Node Map Generation", "Object to RDF Conversion"), each value as often as it is said.
 *
 * @param effort counts down over all readings of one document
 * @throws Unusual, and MissingState when a state of the contexts is to be made first
 */
export function readStatements(document: JsonObject, state: ContextState, effort: Effort = { valuesLeft: maxJsonValues }): Said {
  return new Reader(effort).read(document, state)
}

/** Untrusted: a document is read anew for every state that it lacks; how many values may still be looked at. */
export interface Effort {
  valuesLeft: number
}

const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
const typePredicate = internPredicate(`${rdf}type`)
const firstPredicate = internPredicate(`${rdf}first`)
const restPredicate = internPredicate(`${rdf}rest`)
const nil = `<${rdf}nil>`

type Graph = Resource | undefined

class Reader {
  readonly #resources: Resource[] = []
  readonly #named = new Map<string, Resource>()
  readonly #ownPredicates = new Map<string, Predicate>()
  readonly #effort: Effort
  #hasSurrogates = false
  #values = 0
  #contexts = 0
  #statements = 0
  #mentions = 0
  #comparisons = 0

  constructor(effort: Effort) {
    this.#effort = effort
  }

  read(document: JsonObject, state: ContextState): Said {
    this.#count(0)
    const entered = this.#underOwnContexts(document, state)
    const before = this.#statements
    this.#node(document, entered, undefined, 0)
    if (this.#statements === before) throw new Unusual('empty-node')
    this.#refuseCrowded()
    return { resources: this.#resources, hasOwnPredicates: this.#ownPredicates.size > 0, hasSurrogates: this.#hasSurrogates }
  }

  /** Reads a node whose own contexts are in force already, and says which resource it is about. */
  #node(element: JsonObject, outer: ContextState, graph: Graph, depth: number): Resource {
    const state = this.#underTypes(element, outer)
    const keys = Object.keys(element)
    const resource = this.#resourceOf(element, state)
    this.#mentions += 1
    let hasTypes = false
    const place = { resource, state, graph, depth: depth + 1 }
    for (const key of keys) {
      if (key === '@context') continue
      const term = state.term(key) ?? this.#ownTerm(key, state)
      if (term.unusual !== undefined) throw new Unusual(term.unusual)
      const value = element[key]
      if (term.role === 'id') continue
      if (term.role === 'type') {
        if (hasTypes || outer.term(key)?.role !== 'type') throw new Unusual('keyword-twice')
        hasTypes = true
        this.#types(value, outer, place)
      } else this.#member(value, term, place)
    }
    return resource
  }

  #resourceOf(element: JsonObject, state: ContextState): Resource {
    let id: string | undefined
    for (const key of state.idNames) {
      if (!Object.hasOwn(element, key)) continue
      const value = element[key]
      if (id !== undefined) throw new Unusual('keyword-twice')
      if (typeof value !== 'string') throw new Unusual('address')
      this.#count(0)
      id = addressOf(value, state)
    }
    return id === undefined ? this.#blank(element) : this.#namedResource(id)
  }

  #namedResource(token: string): Resource {
    const known = this.#named.get(token)
    if (known !== undefined) return known
    const made = new Resource(token, false, this.#resources.length)
    this.#named.set(token, made)
    this.#resources.push(made)
    return made
  }

  #blank(source: object | undefined): Resource {
    const made = new Resource('_:', true, this.#resources.length, source)
    this.#resources.push(made)
    return made
  }

  #underOwnContexts(element: JsonObject, state: ContextState): ContextState {
    const contexts = element['@context']
    if (contexts === undefined) return state
    const urls = typeof contexts === 'string' ? [contexts] : contexts
    if (!Array.isArray(urls) || !(urls as readonly Json[]).every((url) => typeof url === 'string')) throw new Unusual('context')
    this.#contexts += 1
    this.#values += urls.length + 1
    if (this.#contexts > maxInlineContexts) throw new Unusual('too-large')
    return state.underContexts(urls as readonly string[])
  }

  #underTypes(element: JsonObject, state: ContextState): ContextState {
    let found: Term[] | undefined
    let hasName = false
    for (const name of state.typeNames) {
      if (!Object.hasOwn(element, name)) continue
      if (hasName) throw new Unusual('keyword-twice')
      hasName = true
      const types = element[name]
      for (const type of Array.isArray(types) ? types as readonly Json[] : [types]) {
        if (typeof type !== 'string') throw new Unusual('type-malformed')
        const term = state.term(type)
        if (term?.hasContext === true) (found ??= []).push(term)
      }
    }
    if (found === undefined) return state
    return state.underTypes(found.length > 1 ? found.sort(byName) : found)
  }

  /** Of a name that no context defines but a vocabulary continues. */
  #ownTerm(key: string, { vocabulary }: ContextState): Term {
    if (vocabulary === undefined || key.includes(':') || key.startsWith('@') || key === '__proto__' || !key.isWellFormed()) throw new Unusual('term-undefined')
    const address = vocabulary + key
    if (!isPlainAddress(address) || address === `${rdf}type`) throw new Unusual('term-undefined')
    const token = `<${address}>`
    const predicate = this.#ownPredicates.get(token) ?? predicateOf(token, -1)
    this.#ownPredicates.set(token, predicate)
    return { ...ownTerm, name: key, predicate }
  }

  #types(value: Json | undefined, state: ContextState, place: Place): void {
    if (Array.isArray(value)) this.#count(place.depth)
    for (const type of Array.isArray(value) ? value as readonly Json[] : [value]) {
      if (typeof type !== 'string') throw new Unusual('type-malformed')
      this.#count(place.depth)
      this.#say(place, typePredicate, nameAddress(type, state), 'node')
    }
  }

  #member(value: Json | undefined, term: Term, place: Place): void {
    if (term.texts === 'json') return this.#json(value, term, place)
    if (term.isList) return this.#list(value, term, place)
    if (Array.isArray(value)) return this.#each(value as readonly Json[], term, place)
    this.#value(value, term, place)
  }

  #each(values: readonly Json[], term: Term, place: Place): void {
    this.#count(place.depth)
    const items = { ...place, depth: place.depth + 1 }
    for (const value of values) this.#value(value, term, items)
  }

  #value(value: Json | undefined, term: Term, place: Place): void {
    if (value === null) return this.#count(place.depth)
    if (typeof value !== 'object') return this.#say(place, term.predicate, this.#scalar(value, term, place), originOf(value, term))
    if (Array.isArray(value)) {
      // What is unordered has no order within either.
      if (term.isList) throw new Unusual('nested-list')
      return this.#each(value as readonly Json[], term, place)
    }
    this.#count(place.depth)
    this.#object(value as JsonObject, term, place)
  }

  #object(value: JsonObject, term: Term, place: Place): void {
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null) throw new Unusual('not-json')
    if ('@value' in value) return this.#say(place, term.predicate, this.#languageText(value, term, place), 'language-text')
    if (!term.isGraph) return this.#mention(place, term.predicate, this.#nodeUnder(value, term, place))
    const graph = this.#blank(value)
    this.#mentions += 1
    this.#mention(place, term.predicate, graph)
    const before = this.#statements
    this.#nodeUnder(value, term, { ...place, graph })
    if (this.#statements === before) throw new Unusual('empty-node')
  }

  /** A node as a value: types around it no longer count, unless it is a mere reference. */
  #nodeUnder(value: JsonObject, term: Term, { state, graph, depth }: Place): Resource {
    const own = state.ownOf(term)
    const entered = this.#underOwnContexts(value, this.#isReference(value, own) ? state.referredBy(term) : state.enteredBy(term))
    const before = this.#statements
    const resource = this.#node(value, entered, graph, depth)
    // jsonld looks once more whether a node that says nothing stands where a graph should.
    if (this.#statements === before && entered.term(term.name)?.isGraph === true) throw new Unusual('empty-node')
    return resource
  }

  #isReference(value: JsonObject, own: ContextState): boolean {
    if (!own.isReverted) return false
    const keys = Object.keys(value)
    if (keys.length > 2 || keys.includes('@context')) return false
    const terms = keys.map((key) => own.term(key))
    if (terms.some((term) => term?.unusual === 'keyword')) throw new Unusual('keyword')
    return terms.length === 1 && terms[0]?.role === 'id'
  }

  /** JSON-LD 1.1, "Ordered Lists": a chain of unnamed nodes. */
  #list(value: Json | undefined, term: Term, place: Place): void {
    if (value === null) return this.#count(place.depth)
    if (Array.isArray(value)) this.#count(place.depth)
    const depth = Array.isArray(value) ? place.depth + 1 : place.depth
    const items = (Array.isArray(value) ? value as readonly Json[] : [value]).filter((item) => item !== null)
    this.#comparisons += items.length ** 2
    let [at, predicate] = [place, term.predicate]
    for (const item of items) {
      const link = this.#blank(Array.isArray(value) ? value : undefined)
      this.#mention(at, predicate, link)
      this.#value(item, { ...term, predicate: firstPredicate }, { resource: link, state: place.state, graph: place.graph, depth })
      at = { ...place, resource: link }
      predicate = restPredicate
    }
    this.#say(at, predicate, nil, 'list')
  }

  #json(value: Json | undefined, term: Term, place: Place): void {
    if (term.isList || term.isGraph || value === undefined) throw new Unusual('term-special')
    place.state.ownOf(term)
    this.#countLiteral(value, place.depth)
    this.#say(place, term.predicate, textLiteral(this.#escaped(canonicalJson(value)), jsonDatatype), 'json')
  }

  #scalar(value: string | number | boolean | undefined, term: Term, { state, depth }: Place): string {
    if (value === undefined || (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')) throw new Unusual('not-json')
    this.#count(depth)
    if (term.isGraph) throw new Unusual('empty-node')
    const own = state.ownOf(term)
    if (term.isForgotten) throw new Unusual('term-special')
    if (typeof value === 'number') return numberLiteral(value, term.datatype)
    if (typeof value === 'boolean') return booleanLiteral(value, term.datatype)
    if (term.texts === 'address' || term.texts === 'name') {
      this.#mentions += 1
      return term.texts === 'name' ? nameAddress(value, own) : addressOf(value, own)
    }
    if (term.texts === 'language') throw new Unusual('value')
    return textLiteral(this.#escaped(value), term.datatype)
  }

  /** `{"@value": …, "@language": …}`: nothing else may stand in it. */
  #languageText(value: JsonObject, term: Term, { depth }: Place): string {
    const { '@value': text, '@language': language, ...others } = value
    if (typeof text !== 'string' || typeof language !== 'string' || Object.keys(others).length > 0 || term.hasContext || term.isGraph) throw new Unusual('value')
    if (!/^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/.test(language)) throw new Unusual('value')
    this.#count(depth + 1)
    this.#count(depth + 1)
    return `"${this.#escaped(text)}"@${language.toLowerCase()}`
  }

  #escaped(text: string): string {
    if (!needsCare(text)) return text
    this.#hasSurrogates ||= /[\uD800-\uDFFF]/.test(text)
    return escapeText(text)
  }

  #say({ resource, graph }: Place, predicate: Predicate, text: string, origin: Origin): void {
    this.#statements += 1
    resource.statements.push(new Statement(predicate, text, origin, undefined, graph))
  }

  #mention(place: Place, predicate: Predicate, object: Resource): void {
    if (!object.isBlank) return this.#say(place, predicate, object.token, 'node')
    this.#statements += 1
    const statement = new Statement(predicate, '_:', 'node', object, place.graph)
    place.resource.statements.push(statement)
    object.mentions.push({ by: place.resource, statement })
  }

  /** Untrusted: the limits of the long way, whose errors say which was met. */
  #count(depth: number): void {
    this.#values += 1
    this.#effort.valuesLeft -= 1
    if (this.#values > maxJsonValues || this.#statements > maxStatements) throw new Unusual('too-large')
    if (this.#effort.valuesLeft < 0) throw new Unusual('many-contexts')
    if (depth > maxJsonDepth) throw new Unusual('too-deep')
  }

  #countLiteral(value: Json, depth: number): void {
    this.#count(depth)
    if (typeof value === 'number') return refuseNumber(value)
    if (typeof value === 'string' && !value.isWellFormed()) throw new Unusual('text-malformed')
    if (value === undefined) throw new Unusual('not-json')
    if (typeof value !== 'object' || value === null) return
    for (const [key, member] of Object.entries(value)) {
      if (key === '__proto__' || key === '@context') throw new Unusual('prototype-key')
      if (!key.isWellFormed()) throw new Unusual('text-malformed')
      this.#countLiteral(member as Json, depth + 1)
    }
  }

  /** The long way refuses nodes that have too many values to be compared: what comes near goes there. */
  #refuseCrowded(): void {
    if (this.#statements > maxStatements) throw new Unusual('too-large')
    if ((this.#statements + this.#mentions) ** 2 <= maxComparisons) return
    const counts = new Map<string | Resource, number>()
    const add = (key: string | Resource, count: number): void => void counts.set(key, (counts.get(key) ?? 0) + count)
    for (const resource of this.#resources) {
      add(resource.isBlank ? resource : resource.token, 2 * resource.statements.length + 2)
      for (const { text, origin } of resource.statements) if (origin === 'node') add(text, 1)
    }
    // Of lists and of unnamed nodes, which have no text of their own.
    counts.delete('_:')
    let comparisons = this.#comparisons
    for (const count of counts.values()) comparisons += count * count
    if (2 * comparisons > maxComparisons) throw new Unusual('too-large')
  }
}

/** Where a value stands: what it is said of, in which state and which graph, how deep. */
interface Place {
  readonly resource: Resource
  readonly state: ContextState
  readonly graph: Graph
  readonly depth: number
}

const ownTerm: Omit<Term, 'name' | 'predicate'> = {
  unusual: undefined, role: 'property', address: undefined, texts: 'plain', datatype: '', isList: false, isGraph: false, hasContext: false, mapping: {}, isForgotten: false,
  own: undefined, referred: undefined, entered: undefined,
}

function byName(left: Term, right: Term): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0
}

function originOf(value: unknown, { datatype, texts }: Term): Origin {
  if (typeof value === 'number') return datatype === '' ? 'number' : 'typed-number'
  if (typeof value === 'boolean') return datatype === '' ? 'boolean' : 'typed-boolean'
  if (texts === 'address' || texts === 'name') return 'node'
  return datatype === '' ? 'text' : 'typed-text'
}

/** An address in a document, written out when it begins with a prefix (JSON-LD 1.1 API, "IRI Expansion"). */
function addressOf(text: string, state: ContextState): string {
  const colon = text.indexOf(':')
  let address = text
  if (colon > 0 && !text.startsWith('//', colon + 1)) {
    const prefix = state.prefix(text.slice(0, colon))
    if (prefix !== undefined) address = prefix + text.slice(colon + 1)
  }
  if (!isPlainAddress(address)) throw new Unusual('address')
  return `<${address}>`
}

/** A type or another value that is a name: a term, an address, or what continues the vocabulary. */
function nameAddress(text: string, state: ContextState): string {
  const term = state.term(text)
  if (term?.address !== undefined) return term.address
  if (term !== undefined || text.startsWith('@')) throw new Unusual('address')
  if (text.indexOf(':') > 0) return addressOf(text, state)
  if (state.vocabulary === undefined) throw new Unusual('address')
  const address = state.vocabulary + text
  if (!isPlainAddress(address)) throw new Unusual('address')
  return `<${address}>`
}
