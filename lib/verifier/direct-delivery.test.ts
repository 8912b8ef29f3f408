import { describe, expect, it } from 'vitest'
import { formatMailto } from '../credential/mail-address.ts'
import { createAchievement, createAchievementCredential, hashIdentity, type AchievementCredential } from '../credential/open-badge.ts'
import { signPresentation } from '../credential/presentation.ts'
import { signCredential } from '../credential/sign-credential.ts'
import type { SigningKey } from '../crypto/cryptography.ts'
import { createDidDocument } from '../did/did-document.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { createBitstring, withBit } from '../status/bitstring.ts'
import { createStatusEntry, createStatusListCredential } from '../status/status-list-credential.ts'
import { trustNobody, type Trust } from './policy.ts'
import { findingOf, type CheckName, type NamedFinding, type Report } from './report.ts'
import type { VerifyContext } from './verify-context.ts'
import { verify } from './verify.ts'

const now = new Date('2026-11-21T12:00:00Z')
const listUrl = 'https://college.example/status/3'
const person = 'maria.gomez@example.org'
const newKey = async (type: 'Ed25519' | 'P-256' = 'Ed25519'): Promise<SigningKey> => cryptography.importSigningKey(await cryptography.generateKey(type))
const [college, stranger, ecdsa] = [await newKey(), await newKey(), await newKey('P-256')]
const trust: Trust = { ...trustNobody, issuers: [college, ecdsa].map((key) => ({ did: didKey(key.publicKey), name: 'Example College' })) }

interface Signing { readonly by?: SigningKey, readonly did?: string, readonly created?: Date }

async function sign<Document extends JsonObject>(document: Document, { by = college, did, created = now }: Signing = {}): Promise<JsonObject> {
  return { ...await signCredential(document, { signingKey: by, verificationMethod: did === undefined ? didKeyVerificationMethod(by.publicKey) : `${did}#key-1`, created, cryptography }) }
}

/** The credential that a file holds, before it is signed. */
function badge({ by = college, did = didKey(by.publicKey) }: Signing = {}): AchievementCredential {
  const achievement = createAchievement({ id: 'https://college.example/achievements/forklift-2', name: 'Forklift operator', description: 'Operates a truck', criteria: { narrative: 'Practical test' } })
  return createAchievementCredential({
    id: 'urn:uuid:6b1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', issuer: { id: did, name: 'Example College' }, achievement, subject: { did: formatMailto(person) },
    validFrom: new Date('2026-01-01T00:00:00Z'), validUntil: new Date('2029-01-01T00:00:00Z'), status: createStatusEntry(listUrl, 7, 'revocation'),
  })
}

interface ListChanges { readonly isRevoked?: boolean, readonly validFrom?: Date, readonly listIssuer?: string }

async function list({ isRevoked = false, validFrom = now, listIssuer = didKey(college.publicKey), ...signing }: ListChanges & Signing = {}): Promise<JsonObject> {
  const bits = isRevoked ? withBit(createBitstring(), 7, 1) : createBitstring()
  return sign(await createStatusListCredential({ url: listUrl, issuer: listIssuer, purpose: 'revocation', bits, validFrom, ttlSeconds: 86_400 }), { created: validFrom, ...signing })
}

const good = await sign(badge())
const goodList = await list()

async function judge(file: unknown, { lists = goodList, ...context }: Partial<VerifyContext> & { readonly lists?: JsonObject | 'unreachable' } = {}): Promise<Report> {
  const fetchDocument = async (url: string): Promise<unknown> => {
    if (url !== listUrl || lists === 'unreachable') throw new TypeError('no network')
    return lists
  }
  const bytes = file instanceof Uint8Array ? file as Uint8Array<ArrayBuffer> : encodeUtf8(typeof file === 'string' ? file : JSON.stringify(file))
  const { reports: [report] } = await verify(bytes, { cryptography, now, documents: {}, trust, fetchDocument, ...context })
  if (report === undefined) throw new Error('a file gets a report')
  return report
}

const found = async (check: CheckName, file: unknown, context: Parameters<typeof judge>[1] = {}): Promise<NamedFinding> => findingOf(await judge(file, context), check)

describe('direct delivery, verifying', () => {
  it('DV1, DV2, DV19: a valid credential is accepted, the same whether it comes as a file or as text, in whatever layout', async () => {
    const reports = await Promise.all([JSON.stringify(good), JSON.stringify(good, null, 4), `\uFEFF${JSON.stringify(good)}`, `\n  ${JSON.stringify(good)}\r\n`, encodeUtf8(JSON.stringify(good))].map((file) => judge(file)))
    for (const report of reports) expect(report).toEqual(reports[0])
    expect(reports[0]).toMatchObject({ integrity: 'passed', accepted: 'yes', standard: 'open-badges-3.0' })
  })

  it.each([
    ['JSON that is no credential', { hello: 1 }, 'format/'],
    ['a type in a plain text', { ...good, type: 'OpenBadgeCredential' }, 'format/'],
    ['no context', { ...good, '@context': [] }, 'format/'],
    ['a member twice', JSON.stringify(good).replace('"name":', '"name":"Pilot","name":'), 'format/duplicate-member'],
    ['a list in place of a subject’s name', { ...good, credentialSubject: [] }, 'schema/'],
  ])('DV3, DV21: its structure comes first, and what is not right there fails: %s', async (_, file, code) => {
    const report = await judge(file)
    expect(report).toMatchObject({ integrity: 'failed' })
    expect(report.accepted).not.toBe('yes')
    expect(report.checks.find(({ outcome, code: of = '' }) => outcome === 'failed' && of.startsWith(code))).toBeDefined()
  })

  it.each([
    ['nothing', '', 'verifier/unreadable'], ['no JSON', 'certificate of Maria', 'verifier/unreadable'], ['half of it', JSON.stringify(good).slice(0, 400), 'verifier/unreadable'],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00, 0xc3]), 'verifier/unreadable'], ['more than is read', `{"a":"${'x'.repeat(2_200_000)}"}`, 'verifier/too-large'],
  ])('DV4: what is malformed is refused in words, without a trace: %s', async (_, file, code) => {
    await expect(judge(file)).rejects.toMatchObject({ code, message: expect.not.stringMatching(/\n|\bat /) })
  })

  it('DV4: what is nested without end is read by nobody', async () => {
    expect(await judge(`{"a":${'['.repeat(200)}${']'.repeat(200)}}`)).toMatchObject({ integrity: 'failed' })
  })

  it('DV5, DV6, DV21: what Open Badges 3.0 asks for must be there, and each fault is told by its place', async () => {
    const { credentialSubject: { achievement: { criteria: _, name: __, ...achievement }, ...subject }, ...rest } = badge()
    const broken = await sign({ ...rest, credentialSubject: { ...subject, achievement } } as unknown as JsonObject)
    const finding = await found('schema', broken)
    expect(finding).toMatchObject({ outcome: 'failed', code: 'schema/rule-broken', reason: expect.stringMatching(/achievement/) })
    expect(await found('proof', broken)).toMatchObject({ outcome: 'passed' })
  })

  it.each([['Ed25519', college], ['P-256', ecdsa]] as const)('DV7, CV2: a signature is verified in both suites: %s', async (_, by) => {
    const lists = await list({ by, listIssuer: didKey(by.publicKey) })
    const file = await sign(badge({ by }), { by })
    expect(await judge(file, { lists })).toMatchObject({ integrity: 'passed', accepted: 'yes' })
    expect(await found('proof', { ...file, name: 'Pilot' }, { lists })).toMatchObject({ outcome: 'failed' })
  })

  it('DV8, CV3: issuers are resolved by did:key and did:web; a key that is not theirs fails, a document that cannot be had is unknown', async () => {
    const did = 'did:web:college.example'
    const file = await sign(badge({ did }), { did })
    const documents = { [did]: createDidDocument(did, [{ fragment: 'key-1', publicKey: college.publicKey }], ['assertionMethod']), [listUrl]: await list({ did, listIssuer: did }) }
    expect(await judge(file, { documents })).toMatchObject({ integrity: 'passed' })
    expect(await found('proof', file)).toMatchObject({ outcome: 'unknown' })
    const other = { ...documents, [did]: createDidDocument(did, [{ fragment: 'key-1', publicKey: stranger.publicKey }], ['assertionMethod']) }
    expect(await judge(file, { documents: other })).toMatchObject({ integrity: 'failed' })
    expect(await found('issuer-binding', await sign(badge({ did }), {}), { documents })).toMatchObject({ outcome: 'failed' })
  })

  it('DV9, DV22: a credential counts within its dates, and not from the instant at which they end', async () => {
    expect(await found('validity-period', good, { now: new Date('2028-12-31T23:59:58Z'), lists: await list({ validFrom: new Date('2028-12-31T12:00:00Z') }) })).toMatchObject({ outcome: 'passed' })
    const expired = await judge(good, { now: new Date('2029-01-01T00:00:00Z') })
    expect(findingOf(expired, 'validity-period')).toMatchObject({ outcome: 'failed' })
    expect(expired).toMatchObject({ integrity: 'failed', accepted: 'no' })
    expect(await found('validity-period', await sign({ ...badge(), validFrom: '2027-01-01T00:00:00Z' }))).toMatchObject({ outcome: 'failed' })
    expect(await found('proof', await sign(badge(), { created: new Date('2026-12-01T00:00:00Z') }))).toMatchObject({ outcome: 'failed' })
  })

  it('DV10, DV20: a broken signature is a finding among others, and the file is not accepted', async () => {
    const report = await judge({ ...good, name: 'Pilot' })
    expect(findingOf(report, 'proof')).toMatchObject({ outcome: 'failed', code: 'proof/signature-invalid', reason: expect.any(String) })
    expect(report).toMatchObject({ integrity: 'failed', accepted: 'no' })
    expect(report.checks.map(({ check }) => check)).toContain('status')
    expect(await judge({ ...good, proof: undefined })).toMatchObject({ integrity: 'failed', accepted: 'no' })
    expect(await judge({ ...good, proof: { ...good['proof'] as JsonObject, proofValue: 'z1' } })).toMatchObject({ integrity: 'failed' })
  })

  it('DV11, DV23: a revoked credential is not accepted', async () => {
    const report = await judge(good, { lists: await list({ isRevoked: true }) })
    expect(findingOf(report, 'status')).toMatchObject({ outcome: 'failed', purpose: 'revocation' })
    expect(report).toMatchObject({ integrity: 'failed', accepted: 'no' })
  })

  it.each([
    ['signed by another key', { by: stranger }], ['of another issuer', { by: stranger, listIssuer: didKey(stranger.publicKey) }], ['too old', { validFrom: new Date('2026-11-19T12:00:00Z') }],
  ])('DV12: a list that is %s is not believed', async (_, changes) => {
    const report = await judge(good, { lists: await list(changes) })
    expect(findingOf(report, 'status')).toMatchObject({ outcome: 'unknown' })
    expect(report).toMatchObject({ integrity: 'unknown', accepted: 'unknown' })
  })

  it('DV13: a list that cannot be had leaves the question open, and never reads as good', async () => {
    const report = await judge(good, { lists: 'unreachable' })
    expect(findingOf(report, 'status')).toMatchObject({ outcome: 'unknown' })
    expect(report).toMatchObject({ integrity: 'unknown', accepted: 'unknown' })
  })

  it('DV14: a list that was kept answers while it is fresh, and says how old it is', async () => {
    const keptLists = { [listUrl]: { credential: goodList, fetchedAt: '2026-11-21T12:00:00Z' } }
    expect(await found('status', good, { lists: 'unreachable', keptLists, now: new Date('2026-11-21T18:00:00Z') })).toMatchObject({ outcome: 'passed', ageSeconds: 21_600 })
    expect(await found('status', good, { lists: 'unreachable', keptLists, now: new Date('2026-11-23T18:00:00Z') })).toMatchObject({ outcome: 'unknown' })
  })

  it('DV15, DV16: the person is read from mailto, a bare address or a hash, and compared with who is there', async () => {
    const { credentialSubject: { id: _, ...subject }, ...rest } = badge()
    const about = async (named: object): Promise<JsonObject> => sign({ ...rest, credentialSubject: { ...subject, ...named } } as unknown as JsonObject)
    // Nobody whose JSON-LD is strict can sign a bare address; who it names can be read all the same.
    const bare = { ...good, credentialSubject: { ...subject, id: person } }
    for (const file of [good, bare, await about({ identifier: [hashIdentity(person, 'c2FsdA', cryptography)] })]) {
      expect(await found('holder-binding', file, { holder: person })).toMatchObject({ outcome: 'passed' })
      expect(await found('holder-binding', file, { holder: 'Maria.Gomez@Example.org' })).toMatchObject({ outcome: 'passed' })
      expect(await found('holder-binding', file, { holder: 'mario.gomez@example.org' })).toMatchObject({ outcome: 'failed', code: 'holder-binding/other-subject' })
      expect(await found('holder-binding', file)).toMatchObject({ outcome: 'not-applicable' })
    }
    const nameless = await about({ id: 'urn:uuid:0d8b2a0c-58a5-4a7e-8f63-5a1c3b2d4e6f', identifier: [{ type: 'IdentityObject', identityType: 'name', identityHash: 'Maria', hashed: false }] })
    expect(await found('holder-binding', nameless, { holder: person })).toMatchObject({ outcome: 'unknown' })
  })

  it('DV17: registries are asked for the issuer, and one that none knows is told apart from a signature that is wrong', async () => {
    expect(await found('issuer-trust', good)).toMatchObject({ outcome: 'passed' })
    const report = await judge(good, { trust: trustNobody })
    expect(findingOf(report, 'issuer-trust')).toMatchObject({ outcome: 'failed' })
    expect(report).toMatchObject({ integrity: 'passed', accepted: 'no' })
  })

  it('DV18: what is forged, shown again for another, or kept alive by a tampered list is found out', async () => {
    const forged = await sign(badge(), { by: stranger })
    expect(await judge({ ...forged, issuer: good['issuer'] ?? '' })).toMatchObject({ integrity: 'failed', accepted: 'no' })
    const signing = { signingKey: stranger, verificationMethod: didKeyVerificationMethod(stranger.publicKey), created: now, cryptography }
    const shown = { ...await signPresentation({ holder: didKey(stranger.publicKey), challenge: 'one', domain: 'https://hire.example', credentials: [good] }, signing) }
    for (const asked of [{ challenge: 'another', domain: 'https://hire.example' }, { challenge: 'one', domain: 'https://other.example' }, { challenge: 'one', domain: 'https://hire.example' }]) {
      // The last is the right occasion, and still somebody else than whom it is about.
      expect(await found('holder-binding', shown, asked)).toMatchObject({ outcome: asked.challenge === 'one' && asked.domain === 'https://hire.example' ? 'unknown' : 'failed' })
    }
    const revoked = await list({ isRevoked: true })
    const tampered = { ...revoked, credentialSubject: goodList['credentialSubject'] ?? {} }
    expect(await found('status', good, { lists: tampered })).toMatchObject({ outcome: 'unknown' })
    expect(await judge({ ...good, credentialStatus: { ...good['credentialStatus'] as JsonObject, statusListIndex: '8' } })).toMatchObject({ integrity: 'failed' })
    expect((await judge(good)).leftOpen.map(({ what }) => what)).toContain('person')
  })
})
