import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { createAchievementCredential, hashIdentity } from '../credential/open-badge.ts'
import type { AchievementCredentialInput } from '../credential/open-badge.ts'
import { signCredential } from '../credential/sign-credential.ts'
import { signPresentation } from '../credential/presentation.ts'
import type { SigningContext } from '../credential/add-proof.ts'
import type { SigningKey } from '../crypto/cryptography.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { didWebDocument } from '../did/did-web.ts'
import { encodeBase64 } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { decodeMultibase } from '../encoding/multibase.ts'
import { memoryLogStorage } from '../ledger/memory-log-storage.ts'
import { openLog } from '../ledger/open-log.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { createBitstring, withBit } from '../status/bitstring.ts'
import { createStatusEntry, createStatusListCredential } from '../status/status-list-credential.ts'
import { batchPath, buildBatchTree } from '../trust/batch-tree.ts'
import { commit } from '../trust/commitment.ts'
import { formatLedgerProof } from '../trust/ledger-proof.ts'
import { sealBatch } from '../trust/seal-batch.ts'
import { formatBundle } from './bundle.ts'
import type { Bundle } from './bundle.ts'
import type { Trust } from './policy.ts'
import { trustNobody } from './policy.ts'
import type { CheckName, NamedFinding, Report, Verdict } from './report.ts'
import { checkNames, findingOf, verdictToJson } from './report.ts'
import { VerifierError } from './verifier-error.ts'
import type { VerifyContext } from './verify-context.ts'
import { verify } from './verify.ts'

const now = new Date('2026-11-21T12:00:00Z')
const listUrl = 'https://college.example/status/1'

interface Party {
  readonly key: SigningKey
  readonly did: string
  readonly signing: SigningContext
}

async function createParty(): Promise<Party> {
  const key = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
  return { key, did: didKey(key.publicKey), signing: { signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), created: now, cryptography } }
}

let issuer: Party
let holder: Party
beforeAll(async () => {
  issuer = await createParty()
  holder = await createParty()
})

function badge(changes: Partial<AchievementCredentialInput> = {}): JsonObject {
  return createAchievementCredential({
    id: 'urn:uuid:6b1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f',
    issuer: { id: issuer.did, name: 'Massachusetts Institute of Technology' },
    achievement: { id: 'urn:uuid:0d8b2a0c-58a5-4a7e-8f63-5a1c3b2d4e6f', type: ['Achievement'], name: 'Welding', description: 'Joins steel', criteria: { narrative: 'Three welds' } },
    subject: { did: holder.did },
    validFrom: new Date('2026-01-01T00:00:00Z'),
    ...changes,
  })
}

const sign = async (credential: JsonObject): Promise<JsonObject> => signCredential(credential, issuer.signing)
const bytesOf = (value: unknown): Uint8Array<ArrayBuffer> => encodeUtf8(typeof value === 'string' ? value : JSON.stringify(value))

function judge(value: unknown, context: Partial<VerifyContext> = {}): Promise<Verdict> {
  return verify(bytesOf(value), { cryptography, now, documents: {}, trust: trustNobody, ...context })
}

async function reportOn(value: unknown, context: Partial<VerifyContext> = {}): Promise<Report> {
  const { reports } = await judge(value, context)
  expect(reports).toHaveLength(1)
  const [report] = reports
  if (report === undefined) throw new Error('no report')
  return report
}

async function findingOn(name: CheckName, value: unknown, context: Partial<VerifyContext> = {}): Promise<NamedFinding> {
  return findingOf(await reportOn(value, context), name)
}

const bundle = (changes: Partial<Bundle>): string => formatBundle({ credentials: [], documents: {}, status: {}, ledgerProofs: [], logs: [], ...changes })
const known = (): Trust => ({ policy: 'known-issuer', issuers: [{ did: issuer.did, name: 'Riverside College' }], logs: [] })

describe('verify()', () => {
  it('passes no withdrawn or expired badge whose members were renamed under an unbroken signature', async () => {
    const terms = 'https://www.w3.org/2018/credentials'
    const { credentialStatus, validUntil, ...rest } = await sign(badge({ validUntil: new Date('2026-02-01T00:00:00Z'), status: createStatusEntry(listUrl, 5, 'revocation') }))
    const until = { '@type': 'http://www.w3.org/2001/XMLSchema#dateTime', '@value': validUntil ?? null }
    const withContext = (own: JsonObject): JsonObject => ({ ...rest, '@context': [...(rest['@context'] as Json[]), own] })
    const disguises: readonly JsonObject[] = [
      { ...rest, [`${terms}#credentialStatus`]: credentialStatus ?? null, [`${terms}#validUntil`]: until },
      { ...withContext({ note: `${terms}#credentialStatus`, day: `${terms}#validUntil` }), note: credentialStatus ?? null, day: until },
      { ...withContext({ '@vocab': terms }), '#credentialStatus': credentialStatus ?? null, '#validUntil': until },
    ]
    for (const disguise of disguises) {
      const report = await reportOn(disguise)
      expect([report.integrity, findingOf(report, 'proof')]).toMatchObject(['unknown', { outcome: 'unknown', code: 'proof/term-disguised' }])
    }
  })

  it('answers all eleven questions in their order, with the reason wherever it did not pass', async () => {
    const report = await reportOn(await sign(badge()))
    expect(report.checks.map(({ check }) => check)).toEqual(checkNames)
    expect(report.checks.filter(({ outcome }) => outcome !== 'passed').every(({ code, reason }) => code !== undefined && reason !== undefined)).toBe(true)
  })

  it('tells integrity from acceptance: a self-made degree is genuine and not accepted, whatever name it gives itself', async () => {
    const report = await reportOn(await sign(badge()))
    expect(report).toMatchObject({ integrity: 'passed', accepted: 'no', policy: 'known-issuer', level: 'endorsed', issuer: { id: issuer.did, name: null } })
    expect(report.notProven).toContain('Who the issuer really is: anybody can make a key and sign under any name.')
  })

  it('accepts a known issuer under the name that the verifier gives it', async () => {
    expect(await reportOn(await sign(badge()), { trust: known() })).toMatchObject({ integrity: 'passed', accepted: 'yes', level: 'attested', issuer: { name: 'Riverside College' } })
  })

  it.each([['integrity-only', 'yes'], ['accredited', 'unknown']] as const)('judges by the policy %s', async (policy, accepted) => {
    expect((await reportOn(await sign(badge()), { trust: { ...known(), policy } })).accepted).toBe(accepted)
  })

  it('calls a credential about its own issuer self-stated', async () => {
    expect((await reportOn(await sign(badge({ subject: { did: issuer.did } })))).level).toBe('self-stated')
  })

  it('fails one changed character anywhere in the claims', async () => {
    const text = JSON.stringify(await sign(badge()))
    for (const word of ['Welding', 'Joins', 'Three', 'Massachusetts', '2026-01-01', holder.did.slice(-8)]) {
      const changed = text.replace(word, `${word.startsWith('2') ? '3' : word.startsWith('X') ? 'Y' : 'X'}${word.slice(1)}`)
      expect(changed).not.toBe(text)
      expect((await reportOn(changed)).integrity).toBe('failed')
    }
  })

  it('prints a single credential as its report, and several as a summary with each', async () => {
    const signed = await sign(badge())
    expect(verdictToJson(await judge(signed))).toMatchObject({ integrity: 'passed', checks: expect.any(Array) })
    expect(verdictToJson(await judge(bundle({ credentials: [JSON.stringify(signed)] })))).toMatchObject({ container: 'bundle', integrity: 'passed', checks: expect.any(Array) })
    const several = verdictToJson(await judge(bundle({ credentials: [JSON.stringify(signed), JSON.stringify(badge())] })))
    expect(several).toMatchObject({ container: 'bundle', integrity: 'failed', accepted: 'no', credentials: [{ integrity: 'passed' }, { integrity: 'failed' }] })
  })
})

describe('format', () => {
  it('passes a badge', async () => {
    expect((await findingOn('format', badge())).outcome).toBe('passed')
  })

  it.each<[string, (credential: JsonObject) => Json]>([
    ['context-missing', (credential) => ({ ...credential, '@context': ['https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'] })],
    ['type-missing', (credential) => ({ ...credential, type: ['OpenBadgeCredential'] })],
    ['issuer-missing', (credential) => ({ ...credential, issuer: {} })],
    ['issuer-malformed', (credential) => ({ ...credential, issuer: 'College' })],
    ['subject-missing', (credential) => ({ ...credential, credentialSubject: [] })],
    ['id-malformed', (credential) => ({ ...credential, id: 'number one' })],
    ['part-malformed', (credential) => ({ ...credential, evidence: { id: 'https://example.edu' } })],
    ['term-undefined', (credential) => ({ ...credential, grade: 'A' })],
    ['not-a-credential', () => ({ hello: 'world' })],
    ['not-an-object', () => [1, 2]],
    ['prototype-key', () => JSON.parse('{"a":{"__proto__":1}}') as Json],
  ])('fails %s', async (code, change) => {
    expect(await reportOn(change(badge()))).toMatchObject({ integrity: 'failed', checks: [{ check: 'format', outcome: 'failed', code: `format/${code}` }, ...Array.from({ length: 10 }, () => ({}))] })
  })

  it('leaves open what a foreign vocabulary means, and never fetches it', async () => {
    const fetched: string[] = []
    const fetchDocument = async (url: string): Promise<unknown> => fetched.push(url)
    const foreign = { ...badge(), '@context': ['https://www.w3.org/ns/credentials/v2', 'https://evil.example/context'] }
    expect(await findingOn('format', foreign, { fetchDocument })).toMatchObject({ outcome: 'unknown', code: 'format/context-unknown' })
    expect(fetched).toEqual([])
  })

  it('does not look into records of other standards', async () => {
    expect(await reportOn({ basics: { name: 'Ana' } })).toMatchObject({ integrity: 'unknown', standard: 'json-resume', level: 'self-stated' })
  })
})

describe('schema', () => {
  it('is told apart from integrity', async () => {
    const credential = await sign({ ...badge(), credentialSubject: { type: ['AchievementSubject'], id: holder.did } } as JsonObject)
    const report = await reportOn(credential)
    expect(findingOf(report, 'schema')).toMatchObject({ outcome: 'failed', reason: '/credentialSubject/achievement is missing' })
    expect(report.integrity).toBe('passed')
  })

  it('passes a badge, single values or lists alike', async () => {
    const { credentialSubject, ...others } = badge()
    expect((await findingOn('schema', { ...others, credentialSubject: [credentialSubject], evidence: { type: 'Evidence' } })).outcome).toBe('passed')
  })

  it('holds a plain credential to the rules of the data model', async () => {
    const plain = { '@context': ['https://www.w3.org/ns/credentials/v2'], 'type': ['VerifiableCredential'], 'issuer': issuer.did, 'credentialSubject': { id: holder.did } }
    const altered = { id: 'https://www.w3.org/ns/credentials/v2', digestMultibase: 'uM4RgWQc3RUDtjJCSgTJtTfvpZ7SPEg_LNO0ESlovQC0' }
    expect(await findingOn('schema', { ...plain, relatedResource: altered })).toMatchObject({ outcome: 'failed', code: 'schema/rule-broken', reason: 'A relatedResource must have the digest that it was published with' })
    expect(await findingOn('schema', { ...plain, validFrom: '2026-01-01T00:00:00Z', validUntil: '2025-01-01T00:00:00Z' })).toMatchObject({ outcome: 'failed' })
  })

  it('has nothing to check in a plain credential, and does not follow a schema that one names', async () => {
    const plain = { ...badge(), type: ['VerifiableCredential'] }
    expect((await findingOn('schema', plain)).outcome).toBe('not-applicable')
    expect((await findingOn('schema', { ...plain, credentialSchema: { id: 'https://evil.example', type: 'JsonSchema' } })).outcome).toBe('unknown')
  })
})

describe('proof and issuer-binding', () => {
  it('fails a credential that nobody signed', async () => {
    expect(await reportOn(badge())).toMatchObject({ integrity: 'failed' })
    expect(await findingOn('proof', badge())).toMatchObject({ outcome: 'failed', code: 'proof/missing' })
  })

  it('leaves a proof of an unknown kind open', async () => {
    const report = await reportOn({ ...badge(), proof: { type: 'NewSignature2040', verificationMethod: `${issuer.did}#1` } })
    expect(report.integrity).toBe('unknown')
    expect(findingOf(report, 'proof').code).toBe('proof/not-supported')
  })

  it('fails when a false proof stands beside a good one', async () => {
    const signed = await sign(badge())
    const forged = { ...(signed['proof'] as JsonObject), created: '2026-11-20T00:00:00Z' }
    expect((await findingOn('proof', { ...signed, proof: [signed['proof'], forged] })).outcome).toBe('failed')
  })

  it('fails a credential that somebody signed in the name of another', async () => {
    const stolen = await sign(badge({ issuer: { id: 'did:web:mit.example', name: 'MIT' } }))
    const report = await reportOn(stolen, { trust: { ...known(), issuers: [{ did: 'did:web:mit.example', name: 'MIT' }] } })
    expect(findingOf(report, 'proof').outcome).toBe('passed')
    expect(findingOf(report, 'issuer-binding')).toMatchObject({ outcome: 'failed', code: 'issuer-binding/key-of-another' })
    expect(report).toMatchObject({ integrity: 'failed', accepted: 'no' })
  })

  it('binds a did:web issuer through a document that the caller vouches for, and not through one that the sharer brings', async () => {
    const did = 'did:web:college.example:orgs:riverside'
    const method = `${did}#key-1`
    const signed = await signCredential(badge({ issuer: { id: did, name: 'Riverside' } }), { ...issuer.signing, verificationMethod: method })
    const document = didWebDocument(did, [{ fragment: 'key-1', publicKey: issuer.key.publicKey, isRetired: false }]) as unknown as JsonObject
    const offline = await reportOn(signed)
    expect([findingOf(offline, 'proof').outcome, findingOf(offline, 'issuer-binding').outcome, offline.integrity]).toEqual(['unknown', 'unknown', 'unknown'])
    expect(await reportOn(signed, { documents: { [did]: document } })).toMatchObject({ integrity: 'passed' })
    expect(await reportOn(signed, { fetchDocument: async () => document })).toMatchObject({ integrity: 'passed' })
    for (const fetchDocument of [async () => undefined, () => Promise.reject(new TypeError('down'))]) {
      expect(await reportOn(signed, { fetchDocument })).toMatchObject({ integrity: 'unknown' })
    }
    const shared = await reportOn(bundle({ credentials: [JSON.stringify(signed)], documents: { [did]: document } }))
    expect(findingOf(shared, 'proof').outcome).toBe('passed')
    expect(findingOf(shared, 'issuer-binding')).toMatchObject({ outcome: 'unknown', code: 'issuer-binding/document-unproven' })
    expect(shared.integrity).toBe('unknown')
  })
})

describe('validity-period', () => {
  const period = { validFrom: new Date('2026-01-01T00:00:00Z'), validUntil: new Date('2027-01-01T00:00:00Z') }

  it.each([
    ['2026-06-01T00:00:00Z', 'passed', undefined], ['2026-12-31T23:59:59Z', 'passed', undefined],
    ['2027-01-01T00:00:00Z', 'failed', 'validity-period/expired'], ['2025-12-31T23:00:00Z', 'failed', 'validity-period/not-yet'],
  ])('at %s: %s', async (moment, outcome, code) => {
    const finding = await findingOn('validity-period', badge(period), { now: new Date(moment) })
    expect([finding.outcome, finding.code]).toEqual([outcome, code])
  })

  it('has nothing to check without a period, and fails one that is no period', async () => {
    const { validFrom: _, ...credential } = badge()
    expect((await findingOn('validity-period', credential)).outcome).toBe('not-applicable')
    expect((await findingOn('validity-period', { ...credential, validUntil: 'for ever' })).code).toBe('validity-period/malformed')
    expect((await findingOn('validity-period', { ...credential, validFrom: ['2020-01-01T00:00:00Z', {}] })).code).toBe('validity-period/malformed')
    expect((await findingOn('validity-period', { ...credential, validFrom: '2026-02-01T00:00:00Z', validUntil: '2026-01-01T00:00:00Z' })).code).toBe('validity-period/empty')
  })

  it('reads the names of data model 1.1', async () => {
    expect((await findingOn('validity-period', { ...badge(), expirationDate: '2026-01-02T00:00:00Z' })).code).toBe('validity-period/expired')
  })
})

describe('status', () => {
  async function listOfStatus(revoked: readonly number[], by: Party, validFrom: Date = now): Promise<JsonObject> {
    const bits = revoked.reduce((list, index) => withBit(list, index, 1), createBitstring())
    const list = await createStatusListCredential({ url: listUrl, issuer: by.did, purpose: 'revocation', bits, validFrom, ttlSeconds: 86_400 })
    return signCredential(list as unknown as JsonObject, { ...by.signing })
  }
  const withStatus = async (): Promise<JsonObject> => sign(badge({ status: createStatusEntry(listUrl, 7, 'revocation') }))

  it('passes, fails, or says that it could not look', async () => {
    const credential = await withStatus()
    expect((await findingOn('status', credential, { documents: { [listUrl]: await listOfStatus([8], issuer) } })).outcome).toBe('passed')
    expect(await reportOn(credential, { documents: { [listUrl]: await listOfStatus([7], issuer) } })).toMatchObject({ integrity: 'failed' })
    expect(await reportOn(credential)).toMatchObject({ integrity: 'unknown' })
    expect(await findingOn('status', badge())).toMatchObject({ outcome: 'not-applicable' })
  })

  it('does not believe a list that another signed, or that was altered', async () => {
    const credential = await withStatus()
    const altered = { ...(await listOfStatus([], issuer)), name: 'another' }
    for (const list of [await listOfStatus([], holder), altered, { type: [] }, 'text', null]) {
      expect((await findingOn('status', credential, { documents: { [listUrl]: list } })).outcome).toBe('unknown')
    }
  })

  it('reads the snapshot of a share, tells its age, and does not let the sharer make an old one young', async () => {
    const credentials = [JSON.stringify(await withStatus())]
    const snapshot = async (validFrom: string): Promise<string> => bundle({ credentials, status: { [listUrl]: { credential: await listOfStatus([], issuer, new Date(validFrom)), fetchedAt: now.toISOString() } } })
    const fresh = await reportOn(await snapshot('2026-11-21T09:00:00Z'))
    expect(findingOf(fresh, 'status')).toMatchObject({ outcome: 'passed', ageSeconds: 10_800 })
    expect(fresh.notProven).toContain('That it was not withdrawn within the last 3 hours.')
    expect(await findingOn('status', await snapshot('2026-11-19T09:00:00Z'))).toMatchObject({ outcome: 'unknown', code: 'status/list-stale' })
  })

  it('asks the network only when it was given one, and survives one that is down', async () => {
    const list = await listOfStatus([], issuer)
    expect((await findingOn('status', await withStatus(), { fetchDocument: async () => list })).outcome).toBe('passed')
    expect((await findingOn('status', await withStatus(), { fetchDocument: () => Promise.reject(new Error('down')) })).outcome).toBe('unknown')
  })
})

describe('ledger-inclusion', () => {
  async function recorded(): Promise<{ readonly credential: JsonObject; readonly proof: Json; readonly log: string }> {
    const credential = await sign(badge())
    const proofBytes = decodeMultibase(String((credential['proof'] as JsonObject)['proofValue']), 'z')
    const nonce = cryptography.randomBytes(32)
    const log = await openLog(memoryLogStorage(), { origin: 'college.example/ledger', signingKey: issuer.key, cryptography })
    const batch = await sealBatch([commit(proofBytes, nonce, cryptography.sha256)], { issuer: null, scope: 'education', isOverdue: true, origin: log.checkpoint.origin, signer: issuer.key, cryptography })
    const { indexes: [index = 0] } = await log.append([batch.entry])
    const [batchIndex = 0] = batch.positions
    const path = batchPath(buildBatchTree(batch.leaves, cryptography.sha256), batchIndex)
    const proof = formatLedgerProof({ nonce, batchIndex, batchPath: path, entry: batch.entry, proof: await log.tlogProof(index) })
    return { credential, proof: proof as unknown as Json, log: log.verifierKey }
  }

  it('passes what a log records that the verifier trusts, and not one that only the sharer names', async () => {
    const { credential, proof, log } = await recorded()
    const shared = bundle({ credentials: [JSON.stringify(credential)], ledgerProofs: [proof], logs: [log] })
    expect((await findingOn('ledger-inclusion', shared, { trust: { ...trustNobody, logs: [log] } })).outcome).toBe('passed')
    expect(await findingOn('ledger-inclusion', shared)).toMatchObject({ outcome: 'unknown', code: 'ledger-inclusion/log-not-trusted' })
  })

  it('fails a proof of another credential or one that was altered', async () => {
    const { proof, log } = await recorded()
    const other = JSON.stringify(await sign(badge({ narrative: 'another' })))
    const trust = { ...trustNobody, logs: [log] }
    expect(await findingOn('ledger-inclusion', bundle({ credentials: [other], ledgerProofs: [proof] }), { trust })).toMatchObject({ outcome: 'failed', code: 'ledger-inclusion/commitment-not-in-batch' })
    expect((await findingOn('ledger-inclusion', bundle({ credentials: [other], ledgerProofs: ['nonsense'] }), { trust })).outcome).toBe('failed')
  })

  it('finds each proof its credential in a share of several', async () => {
    const { credential, proof, log } = await recorded()
    const other = JSON.stringify(await sign(badge({ narrative: 'another' })))
    const { reports } = await judge(bundle({ credentials: [other, JSON.stringify(credential)], ledgerProofs: [proof] }), { trust: { ...trustNobody, logs: [log] } })
    expect(reports.map((report) => findingOf(report, 'ledger-inclusion').outcome)).toEqual(['unknown', 'passed'])
  })
})

describe('accreditation', () => {
  it('is unknown to a verifier that knows no register', async () => {
    expect(await findingOn('accreditation', badge())).toMatchObject({ outcome: 'unknown', code: 'accreditation/no-register' })
    expect((await findingOn('accreditation', { ...badge(), issuer: null })).outcome).toBe('not-applicable')
  })
})

describe('evidence', () => {
  const file = encodeUtf8('a photograph of a weld')
  const bound = (): JsonObject => ({
    ...badge({ evidence: [{ id: 'https://example.edu/weld.jpg', name: 'Weld' }] }),
    relatedResource: { id: 'https://example.edu/weld.jpg', digestSRI: `sha256-${encodeBase64(cryptography.sha256(file))}` },
  })

  it('passes a file with the digest that was signed, fails another, and says when it was not handed over', async () => {
    expect((await findingOn('evidence', bound(), { evidence: [file] })).outcome).toBe('passed')
    expect((await findingOn('evidence', bound(), { evidence: [encodeUtf8('a photograph of a cat')] })).outcome).toBe('failed')
    expect(await findingOn('evidence', bound())).toMatchObject({ outcome: 'unknown', code: 'evidence/not-supplied' })
  })

  it('never takes an address for the thing', async () => {
    expect(await findingOn('evidence', badge({ evidence: [{ id: 'https://example.edu/weld.jpg' }] }), { evidence: [file] })).toMatchObject({ outcome: 'unknown', code: 'evidence/not-bound' })
    expect((await findingOn('evidence', badge({ evidence: [{ narrative: 'Seen it' }] }))).outcome).toBe('not-applicable')
  })

  it('survives digests that are none', async () => {
    for (const digestSRI of ['sha256-???', 'sha512-AAAA', 5, null]) {
      expect((await findingOn('evidence', { ...bound(), relatedResource: { id: 'https://example.edu/weld.jpg', digestSRI } })).outcome).toBe('unknown')
    }
  })

  it('makes what somebody says of themselves evidenced', async () => {
    const own = { ...bound(), credentialSubject: { ...(badge()['credentialSubject'] as JsonObject), id: issuer.did } }
    expect((await reportOn(await sign(own), { evidence: [file] })).level).toBe('evidenced')
  })
})

describe('holder-binding', () => {
  it('compares the subject with the DID or the address that was named', async () => {
    expect((await findingOn('holder-binding', badge())).outcome).toBe('not-applicable')
    expect((await findingOn('holder-binding', badge(), { holder: holder.did })).outcome).toBe('passed')
    expect((await findingOn('holder-binding', badge(), { holder: issuer.did })).outcome).toBe('failed')
    expect((await findingOn('holder-binding', badge(), { holder: 'ana@example.edu' })).outcome).toBe('unknown')
    const hashed = badge({ subject: { identity: hashIdentity('ana@example.edu', 'salt', cryptography) } })
    expect((await findingOn('holder-binding', hashed, { holder: 'Ana@Example.edu' })).outcome).toBe('passed')
    expect((await findingOn('holder-binding', hashed, { holder: 'bo@example.edu' })).outcome).toBe('failed')
    expect((await findingOn('holder-binding', hashed, { holder: holder.did })).outcome).toBe('unknown')
  })

  it('is part of integrity once a holder is named', async () => {
    const signed = await sign(badge())
    expect(await reportOn(signed, { holder: issuer.did })).toMatchObject({ integrity: 'failed' })
    expect(await reportOn(signed, { holder: 'ana@example.edu' })).toMatchObject({ integrity: 'unknown' })
  })

  it('believes a presentation that the holder signed for this occasion, and no other', async () => {
    const credentials = [await sign(badge())]
    const present = (by: Party): Promise<JsonObject> => signPresentation({ holder: by.did, challenge: 'c1', domain: 'verifier.example', credentials }, by.signing) as Promise<JsonObject>
    const asked = { challenge: 'c1', domain: 'verifier.example' }
    const good = await judge(await present(holder), asked)
    expect(good).toMatchObject({ container: 'presentation', integrity: 'passed', presentation: { outcome: 'passed' } })
    expect(good.reports.map((report) => findingOf(report, 'holder-binding').outcome)).toEqual(['passed'])
    const thief = await judge(await present(issuer), asked)
    expect(thief.reports.map((report) => findingOf(report, 'holder-binding').code)).toEqual(['holder-binding/other-subject'])
    expect(await judge(await present(holder), { ...asked, challenge: 'c2' })).toMatchObject({ integrity: 'failed', presentation: { code: 'proof/challenge-mismatch' } })
    expect(await judge({ ...(await present(holder)), holder: issuer.did }, asked)).toMatchObject({ integrity: 'failed' })
    const replayed = await judge(await present(holder))
    expect(replayed.reports[0]?.notProven.join()).toContain('an old presentation can be shown again')
  })

  it('has nobody to bind to in a presentation that nobody signed, and fails it when a challenge was asked', async () => {
    const unsigned = { '@context': ['https://www.w3.org/ns/credentials/v2'], type: 'VerifiablePresentation', verifiableCredential: [await sign(badge())] }
    expect(await judge(unsigned)).toMatchObject({ integrity: 'passed', presentation: { outcome: 'not-applicable' } })
    expect(await judge(unsigned, { challenge: 'c1' })).toMatchObject({ integrity: 'failed' })
  })
})

describe('hostile input', () => {
  it('answers any JSON with a verdict or a VerifierError', async () => {
    const signed = await sign(badge())
    const keys = [...Object.keys(signed), 'vct', 'verifiableCredential', 'credentialStatus', 'relatedResource', 'holder', 'version', 'credentials', 'status']
    const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom('EverlearnedBundle', 'VerifiablePresentation', 'VerifiableCredential', 'data:application/vc+jwt,eyJhbGciOiJub25lIn0.e30.', signed))
    await fc.assert(fc.asyncProperty(fc.constantFrom(...keys), value, fc.boolean(), async (key, hostile, isWhole) => {
      const verdict = await judge(isWhole ? hostile : { ...signed, [key]: hostile }).catch((error: unknown) => error)
      expect(verdict instanceof VerifierError || (verdict as Verdict).reports.every(({ checks }) => checks.length === 11)).toBe(true)
    }), { numRuns: 300 })
  })

  it('answers any bytes with a verdict or a VerifierError', async () => {
    const starts = fc.constantFrom([], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], [...encodeUtf8('<svg><openbadges:credential>')], [...encodeUtf8('eyJhbGciOiJub25lIn0.')])
    await fc.assert(fc.asyncProperty(starts, fc.uint8Array({ maxLength: 200 }), async (start, rest) => {
      const outcome = await verify(Uint8Array.from([...start, ...rest]), { cryptography, now, documents: {}, trust: trustNobody }).catch((error: unknown) => error)
      expect(outcome instanceof VerifierError || 'integrity' in (outcome as Verdict)).toBe(true)
    }), { numRuns: 300 })
  })

  it.each([
    ['nothing', ''], ['words', 'hello'], ['half a document', '{"a":'], ['a GIF', 'GIF89a'], ['markup without a badge', '<svg></svg>'],
  ])('cannot read %s', async (_what, text) => {
    await expect(judge(text)).rejects.toMatchObject({ code: 'verifier/unreadable' })
  })

  it('refuses more than it will look at', async () => {
    await expect(judge(`"${'x'.repeat(2_100_000)}"`)).rejects.toMatchObject({ code: 'verifier/too-large' })
    const many = await judge({ type: 'VerifiablePresentation', verifiableCredential: Array.from({ length: 201 }, () => ({})) })
    expect(many).toMatchObject({ integrity: 'failed', reports: [{ checks: [{ code: 'format/too-many-credentials' }, ...Array.from({ length: 10 }, () => ({}))] }] })
  })

  it('says that a share file is damaged', async () => {
    expect(await judge({ type: 'EverlearnedBundle', version: 1 })).toMatchObject({ container: 'bundle', integrity: 'failed', reports: [{ checks: expect.arrayContaining([expect.objectContaining({ code: 'format/bundle-malformed' })]) }] })
  })
})
