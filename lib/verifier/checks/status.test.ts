import { describe, expect, it } from 'vitest'
import type { SigningContext } from '../../credential/add-proof.ts'
import { createAchievementCredential } from '../../credential/open-badge.ts'
import { signCredential } from '../../credential/sign-credential.ts'
import { didKey, didKeyVerificationMethod } from '../../did/did-key.ts'
import { encodeUtf8 } from '../../encoding/bytes.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { createBitstring, encodeBitstring, withBit } from '../../status/bitstring.ts'
import { createStatusEntry, createStatusListCredential, type StatusPurpose } from '../../status/status-list-credential.ts'
import { formatBundle, type StatusSnapshot } from '../bundle.ts'
import { trustNobody } from '../policy.ts'
import { findingOf, type NamedFinding, type Report } from '../report.ts'
import { verify } from '../verify.ts'

const now = new Date('2026-11-21T12:00:00Z')
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const issuer = didKey(signingKey.publicKey)
const signing: SigningContext = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography }
const urls = { revocation: 'https://college.example/status/1', suspension: 'https://college.example/status/2', listed: 'https://college.example/revocations' }

async function badge(credentialStatus: Json): Promise<JsonObject> {
  const credential = createAchievementCredential({
    id: 'urn:uuid:6b1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', issuer: { id: issuer, name: 'College' }, subject: { did: 'did:example:1' }, validFrom: new Date('2026-01-01T00:00:00Z'),
    achievement: { id: 'urn:uuid:0d8b2a0c-58a5-4a7e-8f63-5a1c3b2d4e6f', type: ['Achievement'], name: 'Welding', description: 'Joins steel', criteria: { narrative: 'Three welds' } },
  })
  const extensions = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'
  return signCredential({ ...credential, '@context': [...credential['@context'], extensions], credentialStatus } as JsonObject, signing)
}

async function list(purpose: StatusPurpose, ...set: readonly number[]): Promise<JsonObject> {
  const bits = set.reduce<Uint8Array<ArrayBuffer>>((all, index) => withBit(all, index, 1), createBitstring())
  return signCredential(await createStatusListCredential({ url: urls[purpose], issuer, purpose, bits, validFrom: now, ttlSeconds: 86_400 }), signing)
}

async function judge(value: JsonObject | string, documents: Record<string, unknown>): Promise<Report> {
  const { reports: [report] } = await verify(encodeUtf8(typeof value === 'string' ? value : JSON.stringify(value)), { cryptography, now, documents, trust: trustNobody })
  if (report === undefined) throw new Error('no report')
  return report
}

const statusOf = async (value: JsonObject | string, documents: Record<string, unknown>): Promise<NamedFinding> => findingOf(await judge(value, documents), 'status')
const both = [createStatusEntry(urls.revocation, 5, 'revocation'), createStatusEntry(urls.suspension, 7, 'suspension')]

describe('several status entries', () => {
  it('are each answered, and all must be clear', async () => {
    const finding = await statusOf(await badge(both), { [urls.revocation]: await list('revocation'), [urls.suspension]: await list('suspension') })
    expect(finding).toMatchObject({ outcome: 'passed', entries: [{ outcome: 'passed', purpose: 'revocation' }, { outcome: 'passed', purpose: 'suspension' }] })
  })

  it('are as bad as the worst of them', async () => {
    const suspended = await judge(await badge(both), { [urls.revocation]: await list('revocation'), [urls.suspension]: await list('suspension', 7) })
    expect([suspended.integrity, findingOf(suspended, 'status')]).toMatchObject(['failed', { code: 'status/suspended', entries: [{ outcome: 'passed' }, { outcome: 'failed' }] }])
    const half = await judge(await badge(both), { [urls.revocation]: await list('revocation') })
    expect([half.integrity, findingOf(half, 'status')]).toMatchObject(['unknown', { code: 'status/list-unavailable', entries: [{ outcome: 'passed' }, { outcome: 'unknown' }] }])
    const revoked = await statusOf(await badge(both), { [urls.revocation]: await list('revocation', 5) })
    expect(revoked).toMatchObject({ outcome: 'failed', code: 'status/revoked' })
  })

  it('are not looked up by the dozen', async () => {
    expect(await statusOf(await badge(Array.from({ length: 9 }, (_, index) => createStatusEntry(urls.revocation, index, 'revocation'))), {})).toMatchObject({ outcome: 'unknown', code: 'status/too-many' })
  })

  it('of which one is of no known kind leave it open', async () => {
    const finding = await statusOf(await badge([createStatusEntry(urls.revocation, 5, 'revocation'), { id: 'urn:x', type: 'https://example.org#Other' }]), { [urls.revocation]: await list('revocation') })
    expect(finding).toMatchObject({ outcome: 'unknown', code: 'status/not-supported' })
  })
})

describe('a message of the issuer', () => {
  it('is handed on with the finding', async () => {
    const url = 'https://college.example/messages'
    const entry = {
      id: `${url}#3`, type: 'BitstringStatusListEntry', statusPurpose: 'message', statusListIndex: '3', statusListCredential: url, statusSize: 1,
      statusMessage: [{ status: '0x0', message: 'in good standing' }, { status: '0x1', message: 'under review' }],
    }
    const messages = async (bits: Uint8Array<ArrayBuffer>): Promise<JsonObject> => signCredential({
      '@context': ['https://www.w3.org/ns/credentials/v2'], 'id': url, 'type': ['VerifiableCredential', 'BitstringStatusListCredential'], issuer, 'validFrom': '2026-11-20T00:00:00Z',
      'credentialSubject': { id: `${url}#list`, type: 'BitstringStatusList', statusPurpose: 'message', encodedList: await encodeBitstring(bits) },
    }, signing)
    const signed = await badge(entry)
    expect(await statusOf(signed, { [url]: await messages(createBitstring()) })).toMatchObject({ outcome: 'passed', purpose: 'message', message: 'in good standing' })
    expect(await statusOf(signed, { [url]: await messages(withBit(createBitstring(), 3, 1)) })).toMatchObject({ outcome: 'unknown', code: 'status/message', message: 'under review' })
  })
})

describe('a revocation list of 1EdTech', () => {
  const entry = { id: urls.listed, type: '1EdTechRevocationList' }
  const revoked = (...ids: readonly string[]): JsonObject => ({ id: urls.listed, issuer, revokedCredentials: ids.map((id) => ({ id, revoked: true })) })

  it('withdraws the credentials on it and no others', async () => {
    const signed = await badge(entry)
    expect(await statusOf(signed, { [urls.listed]: revoked(String(signed['id'])) })).toMatchObject({ outcome: 'failed', code: 'status/revoked' })
    expect((await statusOf(signed, { [urls.listed]: revoked('urn:uuid:2') })).outcome).toBe('passed')
    expect(await statusOf(signed, {})).toMatchObject({ outcome: 'unknown', code: 'status/list-unavailable' })
  })

  it('is worth nothing when a sharer brings it: nobody signed it', async () => {
    const status: Record<string, StatusSnapshot> = { [urls.listed]: { credential: revoked('urn:uuid:2'), fetchedAt: now.toISOString() } }
    const text = formatBundle({ credentials: [JSON.stringify(await badge(entry))], documents: {}, status, ledgerProofs: [], logs: [] })
    expect(await statusOf(text, {})).toMatchObject({ outcome: 'unknown', code: 'status/list-unverified' })
  })
})

describe('a list of the draft of 2021', () => {
  it('is verified under its own context and proof', async () => {
    const url = 'https://college.example/2021'
    const make = async (bits: Uint8Array<ArrayBuffer>): Promise<JsonObject> => signCredential({
      '@context': ['https://www.w3.org/2018/credentials/v1', 'https://w3id.org/vc/status-list/2021/v1', 'https://w3id.org/security/data-integrity/v2'],
      'id': url, 'type': ['VerifiableCredential', 'StatusList2021Credential'], issuer, 'issuanceDate': '2026-11-20T00:00:00Z',
      'credentialSubject': { id: `${url}#list`, type: 'StatusList2021', statusPurpose: 'revocation', encodedList: (await encodeBitstring(bits)).slice(1) },
    }, signing)
    const entry = { id: `${url}#7`, type: 'StatusList2021Entry', statusPurpose: 'revocation', statusListIndex: '7', statusListCredential: url }
    const credential = await signCredential({
      '@context': ['https://www.w3.org/2018/credentials/v1', 'https://w3id.org/vc/status-list/2021/v1', 'https://w3id.org/security/data-integrity/v2'],
      'type': ['VerifiableCredential'], issuer, 'issuanceDate': '2026-11-20T00:00:00Z', 'credentialSubject': { id: 'did:example:1' }, 'credentialStatus': entry,
    }, signing)
    const good = await judge(credential, { [url]: await make(createBitstring()) })
    expect([good.integrity, findingOf(good, 'status').outcome]).toEqual(['passed', 'passed'])
    expect(await statusOf(credential, { [url]: await make(withBit(createBitstring(), 7, 1)) })).toMatchObject({ outcome: 'failed', code: 'status/revoked' })
    const forged = { ...(await make(withBit(createBitstring(), 7, 1))), credentialSubject: (await make(createBitstring()))['credentialSubject'] ?? null }
    expect(await statusOf(credential, { [url]: forged })).toMatchObject({ outcome: 'unknown', code: 'status/list-unverified' })
  })
})

describe('a list that the verifier fetched before', () => {
  const entry = createStatusEntry(urls.revocation, 5, 'revocation')
  const judgeKept = async (credential: JsonObject, fetchedAt: string, at: Date = now): Promise<NamedFinding> => {
    const keptLists = { [urls.revocation]: { credential: await list('revocation'), fetchedAt } }
    const fetchDocument = async (): Promise<unknown> => { throw new TypeError('no network') }
    const { reports: [report] } = await verify(encodeUtf8(JSON.stringify(credential)), { cryptography, now: at, documents: {}, keptLists, fetchDocument, trust: trustNobody })
    if (report === undefined) throw new Error('no report')
    return findingOf(report, 'status')
  }

  it('answers without a network, with its age', async () => {
    const later = new Date(now.getTime() + 7_200_000)
    expect(await judgeKept(await badge(entry), now.toISOString(), later)).toMatchObject({ outcome: 'passed', ageSeconds: 7_200 })
  })

  it('answers no longer than its issuer lets it be relied upon', async () => {
    expect(await judgeKept(await badge(entry), now.toISOString(), new Date(now.getTime() + 90_000_000))).toMatchObject({ outcome: 'unknown', code: 'status/list-stale' })
  })
})
