import { createHash, createSign, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase64url } from '../../encoding/base64url.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { trustNobody } from '../policy.ts'
import type { CheckName, NamedFinding, Report } from '../report.ts'
import { findingOf } from '../report.ts'
import type { VerifyContext } from '../verify-context.ts'
import { verify } from '../verify.ts'

const now = new Date('2026-11-21T12:00:00Z')
const base = 'https://college.example/badges'
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pemOf = (key: typeof publicKey): string => key.export({ format: 'pem', type: 'spki' }) as string

const hash = (identity: string, salt: string): string => `sha256$${createHash('sha256').update(identity + salt).digest('hex')}`

const profile = {
  '@context': 'https://w3id.org/openbadges/v2', 'type': 'Issuer', 'id': `${base}/issuer.json`, 'name': 'College', 'url': 'https://college.example', 'email': 'badges@college.example',
  'publicKey': `${base}/key.json`, 'revocationList': `${base}/revoked.json`,
}
const badgeClass = {
  '@context': 'https://w3id.org/openbadges/v2', 'type': 'BadgeClass', 'id': `${base}/welding.json`, 'name': 'Welding', 'description': 'Joins steel', 'image': `${base}/welding.png`,
  'criteria': { narrative: 'Three welds' }, 'issuer': profile.id,
}
const key = { '@context': 'https://w3id.org/openbadges/v2', 'type': 'CryptographicKey', 'id': profile.publicKey, 'owner': profile.id, 'publicKeyPem': pemOf(publicKey) }
const revocationList = { '@context': 'https://w3id.org/openbadges/v2', 'type': 'RevocationList', 'id': profile.revocationList, 'revokedAssertions': [{ id: `${base}/revoked-1` }, 'urn:uuid:revoked-2'] }

const hosted: JsonObject = {
  '@context': 'https://w3id.org/openbadges/v2', 'type': 'Assertion', 'id': `${base}/1.json`, 'recipient': { type: 'email', hashed: true, salt: 'sea', identity: hash('ana@college.example', 'sea') },
  'badge': badgeClass.id, 'issuedOn': '2026-01-01T00:00:00Z', 'verification': { type: 'hosted' },
}
const signedAssertion: JsonObject = { ...hosted, id: 'urn:uuid:1', verification: { type: 'signed', creator: key.id } }

const documents = (...more: readonly JsonObject[]): Record<string, unknown> => Object.fromEntries([profile, badgeClass, key, revocationList, ...more].map((document) => [String(document['id']), document]))
const part = (value: unknown): string => encodeBase64url(encodeUtf8(JSON.stringify(value)))

function sign(payload: JsonObject, { header = { alg: 'RS256' }, signer = privateKey }: { header?: JsonObject; signer?: typeof privateKey } = {}): string {
  const input = `${part(header)}.${part(payload)}`
  return `${input}.${createSign('sha256').update(input).sign(signer, 'base64url')}`
}

async function judge(value: Json, context: Partial<VerifyContext> = {}): Promise<Report> {
  const { reports: [report] } = await verify(encodeUtf8(typeof value === 'string' ? value : JSON.stringify(value)), { cryptography, now, documents: documents(hosted), trust: trustNobody, ...context })
  if (report === undefined) throw new Error('no report')
  return report
}

const findingOn = async (name: CheckName, value: Json, context: Partial<VerifyContext> = {}): Promise<NamedFinding> => findingOf(await judge(value, context), name)
const summary = ({ integrity, checks }: Report): readonly string[] => [integrity, ...checks.flatMap(({ code, outcome }) => (outcome === 'failed' || outcome === 'unknown' ? [code ?? ''] : []))]

describe('a hosted badge', () => {
  it('is genuine when its issuer serves the same, in whatever order', async () => {
    const reordered = Object.fromEntries(Object.entries(hosted).toReversed())
    const report = await judge(reordered)
    expect(report).toMatchObject({ standard: 'open-badges-2.0', integrity: 'passed', issuer: { id: profile.id } })
    expect(findingOf(report, 'schema').outcome).toBe('passed')
  })

  it('is accepted from an issuer that the verifier knows', async () => {
    expect(await judge(hosted, { trust: { ...trustNobody, issuers: [{ did: profile.id, name: 'Riverside College' }] } })).toMatchObject({ accepted: 'yes', level: 'attested', issuer: { name: 'Riverside College' } })
  })

  it('fails when its issuer serves another, or calls it revoked', async () => {
    expect(await findingOn('proof', { ...hosted, expires: '2030-01-01T00:00:00Z' })).toMatchObject({ outcome: 'failed', code: 'proof/hosted-differs' })
    for (const served of [{ id: hosted['id'] ?? '', revoked: true }, { ...hosted, revoked: true }]) {
      const report = await judge(hosted, { documents: documents(served) })
      expect([report.integrity, findingOf(report, 'status').code]).toEqual(['failed', 'status/revoked'])
    }
  })

  it('is unknown, never genuine, when what is served cannot be had', async () => {
    expect(summary(await judge(hosted, { documents: {} }))).toEqual(expect.arrayContaining(['unknown', 'proof/hosted-unavailable', 'issuer-binding/not-resolved', 'status/list-unavailable']))
    expect((await judge(hosted, { documents: {}, fetchDocument: async () => { throw new Error('refused') } })).integrity).toBe('unknown')
  })

  it('is fetched when there is a network, each address once', async () => {
    const asked: string[] = []
    const fetchDocument = async (url: string): Promise<unknown> => {
      asked.push(url)
      return documents(hosted)[url]
    }
    expect((await judge(hosted, { documents: {}, fetchDocument })).integrity).toBe('passed')
    expect(asked.toSorted()).toEqual([hosted['id'], profile.id, badgeClass.id].toSorted())
  })

  it('believes nothing that whoever shows it wrote into it about its issuer', async () => {
    const claimed = { ...hosted, badge: { ...badgeClass, issuer: { ...profile, verification: { startsWith: 'https://evil.example' } } }, id: 'https://evil.example/1.json' }
    const report = await judge(claimed, { documents: documents(claimed) })
    expect([report.integrity, findingOf(report, 'issuer-binding').code]).toEqual(['failed', 'issuer-binding/outside-scope'])
    const { [profile.id]: _, ...lacking } = documents(hosted)
    expect(await findingOn('issuer-binding', hosted, { documents: lacking })).toMatchObject({ outcome: 'unknown', code: 'issuer-binding/not-resolved' })
  })

  it('fails outside the places where its issuer serves badges', async () => {
    const scoped = async (verification: JsonObject): Promise<string> => (await findingOn('issuer-binding', hosted, { documents: { ...documents(hosted), [profile.id]: { ...profile, verification } } })).outcome
    for (const verification of [{}, { allowedOrigins: 'college.example' }, { allowedOrigins: ['other.example', 'https://college.example'] }, { startsWith: base }, { startsWith: ['https://x.example', `${base}/1`] }]) {
      expect([verification, await scoped(verification)]).toEqual([verification, 'passed'])
    }
    for (const verification of [{ allowedOrigins: 'other.example' }, { startsWith: 'https://college.exam' }, { startsWith: `${base}/2` }, { startsWith: 'https:' }, { startsWith: 7 }, { allowedOrigins: [''] }] as const) {
      expect([verification, await scoped(verification as JsonObject)]).toEqual([verification, 'failed'])
    }
  })

  it('fails with the profile of another at the address of its issuer left open', async () => {
    expect(await findingOn('issuer-binding', hosted, { documents: { ...documents(hosted), [profile.id]: { ...profile, id: 'urn:uuid:1' } } })).toMatchObject({ outcome: 'unknown', code: 'issuer-binding/profile-mismatch' })
  })
})

describe('a signed badge', () => {
  it('is genuine under the key that its issuer lists', async () => {
    expect((await judge(sign(signedAssertion))).integrity).toBe('passed')
    expect((await judge(sign({ ...signedAssertion, verification: { type: 'signed' } }))).integrity).toBe('passed')
  })

  it('fails when one character changed, or another key signed', async () => {
    const [header, , signature] = sign(signedAssertion).split('.')
    expect(await findingOn('proof', `${header}.${part({ ...signedAssertion, issuedOn: '2020-01-01T00:00:00Z' })}.${signature}`)).toMatchObject({ outcome: 'failed', code: 'proof/signature-invalid' })
    expect(await findingOn('proof', sign(signedAssertion, { signer: other.privateKey }))).toMatchObject({ outcome: 'failed', code: 'proof/signature-invalid' })
  })

  it('fails under a key that its issuer does not list, or that says it is another\'s', async () => {
    const own = { ...key, id: 'https://evil.example/key.json', publicKeyPem: pemOf(other.publicKey) }
    const forged = sign({ ...signedAssertion, verification: { type: 'signed', creator: own.id } }, { signer: other.privateKey })
    const report = await judge(forged, { documents: documents(own) })
    expect([report.integrity, findingOf(report, 'proof').outcome, findingOf(report, 'issuer-binding').code]).toEqual(['failed', 'passed', 'issuer-binding/key-not-listed'])
    expect(await findingOn('issuer-binding', sign(signedAssertion), { documents: { ...documents(), [key.id]: { ...key, owner: 'https://evil.example' } } })).toMatchObject({ code: 'issuer-binding/key-not-listed' })
  })

  it('fails when nobody signed it although it says so', async () => {
    expect(await findingOn('proof', signedAssertion)).toMatchObject({ outcome: 'failed', code: 'proof/missing' })
    for (const alg of ['none', 'HS256']) expect((await findingOn('proof', sign(signedAssertion, { header: { alg } }))).outcome).toBe('failed')
  })

  it('is unknown when the key or the profile cannot be had', async () => {
    const { [key.id]: _, ...noKey } = documents()
    const { [profile.id]: __, ...noProfile } = documents()
    expect(summary(await judge(sign(signedAssertion), { documents: noKey }))).toEqual(expect.arrayContaining(['unknown', 'proof/key-unavailable']))
    expect(summary(await judge(sign(signedAssertion), { documents: noProfile }))).toEqual(expect.arrayContaining(['unknown', 'issuer-binding/not-resolved', 'status/list-unavailable']))
    expect(await findingOn('proof', sign(signedAssertion), { documents: { ...documents(), [key.id]: { ...key, publicKeyPem: 'none' } } })).toMatchObject({ outcome: 'failed', code: 'proof/key-malformed' })
  })

  it('fails when its issuer lists it as revoked, by id or by object', async () => {
    for (const id of [`${base}/revoked-1`, 'urn:uuid:revoked-2']) expect(await findingOn('status', sign({ ...signedAssertion, id }))).toMatchObject({ outcome: 'failed', code: 'status/revoked' })
  })

  it('is not called good when the revocation list is malformed, another\'s or out of reach', async () => {
    const status = (list: unknown): Promise<NamedFinding> => findingOn('status', sign(signedAssertion), { documents: { ...documents(), [revocationList.id]: list } })
    expect(await status({ ...revocationList, revokedAssertions: 'urn:uuid:1' })).toMatchObject({ outcome: 'unknown', code: 'status/list-malformed' })
    expect(await status({ ...revocationList, issuer: 'https://evil.example' })).toMatchObject({ outcome: 'unknown', code: 'status/issuer-mismatch' })
    expect(await status('not JSON')).toMatchObject({ outcome: 'unknown', code: 'status/list-unavailable' })
    const { revocationList: _, ...unlisted } = profile
    expect(await findingOn('status', sign(signedAssertion), { documents: { ...documents(), [profile.id]: unlisted } })).toMatchObject({ outcome: 'not-applicable', code: 'status/none' })
  })
})

describe('what a badge says', () => {
  it('is over when it expired, and not begun before it was issued', async () => {
    const period = async (change: JsonObject): Promise<string | undefined> => (await findingOn('validity-period', { ...hosted, ...change })).code
    expect(await period({ expires: '2026-06-01T00:00:00Z' })).toBe('validity-period/expired')
    expect(await period({ expires: '2025-06-01T00:00:00Z' })).toBe('validity-period/empty')
    expect(await period({ issuedOn: '2100-01-01T00:00:00Z' })).toBe('validity-period/not-yet')
    expect(await period({ issuedOn: 'yesterday' })).toBe('validity-period/malformed')
    for (const issuedOn of ['2015-04-30', 1_430_352_000, '2015-04-30T10:00:00']) expect(await period({ issuedOn })).toBeUndefined()
    expect(await period({ expires: '2026-11-21' })).toBeUndefined()
    expect(await period({ expires: '2026-11-20' })).toBe('validity-period/expired')
  })

  it('tells whose it is by the exact address, or the same in lower case', async () => {
    const whose = async (holder: string, recipient: JsonObject): Promise<string | undefined> => {
      const { outcome, code } = await findingOn('holder-binding', { ...hosted, recipient }, { holder })
      return code ?? outcome
    }
    const hashed = (identity: string): JsonObject => ({ type: 'email', hashed: true, salt: 'sea', identity: hash(identity, 'sea') })
    expect(await whose('Ana@College.example', hashed('Ana@College.example'))).toBe('passed')
    expect(await whose('Ana@College.example', hashed('ana@college.example'))).toBe('passed')
    expect(await whose('ana@college.example', hashed('Ana@College.example'))).toBe('holder-binding/other-subject')
    expect(await whose('ben@college.example', hashed('ana@college.example'))).toBe('holder-binding/other-subject')
    expect(await whose('ana@college.example', { type: 'email', hashed: false, identity: 'Ana@college.example' })).toBe('passed')
    expect(await whose('ana@college.example', { type: 'email', hashed: true, identity: 'md5$00' })).toBe('holder-binding/hash-not-supported')
    expect(await whose('ana@college.example', { type: 'url', hashed: false, identity: 'https://ana.example' })).toBe('holder-binding/subject-unnamed')
    expect((await judge(hosted, { holder: 'ben@college.example' })).integrity).toBe('failed')
  })

  it('keeps the rules of its standard or not, apart from whether it is genuine', async () => {
    const schema = async (change: JsonObject, context: Partial<VerifyContext> = {}): Promise<string | undefined> => (await findingOn('schema', { ...hosted, ...change }, context)).reason
    expect(await schema({ issuedOn: '2015-04-30' })).toBe('/issuedOn is not a moment with a time zone')
    expect(await schema({ recipient: { type: 'email', identity: 'x' } })).toBe('/recipient/hashed is missing')
    expect(await schema({}, { documents: { ...documents(hosted), [badgeClass.id]: { ...badgeClass, description: 7 } } })).toBe('/badge/description is not a text')
    expect(await schema({}, { documents: {} })).toContain('could not be had')
    expect(await schema({ 'extensions:level': {} })).toContain('extensions')
  })

  it('is not a badge without its context, a recipient or a way to verify it', async () => {
    const format = async (change: JsonObject): Promise<string | undefined> => (await findingOn('format', { ...hosted, ...change })).code
    expect(await format({ '@context': 'https://w3id.org/openbadges/invalid' })).toBe('format/context-missing')
    expect(await format({ recipient: {} })).toBe('format/subject-missing')
    expect(await format({ verification: null as unknown as Json, id: 7 })).toBe('format/id-missing')
    const { verification: _, ...rest } = hosted
    expect(await findingOn('format', rest)).toMatchObject({ code: 'format/verification-missing' })
    expect(await findingOn('proof', rest)).toMatchObject({ outcome: 'unknown', code: 'proof/not-supported' })
  })

  it('may be anything, and is answered', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom(...Object.keys(hosted)), fc.jsonValue(), async (name, value) => {
      const changed = { ...hosted, [name]: value as Json }
      expect((await judge(changed)).integrity === 'passed').toBe(JSON.stringify(changed) === JSON.stringify(hosted))
    }), { seed: 1, numRuns: 100 })
  })

  it('may name documents that are anything, and is answered', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom(profile.id, badgeClass.id, key.id, revocationList.id, String(hosted['id'])), fc.jsonValue(), async (address, value) => {
      const given = { ...documents(hosted), [address]: value }
      expect((await judge(hosted, { documents: given })).checks).toHaveLength(11)
      expect((await judge(sign(signedAssertion), { documents: given })).checks).toHaveLength(11)
    }), { seed: 1, numRuns: 50 })
  })
})
