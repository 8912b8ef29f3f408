/**
 * Makes documents for tests: out of the vocabulary of Open Badges, Comprehensive Learner Records and the data model, then
 * spoilt in hostile ways. The same seed makes the same documents.
 */
import { clrContextUrls } from '../clr-contexts.ts'
import { addContext, credentialsContextUrl, loadContext, openBadgesContextUrl } from '../contexts.ts'
import { isJsonObject } from '../parse-json.ts'
import type { Cryptography } from '../../crypto/cryptography.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'

/** A source of chance that can be repeated (mulberry32). */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** A number from 0 on, below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  is(probability: number): boolean {
    return this.next() < probability
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new RangeError('there is something to pick')
    return item
  }
}

interface Vocabulary {
  readonly types: readonly string[]
  readonly termsOf: ReadonlyMap<string, readonly (readonly [string, Json])[]>
  readonly common: readonly (readonly [string, Json])[]
}

let vocabulary: Vocabulary | undefined

/** The types of the pinned contexts, each with the terms of its own context. */
function vocabularyOf(cryptography: Pick<Cryptography, 'sha256'>): Vocabulary {
  if (vocabulary !== undefined) return vocabulary
  const termsOf = new Map<string, readonly (readonly [string, Json])[]>()
  const common: (readonly [string, Json])[] = []
  for (const url of [credentialsContextUrl, openBadgesContextUrl, clrContextUrls['2.0.1']]) {
    const { '@context': context } = loadContext(url, cryptography) as { readonly '@context': JsonObject }
    for (const [name, definition] of Object.entries(context)) {
      const scoped = isJsonObject(definition) ? definition['@context'] : undefined
      if (isJsonObject(scoped)) termsOf.set(name, [...(termsOf.get(name) ?? []), ...Object.entries(scoped).filter(([term]) => !term.startsWith('@'))])
      if (!name.startsWith('@')) common.push([name, definition])
    }
  }
  vocabulary = { types: [...termsOf.keys()], termsOf, common }
  return vocabulary
}

const contexts: readonly Json[] = [
  [credentialsContextUrl, openBadgesContextUrl], [credentialsContextUrl, clrContextUrls['2.0.1'], openBadgesContextUrl], [credentialsContextUrl, openBadgesContextUrl, clrContextUrls['2.0.1']],
  [credentialsContextUrl, openBadgesContextUrl, 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'], [credentialsContextUrl, 'https://www.w3.org/ns/credentials/examples/v2'], credentialsContextUrl,
  ['https://www.w3.org/2018/credentials/v1', 'https://purl.imsglobal.org/spec/ob/v3p0/context.json'], [credentialsContextUrl, 'https://w3id.org/security/data-integrity/v2'],
]

const oddContextUrl = 'https://contexts.example/odd'

/** Terms as published contexts have few of. Those of a map, and a reversed one, always go the long way, and are met seldom. */
const oddTerms: JsonObject = {
  odd: 'https://odd.example/#',
  note: 'odd:note', part: 'odd:part',
  row: { '@id': 'odd:row', '@container': '@list' }, path: { '@id': 'odd:path', '@container': '@list', '@type': '@id' }, bag: { '@id': 'odd:bag', '@container': '@set' },
  about: { '@id': 'odd:about', '@container': '@graph' }, views: { '@id': 'odd:views', '@container': ['@graph', '@set'] },
  sort: { '@id': 'odd:sort', '@type': '@vocab' }, data: { '@id': 'odd:data', '@type': '@json' }, mark: { '@id': 'odd:mark', '@type': 'http://www.w3.org/2001/XMLSchema#float' },
  word: { '@id': 'odd:word', '@type': 'http://www.w3.org/2001/XMLSchema#string' }, free: { '@id': 'odd:free', '@type': '@none' },
  here: { '@id': 'odd:here', '@context': { '@propagate': false, note: 'odd:hereNote', part: 'odd:herePart' } },
  below: { '@id': 'odd:below', '@type': '@id', '@context': { note: 'odd:belowNote', name: 'odd:belowName' } },
  bare: { '@id': 'odd:bare', '@context': [null, { id: '@id', type: '@type', kind: '@type', note: 'urn:bare:note', part: 'urn:bare:part', Narrow: 'urn:bare:Narrow' }] },
  held: { '@id': 'odd:held', '@context': { '@protected': true, note: 'odd:heldNote' } },
  rows: { '@id': 'odd:rows', '@container': '@list', '@context': { note: 'odd:rowsNote' } }, seen: { '@id': 'odd:seen', '@container': '@graph', '@context': { '@propagate': false, note: 'odd:seenNote' } },
  Narrow: { '@id': 'odd:Narrow', '@context': { note: 'odd:narrowNote', Wide: 'odd:OtherWide', bag: { '@id': 'odd:bag', '@container': '@list' } } },
  Wide: { '@id': 'odd:Wide', '@context': { '@propagate': true, note: 'odd:wideNote', row: 'odd:wideRow' } },
  Held: { '@id': 'odd:Held', '@context': { '@protected': true, free: 'odd:heldFree', part: 'odd:part' } }, Renamed: { '@id': 'odd:Renamed', '@context': { label: '@id', kind: '@type', note: 'odd:renamedNote' } },
  Voiced: { '@id': 'odd:Voiced', '@context': { '@vocab': 'https://voice.example/#' } }, Plain: 'odd:Plain',
  back: { '@reverse': 'odd:back' }, byIndex: { '@id': 'odd:byIndex', '@container': '@index' }, byLanguage: { '@id': 'odd:byLanguage', '@container': '@language' }, byId: { '@id': 'odd:byId', '@container': '@id' }, nest: '@nest',
}
const oddNames = Object.keys(oddTerms).filter((name) => /^[a-z]/.test(name) && !/^(odd|back|nest|by[A-Z].*)$/.test(name))
const oddTypes = Object.keys(oddTerms).filter((name) => /^[A-Z]/.test(name))

/** Whether types and contexts are combined at will: every combination costs some milliseconds when it is first met. */
export type Breadth = 'broad' | 'narrow'

/** A document that a specification might have as an example, or one like it spoilt in one to three places. */
export function makeDocument(seed: number, cryptography: Pick<Cryptography, 'sha256'>, breadth: Breadth = 'broad'): JsonObject {
  const chance = new Chance(seed)
  const maker = new Maker(chance, vocabularyOf(cryptography), breadth)
  const kind = chance.next()
  let document = kind < 0.1 ? maker.record() : kind < 0.3 && breadth === 'broad' ? maker.odd() : chance.is(0.7) ? maker.credential() : maker.presentation()
  const changes = chance.is(0.25) ? 0 : 1 + chance.below(3)
  for (let change = 0; change < changes; change += 1) document = spoil(document, chance, maker)
  return document
}

const usualTypes = ['Achievement', 'Alignment', 'Profile', 'Address', 'GeoCoordinates', 'Evidence', 'Result', 'ResultDescription', 'IdentityObject', 'Image', 'Criteria', 'AchievementSubject']

class Maker {
  readonly #chance: Chance
  readonly #vocabulary: Vocabulary
  readonly isBroad: boolean
  readonly #ids: string[] = ['urn:uuid:5e0d2ab3-7a1f-4d3a-9d0c-7a3f6c1f0b11', 'did:example:a', 'https://college.example/a']

  constructor(chance: Chance, known: Vocabulary, breadth: Breadth) {
    this.isBroad = breadth === 'broad'
    this.#chance = chance
    this.#vocabulary = known
  }

  credential(): JsonObject {
    const type = this.#chance.pick(['OpenBadgeCredential', 'AchievementCredential', 'ClrCredential', 'EndorsementCredential'])
    return {
      '@context': this.contexts(),
      id: this.#id(),
      type: ['VerifiableCredential', type],
      issuer: this.#chance.is(0.3) ? this.#id() : { id: this.#id(), type: ['Profile'], name: this.#text() },
      validFrom: '2026-11-20T09:00:00Z',
      // Most are small: what differs shows in small documents too, and more of them can be made.
      credentialSubject: this.#node(this.#chance.pick(['AchievementSubject', 'ClrSubject', 'AchievementSubject', 'EndorsementSubject']), this.#chance.pick([1, 1, 1, 2, 2, 3])),
      ...this.#members(type, 1),
      ...(this.#chance.is(0.3) ? { proof: this.proof() } : {}),
    }
  }

  presentation(): JsonObject {
    return { '@context': this.contexts(), id: this.#id(), type: ['VerifiablePresentation'], holder: this.#id(), verifiableCredential: Array.from({ length: 1 + this.#chance.below(2) }, () => this.credential()) }
  }

  /** A learner record as it is issued: badges of the same college, each with its proof. */
  record(): JsonObject {
    const chance = this.#chance
    const college = { id: 'did:example:a', type: ['Profile'], name: this.#text() }
    const badges = Array.from({ length: 1 + chance.below(3) }, () => ({ ...this.credential(), '@context': contexts[1] ?? null, issuer: chance.is(0.5) ? college : 'did:example:a', proof: chance.is(0.2) ? [this.proof(), this.proof()] : this.proof() }))
    const association = Array.from({ length: chance.below(3) }, () => ({ type: 'Association', associationType: chance.pick(['isChildOf', 'precedes']), sourceId: this.#id(), targetId: this.#id() }))
    return {
      '@context': contexts[1] ?? null, id: this.#id(), type: ['VerifiableCredential', 'ClrCredential'], name: this.#text(), issuer: college, validFrom: '2026-11-20T09:00:00Z',
      credentialSubject: { id: this.#id(), type: ['ClrSubject'], verifiableCredential: badges, association, ...this.#members('ClrSubject', 1) }, ...(chance.is(0.2) ? { proof: this.proof() } : {}),
    }
  }

  /** A document of terms that published contexts have few of. */
  odd(): JsonObject {
    addContext(oddContextUrl, { '@context': oddTerms })
    const url: Json = this.#chance.is(0.5) ? [credentialsContextUrl, oddContextUrl] : [openBadgesContextUrl, credentialsContextUrl, oddContextUrl].slice(this.#chance.below(2))
    return { '@context': url, id: this.#id(), ...this.#oddNode(3) }
  }

  #oddNode(depth: number): JsonObject {
    const chance = this.#chance
    const members: { [name: string]: Json } = {}
    if (chance.is(0.4)) members['id'] = this.#id()
    if (chance.is(0.6)) members['type'] = chance.is(0.7) ? chance.pick(oddTypes) : [chance.pick(oddTypes), chance.pick(oddTypes)]
    for (let count = chance.below(4); count >= 0; count -= 1) {
      const name = chance.is(0.02) ? chance.pick(['back', 'byIndex', 'byLanguage', 'byId', 'nest', 'odd:note', 'label', 'kind', 'own']) : chance.pick(oddNames)
      members[name] = chance.is(0.3) ? Array.from({ length: chance.below(4) }, () => this.#oddValue(name, depth)) : this.#oddValue(name, depth)
    }
    return members
  }

  #oddValue(name: string, depth: number): Json {
    const chance = this.#chance
    if (name === 'bare') return { ...(chance.is(0.5) ? { id: this.#id() } : {}), ...(chance.is(0.3) ? { type: 'Narrow' } : {}), note: this.#text(), ...(chance.is(0.3) ? { part: { note: this.#text() } } : {}) }
    if (depth > 0 && !/^(word|data|mark|sort)$/.test(name) && chance.is(/^(about|views|seen|here|below|held|part|rows)$/.test(name) ? 0.9 : 0.4)) return this.#oddNode(depth - 1)
    if (/^(about|views|seen)$/.test(name)) return { ...(chance.is(0.5) ? { id: this.#id() } : {}), note: this.#text() }
    if (name === 'below') return chance.is(0.7) ? this.#id() : { id: this.#id() }
    if (name === 'data') return this.#literal()
    if (name === 'sort') return chance.pick(['note', 'odd:x', 'urn:x:1', 'Narrow'])
    if (name === 'path' || chance.is(0.1)) return chance.is(0.5) ? this.#id() : { id: this.#id() }
    return chance.is(0.3) ? chance.pick([1, 0, 2.5, true, null, '1']) : chance.is(0.05) ? { '@value': this.#text(), '@language': 'de' } : this.#text()
  }

  proof(): JsonObject {
    return {
      type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', created: '2026-11-20T09:00:00Z', verificationMethod: `${this.#id()}#key`,
      proofPurpose: this.#chance.pick(['assertionMethod', 'authentication', this.#id()]),
      proofValue: 'z3FXQ',
    }
  }

  contexts(): Json {
    return this.isBroad && this.#chance.is(0.2) ? this.#chance.pick(contexts) : contexts[1] ?? null
  }

  #id(): string {
    if (this.#chance.is(0.5)) this.#ids.push(`urn:x:${this.#chance.below(6)}`)
    return this.#chance.pick(this.#ids)
  }

  #text(): string {
    return this.#chance.pick(['one', 'two', 'a "quoted" \\ word\nnext\u007f\u0001', 'كلمة', '日本', '🎓', 'ａ', '', '1', 'https://college.example/x', 'urn:x:1', 'obi:Achievement', 'Achievement', 'Result'])
  }

  #node(type: string, depth: number): JsonObject {
    const chance = this.#chance
    const types = this.isBroad && chance.is(0.03) ? [type, chance.pick(this.#vocabulary.types)] : [type]
    return { ...(chance.is(0.5) ? { id: this.#id() } : {}), ...(chance.is(0.05) ? {} : { type: chance.is(0.2) ? type : types }), ...this.#members(type, depth) }
  }

  #members(type: string, depth: number): JsonObject {
    const chance = this.#chance
    const own = this.#vocabulary.termsOf.get(type) ?? []
    const members: { [name: string]: Json } = {}
    for (let count = chance.below(4); count >= 0; count -= 1) {
      const [name, definition] = own.length === 0 || (this.isBroad && chance.is(0.04)) ? chance.pick(this.#vocabulary.common) : chance.pick(own)
      if (name === 'id' || name === 'type' || (/^[A-Z]/.test(name) && chance.is(0.8))) continue
      members[name] = this.#values(name, definition, depth)
    }
    return members
  }

  #values(name: string, definition: Json, depth: number): Json {
    const chance = this.#chance
    if (!chance.is(0.35)) return this.#value(name, definition, depth)
    const items = Array.from({ length: chance.below(4) }, () => this.#value(name, definition, depth))
    return chance.is(0.3) && items.length > 0 ? [...items, items[0] ?? null] : items
  }

  #value(name: string, definition: Json, depth: number): Json {
    const chance = this.#chance
    const type = isJsonObject(definition) ? definition['@type'] : undefined
    const isNode = depth > 0 && (type === '@id' || type === undefined)
    if (isNode && chance.is(type === '@id' ? 0.7 : 0.5)) return this.#node(this.#likelyType(name), depth - 1)
    if (chance.is(0.03)) return { id: this.#id() }
    if (type === '@id' || type === '@vocab') return this.#id()
    if (type === '@json') return this.#literal()
    if (type === 'xsd:float') return chance.pick([3, 3.5, 0.1, 100, '3.0', 1.25])
    if (type === 'xsd:boolean') return chance.is(0.9) ? chance.is(0.5) : 'true'
    if (typeof type === 'string' && type.startsWith('xsd:date')) return '2026-11-20T09:00:00Z'
    return chance.is(0.05) ? chance.pick([1, 2.5, true, null]) : chance.is(0.05) ? { '@value': this.#text(), '@language': chance.pick(['en', 'AR', 'de-CH']) } : this.#text()
  }

  #likelyType(name: string): string {
    const wanted = name.toLowerCase()
    if (!this.isBroad && !this.#chance.is(0.1)) return this.#chance.pick(usualTypes)
    const fitting = this.#vocabulary.types.filter((type) => type.toLowerCase().includes(wanted) || wanted.includes(type.toLowerCase()))
    return fitting.length === 0 ? this.#chance.pick(this.#vocabulary.types) : this.#chance.pick(fitting)
  }

  #literal(): Json {
    return this.#chance.pick<Json>([{ b: 1, a: ['x', null, { c: 'é' }] }, [], 'text', null, 5, [1, 2.5], { '@id': 'urn:x', nested: {} }])
  }

  /** A value that does not belong where it is put. */
  foreign(): Json {
    const chance = this.#chance
    return chance.pick<() => Json>([
      () => this.#text(), () => this.#id(), () => null, () => [], () => ({}), () => ({ id: this.#id() }), () => ({ id: this.#id(), type: 'Achievement' }), () => this.#node(chance.pick(this.#vocabulary.types), 1),
      () => chance.pick([0, -0, 1e-7, 0.30000000000000004, 2 ** 53, 1e21, -5, 0.3, 12.25]), () => chance.is(0.5), () => [['a'], ['b', ['c']]], () => [null], () => ({ '@value': 'v' }), () => ({ '@value': 1 }),
      () => ({ '@value': 'v', '@language': 'en' }), () => ({ '@value': 'v', '@language': 'x_y' }), () => ({ '@value': 'v', '@language': 'en', '@direction': 'rtl' }), () => ({ '@value': 'v', '@type': 'https://a.example/t' }), () => ({ '@list': ['a', 'b'] }), () => ({ '@set': ['a'] }),
      () => ({ '@id': this.#id() }), () => ({ '@graph': [{ id: this.#id(), name: 'n' }] }), () => ({ '@context': null }), // Reading a context where it was not read before costs as much as ten documents.
      () => chance.is(0.8) ? 'x' : { '@context': credentialsContextUrl, id: this.#id(), type: 'VerifiableCredential', name: 'x' },
      () => chance.is(0.8) ? 'x' : { '@context': openBadgesContextUrl, type: 'Achievement', name: 'x' }, () => ({ '@context': { term: 'urn:term' }, term: 'v' }), () => ({ '@context': [] , name: 'x' }), () => ({ '@context': ['https://evil.example/c'] }),
      () => '_:b0', () => 'no-scheme', () => 'a b:c', () => 'https://a.example/> <urn:x> "', () => '\ud800', () => 'https://a.example/\u00e9', () => '@type', () => 'obi:x', () => 'cred:x', () => 'xsd:date', () => '//a', () => 'urn:',
      () => [this.#id(), this.#id(), '1', 1, true, 'true'], () => ['Achievement', 'Profile', 'Result'], () => ({ type: ['Achievement', 'Achievement'], name: 'twice' }), () => ({ '@type': 'Profile', name: 'n' }),
      () => ({ type: 'Profile', '@type': 'Result' }), () => ({ id: this.#id(), '@id': this.#id() }), () => ({ '@included': [{ id: 'urn:x:1' }] }), () => ({ '@reverse': { name: { id: 'urn:x:1' } } }), () => ({ '@index': 'i', name: 'n' }), () => ({ '@value': { b: 1 }, '@type': '@json' }), () => ({ '@nest': { name: 'n' } }), () => chance.pick(['__proto__', 'constructor', 'valueOf']),
      () => JSON.parse('{"__proto__":{"a":1},"name":"n"}') as Json, () => [{ type: 'Alignment' }, { type: 'Alignment' }], () => [{}, {}, {}], () => Array.from({ length: 3 }, () => ({ type: 'Alignment', targetName: 'same' })),
    ])()
  }
}

type Holder = { [name: string]: Json } | Json[]

/** Changes one place of a document. */
function spoil(document: JsonObject, chance: Chance, maker: Maker): JsonObject {
  const copy = structuredClone(document) as { [name: string]: Json }
  const holders: Holder[] = []
  const visit = (value: Json): void => {
    if (typeof value !== 'object' || value === null) return
    holders.push(value as Holder)
    // Spoilt types and contexts are refused at once: they have their turn below.
    for (const [name, member] of Object.entries(value)) if (!/^@?(type|context)$/.test(name)) visit(member as Json)
  }
  visit(copy)
  const holder = chance.pick(holders)
  const keys = Object.keys(holder)
  const usual = keys.filter((name) => !/^@?(type|context|id)$/.test(name))
  const key = keys.length === 0 ? (Array.isArray(holder) ? '0' : 'name') : chance.pick(usual.length > 0 && chance.is(0.9) ? usual : keys)
  const members = holder as { [name: string]: Json }
  const value = members[key] ?? null
  const other = chance.pick(holders)
  chance.pick<() => void>([
    () => { members[key] = maker.foreign() },
    () => { members[key] = [value] },
    () => { members[key] = [value, structuredClone(value)] },
    () => { members[key] = [value, maker.foreign()] },
    () => { members[key] = structuredClone(Array.isArray(other) ? other : { ...other }) },
    () => { if (!Array.isArray(holder)) delete members[key] },
    () => { if (!Array.isArray(holder)) members[chance.pick(['id', 'type', '@id', '@type', '@value', '@graph', 'name', 'nickname', 'obi:name', 'https://a.example/p', 'credentialSubject', 'proof', 'verifiableCredential', 'evidence', 'resultDescription', 'allowedValue', '@language'])] = maker.foreign() },
    () => { if (!Array.isArray(holder) && chance.is(maker.isBroad ? 0.3 : 0.05)) members['@context'] = maker.contexts() },
    () => { if (!Array.isArray(holder) && typeof value === 'object') delete members['id'] },
    () => { if (!Array.isArray(holder)) Object.assign(members, { type: chance.pick(['Achievement', 'Profile', 'Address', 'GeoCoordinates', 'ResultDescription', 'VerifiableCredential', 'JsonSchema', 'Unknown']) }) },
  ])()
  return copy
}
