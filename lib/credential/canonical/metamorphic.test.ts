/** What may change in a document without changing what it says, and that nothing else may: on a badge and a learner record as they are issued. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { canonicalize } from '../canonicalize.ts'
import { clrContextUrls } from '../clr-contexts.ts'
import { credentialsContextUrl, openBadgesContextUrl } from '../contexts.ts'
import { createAchievement, createAchievementCredential, hashIdentity } from '../open-badge.ts'
import { isJsonObject } from '../parse-json.ts'
import { canonicalizeUsual } from './canonicalize-usual.ts'
import { Unusual } from './unusual.ts'

const numRuns = process.env['LER_TEST_LONG'] === '1' ? 2_000 : 25
const usual = async (document: Json): Promise<string> => canonicalizeUsual(document as JsonObject, cryptography, { order: 'code-point', digest: cryptography.sha256 })
const status = 'https://college.example/status/3'

/** Each about another person by another college: what is said of one node twice may be left out once. */
function badge(number: number): JsonObject {
  const { credentialSubject, ...outer } = createAchievementCredential({
    id: `urn:uuid:5e0d2ab3-7a1f-4d3a-9d0c-7a3f6c1f0b1${number}`,
    issuer: { id: `did:web:college${number}.example`, name: 'Example College', url: 'https://college.example' },
    achievement: createAchievement({
      id: `https://college.example/a/${number}`, name: `Course ${number}`, description: 'D "quoted"', criteria: { narrative: 'N\n2' }, achievementType: 'Certificate',
      alignments: [{ targetName: 'one', targetUrl: 'https://f.example/1', targetFramework: 'F' }, { targetName: 'two', targetUrl: 'https://f.example/2', targetFramework: 'F' }],
    }),
    subject: { did: `did:example:holder${number}`, identity: hashIdentity('a@b.example', `salt${number}`, cryptography) }, validFrom: new Date('2026-11-20T00:00:00Z'), validUntil: new Date('2029-11-20T00:00:00Z'),
    licenseNumber: String(number), narrative: 'Passed.', evidence: [{ id: `https://college.example/e/${number}`, name: 'Sheet' }, { name: 'Film' }],
    status: { id: `${status}#${number}`, type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: String(number), statusListCredential: status },
  }) as unknown as JsonObject & { readonly credentialSubject: JsonObject }
  const result = [{ type: ['Result'], value: '81' }, { type: ['Result'], value: '82', achievedLevel: 'urn:level:1' }]
  return { ...outer, credentialSubject: { ...credentialSubject, creditsEarned: 3.5, result } }
}

const proof = { type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', created: '2026-11-20T09:00:00Z', verificationMethod: 'did:web:college.example#key-1', proofPurpose: 'assertionMethod', proofValue: 'z58D' }
const documents: Readonly<Record<string, JsonObject>> = {
  'a badge': badge(1),
  'a learner record': {
    '@context': [credentialsContextUrl, clrContextUrls['2.0.1'], openBadgesContextUrl],
    id: 'urn:uuid:2c6f2a1e-6a0f-4b44-9f4b-000000000001', type: ['VerifiableCredential', 'ClrCredential'], name: 'Record',
    issuer: { id: 'did:web:college.example', type: ['Profile'], name: 'Example College', address: { type: ['Address'], addressLocality: 'Riverside', geo: { type: ['GeoCoordinates'], latitude: 33.9806, longitude: -117.3755 } } },
    validFrom: '2026-11-20T00:00:00Z',
    credentialSubject: {
      id: 'did:example:holder', type: ['ClrSubject'], verifiableCredential: [{ ...badge(2), proof }, { ...badge(3), proof }],
      achievement: [{ id: 'https://college.example/a/9', type: ['Achievement'], name: 'Whole', description: 'D', criteria: { narrative: 'C' }, resultDescription: [{ id: 'urn:r:1', type: ['ResultDescription'], name: 'R', resultType: 'Status', allowedValue: ['low', 'high', 'low'] }] }],
      association: [{ type: 'Association', associationType: 'isChildOf', sourceId: 'https://college.example/a/2', targetId: 'https://college.example/a/9' }],
    },
  },
}

/** Lists whose order counts. */
const ordered = ['@context', 'allowedValue']

type Change = (value: Json, name: string, isItem: boolean) => Json

/** Makes a document anew from the inside out; `change` is given what stands under which name, and whether in a list there. */
function mapped(value: Json, change: Change, name = '', isItem = false): Json {
  if (Array.isArray(value)) return change((value as readonly Json[]).map((item) => mapped(item, change, name, true)), name, isItem)
  if (!isJsonObject(value)) return change(value, name, isItem)
  return change(Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapped(member, change, key)])), name, isItem)
}

describe.each(Object.entries(documents))('the canonical form of %s', (_, document) => {
  it('stays the same when members and unordered values change places', async () => {
    const expected = await usual(document)
    await fc.assert(fc.asyncProperty(fc.infiniteStream(fc.nat()), async (chance) => {
      const shuffled = <Item>(items: readonly Item[]): Item[] => items.map((item) => ({ item, at: chance.next().value as number })).sort((left, right) => left.at - right.at).map(({ item }) => item)
      const moved = mapped(document, (value, name) => {
        if (Array.isArray(value)) return ordered.includes(name) ? value : shuffled(value as readonly Json[])
        return isJsonObject(value) ? Object.fromEntries(shuffled(Object.entries(value))) : value
      })
      expect(await usual(moved)).toBe(expected)
    }), { numRuns, seed: 1 })
  })

  it('stays the same when one value stands in a list, or is said twice', async () => {
    const expected = await usual(document)
    const isFree = (value: Json, name: string): boolean => name !== '' && !/^(@context|id|allowedValue)$/.test(name) && !Array.isArray(value)
    expect(await usual(mapped(document, (value, name, isItem) => (isFree(value, name) && !isItem ? [value] : value)))).toBe(expected)
    // An unnamed node that is said twice is two nodes, and a graph said twice is two graphs.
    expect(await usual(mapped(document, (value, name, isItem) => (isFree(value, name) && !isItem && typeof value !== 'object' ? [value, value] : value)))).toBe(expected)
  })

  it('stays the same whatever unnamed nodes are called', async () => {
    const expected = await usual(document)
    for (const prefix of ['b', 'c14n', 'zz']) {
      let next = 40
      const isUnnamed = (value: Json): value is JsonObject => isJsonObject(value) && !('id' in value)
      const named = mapped(document, (value) => (isUnnamed(value) ? { ...value, id: `_:${prefix}${next -= 1}` } : value))
      expect(next).toBeLessThan(35)
      expect(await canonicalize(named as JsonObject, cryptography)).toBe(expected)
    }
  })

  it('stays the same when a node is said in two places, each with a part of it', async () => {
    const expected = await usual(document)
    let split = 0
    const inTwo = mapped(document, (value, name) => {
      if (!isJsonObject(value) || typeof value['id'] !== 'string' || name === '') return value
      const { id, type, ...members } = value
      const [even, odd] = [0, 1].map((rest) => Object.fromEntries(Object.entries(members).filter((_member, index) => index % 2 === rest)))
      split += 1
      return [{ id, ...(type === undefined ? {} : { type }), ...even }, { id, ...(type === undefined ? {} : { type }), ...odd }]
    })
    expect(split).toBeGreaterThan(2)
    expect(await usual(inTwo)).toBe(expected)
  })

  it('changes with every text, number, truth value and name, and when any is left out', async () => {
    const expected = await usual(document)
    const textOf = async (changed: Json): Promise<string> => usual(changed).catch((error: unknown) => (error instanceof Unusual ? error.reason : Promise.reject(error)))
    const places = placesOf(document)
    expect(places.length).toBeGreaterThan(40)
    for (const place of places) {
      const without = changedAt(document, place, () => null)
      for (const changed of [changedAt(document, place, otherThan), without]) expect([place.join('/'), await textOf(changed)]).not.toEqual([place.join('/'), expected])
    }
  })

})

describe('the canonical form of a learner record', () => {
  const record = documents['a learner record'] ?? {}

  it('changes when what is ordered changes places', async () => {
    const turned = mapped(record, (value, name) => (name === 'allowedValue' && Array.isArray(value) ? [value[1], value[0], value[2]] : value))
    expect(await usual(turned)).not.toBe(await usual(record))
  })

  it('says of a node what any of its badges says of it, and not which of them: each badge needs a proof of its own', async () => {
    const about = (number: number, subject: JsonObject): JsonObject => ({ ...badge(number), credentialSubject: { id: 'did:example:holder', type: ['AchievementSubject'], ...subject } })
    const holding = (...badges: JsonObject[]): JsonObject => ({ ...record, credentialSubject: { id: 'did:example:holder', type: ['ClrSubject'], verifiableCredential: badges } })
    expect(await usual(holding(about(2, { licenseNumber: '2' }), about(3, {})))).toBe(await usual(holding(about(2, {}), about(3, { licenseNumber: '2' }))))
  })
})

type Path = readonly string[]

function placesOf(value: Json, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, member]) => placesOf(member as Json, [...path, key]))
}

function otherThan(value: Json): Json {
  return typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${String(value)}x`
}

function changedAt(value: Json, [key, ...rest]: Path, change: (value: Json) => Json): Json {
  if (key === undefined) return change(value)
  if (Array.isArray(value)) return (value as readonly Json[]).map((item, index) => (String(index) === key ? changedAt(item, rest, change) : item))
  return { ...(value as JsonObject), [key]: changedAt((value as JsonObject)[key] ?? null, rest, change) }
}
