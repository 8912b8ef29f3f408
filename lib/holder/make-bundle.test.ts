import { beforeAll, describe, expect, it } from 'vitest'
import { createAchievement, createAchievementCredential } from '../credential/open-badge.ts'
import { signCredential } from '../credential/sign-credential.ts'
import { ed25519Jwk } from '../crypto/secret-jwk.ts'
import { webCryptography as cryptography } from '../crypto/web-cryptography.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { encodeBase64url } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { decodeMultibase } from '../encoding/multibase.ts'
import { memoryLogStorage } from '../ledger/memory-log-storage.ts'
import { openLog } from '../ledger/open-log.ts'
import { createBitstring, createStatusEntry, createStatusListCredential, withBit } from '../status/index.ts'
import { batchPath, buildBatchTree, commit, sealBatch } from '../trust/index.ts'
import { verify } from '../verifier/verify.ts'
import { findingOf } from '../verifier/report.ts'
import { makeBundle } from './make-bundle.ts'
import { createMemoryWalletStorage } from './memory-wallet-storage.ts'
import { refreshLedgerProof } from './refresh-ledger-proof.ts'
import type { Fetch } from './request-node.ts'
import { deriveWalletKeys } from './wallet-keys.ts'
import { loadRecord, type WalletRecord } from './wallet-record.ts'

const now = new Date('2026-05-01T12:00:00Z')
const node = 'https://college.example'
const listUrl = `${node}/status/1`
const nonce = new Uint8Array(32).fill(4)

let record: WalletRecord
let answers: Readonly<Record<string, unknown>>
let logKey: string
let issuer: string

/** A college with a log in memory, one badge issued, its commitment recorded and its status published. */
beforeAll(async () => {
  const signingKey = await cryptography.importSigningKey(ed25519Jwk(new Uint8Array(32).fill(1)))
  issuer = didKey(signingKey.publicKey)
  const signing = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography }
  const badge = await signCredential(createAchievementCredential({
    id: 'urn:uuid:6f2f2c1e-8a50-4d0c-9a53-1f6a1d6f0b11', issuer: { id: issuer, name: 'College' }, subject: { did: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK' }, validFrom: now,
    achievement: createAchievement({ id: 'urn:uuid:1f6a1d6f-8a50-4d0c-9a53-6f2f2c1e0b11', name: 'Welding', description: 'Joins steel', criteria: { narrative: 'Three joints' } }),
    status: createStatusEntry(listUrl, 7, 'revocation'),
  }), signing)
  const proofBytes = decodeMultibase(badge.proof.proofValue)
  const log = await openLog(memoryLogStorage(), { origin: 'college.example/ledger', signingKey, cryptography })
  const batch = await sealBatch([commit(proofBytes, nonce, cryptography.sha256)], { issuer: null, scope: 'education', isOverdue: true, origin: log.checkpoint.origin, signer: signingKey, cryptography })
  const { indexes } = await log.appendOnce([batch.entry], 0)
  const batchIndex = batch.positions[0] ?? 0
  const recorded = {
    state: 'recorded', batchIndex, entry: encodeBase64url(batch.entry), proof: await log.tlogProof(indexes[0] ?? 0),
    batchPath: batchPath(buildBatchTree(batch.leaves, cryptography.sha256), batchIndex).map(encodeBase64url),
  }
  const bits = withBit(createBitstring(), 9, 1)
  const list = await signCredential(await createStatusListCredential({ url: listUrl, issuer, purpose: 'revocation', bits, validFrom: now, ttlSeconds: 86_400 }) as unknown as JsonObject, signing)
  logKey = log.verifierKey
  answers = { proofs: recorded, node: { log: { verifierKey: logKey } }, list }
  record = { id: 'record-1', credential: `${JSON.stringify(badge, null, 3)}\n`, nonce: encodeBase64url(nonce), ledgerProof: null, logs: [], status: {}, documents: {}, addedAt: now.toISOString(), origin: node }
})

const online: Fetch = async (url) => Response.json(url.includes('/ledger-proofs/') ? answers['proofs'] : url.endsWith('/api/node') ? answers['node'] : answers['list'])
const offline: Fetch = () => Promise.reject(new TypeError('offline'))

async function open(fetch: Fetch) {
  return { keys: await deriveWalletKeys(new Uint8Array(32).fill(3)), storage: createMemoryWalletStorage(), cryptography, fetch, now }
}

describe('makeBundle()', () => {
  it('carries what a stranger needs to check the record offline, its bytes untouched', async () => {
    const bundle = await makeBundle(record, await open(online))
    expect(JSON.parse(bundle).credentials).toEqual([record.credential])
    const verdict = await verify(encodeUtf8(bundle), { cryptography, now, documents: {}, trust: { policy: 'known-issuer', issuers: [{ did: issuer, name: 'College' }], logs: [logKey] } })
    expect(verdict).toMatchObject({ container: 'bundle', integrity: 'passed', accepted: 'yes' })
    const [report] = verdict.reports
    for (const check of ['status', 'ledger-inclusion', 'proof'] as const) expect(report && findingOf(report, check).outcome).toBe('passed')
  })

  it('takes what was gathered last time when there is no connection', async () => {
    const context = await open(online)
    const first = await makeBundle(record, context)
    const kept = await loadRecord('record-1', context)
    expect(kept && await makeBundle(kept, { ...context, fetch: offline })).toBe(first)
  })

  it('is made without a connection too, and the verdict then says what is missing', async () => {
    const bundle = await makeBundle(record, await open(offline))
    const verdict = await verify(encodeUtf8(bundle), { cryptography, now, documents: {}, trust: { policy: 'known-issuer', issuers: [], logs: [] } })
    expect(verdict.reports[0] && findingOf(verdict.reports[0], 'status').outcome).toBe('unknown')
  })
})

describe('makeBundle() of a did:web issuer', () => {
  it('brings the proof that the identity was archived, and keeps it for when the node is gone', async () => {
    const archived = [{ type: 'ArchiveProof', entry: 'AA', proof: 'c2sp.org/tlog-proof@v1' }]
    const asked: string[] = []
    const node: Fetch = async (url, init) => (url.includes('/api/ledger/archive') ? (asked.push(url), Response.json({ archived })) : online(url, init))
    const context = await open(node)
    const web = { ...record, credential: record.credential.replaceAll(issuer, 'did:web:college.example') }
    expect(JSON.parse(await makeBundle(web, context))).toMatchObject({ archived })
    expect(asked).toEqual(['https://college.example/api/ledger/archive?id=did%3Aweb%3Acollege.example'])
    const kept = await loadRecord('record-1', context)
    expect(kept && JSON.parse(await makeBundle(kept, { ...context, fetch: offline }))).toMatchObject({ archived })
  })
})

describe('refreshLedgerProof()', () => {
  it('keeps a proof that holds', async () => {
    const context = await open(online)
    expect((await refreshLedgerProof(record, context)).ledgerProof).toMatchObject({ type: 'LedgerProof', nonce: record.nonce })
    expect((await loadRecord('record-1', context))?.logs).toEqual([logKey])
  })

  it('asks for the commitment, and tells the node neither credential nor nonce', async () => {
    const asked: string[] = []
    await refreshLedgerProof(record, await open((url, init) => (asked.push(`${url} ${String(init?.body ?? '')}`), online(url, init))))
    expect(asked[0]).toMatch(/\/api\/ledger-proofs\/[\w-]{43} $/)
    expect(asked.join()).not.toContain(record.nonce)
  })

  it('leaves a pending record as it is', async () => {
    const pending: Fetch = async () => Response.json({ state: 'pending' })
    expect(await refreshLedgerProof(record, await open(pending))).toBe(record)
  })

  it('refuses a proof that is about another credential', async () => {
    const context = await open(online)
    const other = { ...record, nonce: encodeBase64url(new Uint8Array(32).fill(5)) }
    await expect(refreshLedgerProof(other, context)).rejects.toMatchObject({ code: 'holder/ledger-proof-refused' })
    expect(await loadRecord('record-1', context)).toBeUndefined()
  })
})
