import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import jsonld from 'jsonld'
import rdfCanonize from 'rdf-canonize'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { useCanonicalPath } from './canonical-path.ts'
import { canonicalize, canonicalizeDataset } from './canonicalize.ts'
import { loadContext } from './contexts.ts'

const data = new URL('../../../shared/data/', import.meta.url)
const badges = new URL('standards/open-badges-3.0/samples/', data)
const vectors = new URL('vectors/w3c-rdf-canon/tests/', data)
const v2 = 'https://www.w3.org/ns/credentials/v2'
const openBadges = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'

const credential: JsonObject = {
  '@context': [v2, openBadges],
  id: 'urn:uuid:5e0d2ab3-7a1f-4d3a-9d0c-7a3f6c1f0b11',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  issuer: { id: 'did:web:college.example', type: ['Profile'], name: 'Example College' },
  validFrom: '2026-11-20T09:00:00Z',
  credentialSubject: {
    type: ['AchievementSubject'],
    identifier: [{ type: 'IdentityObject', hashed: true, identityHash: 'sha256$00', identityType: 'emailAddress', salt: 'x' }],
    achievement: {
      id: 'https://college.example/a', type: ['Achievement'], name: 'A', description: 'B', criteria: { narrative: 'C' },
      alignment: [{ type: ['Alignment'], targetName: 'one', targetUrl: 'https://f.example/1' }, { type: ['Alignment'], targetName: 'two', targetUrl: 'https://f.example/2' }],
      resultDescription: [{ id: 'urn:r:1', type: ['ResultDescription'], name: 'R', resultType: 'Status', allowedValue: ['low', 'high'] }],
    },
  },
}

/** What jsonld itself makes of a document, contexts copied as it copies them; undefined when it refuses. */
async function reference(document: object): Promise<string | undefined> {
  const documentLoader = async (url: string): Promise<object> => ({ documentUrl: url, document: structuredClone(loadContext(url, nativeCryptography)), tag: 'static' })
  return jsonld.canonize(document, { algorithm: 'RDFC-1.0', documentLoader, base: null, safe: true, rdfDirection: 'i18n-datatype' }).catch(() => undefined)
}

async function ours(document: JsonObject): Promise<string | undefined> {
  return canonicalize(document, nativeCryptography).catch(() => undefined)
}

describe.each(['fast', 'reference'] as const)('canonicalize() by the %s path', (path) => {
  beforeAll(() => useCanonicalPath(path))
  afterAll(() => useCanonicalPath('fast'))

  it('keeps the direction of a text', async () => {
    const document = { ...credential, name: { '@value': 'كلمة', '@language': 'ar', '@direction': 'rtl' }, description: { '@value': 'text', '@direction': 'ltr' } }
    const canonical = await canonicalize(document, nativeCryptography)
    expect(canonical).toContain('"كلمة"^^<https://www.w3.org/ns/i18n#ar_rtl>')
    expect(canonical).toContain('"text"^^<https://www.w3.org/ns/i18n#_ltr>')
    expect(canonical).toBe(await reference(document))
  })

  it('agrees with jsonld on a badge', async () => {
    expect(await ours(credential)).toBe(await reference(credential))
    expect(await ours(credential)).toContain('"Example College"')
  })

  it('refuses a term that no context defines, so that nothing goes unsigned', async () => {
    await expect(canonicalize({ ...credential, nickname: 'x' }, nativeCryptography)).rejects.toMatchObject({ code: 'credential/term-undefined' })
    await expect(canonicalize({ ...credential, id: 'no-scheme' }, nativeCryptography)).rejects.toMatchObject({ code: 'credential/term-undefined' })
  })

  it('refuses a context it does not know, and fetches nothing', async () => {
    await expect(canonicalize({ ...credential, '@context': [v2, 'https://evil.example/context'] }, nativeCryptography)).rejects.toMatchObject({ code: 'credential/context-unknown' })
    const inner = { '@context': { '@import': 'https://evil.example/context' } }
    await expect(canonicalize({ ...credential, evidence: inner }, nativeCryptography)).rejects.toMatchObject({ code: 'credential/context-unknown' })
  })

  it('refuses an address with characters that could pass for another statement', async () => {
    for (const id of ['http://a.example/>', 'http://a.example/"', 'http://a.example/{', 'http://a.example/\\']) {
      await expect(canonicalize({ ...credential, id }, nativeCryptography)).rejects.toMatchObject({ code: 'credential/iri-malformed' })
    }
  })

  it('gives the same text whatever the order of members and of unordered values', async () => {
    const reversed = (value: unknown): unknown =>
      Array.isArray(value) ? value.map(reversed) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).reverse().map(([key, member]) => [key, reversed(member)])) : value
    expect(await ours(reversed(credential) as JsonObject)).toBe(await ours(credential))
  })

  it('agrees with jsonld, or refuses as it does, on documents with any one part changed', async () => {
    const paths = leaves(credential)
    const replacements = ['x', 'urn:y', '', 1, true, null, [], {}, ['a', 'b'], { id: 'urn:z' }, { type: ['Achievement'] }, { '@context': null }, { '@value': 'v', '@language': 'en' },
      { '@context': { term: 'urn:term' }, term: 'v' }, { '@list': ['a'] }, { '@context': { '@vocab': 'urn:v#' }, any: { type: ['Profile'], name: 'n' } }, ['Achievement', 'Profile', 'AchievementSubject'],
      { '@context': { name: 'urn:evil' }, name: 'x' }, { '@context': [null, v2], type: 'VerifiableCredential', name: 'x' }, { '@context': { '@propagate': false, p: 'urn:p' }, p: { p: 'x', type: ['Profile'] } },
      { '@context': { p: { '@id': 'urn:p', '@context': { name: 'urn:n' } } }, p: { name: 'x' } }, { '@context': openBadges, type: ['Achievement', 'Evidence'], name: 'x' }, { Achievement: { name: 'x' } }]
    await fc.assert(fc.asyncProperty(fc.constantFrom(...paths), fc.constantFrom(...replacements), async (path, replacement) => {
      const changed = withPart(credential, path, replacement) as JsonObject
      expect(await ours(changed)).toBe(await reference(changed))
    }), { numRuns: 150, seed: path === 'fast' ? 20261121 : 20261122 })
  }, 60_000)

  it('agrees with jsonld where a context is met again in another role', async () => {
    const terms = (loadContext(openBadges, nativeCryptography) as { '@context': Record<string, { '@context'?: object }> })['@context']
    const scoped = Object.entries(terms).flatMap(([type, { '@context': local }]) => (local === undefined ? [] : [[type, local] as const]))
    const v2Terms = (loadContext(v2, nativeCryptography) as { '@context': Record<string, { '@context'?: object }> })['@context']
    scoped.push(...Object.entries(v2Terms).flatMap(([type, { '@context': local }]) => (local === undefined ? [] : [[type, local] as const])))
    let accepted = 0
    for (const [type, local] of scoped) {
      // A type as a property, whose context may redefine protected terms; then the same context written into the document, which may not.
      for (const evidence of [{ type: 'Evidence', [type]: { id: 'urn:a', type } }, { '@context': local, type: 'Evidence', id: 'urn:a' }, { '@context': [null, local], id: 'urn:a' },
        { type, id: 'urn:a', evidence: { '@context': local, id: 'urn:b', type } }, { '@context': { ...local, name: 'urn:other' }, type, name: 'x' }, { [type]: { '@context': { name: 'urn:other' }, name: 'x' } }]) {
        const document = { ...credential, evidence } as unknown as JsonObject
        const expected = await reference(document)
        accepted += expected === undefined ? 0 : 1
        expect([type, await ours(document)]).toEqual([type, expected])
        expect([type, await ours(document)]).toEqual([type, expected])
      }
    }
    expect(accepted).toBeGreaterThan(20)
  }, 60_000)

  it.skipIf(!existsSync(badges))('agrees with jsonld on every published badge', async () => {
    const files = readdirSync(badges, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
    for (const file of files) {
      const { proof: _, ...document } = JSON.parse(readFileSync(new URL(file, badges), 'utf8')) as JsonObject
      expect([file, await ours(document)]).toEqual([file, await reference(document)])
    }
    expect(files.length).toBeGreaterThan(40)
  }, 60_000)
})

describe('canonicalizeDataset() on hostile statements', () => {
  it('refuses blank nodes that are too many alike within a bounded time', async () => {
    // Every node points to every other: nothing tells them apart.
    for (const count of [8, 12, 60, 140]) {
      const nodes = Array.from({ length: count }, (_, index) => `_:n${index}`)
      const term = (value: string): object => ({ termType: 'BlankNode', value: value.slice(2) })
      const quads = nodes.flatMap((from) => nodes.filter((to) => to !== from).map((to) => (
        { subject: term(from), predicate: { termType: 'NamedNode', value: 'urn:p' }, object: term(to), graph: { termType: 'DefaultGraph', value: '' } }
      )))
      const started = process.cpuUsage().user
      expect(() => canonicalizeDataset(quads as never, nativeCryptography)).toThrow(expect.objectContaining({ code: 'credential/too-complex' }))
      expect(process.cpuUsage().user - started).toBeLessThan(4_000_000)
    }
  }, 20_000)
})

describe.skipIf(!existsSync(vectors))('canonicalizeDataset()', () => {
  const { entries } = existsSync(vectors) ? JSON.parse(readFileSync(new URL('manifest.jsonld', vectors), 'utf8')) as { entries: Vector[] } : { entries: [] }
  const read = (name: string): string => readFileSync(new URL(name, vectors), 'utf8')
  const digest = (algorithm: string) => (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(createHash(algorithm).update(bytes).digest())

  it.each(entries.filter(({ type }) => type === 'rdfc:RDFC10EvalTest'))('canonicalises $action as the specification does', ({ action, result, hashAlgorithm }) => {
    const sha256 = digest(hashAlgorithm === 'SHA384' ? 'sha384' : 'sha256')
    expect(canonicalizeDataset(rdfCanonize.NQuads.parse(read(action)) as never, { sha256 })).toBe(read(result))
  })

  it.each(entries.filter(({ type }) => type === 'rdfc:RDFC10NegativeEvalTest'))('refuses the poison graph $action', ({ action }) => {
    expect(() => canonicalizeDataset(rdfCanonize.NQuads.parse(read(action)) as never, nativeCryptography)).toThrow(expect.objectContaining({ code: 'credential/too-complex' }))
  })
})

interface Vector {
  readonly type: string
  readonly action: string
  readonly result: string
  readonly hashAlgorithm?: string
}

type Path = readonly (string | number)[]

function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [...(path.length === 0 ? [] : [path]), ...Object.entries(value).flatMap(([key, member]) => leaves(member, [...path, Array.isArray(value) ? Number(key) : key]))]
}

function withPart(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
  if (key === undefined) return replacement
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? withPart(item, rest, replacement) : item))
  return { ...(value as object), [key]: withPart((value as Record<string, unknown>)[key], rest, replacement) }
}
