import { describe, expect, it } from 'vitest'
import { addProof } from '../credential/add-proof.ts'
import { bakeSvg } from '../credential/baked-svg.ts'
import { signPresentation } from '../credential/presentation.ts'
import { digestMultibase } from '../credential/resource-digest.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { didWebDocument } from '../did/did-web.ts'
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
import { didOf, documentOf, TrustedWorld } from '../trust/trusted-world.ts'
import { formatBundle, type Bundle } from './bundle.ts'
import { trustNobody, type Trust } from './policy.ts'
import { checkNames, findingOf, type CheckName, type NamedFinding } from './report.ts'
import type { VerifyContext } from './verify-context.ts'
import { verify } from './verify.ts'

const now = new Date('2026-11-21T12:00:00Z')
const newParty = async (): Promise<{ did: string; signing: Parameters<typeof addProof>[2] }> => {
  const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
  return { did: didKey(signingKey.publicKey), signing: { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography } }
}
const [issuer, holder, thief] = [await newParty(), await newParty(), await newParty()]
const [listUrl, fileUrl, did] = ['https://college.example/status/1', 'https://college.example/weld.jpg', 'did:web:college.example']
const [weld, cat] = [encodeUtf8('a photograph of a weld'), encodeUtf8('a photograph of a cat')]

const badge = (more: JsonObject = {}): JsonObject => ({
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  'id': 'urn:uuid:6b1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', 'type': ['VerifiableCredential', 'OpenBadgeCredential'], 'name': 'Welding', 'issuer': { id: issuer.did, type: ['Profile'], name: 'Riverside College' },
  'validFrom': '2026-01-01T00:00:00Z',
  'credentialSubject': {
    id: holder.did, type: ['AchievementSubject'],
    achievement: { id: 'urn:uuid:0d8b2a0c-58a5-4a7e-8f63-5a1c3b2d4e6f', type: ['Achievement'], name: 'Welding', description: 'Joins steel', criteria: { narrative: 'Three welds' } },
  },
  ...more,
})
const sign = (document: JsonObject, { signing } = issuer): Promise<JsonObject> => addProof(document, { proofPurpose: 'assertionMethod' }, signing)
const bundle = (changes: Partial<Bundle>): string => formatBundle({ credentials: [], documents: {}, status: {}, ledgerProofs: [], logs: [], ...changes })
const trusting = (more: Partial<Trust>): Partial<VerifyContext> => ({ trust: { ...trustNobody, ...more } })
const listOf = async (bit: number, by = issuer): Promise<JsonObject> =>
  sign(await createStatusListCredential({ url: listUrl, issuer: issuer.did, purpose: 'revocation', bits: withBit(createBitstring(), bit, 1), validFrom: now, ttlSeconds: 86_400 }), by)
const listed = (): Promise<JsonObject> => sign(badge({ credentialStatus: { ...createStatusEntry(listUrl, 7, 'revocation') } }))
const withEvidence = (...digests: readonly JsonObject[]): JsonObject => badge({ evidence: { id: fileUrl, type: ['Evidence'], ...digests[0] }, ...(digests[1] === undefined ? {} : { relatedResource: { id: fileUrl, ...digests[1] } }) })
const digest = (file: Uint8Array<ArrayBuffer>): JsonObject => ({ digestMultibase: digestMultibase(file, cryptography) })
const byWeb = (by = issuer): Promise<JsonObject> => sign(badge({ issuer: { id: did, type: ['Profile'] } }), { ...by, signing: { ...by.signing, verificationMethod: `${did}#key-1` } })
const webDocument = (by = issuer): JsonObject => didWebDocument(did, [{ fragment: 'key-1', publicKey: by.signing.signingKey.publicKey, isRetired: false }]) as unknown as JsonObject
const present = async (by: typeof issuer, holderId: string): Promise<JsonObject> =>
  ({ ...(await signPresentation({ holder: holderId, challenge: 'c', domain: 'd', credentials: [await sign(badge())] }, by.signing)) } as unknown as JsonObject)

const credential = await sign(badge())
const other = await sign(badge({ name: 'Another' }))
let record: Promise<{ readonly proof: Json; readonly log: string }> | undefined
const recorded = (): Promise<{ readonly proof: Json; readonly log: string }> => (record ??= recordCredential())

async function recordCredential(): Promise<{ readonly proof: Json; readonly log: string }> {
  const [nonce, origin] = [cryptography.randomBytes(32), 'college.example/ledger']
  const batch = await sealBatch([commit(decodeMultibase(String((credential['proof'] as JsonObject)['proofValue']), 'z'), nonce, cryptography.sha256)], { issuer: null, scope: 'education', isOverdue: true, origin, signer: issuer.signing.signingKey, cryptography })
  const log = await openLog(memoryLogStorage(), { origin, signingKey: issuer.signing.signingKey, cryptography })
  const { indexes: [index = 0] } = await log.append([batch.entry])
  const [batchIndex = 0] = batch.positions
  const path = batchPath(buildBatchTree(batch.leaves, cryptography.sha256), batchIndex)
  return { proof: formatLedgerProof({ nonce, batchIndex, batchPath: path, entry: batch.entry, proof: await log.tlogProof(index) }) as unknown as Json, log: log.verifierKey }
}

const share = async (document: JsonObject): Promise<string> => bundle({ credentials: [JSON.stringify(document)], ledgerProofs: [(await recorded()).proof], logs: [(await recorded()).log] })
const trustingLog = async (): Promise<Partial<VerifyContext>> => trusting({ logs: [(await recorded()).log] })

let network: Promise<TrustedWorld> | undefined
const world = (): Promise<TrustedWorld> => (network ??= (async () => {
  const begun = await TrustedWorld.begin('college', 'mill')
  await begun.accredit('board', 'college')
  return begun
})())
let seen: Promise<TrustedWorld> | undefined
const seenWorld = (): Promise<TrustedWorld> => (seen ??= (async () => {
  const begun = await TrustedWorld.begin('seen', 'freed', 'mill')
  for (const name of ['seen', 'freed']) await begun.see(name)
  await begun.free('freed')
  return begun
})())
const bySeen = async (): Promise<Partial<VerifyContext>> => trusting({ networks: [(await seenWorld()).trusted] })
const bundledBy = async (name: string, archived: readonly Json[] = []): Promise<string> =>
  bundle({ credentials: [JSON.stringify(await (await seenWorld()).sign(name))], documents: { [didOf(name)]: await documentOf(name) }, archived })
const byWorld = async (): Promise<Partial<VerifyContext>> => trusting({ networks: [(await world()).trusted] })

/** What is asked, in which surroundings, and the code of the answer. */
type Case = readonly [() => unknown, Partial<VerifyContext> | (() => Promise<Partial<VerifyContext>>), string?]
interface Cases {
  readonly passed: Case
  readonly failed: Case
  readonly unknown: Case
  /** Made by somebody who wants it passed. */
  readonly hostile: Case
}

const cases: Readonly<Record<CheckName, Cases>> = {
  'format': {
    passed: [() => credential, {}],
    failed: [() => badge({ type: ['OpenBadgeCredential'] }), {}, 'format/type-missing'],
    unknown: [() => badge({ '@context': ['https://www.w3.org/ns/credentials/v2', 'https://other.example/context'] }), {}, 'format/context-unknown'],
    hostile: [() => JSON.stringify(credential).replace('"name":"Welding"', '"name":"Surgery","name":"Welding"'), {}, 'format/duplicate-member'],
  },
  'schema': {
    passed: [() => credential, {}],
    failed: [() => badge({ credentialSubject: { type: ['AchievementSubject'], id: holder.did } }), {}, 'schema/rule-broken'],
    unknown: [() => badge({ type: ['VerifiableCredential'], credentialSchema: { id: 'https://college.example/schema', type: 'JsonSchema' } }), {}, 'schema/unavailable'],
    hostile: [() => badge({ credentialSubject: { type: ['AchievementSubject'], achievement: { type: ['constructor'], id: 'urn:x', name: 'x', description: 'x', criteria: {} } } }), {}, 'schema/rule-broken'],
  },
  'proof': {
    passed: [() => credential, {}],
    failed: [() => ({ ...credential, name: 'Surgery' }), {}, 'proof/signature-invalid'],
    unknown: [() => ({ ...badge(), proof: { type: 'NewSignature2040', verificationMethod: `${issuer.did}#1` } }), {}, 'proof/not-supported'],
    hostile: [() => ({ ...credential, name: 'Surgery', proof: [credential['proof'], { ...(other['proof'] as JsonObject), type: 'NewSignature2040' }] }), {}, 'proof/signature-invalid'],
  },
  'issuer-binding': {
    passed: [byWeb, { documents: { [did]: webDocument() } }],
    failed: [() => sign(badge({ issuer: { id: did, type: ['Profile'] } }), thief), { documents: { [did]: webDocument() } }, 'issuer-binding/key-of-another'],
    unknown: [byWeb, {}, 'issuer-binding/not-resolved'],
    hostile: [async () => bundle({ credentials: [JSON.stringify(await byWeb(thief))], documents: { [did]: webDocument(thief) } }), {}, 'issuer-binding/document-unproven'],
  },
  'validity-period': {
    passed: [() => credential, {}],
    failed: [() => badge({ validUntil: '2026-11-21T12:00:00Z' }), {}, 'validity-period/expired'],
    unknown: [() => bakeSvg('<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>', 'https://college.example/1.json'), {}, 'validity-period/not-fetched'],
    hostile: [() => badge({ validUntil: ['2040-01-01T00:00:00Z', '2026-01-02T00:00:00Z'] }), {}, 'validity-period/malformed'],
  },
  'status': {
    passed: [listed, async () => ({ documents: { [listUrl]: await listOf(8) } })],
    failed: [listed, async () => ({ documents: { [listUrl]: await listOf(7) } }), 'status/revoked'],
    unknown: [listed, {}, 'status/list-unavailable'],
    hostile: [async () => bundle({ credentials: [JSON.stringify(await listed())], status: { [listUrl]: { credential: await listOf(8, thief), fetchedAt: now.toISOString() } } }), {}, 'status/list-unverified'],
  },
  'ledger-inclusion': {
    passed: [() => share(credential), trustingLog],
    failed: [() => share(other), trustingLog, 'ledger-inclusion/commitment-not-in-batch'],
    unknown: [() => share({ ...credential, name: 'Surgery' }), trustingLog, 'ledger-inclusion/no-signature'],
    hostile: [() => share(credential), {}, 'ledger-inclusion/log-not-trusted'],
  },
  'issuer-trust': {
    passed: [() => credential, trusting({ issuers: [{ did: issuer.did, name: 'Riverside College' }] })],
    failed: [() => credential, {}, 'issuer-trust/issuer-unknown'],
    unknown: [() => credential, async () => trusting({ networks: [{ ...(await world()).trusted, registry: { ...(await world()).trusted.registry, covers: new Set() } }] }), 'issuer-trust/not-looked-up'],
    hostile: [() => sign(badge({ issuer: { id: thief.did, type: ['Profile'], name: 'Riverside College', url: issuer.did } }), thief), trusting({ issuers: [{ did: issuer.did, name: 'Riverside College' }] }), 'issuer-trust/issuer-unknown'],
  },
  'accreditation': {
    passed: [async () => (await world()).sign('college'), byWorld],
    failed: [async () => (await world()).sign('mill'), byWorld, 'accreditation/none'],
    unknown: [() => credential, trusting({ issuers: [{ did: issuer.did, name: 'Riverside College' }] }), 'accreditation/no-register'],
    hostile: [async () => (await world()).sign('mill', { issuer: { id: didOf('mill'), type: ['Profile'], name: 'The college', endorsement: { type: ['VerifiableCredential', 'EndorsementCredential'], name: 'Accredited by itself' } } }), byWorld, 'accreditation/none'],
  },
  'evidence': {
    passed: [() => withEvidence(digest(weld)), { evidence: [cat, weld] }],
    failed: [() => withEvidence(digest(weld)), { evidence: [cat] }, 'evidence/digest-mismatch'],
    unknown: [() => withEvidence(digest(weld)), {}, 'evidence/not-supplied'],
    hostile: [() => withEvidence(digest(weld), digest(cat)), { evidence: [weld, cat] }, 'evidence/digest-mismatch'],
  },
  'holder-binding': {
    passed: [() => present(holder, holder.did), { challenge: 'c', domain: 'd' }],
    failed: [() => credential, { holder: thief.did }, 'holder-binding/other-subject'],
    unknown: [() => credential, { holder: 'ana@college.example' }, 'holder-binding/subject-unnamed'],
    hostile: [() => present(thief, holder.did), { challenge: 'c', domain: 'd' }, 'holder-binding/presented-by-another'],
  },
}

/** Of an issuer that is registered in a network, where its address cannot be asked. */
const registrations: Cases = {
  passed: [() => bundledBy('seen'), bySeen],
  failed: [() => bundledBy('freed'), bySeen, 'issuer-binding/key-of-impostor'],
  unknown: [() => bundledBy('mill'), bySeen, 'issuer-binding/registration-unvouched'],
  hostile: [async () => bundledBy('mill', [await (await seenWorld()).archive('mill', await documentOf('mill'))]), async () => ({ trust: { ...trustNobody, issuers: [{ did: didOf('mill'), name: 'The mill' }], ...(await bySeen()).trust } }), 'issuer-binding/registration-unvouched'],
}

async function findingOn(name: CheckName, make: () => unknown, surroundings: Case[1]): Promise<NamedFinding> {
  const value = await make()
  const context = typeof surroundings === 'function' ? await surroundings() : surroundings
  const { reports: [report] } = await verify(encodeUtf8(typeof value === 'string' ? value : JSON.stringify(value)), { cryptography, now, documents: {}, trust: trustNobody, ...context })
  if (report === undefined) throw new Error('no report')
  return findingOf(report, name)
}

describe('every check', () => {
  it('has its cases here', () => {
    expect(Object.keys(cases)).toEqual(checkNames)
  })

  const kinds = ['passed', 'failed', 'unknown', 'hostile'] as const
  const rows = checkNames.flatMap((name) => kinds.map((kind) => ({ name, about: 'by itself', kind, case: cases[name][kind] })))
    .concat(kinds.map((kind) => ({ name: 'issuer-binding', about: 'of a registration', kind, case: registrations[kind] })))

  it.each(rows)('$name $about: $kind', async ({ name, kind, case: given }) => {
    const [make, context, code] = given
    const finding = await findingOn(name, make, context)
    expect(finding.code).toBe(code)
    expect(kind === 'hostile' ? ['failed', 'unknown'] : [kind]).toContain(finding.outcome)
    // Whoever reads it is told why, and never who.
    expect([finding.reason === undefined, JSON.stringify(finding).includes(holder.did)]).toEqual([kind === 'passed', false])
  })
})
