import type { JsonObject } from '../encoding/canonical-json.ts'

/** The context of Comprehensive Learner Record 2.0, and of its first revision, which renamed what an identifier means. */
export const clrContextUrls = {
  '2.0.0': 'https://purl.imsglobal.org/spec/clr/v2p0/context.json',
  '2.0.1': 'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json',
} as const

const vocabulary = 'https://purl.imsglobal.org/spec/vc/clr/vocab.html#'

/** What a term stands for and of which kind its values are; `set` when it always holds a list. */
interface Term {
  readonly name: string
  readonly iri?: string
  readonly type?: string
  readonly set?: boolean
}

/** A class and the terms that are known within it. */
interface TermClass {
  readonly name: string
  readonly terms: readonly Term[]
  /** Prefixes that the types of its terms are written with. */
  readonly prefixes?: Readonly<Record<string, string>>
  /** Whether its context says again that `id` and `type` are keywords. */
  readonly hasKeywords?: boolean
}

const keywords = { id: '@id', type: '@type' } as const

/** Comprehensive Learner Record Standard 2.0, "Data Models": the terms that it adds to those of Open Badges. */
const association: TermClass = {
  name: 'Association',
  terms: [{ name: 'associationType', iri: 'AssociationType' }, { name: 'sourceId', type: 'xsd:anyURI' }, { name: 'targetId', type: 'xsd:anyURI' }],
}

const subjectTerms: readonly Term[] = [
  { name: 'achievement', type: 'obi:Achievement', set: true },
  { name: 'association', type: `${vocabulary}Association`, set: true },
  { name: 'verifiableCredential', type: 'cred:verifiableCredential', set: true },
]

const credentialPrefix = { cred: 'https://www.w3.org/2018/credentials#' } as const

/** Comprehensive Learner Record 2.0 as first published. Its prefix of Open Badges is not the one that Open Badges uses; it stays, or signatures would break. */
export const clrContext200: JsonObject = contextOf([
  { name: 'ClrCredential', hasKeywords: true, terms: [] },
  { name: 'ClrSubject', hasKeywords: true, terms: subjectTerms, prefixes: { ...credentialPrefix, obi: 'https://purl.imsglobal.org/spec/ob/v3p0/vocab.html#' } },
  association,
])

/** Comprehensive Learner Record 2.0, revision 2.0.1: `partial`, and `identifier` for subjects that have no id. */
export const clrContext201: JsonObject = contextOf([
  { name: 'ClrCredential', hasKeywords: true, terms: [{ name: 'partial', type: 'xsd:boolean' }] },
  {
    name: 'ClrSubject', hasKeywords: true,
    terms: [...subjectTerms, { name: 'identifier', iri: 'identifier-1', type: 'obi:Identifier', set: true }],
    prefixes: { ...credentialPrefix, obi: 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#' },
  },
  association,
])

function contextOf(classes: readonly TermClass[]): JsonObject {
  return { '@context': { ...keywords, ...Object.fromEntries(classes.map((each) => [each.name, scopeOf(each)])) } }
}

function scopeOf({ name, terms, prefixes = {}, hasKeywords = false }: TermClass): JsonObject {
  const own = Object.fromEntries(terms.map((term) => [term.name, definitionOf(term)]))
  return { '@id': vocabulary + name, '@context': { ...(hasKeywords ? keywords : {}), ...prefixes, ...own } }
}

function definitionOf({ name, iri = name, type, set = false }: Term): JsonObject {
  return { '@id': vocabulary + iri, ...(type === undefined ? {} : { '@type': type }), ...(set ? { '@container': '@set' } : {}) }
}
