import { describe, expect, it } from 'vitest'
import { addProofToSet } from '../credential/add-proof.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { createBitstring, encodeBitstring, maxListLength, withBit } from '../status/bitstring.ts'
import { createStatusEntry, createStatusListCredential } from '../status/status-list-credential.ts'
import { fullAllowance, maxProofs, spendProofs } from './allowance.ts'
import { formatBundle } from './bundle.ts'
import { createExpandedLists, maxExpandedBytes } from './expanded-lists.ts'
import type { ReadCredential } from './input.ts'
import { trustNobody } from './policy.ts'
import { findingOf, type Verdict } from './report.ts'
import type { VerifyContext } from './verify-context.ts'
import { verify } from './verify.ts'

const now = new Date('2026-11-21T12:00:00Z')
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const issuer = didKey(signingKey.publicKey)
const signing = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptosuite: 'eddsa-jcs-2022', cryptography }
const url = 'https://college.example/status/1'
const context = ['https://www.w3.org/ns/credentials/v2']

async function signedTimes(count: number, more: JsonObject = {}): Promise<JsonObject> {
  let document: JsonObject = { '@context': context, 'type': ['VerifiableCredential'], issuer, 'credentialSubject': { id: 'did:example:1' }, ...more }
  for (let place = 0; place < count; place += 1) document = await addProofToSet(document, { proofPurpose: 'assertionMethod', id: `urn:p:${place}` }, signing)
  return document
}

const judge = (value: unknown, more: Partial<VerifyContext> = {}): Promise<Verdict> =>
  verify(encodeUtf8(typeof value === 'string' ? value : JSON.stringify(value)), { cryptography, now, documents: {}, trust: trustNobody, ...more })
const present = (credentials: readonly Json[]): JsonObject => ({ '@context': context, 'type': ['VerifiablePresentation'], 'verifiableCredential': credentials })
const embedded = (proof: Json): ReadCredential => ({ document: { proof }, securing: 'embedded' })

describe('spendProofs()', () => {
  it('counts every proof, and one over pairings as many, until nothing is left', () => {
    const allowance = fullAllowance()
    for (const [proof, left] of [[[{}, {}], maxProofs - 2], [{ cryptosuite: 'bbs-2023' }, maxProofs - 22], ['words', maxProofs - 23], [null, maxProofs - 24]] as readonly [Json, number][]) {
      expect(spendProofs(embedded(proof), allowance).isLeftOut).toBeUndefined()
      expect(allowance.proofsLeft).toBe(left)
    }
    const many = Array.from({ length: maxProofs }, () => ({}))
    expect(spendProofs(embedded(many), allowance).isLeftOut).toBe(true)
    expect(allowance.proofsLeft).toBe(maxProofs - 24)
  })
})

describe('a file of more proofs than are looked at', () => {
  it('is unknown where they came too late, never passed, within two seconds', async () => {
    const sixteen = await signedTimes(16)
    const before = process.cpuUsage()
    const { reports, integrity } = await judge(present(Array.from({ length: 200 }, () => sixteen)))
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1_000_000).toBeLessThan(2)
    const outcomes = reports.map((report) => [report.integrity, findingOf(report, 'proof').code, findingOf(report, 'issuer-binding').outcome])
    expect(outcomes.slice(0, maxProofs / 16)).toEqual(Array.from({ length: 25 }, () => ['passed', undefined, 'passed']))
    expect(outcomes.slice(25)).toEqual(Array.from({ length: 175 }, () => ['unknown', 'proof/too-many', 'unknown']))
    expect(integrity).toBe('unknown')
  })

  it('is none when each of two hundred credentials has its one proof', async () => {
    const one = await signedTimes(1)
    expect((await judge(present(Array.from({ length: 200 }, () => one)))).integrity).toBe('passed')
  })
})

describe('a status list that all credentials of a file name', () => {
  it('is expanded once, however large, and so many others only', async () => {
    const entries = Array.from({ length: 8 }, (_, index) => ({ ...createStatusEntry(url, index, 'revocation') }))
    const [first, second] = [await signedTimes(1, { credentialStatus: entries }), await signedTimes(1, { credentialStatus: { ...createStatusEntry(url, 9, 'revocation') } })]
    const list = await addProofToSet(await createStatusListCredential({ url, issuer, purpose: 'revocation', bits: createBitstring(maxListLength), validFrom: now, ttlSeconds: 86_400 }), { proofPurpose: 'assertionMethod' }, signing)
    const before = process.cpuUsage()
    const { integrity, reports } = await judge(present([...Array.from({ length: 30 }, () => first), second]), { documents: { [url]: list } })
    const { user, system } = process.cpuUsage(before)
    expect([integrity, reports.length]).toEqual(['passed', 31])
    expect((user + system) / 1_000_000).toBeLessThan(2)
  })

  it('is left open once the lists of the file are too large together', async () => {
    const lists = createExpandedLists()
    const texts = await Promise.all([0, 1, 2, 3, 4].map((bit) => encodeBitstring(withBit(createBitstring(maxListLength), bit, 1))))
    for (const text of texts.slice(0, 4)) expect((await lists.decodeBits(text)).length).toBe(maxExpandedBytes / 4)
    await expect(lists.decodeBits(texts[4] ?? '')).rejects.toMatchObject({ code: 'status/too-many' })
    await expect(lists.decodeToken({ bits: 1, lst: 'eJwDAAAAAAE' })).rejects.toMatchObject({ code: 'status/too-many' })
    expect(await lists.decodeBits(texts[0] ?? '')).toHaveLength(maxExpandedBytes / 4)
  })

  it('is fetched once and verified once, and each is answered by its own place in it', async () => {
    const list = await addProofToSet(await createStatusListCredential({ url, issuer, purpose: 'revocation', bits: withBit(createBitstring(), 3, 1), validFrom: now, ttlSeconds: 86_400 }), { proofPurpose: 'assertionMethod' }, signing)
    const credentials = await Promise.all([1, 2, 3, 4].map((index) => signedTimes(1, { credentialStatus: { ...createStatusEntry(url, index, 'revocation') } })))
    const fetched: string[] = []
    let verifications = 0
    const counting = { ...cryptography, verifySignature: ((...parts) => {
      verifications += 1
      return cryptography.verifySignature(...parts)
    }) as typeof cryptography.verifySignature }
    const fetchDocument = async (address: string): Promise<unknown> => {
      fetched.push(address)
      return list
    }
    const { reports } = await judge(present(credentials), { fetchDocument, cryptography: counting })
    expect(reports.map((report) => findingOf(report, 'status').outcome)).toEqual(['passed', 'passed', 'failed', 'passed'])
    expect([fetched, verifications]).toEqual([[url], 5])
    expect((await judge(present(credentials), { fetchDocument })).reports).toHaveLength(4)
    expect(fetched).toEqual([url, url])
  })

  it('of another issuer clears none of its credentials, whoever asked first', async () => {
    const otherKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    const other = { ...signing, signingKey: otherKey, verificationMethod: didKeyVerificationMethod(otherKey.publicKey) }
    const list = await addProofToSet(await createStatusListCredential({ url, issuer, purpose: 'revocation', bits: createBitstring(), validFrom: now, ttlSeconds: 86_400 }), { proofPurpose: 'assertionMethod' }, signing)
    const entry = { credentialStatus: { ...createStatusEntry(url, 1, 'revocation') } }
    const foreign = await addProofToSet({ '@context': context, 'type': ['VerifiableCredential'], 'issuer': didKey(otherKey.publicKey), 'credentialSubject': { id: 'did:example:1' }, ...entry }, { proofPurpose: 'assertionMethod' }, other)
    const credentials = [await signedTimes(1, entry), foreign].map((document) => JSON.stringify(document))
    const share = (texts: readonly string[]): string => formatBundle({ credentials: texts, documents: {}, status: { [url]: { credential: list, fetchedAt: now.toISOString() } }, ledgerProofs: [], logs: [] })
    for (const [texts, expected] of [[credentials, ['passed', 'unknown']], [credentials.toReversed(), ['unknown', 'passed']]] as const) {
      expect((await judge(share(texts))).reports.map((report) => findingOf(report, 'status').outcome)).toEqual(expected)
    }
  })
})
