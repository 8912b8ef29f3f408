import type { ActiveContext } from 'jsonld/lib/context.js'
import { isPlainAddress } from './address.ts'
import type { ContextState } from './context-state.ts'
import { endingOf, specialDatatypes } from './literal.ts'
import { internPredicate } from './predicates.ts'
import { predicateOf, type Predicate } from './resource.ts'
import type { Reason } from './unusual.ts'

/** What jsonld makes of the definition of a term. */
interface Mapping {
  readonly '@id'?: string | null
  readonly '@type'?: string
  readonly '@container'?: readonly string[]
  readonly '@context'?: unknown
  readonly '@language'?: string | null
  readonly '@direction'?: string | null
  readonly reverse?: boolean
}

/** What a name means in one state of the contexts. */
export interface Term {
  readonly name: string
  /** Set when a document that uses it as the name of a member goes the long way. */
  readonly unusual: Reason | undefined
  readonly role: 'id' | 'type' | 'property'
  readonly predicate: Predicate
  /** What it means as a type or as a value that is a name: `<https://…>`; undefined when that is no address. */
  readonly address: string | undefined
  /** What texts under it are; `datatype` is empty unless they have one. */
  readonly texts: 'plain' | 'typed' | 'address' | 'name' | 'json' | 'language'
  readonly datatype: string
  /** What stands behind a text under it: `"`, or `"^^<https://…>`. */
  readonly ending: string
  readonly isList: boolean
  readonly isGraph: boolean
  /** As a name of a member or as a type it brings a context of its own. */
  readonly hasContext: boolean
  readonly mapping: Mapping
  /** The states in which values under it are read, kept here once known. */
  /** Its own context takes away all meanings, its own too: only nodes can stand under it. */
  isForgotten: boolean
  own: ContextState | undefined
  referred: ContextState | undefined
  entered: ContextState | undefined
}

const nothing = predicateOf('', -1)

/** Reads a name out of jsonld's own processed context; undefined when the context does not have it. */
export function compileTerm(name: string, active: ActiveContext): Term | undefined {
  const mapping = (active.mappings.get(name) ?? undefined) as Mapping | undefined
  if (name.startsWith('@')) return keywordTerm(name, mapping ?? {})
  if (mapping === undefined) return undefined
  const id = mapping['@id']
  if (id === '@id' || id === '@type') return { ...keywordTerm(id, mapping), name }
  if (typeof id !== 'string') return { ...keywordTerm(name, mapping), unusual: 'term-undefined' }
  if (id.startsWith('@')) return { ...keywordTerm(name, mapping), unusual: 'keyword' }
  return propertyTerm(name, id, mapping, active)
}

function keywordTerm(name: string, mapping: Mapping): Term {
  return { ...propertyOf(name, nothing), unusual: name === '@id' || name === '@type' ? undefined : 'keyword', role: name === '@id' ? 'id' : 'type', hasContext: mapping['@context'] !== undefined, mapping }
}

/** A name of a relation about which nothing else is said. */
export function propertyOf(name: string, predicate: Predicate): Term {
  return {
    name, unusual: undefined, role: 'property', predicate, address: undefined, texts: 'plain', datatype: '', ending: '"', isList: false, isGraph: false, hasContext: false, mapping: {},
    isForgotten: false, own: undefined, referred: undefined, entered: undefined,
  }
}

const rdfType = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'

function propertyTerm(name: string, id: string, mapping: Mapping, active: ActiveContext): Term {
  const containers = mapping['@container'] ?? []
  const isSpecial = mapping.reverse === true || id === rdfType || containers.some((container) => !['@set', '@list', '@graph'].includes(container))
    || (containers.includes('@list') && containers.includes('@graph'))
  const isPlain = isPlainAddress(id)
  const texts = textsOf(mapping, active)
  const datatype = texts === 'typed' ? mapping['@type'] ?? '' : ''
  return {
    ...propertyOf(name, isPlain ? internPredicate(id) : nothing),
    unusual: !isPlain ? 'address' : isSpecial || texts === undefined ? 'term-special' : undefined,
    address: isPlain ? `<${id}>` : undefined,
    texts: texts ?? 'plain',
    datatype,
    ending: endingOf(datatype),
    isList: containers.includes('@list'),
    isGraph: containers.includes('@graph'),
    hasContext: mapping['@context'] !== undefined,
    mapping,
  }
}

function textsOf(mapping: Mapping, active: ActiveContext): Term['texts'] | undefined {
  const { '@type': type } = mapping
  if (type === '@id') return 'address'
  if (type === '@vocab') return 'name'
  if (type === '@json') return 'json'
  if (type !== undefined && type !== '@none') return isPlainAddress(type) && !specialDatatypes.includes(type) ? 'typed' : undefined
  const language = '@language' in mapping ? mapping['@language'] : active['@language'] ?? null
  const direction = '@direction' in mapping ? mapping['@direction'] : active['@direction'] ?? null
  return language === null && direction === null ? 'plain' : 'language'
}
