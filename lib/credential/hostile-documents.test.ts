import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { KeyType } from '../crypto/cryptography.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { EverlearnedError } from '../error.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { worstOutcome, type Outcome } from './finding.ts'
import { createAchievement, createAchievementCredential, hashIdentity } from './open-badge.ts'
import { parseJsonObject } from './parse-json.ts'
import { createKeyResolver } from './resolve-key.ts'
import { signCredential } from './sign-credential.ts'
import { verifyProofs, type ProofContext } from './verify-proofs.ts'

const now = new Date('2026-11-21T00:00:00Z')
const context: ProofContext = { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now }
const suites: readonly (readonly [string, KeyType])[] = [
  ['eddsa-rdfc-2022', 'Ed25519'], ['eddsa-jcs-2022', 'Ed25519'], ['ecdsa-rdfc-2019', 'P-256'], ['ecdsa-jcs-2019', 'P-256'], ['ecdsa-rdfc-2019', 'P-384'], ['ecdsa-jcs-2019', 'P-384'],
]

async function signedBadge(cryptosuite: string, type: KeyType): Promise<JsonObject> {
  const signingKey = await cryptography.importSigningKey(await cryptography.generateKey(type))
  const badge = createAchievementCredential({
    id: 'urn:uuid:5e0d2ab3-7a1f-4d3a-9d0c-7a3f6c1f0b11',
    issuer: { id: didKey(signingKey.publicKey), name: 'Example College', url: 'https://college.example' },
    achievement: createAchievement({
      id: 'https://college.example/a', name: 'Forklift operator', description: 'Operates a truck.', criteria: { narrative: 'A test.' }, achievementType: 'Certificate',
      alignments: [{ targetName: 'Forklift', targetUrl: 'https://f.example/1', targetFramework: 'F' }, { targetName: 'Store', targetUrl: 'https://f.example/2' }],
    }),
    subject: { did: 'did:example:holder', identity: hashIdentity('a@b.example', 'salt', cryptography) }, validFrom: now, validUntil: new Date('2029-11-21T00:00:00Z'), narrative: 'Well done.',
    evidence: [{ id: 'https://college.example/e', name: 'Film' }],
  })
  const withNumber = { ...badge, credentialSubject: { ...(badge.credentialSubject as unknown as JsonObject), creditsEarned: 2.5 } } as unknown as JsonObject
  return signCredential(withNumber, { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptosuite, cryptography })
}

/** The worst outcome of any bytes; what cannot be read has failed. */
async function judge(bytes: Uint8Array | string): Promise<Outcome> {
  try {
    return worstOutcome((await verifyProofs(parseJsonObject(bytes), context)).map(({ outcome }) => outcome))
  } catch (error) {
    if (error instanceof EverlearnedError) return 'failed'
    throw error
  }
}

/** What the suite signs: all of it for canonical JSON, what it means for canonical N-Quads, in which lists of values have no order and one value is a list of one. */
function meaning(cryptosuite: string, value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => meaning(cryptosuite, item))
    if (cryptosuite.includes('-jcs-')) return items
    return items.length === 1 ? items[0] : items.map((item) => JSON.stringify(item)).toSorted()
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([key, member]) => [key, meaning(cryptosuite, member)]))
}

describe.each(suites)('a badge signed with %s and %s', (cryptosuite, type) => {
  let signed: JsonObject
  let text: string
  beforeAll(async () => {
    signed = await signedBadge(cryptosuite, type)
    text = JSON.stringify(signed)
  })

  it('passes as it is, and written with other spaces', async () => {
    expect(await judge(text)).toBe('passed')
    expect(await judge(JSON.stringify(signed, undefined, 2))).toBe('passed')
  })

  it('never passes with any one value changed, replaced, renamed or left out', async () => {
    const places = placesOf(signed)
    expect(places.length).toBeGreaterThan(60)
    const replacements = [null, '', 'x', 0, -1, true, [], {}, ['x'], { id: 'urn:x' }, 'https://other.example/', '2030-01-01T00:00:00Z']
    for (const place of places) {
      const changes = [drop(place), rename(place), ...[...replacements, `${String(valueAt(signed, place))} `].map((value) => put(place, value))]
      for (const change of changes) {
        const changed = structuredClone(signed)
        change(changed)
        if (same(cryptosuite, changed, signed)) continue
        expect([place.join('/'), JSON.stringify(valueAt(changed, place)), await judge(JSON.stringify(changed))]).not.toContain('passed')
      }
    }
  }, 120_000)

  it('never passes with a member added anywhere', async () => {
    for (const place of [[], ...placesOf(signed)]) {
      const target = valueAt(signed, place)
      if (typeof target !== 'object' || target === null || Array.isArray(target)) continue
      for (const [name, value] of [['name', 'Added'], ['added', 'x'], ['id', 'urn:added'], ['type', 'Evidence'], ['description', 'D'], ['@id', 'urn:x'], ['expires', '2040-01-01T00:00:00Z']] as const) {
        const changed = structuredClone(signed)
        put([...place, name], value)(changed)
        if (same(cryptosuite, changed, signed)) continue
        expect([place.join('/'), name, await judge(JSON.stringify(changed))]).not.toContain('passed')
      }
    }
  }, 60_000)

  it('never passes with any byte of its text flipped, unless it says the same', async () => {
    const bytes = encodeUtf8(text)
    await fc.assert(fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (place, flip) => {
      const changed = bytes.slice()
      changed[place] = (changed[place] ?? 0) ^ flip
      expect((await judge(changed)) !== 'passed' || same(cryptosuite, parseJsonObject(changed), signed)).toBe(true)
    }), { seed: 3, numRuns: 400 })
  }, 60_000)
})

describe('garbage', () => {
  const withinBounds = async (make: () => Uint8Array | string): Promise<Outcome> => {
    const input = make()
    const started = performance.now()
    const outcome = await judge(input)
    expect(performance.now() - started).toBeLessThan(5_000)
    return outcome
  }

  it.each([
    ['ten thousand levels of lists', () => `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['ten thousand levels of objects', () => `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['ten thousand levels that never end', () => '{"a":['.repeat(10_000)],
    ['fifty megabytes', () => new Uint8Array(52_428_800).fill(0x20)],
    ['bytes that are no UTF-8', () => Uint8Array.of(0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d)],
    ['half a surrogate pair', () => '{"@context":"https://www.w3.org/ns/credentials/v2","name":"\\ud800","proof":{"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022"}}'],
    ['a member twice', () => '{"proof":{},"proof":{}}'],
    ['a prototype', () => '{"__proto__":{"proof":{"type":"DataIntegrityProof"}}}'],
    ['two megabytes of empty lists', () => `{"a":[${'[],'.repeat(600_000)}[]]}`],
    ['two megabytes of a number', () => `{"a":${'9'.repeat(2_000_000)}}`],
    ['nothing', () => ''],
  ])('%s: an answer, and not that it passed', async (_, make) => {
    expect(await withinBounds(make)).toBe('failed')
  }, 20_000)

  it('proofs of every suite over everything that is too much: an answer each, and not that it passed', async () => {
    const crowds: Readonly<Record<string, unknown>> = {
      values: Array.from({ length: 250_000 }, () => 1),
      nodes: Array.from({ length: 2_000 }, () => ({ type: 'Evidence', name: 'alike' })),
      deep: JSON.parse(`${'{"evidence":'.repeat(60)}1${'}'.repeat(60)}`),
      contexts: Array.from({ length: 3_000 }, () => ({ '@context': { p: 'urn:p' } })),
      numbers: [1e-7, 1e300, 0.1],
    }
    for (const [cryptosuite, type] of suites) {
      const signed = await signedBadge(cryptosuite, type)
      const proof = signed['proof'] as JsonObject
      const chained = Array.from({ length: 16 }, (_, index) => ({ ...proof, id: `urn:p:${index}`, previousProof: Array.from({ length: index }, (_, other) => `urn:p:${other}`) }))
      const documents = [...Object.values(crowds).map((evidence) => ({ ...signed, evidence })), { ...signed, proof: chained }, { ...signed, proof: chained.map((link) => ({ ...link, previousProof: ['urn:p:15'] })) }]
      for (const document of documents) expect(await withinBounds(() => JSON.stringify(document))).not.toBe('passed')
    }
  }, 120_000)
})

type Place = readonly (string | number)[]

/** Every value in a document, objects and lists included, save the document itself. */
function placesOf(value: unknown, place: Place = []): Place[] {
  const own = place.length === 0 ? [] : [place]
  if (typeof value !== 'object' || value === null) return own
  return [...own, ...Object.entries(value).flatMap(([key, member]) => placesOf(member, [...place, Array.isArray(value) ? Number(key) : key]))]
}

function valueAt(document: unknown, place: Place): unknown {
  return place.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined), document)
}

function put(place: Place, value: unknown): (document: JsonObject) => void {
  return (document) => {
    (valueAt(document, place.slice(0, -1)) as Record<string | number, unknown>)[place.at(-1) ?? ''] = value
  }
}

function drop(place: Place): (document: JsonObject) => void {
  return (document) => {
    const parent = valueAt(document, place.slice(0, -1))
    if (Array.isArray(parent)) parent.splice(Number(place.at(-1)), 1)
    else delete (parent as Record<string | number, unknown>)[place.at(-1) ?? '']
  }
}

function rename(place: Place): (document: JsonObject) => void {
  return (document) => {
    const value = valueAt(document, place)
    drop(place)(document)
    const parent = valueAt(document, place.slice(0, -1))
    if (!Array.isArray(parent)) (parent as Record<string | number, unknown>)[`${String(place.at(-1))}x`] = value
  }
}

function same(cryptosuite: string, left: unknown, right: unknown): boolean {
  return JSON.stringify(meaning(cryptosuite, left)) === JSON.stringify(meaning(cryptosuite, right))
}
