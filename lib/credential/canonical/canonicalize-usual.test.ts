import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { webCryptography } from '../../crypto/web-cryptography.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { canonicalizeDataset } from '../canonicalize.ts'
import { addContext, credentialsContextUrl, openBadgesContextUrl } from '../contexts.ts'
import { jsonLdDataset } from '../json-ld-dataset.ts'
import { isJsonObject } from '../parse-json.ts'
import { comparePaths, outcomesOf, type Comparison } from './_compare-paths.ts'
import { makeDocument } from './_document-generator.ts'
import { canonicalizeUsual } from './canonicalize-usual.ts'
import found from './fixtures/found.json' with { type: 'json' }
import recorded from './fixtures/outcomes.json' with { type: 'json' }
import { Unusual, type Reason } from './unusual.ts'

const data = new URL('../../../../shared/data/', import.meta.url)
const isLong = process.env['LER_TEST_LONG'] === '1'
const usual = async (document: JsonObject): Promise<string> => canonicalizeUsual(document, cryptography, { order: 'code-point', digest: cryptography.sha256 })

const badge: JsonObject = {
  '@context': [credentialsContextUrl, openBadgesContextUrl],
  id: 'urn:uuid:5e0d2ab3-7a1f-4d3a-9d0c-7a3f6c1f0b11',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  name: { '@value': 'Gabelstapler', '@language': 'de' },
  issuer: { id: 'did:web:college.example', type: ['Profile'], name: 'Example "College"\n', address: { type: ['Address'], geo: { type: ['GeoCoordinates'], latitude: 33.9806, longitude: -117 } } },
  validFrom: '2026-11-20T09:00:00Z',
  credentialSubject: {
    type: ['AchievementSubject'], creditsEarned: 3.5, identifier: [{ type: 'IdentityObject', hashed: true, identityHash: 'sha256$00', identityType: 'emailAddress', salt: 'x' }],
    achievement: {
      id: 'https://college.example/a', type: ['Achievement'], name: 'A', description: 'B', criteria: { narrative: 'C' },
      alignment: [{ type: ['Alignment'], targetName: 'one', targetUrl: 'https://f.example/1' }, { type: ['Alignment'], targetName: 'two', targetUrl: 'https://f.example/2' }],
      resultDescription: [
        { id: 'urn:r:1', type: ['ResultDescription'], name: 'R', resultType: 'Status', allowedValue: ['low', 'high'] },
        { id: 'urn:r:2', type: ['ResultDescription'], name: 'S', resultType: 'Status', allowedValue: ['low', 'high'] },
      ],
    },
  },
}

/** A badge that says something more, or something else. */
function withMore(members: JsonObject): JsonObject {
  return { ...badge, ...members }
}

const testContext = 'https://contexts.example/test'
addContext(testContext, {
  '@context': {
    id: '@id', type: '@type', plain: 'urn:plain', many: 'urn:many', backwards: { '@reverse': 'urn:back' },
    ...Object.fromEntries(Array.from({ length: 450 }, (_, index) => [`T${index}`, { '@id': `urn:t:${index}`, '@context': { own: `urn:own:${index}` } }])),
  },
})

type LeftCase = readonly [document: Json, result: 'left' | 'both-refuse']

/** For every reason to leave a document to the long way, one that the long way accepts where there is any, and one that it refuses. */
const leftFor: Readonly<Record<Reason, readonly [LeftCase, ...LeftCase[]]>> = {
  'not-json': [[withMore({ evidence: undefined } as unknown as JsonObject), 'left'], [withMore({ evidence: new Map() } as unknown as JsonObject), 'left']],
  'context': [[withMore({ evidence: { '@context': { term: 'urn:term' }, term: 'v' } }), 'left'], [withMore({ '@context': [credentialsContextUrl, 'https://evil.example/context'] }), 'both-refuse']],
  'many-contexts': [[{ '@context': testContext, many: Array.from({ length: 450 }, (_, index) => ({ type: `T${index}` })) }, 'left']],
  'term-undefined': [[withMore({ 'https://a.example/p': 'x' }), 'left'], [withMore({ nickname: 'x' }), 'both-refuse']],
  'term-special': [[{ '@context': testContext, backwards: { id: 'urn:a', plain: 'x' } }, 'left']],
  'keyword': [[withMore({ evidence: { '@list': ['urn:a'] } }), 'left'], [withMore({ '@list': [] }), 'both-refuse']],
  'keyword-twice': [[withMore({ evidence: { type: ['Evidence'], '@type': ['Profile'], name: 'x' } }), 'left'], [withMore({ '@id': 'urn:a' }), 'both-refuse']],
  'address': [[withMore({ issuer: '_:b0' }), 'left'], [withMore({ issuer: 'no-scheme' }), 'both-refuse'], [withMore({ issuer: 'https://a.example/> <urn:x> "' }), 'both-refuse']],
  'type-malformed': [[withMore({ type: ['VerifiableCredential', 1] }), 'both-refuse']],
  'value': [[withMore({ name: { '@value': 'x', '@direction': 'rtl' } }), 'left'], [withMore({ name: { '@value': 1, '@language': 'en' } }), 'both-refuse']],
  'nested-list': [[withList(['a', ['b']]), 'left']],
  'empty-node': [[withMore({ proof: { id: 'urn:a' } }), 'both-refuse'], [{ '@context': credentialsContextUrl, id: 'urn:a' }, 'both-refuse']],
  'text-malformed': [[withMore({ name: '\ud800' }), 'both-refuse']],
  'number': [[withMore({ credentialSubject: { type: 'AchievementSubject', creditsEarned: 1e-7 } }), 'both-refuse']],
  'prototype-key': [[withLiteral(JSON.parse('{"__proto__":{"a":1}}') as Json), 'both-refuse'], [withLiteral({ '@context': 'x' }), 'left']],
  'too-deep': [[withMore({ issuer: Array.from({ length: 80 }).reduce<JsonObject>((inner) => ({ id: 'urn:p', type: 'Profile', parentOrg: inner }), { id: 'urn:p', type: 'Profile', name: 'x' }) }), 'both-refuse']],
  'too-large': [[withMore({ evidence: Array.from({ length: 8_000 }, (_, index) => ({ id: `urn:e:${index}`, type: 'Evidence', name: 'x' })) }), 'both-refuse']],
  'said-twice': [[withMore({ credentialSubject: { type: 'AchievementSubject', creditsEarned: [1, '1'] } }), 'left']],
  'order': [[withMore({ name: '🎓', description: 'ａ' }), 'left']],
  'alike': [[withAlike(2, 5), 'left'], [withAlike(2, 7), 'both-refuse']],
}

/** Unnamed nodes that are alike around unnamed nodes that are alike. */
function withAlike(outer: number, inner: number): JsonObject {
  const alike = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item)
  return withMore({ credentialSubject: alike(outer, { type: 'AchievementSubject', identifier: alike(inner, { type: 'IdentityObject', hashed: false }) }) })
}

function withLiteral(jsonSchema: Json): JsonObject {
  return withMore({ credentialSubject: { id: 'urn:s', type: 'JsonSchema', jsonSchema } })
}

function withList(allowedValue: Json): JsonObject {
  return withMore({ credentialSubject: { type: 'AchievementSubject', achievement: { id: 'urn:a', type: 'Achievement', resultDescription: { id: 'urn:r', type: 'ResultDescription', allowedValue } } } })
}

describe('canonicalizeUsual()', () => {
  it('writes what the long way writes, where that is possible for every kind of member a badge has', async () => {
    expect(await comparePaths(badge, cryptography)).toEqual({ result: 'same' })
    expect(await usual(badge)).toContain('"Gabelstapler"@de')
  })

  it('writes the same with the hash functions of browsers, and under SHA-384 what the long way writes under it', async () => {
    expect(await canonicalizeUsual(badge, webCryptography, { order: 'code-point', digest: webCryptography.sha256 })).toBe(await usual(badge))
    const dataset = await jsonLdDataset(badge, cryptography)
    expect(await canonicalizeUsual(badge, cryptography, { order: 'code-point', digest: cryptography.sha384 })).toBe(canonicalizeDataset(dataset, cryptography, { digest: cryptography.sha384 }))
  })

  it.each(Object.entries(leftFor).flatMap(([reason, cases]) => cases.map(([document, result]) => ({ reason, document, result }))))('leaves a document to the long way for $reason, which then goes on: $result', async ({ reason, document, result }) => {
    expect(await comparePaths(document as JsonObject, cryptography)).toEqual({ result, reason })
  })

  it('writes the same whatever the order of members and of what is unordered, and whether one value stands in a list', async () => {
    const expected = await usual(badge)
    expect(await usual(reversed(badge) as JsonObject)).toBe(expected)
    expect(await usual(listed(badge) as JsonObject)).toBe(expected)
    expect(await usual(JSON.parse(JSON.stringify(badge, null, 2)) as JsonObject)).toBe(expected)
  })

  it('writes something else when any text, number or truth value changes', async () => {
    const expected = await usual(badge)
    for (const path of leavesOf(badge)) {
      const text = await usual(changedAt(badge, path) as JsonObject).catch((error: unknown) => (error instanceof Unusual ? error.reason : Promise.reject(error)))
      expect([path.join('/'), text]).not.toEqual([path.join('/'), expected])
    }
  })

  it('writes the same for one node said in two places as for the two said as one', async () => {
    const address = { id: 'urn:address', type: 'Address' }
    const apart = withMore({ issuer: { id: 'urn:p', type: 'Profile', address: { ...address, addressLocality: 'Riverside' }, parentOrg: { id: 'urn:q', type: 'Profile', address: { ...address, addressRegion: 'CA' } } } })
    const whole = { ...address, addressLocality: 'Riverside', addressRegion: 'CA' }
    const together = withMore({ issuer: { id: 'urn:p', type: 'Profile', address: whole, parentOrg: { id: 'urn:q', type: 'Profile', address: { id: 'urn:address' } } } })
    expect(await usual(apart)).toBe(await usual(together))
  })

  it.each(found)('agrees with the long way where it once did not: $why', async ({ document }) => {
    expect((await comparePaths(document, cryptography)).result).toMatch(/^(same|left|both-refuse)$/)
  })

  it('agrees with the long way on documents made by chance', async () => {
    const seed = Number(process.env['LER_SEED'] ?? 1)
    for (let document = seed; document < seed + (isLong ? 100_000 : 100); document += 1) {
      expect([document, (await comparePaths(makeDocument(document, cryptography), cryptography)).result]).toEqual([document, expect.stringMatching(/^(same|left|both-refuse)$/)])
    }
  }, 3_600_000)

  it('writes for five thousand documents what the long way wrote for them when it was last asked (tools/fuzz-canonical.ts --record)', async () => {
    for (const [block, digest] of recorded.entries()) expect([block, await outcomesOf(block, cryptography)]).toEqual([block, digest])
    expect(recorded).toHaveLength(50)
  }, 120_000)
})

describe.skipIf(!existsSync(data))('canonicalizeUsual() on published documents', () => {
  it.each(['standards/open-badges-3.0/samples/', 'standards/clr-2.0/samples/', 'vectors/w3c-vc-di-eddsa/', 'vectors/w3c-vc-di-ecdsa/'])('writes what the long way writes, and leaves none to it: %s', async (folder) => {
    const results = await compareAll(new URL(folder, data))
    expect(results.filter(({ result }) => result !== 'same' && result !== 'both-refuse')).toEqual([])
    expect(results.length).toBeGreaterThan(10)
  })

  it.each(['standards/w3c-vc/samples/', 'vectors/w3c-vc-di-bbs/'])('never differs from the long way, and leaves to it what has contexts of its own: %s', async (folder) => {
    const results = await compareAll(new URL(folder, data))
    expect(results.filter((result) => result.result !== 'same' && result.result !== 'both-refuse' && !('reason' in result && result.reason === 'context'))).toEqual([])
    expect(results.length).toBeGreaterThan(10)
  })
})

async function compareAll(folder: URL): Promise<readonly (Comparison & { readonly file: string })[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.json(ld)?$/.test(name))
  const results = await Promise.all(files.map(async (file) => {
    const document = readJson(new URL(file, folder))
    if (document === undefined || document['@context'] === undefined) return []
    const { proof: _, ...unsecured } = document
    return [{ file, ...(await comparePaths(document, cryptography)) }, { file, ...(await comparePaths(unsecured, cryptography)) }]
  }))
  return results.flat()
}

function readJson(file: URL): JsonObject | undefined {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Json
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function reversed(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(reversed).reverse()
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).reverse().map(([key, member]) => [key, key === '@context' || key === 'allowedValue' ? member : reversed(member)]))
}

/** Every value in a list of its own, save where that means something else. */
function listed(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(listed)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, /^(@.*|id|allowedValue)$/.test(key) || Array.isArray(member) ? (key.startsWith('@') ? member : listed(member)) : [listed(member)]]))
}

type Path = readonly string[]

function leavesOf(value: Json, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, member]) => leavesOf(member as Json, [...path, key]))
}

function changedAt(value: Json, [key, ...rest]: Path): Json {
  if (key === undefined) return typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${String(value)}x`
  if (Array.isArray(value)) return (value as readonly Json[]).map((item, index) => (String(index) === key ? changedAt(item, rest) : item))
  return { ...(value as JsonObject), [key]: changedAt((value as JsonObject)[key] ?? null, rest) }
}
