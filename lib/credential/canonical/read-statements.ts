import { canonicalJson, type Json, type JsonObject } from '../../encoding/canonical-json.ts'
import { maxJsonValues } from '../refuse-unsignable.ts'
import { addressIn, isPlainAddress, namedAddressIn } from './address.ts'
import type { ContextState } from './context-state.ts'
import { isReference, isText, jsonNode, refuseInherited, underTypes, type JsonNode } from './json-node.ts'
import { booleanLiteral, escapeText, jsonDatatype, needsCare, numberLiteral, textLiteral } from './literal.ts'
import { internPredicate } from './predicates.ts'
import { ReadingLimits, type Effort } from './reading-limits.ts'
import { predicateOf, Resource, Statement, type Origin, type Predicate } from './resource.ts'
import { propertyOf, type Term } from './term.ts'
import { Unusual } from './unusual.ts'

/** All that a document says. */
export interface Said {
  /** In the order of reading. */
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
  const limits = new ReadingLimits(effort)
  try {
    return new Reader(limits).read(document, state)
  } finally {
    effort.valuesLeft -= limits.spent
  }
}

const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
const typePredicate = internPredicate(`${rdf}type`)
const firstPredicate = internPredicate(`${rdf}first`)
const restPredicate = internPredicate(`${rdf}rest`)
const nil = `<${rdf}nil>`

type Graph = Resource | undefined

/** Where a value stands: what it is said of, in which state and which graph. */
interface Place {
  readonly resource: Resource
  readonly state: ContextState
  readonly graph: Graph
}

class Reader {
  readonly #limits: ReadingLimits
  readonly #resources: Resource[] = []
  readonly #named = new Map<string, Resource>()
  readonly #ownPredicates = new Map<string, Predicate>()
  #hasSurrogates = false

  constructor(limits: ReadingLimits) {
    this.#limits = limits
  }

  read(document: JsonObject, state: ContextState): Said {
    this.#limits.count(0)
    refuseInherited()
    const node = jsonNode(document)
    const entered = this.#underOwnContexts(document, state)
    const before = this.#limits.statements
    this.#node(node, entered, undefined, 0)
    if (this.#limits.statements === before) throw new Unusual('empty-node')
    this.#limits.refuseCrowded(this.#resources)
    return { resources: this.#resources, hasOwnPredicates: this.#ownPredicates.size > 0, hasSurrogates: this.#hasSurrogates }
  }

  /** Reads a node whose own contexts are in force already, and says which resource it is about. */
  #node(node: JsonNode, outer: ContextState, graph: Graph, depth: number): Resource {
    const { element, hasKeywords } = node
    const state = underTypes(node, outer)
    const resource = this.#resourceOf(element, hasKeywords ? state.idNames : state.idAliases, state)
    this.#limits.mentions += 1
    let hasTypes = false
    const place = { resource, state, graph }
    // Faster than a list of the keys, and the same: there is nothing to be inherited.
    for (const key in element) {
      if (key === '@context') continue
      const term = state.term(key) ?? this.#ownTerm(key, state)
      if (term.unusual !== undefined) throw new Unusual(term.unusual)
      const value = element[key]
      if (term.role === 'property') this.#member(value, term, place, depth + 1)
      else if (term.role === 'type') {
        if (hasTypes || outer.term(key)?.role !== 'type') throw new Unusual('keyword-twice')
        hasTypes = true
        this.#types(value, outer, place, depth + 1)
      } else if (value === undefined) throw new Unusual('address')
    }
    return resource
  }

  #resourceOf(element: JsonObject, names: readonly string[], state: ContextState): Resource {
    let address: string | undefined
    for (const key of names) {
      const value = element[key]
      if (value === undefined) continue
      if (address !== undefined) throw new Unusual(isPlainAddress(address) ? 'keyword-twice' : 'address')
      if (typeof value !== 'string') throw new Unusual('address')
      this.#limits.count(0)
      address = state.writtenOut(value)
    }
    return address === undefined ? this.#blank(element) : this.#namedResource(address)
  }

  #namedResource(address: string): Resource {
    const known = this.#named.get(address)
    if (known !== undefined) return known
    if (!isPlainAddress(address)) throw new Unusual('address')
    const made = new Resource(`<${address}>`, false, this.#resources.length)
    this.#named.set(address, made)
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
    if (!Array.isArray(urls) || !urls.every(isText)) throw new Unusual('context')
    this.#limits.countContexts(urls.length)
    return state.underContexts(urls as readonly string[])
  }

  /** Of a name that no context defines but a vocabulary continues. */
  #ownTerm(key: string, { vocabulary }: ContextState): Term {
    if (vocabulary === undefined || key.includes(':') || key.startsWith('@') || key === '__proto__' || !key.isWellFormed()) throw new Unusual('term-undefined')
    const address = vocabulary + key
    if (!isPlainAddress(address) || address === `${rdf}type`) throw new Unusual('term-undefined')
    const token = `<${address}>`
    const predicate = this.#ownPredicates.get(token) ?? predicateOf(token, -1)
    this.#ownPredicates.set(token, predicate)
    return propertyOf(key, predicate)
  }

  #types(value: Json | undefined, state: ContextState, place: Place, depth: number): void {
    if (!Array.isArray(value)) return this.#type(value, state, place, depth)
    this.#limits.count(depth)
    for (const type of value as readonly Json[]) this.#type(type, state, place, depth)
  }

  #type(type: Json | undefined, state: ContextState, place: Place, depth: number): void {
    if (typeof type !== 'string') throw new Unusual('type-malformed')
    this.#limits.count(depth)
    this.#say(place, typePredicate, namedAddressIn(type, state), 'node')
  }

  #member(value: Json | undefined, term: Term, place: Place, depth: number): void {
    if (term.texts === 'json') return this.#json(value, term, place, depth)
    if (term.isList) return this.#list(value, term, place, depth)
    this.#value(value, term, place, depth)
  }

  #value(value: Json | undefined, term: Term, place: Place, depth: number): void {
    if (typeof value === 'string') return this.#text(value, term, place, depth)
    if (typeof value !== 'object') return this.#scalar(value, term, place, depth)
    this.#limits.count(depth)
    if (value === null) return
    if (Array.isArray(value)) {
      // What is unordered has no order within either.
      if (term.isList) throw new Unusual('nested-list')
      for (const item of value as readonly Json[]) this.#value(item, term, place, depth + 1)
      return
    }
    this.#object(value as JsonObject, term, place, depth)
  }

  #object(value: JsonObject, term: Term, place: Place, depth: number): void {
    const node = jsonNode(value)
    if (node.hasKeywords && value['@value'] !== undefined) return this.#say(place, term.predicate, this.#languageText(value, term, depth), 'language-text')
    if (!term.isGraph) return this.#mention(place, term.predicate, this.#nodeUnder(node, term, place, depth))
    const graph = this.#blank(value)
    this.#limits.mentions += 1
    this.#mention(place, term.predicate, graph)
    const before = this.#limits.statements
    this.#nodeUnder(node, term, { ...place, graph }, depth)
    if (this.#limits.statements === before) throw new Unusual('empty-node')
  }

  /** A node as a value: types around it no longer count, unless it is a mere reference. */
  #nodeUnder(node: JsonNode, term: Term, { state, graph }: Place, depth: number): Resource {
    const own = state.ownOf(term)
    const under = own.isReverted && isReference(node, own) ? state.referredBy(term) : state.enteredBy(term)
    const entered = node.hasKeywords ? this.#underOwnContexts(node.element, under) : under
    const before = this.#limits.statements
    const resource = this.#node(node, entered, graph, depth)
    // jsonld looks once more whether a node that says nothing stands where a graph should.
    if (this.#limits.statements === before && entered.term(term.name)?.isGraph === true) throw new Unusual('empty-node')
    return resource
  }

  /** JSON-LD 1.1, "Ordered Lists": a chain of unnamed nodes. */
  #list(value: Json | undefined, term: Term, place: Place, outerDepth: number): void {
    if (value === null) return this.#limits.count(outerDepth)
    if (Array.isArray(value)) this.#limits.count(outerDepth)
    const depth = Array.isArray(value) ? outerDepth + 1 : outerDepth
    const items = (Array.isArray(value) ? value as readonly Json[] : [value]).filter((item) => item !== null)
    this.#limits.comparisons += items.length ** 2
    const itemTerm = { ...term, predicate: firstPredicate }
    let [at, predicate] = [place, term.predicate]
    for (const item of items) {
      const link = this.#blank(Array.isArray(value) ? value : undefined)
      this.#mention(at, predicate, link)
      at = { ...place, resource: link }
      this.#value(item, itemTerm, at, depth)
      predicate = restPredicate
    }
    this.#say(at, predicate, nil, 'list')
  }

  #json(value: Json | undefined, term: Term, place: Place, depth: number): void {
    if (term.isList || term.isGraph || value === undefined) throw new Unusual('term-special')
    place.state.ownOf(term)
    this.#limits.countLiteral(value, depth)
    this.#say(place, term.predicate, textLiteral(this.#escaped(canonicalJson(value)), jsonDatatype), 'json')
  }

  #text(text: string, term: Term, place: Place, depth: number): void {
    const own = this.#readScalar(term, place, depth)
    if (term.texts === 'plain' || term.texts === 'typed') return this.#say(place, term.predicate, `"${this.#escaped(text)}${term.ending}`, term.datatype === '' ? 'text' : 'typed-text')
    if (term.texts === 'language') throw new Unusual('value')
    this.#limits.mentions += 1
    this.#say(place, term.predicate, term.texts === 'name' ? namedAddressIn(text, own) : addressIn(text, own), 'node')
  }

  #scalar(value: unknown, term: Term, place: Place, depth: number): void {
    if (typeof value !== 'number' && typeof value !== 'boolean') throw new Unusual('not-json')
    this.#readScalar(term, place, depth)
    const literal = typeof value === 'number' ? numberLiteral(value, term.datatype) : booleanLiteral(value, term.datatype)
    const isNumber = typeof value === 'number'
    this.#say(place, term.predicate, literal, term.datatype === '' ? (isNumber ? 'number' : 'boolean') : isNumber ? 'typed-number' : 'typed-boolean')
  }

  /** What holds for texts, numbers and truth values alike; the state that they are read in. */
  #readScalar(term: Term, { state }: Place, depth: number): ContextState {
    this.#limits.count(depth)
    if (term.isGraph) throw new Unusual('empty-node')
    const own = state.ownOf(term)
    if (term.isForgotten) throw new Unusual('term-special')
    return own
  }

  /** `{"@value": …, "@language": …}`: nothing else may stand in it. */
  #languageText(value: JsonObject, term: Term, depth: number): string {
    const { '@value': text, '@language': language, ...others } = value
    if (typeof text !== 'string' || typeof language !== 'string' || Object.keys(others).length > 0 || term.hasContext || term.isGraph) throw new Unusual('value')
    if (!/^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/.test(language)) throw new Unusual('value')
    this.#limits.count(depth + 1)
    this.#limits.count(depth + 1)
    return `"${this.#escaped(text)}"@${language.toLowerCase()}`
  }

  #escaped(text: string): string {
    if (!needsCare(text)) return text
    this.#hasSurrogates ||= /[\uD800-\uDFFF]/.test(text)
    return escapeText(text)
  }

  #say({ resource, graph }: Place, predicate: Predicate, text: string, origin: Origin): void {
    this.#limits.statements += 1
    resource.statements.push(new Statement(predicate, text, origin, undefined, graph))
  }

  #mention(place: Place, predicate: Predicate, object: Resource): void {
    if (!object.isBlank) return this.#say(place, predicate, object.token, 'node')
    this.#limits.statements += 1
    const statement = new Statement(predicate, '_:', 'node', object, place.graph)
    place.resource.statements.push(statement)
    object.mentionedBy({ by: place.resource, statement })
  }
}
