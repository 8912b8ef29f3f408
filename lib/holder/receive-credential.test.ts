import { describe, expect, it } from 'vitest'
import { createAchievement, createAchievementCredential } from '../credential/open-badge.ts'
import { signCredential } from '../credential/sign-credential.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { didWebDocument } from '../did/did-web.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { createBitstring, withBit } from '../status/bitstring.ts'
import { createStatusEntry, createStatusListCredential } from '../status/status-list-credential.ts'
import type { Report } from '../verifier/report.ts'
import { exportWallet } from './export-wallet.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { readImport } from './read-import.ts'
import { checkReceived, keepReceived } from './receive-credential.ts'
import { deriveWalletKeys } from './wallet-keys.ts'
import { loadRecords, saveRecord } from './wallet-record.ts'

const now = new Date('2026-11-21T10:00:00Z')
const holder = didKey((await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))).publicKey)
const listUrl = 'https://college.example/status/3'
const web = 'did:web:college.example'

interface Variant {
  readonly type?: 'Ed25519' | 'P-256'
  readonly isWeb?: boolean
  readonly subject?: string
  readonly validFrom?: Date
  readonly validUntil?: Date
  readonly revoked?: boolean
  /** Who signs the list in the issuer's place, and when it was made. */
  readonly listForged?: boolean
  readonly listFrom?: Date
}

/** A credential of an issuer of its own, and what that issuer publishes. */
async function issue({ type = 'Ed25519', isWeb = false, subject = holder, validFrom = now, validUntil, revoked = false, listForged = false, listFrom = now }: Variant = {}): Promise<{ readonly text: string; readonly published: Record<string, unknown> }> {
  const [signingKey, other] = await Promise.all([type, type].map(async (each) => cryptography.importSigningKey(await cryptography.generateKey(each))))
  if (signingKey === undefined || other === undefined) throw new Error('keys were made')
  const issuer = isWeb ? web : didKey(signingKey.publicKey)
  const signing = { signingKey, verificationMethod: isWeb ? `${web}#key-1` : didKeyVerificationMethod(signingKey.publicKey), created: validFrom, cryptography }
  const achievement = createAchievement({ id: 'https://college.example/achievements/1', name: 'Forklift', description: 'Operates a truck', criteria: { narrative: 'Test' }, achievementType: 'Certificate', alignments: [] })
  const credential = createAchievementCredential({ id: 'urn:uuid:0f6f2a1e-6a0f-4b44-9f4b-3c1d0f6f2a1e', issuer: { id: issuer, name: 'College' }, achievement, subject: { did: subject }, validFrom, validUntil: validUntil ?? new Date('2029-11-20T09:00:00Z'), status: createStatusEntry(listUrl, 4_821, 'revocation') })
  const bits = revoked ? withBit(createBitstring(), 4_821, 1) : createBitstring()
  const list = await createStatusListCredential({ url: listUrl, issuer, purpose: 'revocation', bits, validFrom: listFrom, ttlSeconds: 86_400 })
  return {
    text: JSON.stringify(await signCredential(credential, signing), null, 1),
    published: {
      [listUrl]: await signCredential(list, listForged ? { ...signing, signingKey: other } : { ...signing, created: listFrom }),
      'https://college.example/.well-known/did.json': didWebDocument(web, [{ fragment: 'key-1', publicKey: signingKey.publicKey, isRetired: false }]),
    },
  }
}

const fetchFrom = (published: Record<string, unknown>) => async (url: string): Promise<unknown> => {
  if (!Object.hasOwn(published, url)) throw new Error('out of reach')
  return published[url]
}

async function reportOf(variant: Variant, isOnline = true): Promise<Report> {
  const { text, published } = await issue(variant)
  return (await checkReceived(text, holder, { cryptography, now, fetchDocument: isOnline ? fetchFrom(published) : fetchFrom({}) })).report
}

const finding = ({ checks }: Report, name: string): unknown => checks.find(({ check }) => check === name)

describe('checkReceived()', () => {
  it.each(['Ed25519', 'P-256'] as const)('VA10, CA4: verifies what was received in both suites: %s', async (type) => {
    expect(await reportOf({ type })).toMatchObject({ integrity: 'passed' })
    const { text, published } = await issue({ type })
    const { report } = await checkReceived(text.replace('Forklift', 'Forklifts'), holder, { cryptography, now, fetchDocument: fetchFrom(published) })
    expect(finding(report, 'proof')).toMatchObject({ outcome: 'failed', code: 'proof/signature-invalid' })
  })

  it('VA11, CA5: resolves issuers that are did:key and did:web, and leaves open what cannot be had', async () => {
    expect(await reportOf({ isWeb: true })).toMatchObject({ integrity: 'passed' })
    expect(await reportOf({ isWeb: true }, false)).toMatchObject({ integrity: 'unknown' })
  })

  it('VA12: refuses what is not valid yet, no longer, or signed in the future', async () => {
    expect(finding(await reportOf({ validFrom: new Date('2026-11-20T10:00:00Z'), validUntil: new Date('2026-11-21T09:59:59Z') }), 'validity-period')).toMatchObject({ outcome: 'failed' })
    const early = await reportOf({ validFrom: new Date('2026-11-22T10:00:00Z') })
    expect(early.integrity).toBe('failed')
    expect(finding(early, 'proof')).toMatchObject({ outcome: 'failed', code: 'proof/created-in-future' })
  })

  it('VA13: refuses what the status list says is revoked; out of reach is unknown, never good', async () => {
    expect(finding(await reportOf({ revoked: true }), 'status')).toMatchObject({ outcome: 'failed' })
    expect(await reportOf({}, false)).toMatchObject({ integrity: 'unknown', checks: expect.arrayContaining([expect.objectContaining({ check: 'status', outcome: 'unknown' })]) as unknown })
  })

  it('VA14: believes no list that another key signed, or that is too old', async () => {
    expect(finding(await reportOf({ listForged: true }), 'status')).not.toMatchObject({ outcome: 'passed' })
    expect(finding(await reportOf({ listFrom: new Date('2026-11-19T10:00:00Z') }), 'status')).toMatchObject({ outcome: 'unknown' })
  })

  it('fails what is about another key than the one that was proven', async () => {
    expect(finding(await reportOf({ subject: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK' }), 'holder-binding')).toMatchObject({ outcome: 'failed' })
  })

  it('refuses what is no credential', async () => {
    await expect(checkReceived('{}', holder, { cryptography, now })).resolves.toMatchObject({ report: { integrity: 'failed' } })
    await expect(checkReceived('', holder, { cryptography, now })).rejects.toMatchObject({ code: 'verifier/unreadable' })
  })
})

describe('keepReceived()', () => {
  it('VA15, VA16, VA18: keeps it byte for byte with what checking it offline needs, and gives it out again as it came', async () => {
    const wallet = { keys: await deriveWalletKeys(new Uint8Array(32).fill(3)), storage: createMemoryWalletStorage(), cryptography, now }
    const { text, published } = await issue({ isWeb: true })
    const received = await checkReceived(text, holder, { cryptography, now, fetchDocument: fetchFrom(published) })
    const record = await keepReceived(received, { origin: 'https://college.example' }, wallet)
    expect((await loadRecords(wallet)).records).toEqual([record])
    expect(record).toMatchObject({ credential: text, status: { [listUrl]: { fetchedAt: now.toISOString() } }, documents: { 'https://college.example/.well-known/did.json': { id: web } } })
    expect(await readImport(await exportWallet(wallet), { cryptography })).toMatchObject({ kind: 'read', records: [{ credential: text }] })
  })

  it('keeps what it holds already once, with what is known of it, and writes down that it came again', async () => {
    const wallet = { keys: await deriveWalletKeys(new Uint8Array(32).fill(3)), storage: createMemoryWalletStorage(), cryptography, now }
    const { text, published } = await issue({})
    const received = await checkReceived(text, holder, { cryptography, now, fetchDocument: fetchFrom(published) })
    const first = { ...await keepReceived(received, { origin: 'https://college.example' }, wallet), nonce: 'n' }
    await saveRecord(first, wallet)
    const again = await keepReceived(received, { origin: 'https://other.example' }, wallet)
    expect(again).toEqual({ ...first, cameAgain: [now.toISOString()] })
    expect((await loadRecords(wallet)).records).toEqual([again])
  })

  it('keeps what failed only when its holder insists, and marks it', async () => {
    const wallet = { keys: await deriveWalletKeys(new Uint8Array(32).fill(3)), storage: createMemoryWalletStorage(), cryptography, now }
    const { text, published } = await issue({ revoked: true })
    const received = await checkReceived(text, holder, { cryptography, now, fetchDocument: fetchFrom(published) })
    await expect(keepReceived(received, { origin: 'https://college.example' }, wallet)).rejects.toMatchObject({ code: 'holder/credential-refused' })
    expect(await keepReceived(received, { origin: 'https://college.example', insists: true }, wallet)).toMatchObject({ isDoubtful: true, credential: text })
  })
})
