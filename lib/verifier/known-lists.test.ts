import { describe, expect, it } from 'vitest'
import { createAchievementCredential } from '../credential/open-badge.ts'
import { signCredential } from '../credential/sign-credential.ts'
import type { Cryptography, SigningKey } from '../crypto/cryptography.ts'
import { createDidDocument } from '../did/did-document.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography } from '../node/native-cryptography.ts'
import { createBitstring, withBit } from '../status/bitstring.ts'
import { createStatusEntry, createStatusListCredential } from '../status/status-list-credential.ts'
import { readKnownList, verdictsOfKnown } from './known-lists.ts'
import { trustNobody } from './policy.ts'
import { findingOf, type NamedFinding } from './report.ts'
import { verify } from './verify.ts'

const now = new Date('2026-11-21T12:00:00Z')
const [issuer, url] = ['did:web:college.example', 'https://college.example/status/1']
const [key, otherKey] = [await nativeCryptography.generateSigningKey('Ed25519'), await nativeCryptography.generateSigningKey('Ed25519')]
const documentOf = ({ publicKey }: SigningKey): object => createDidDocument(issuer, [{ fragment: 'key-1', publicKey }], ['assertionMethod'])
const sign = async (credential: JsonObject): Promise<string> => JSON.stringify(await signCredential(credential, { signingKey: key, verificationMethod: `${issuer}#key-1`, created: now, cryptography: nativeCryptography }))
const [clear, taken] = await Promise.all([createBitstring(), withBit(createBitstring(), 5, 1)].map(async (bits) => sign(await createStatusListCredential({ url, issuer, purpose: 'revocation', bits, validFrom: now, ttlSeconds: 86_400 })))) as [string, string]
const badge = encodeUtf8(await sign(createAchievementCredential({
  id: 'urn:uuid:6b1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', issuer: { id: issuer, name: 'College' }, subject: { did: 'did:example:1' }, validFrom: now, status: createStatusEntry(url, 5, 'revocation'),
  achievement: { id: 'urn:uuid:0d8b2a0c-58a5-4a7e-8f63-5a1c3b2d4e6f', type: ['Achievement'], name: 'Welding', description: 'Joins steel', criteria: { narrative: 'Three welds' } },
})))

/** How many signatures were looked at, beside the status found. */
let looked = 0
const cryptography: Cryptography = { ...nativeCryptography, verifySignature: (...given) => {
  looked += 1
  return nativeCryptography.verifySignature(...given)
} }

async function status(list: string, { at = now, signer = key }: { readonly at?: Date; readonly signer?: SigningKey } = {}): Promise<NamedFinding & { readonly looked: number }> {
  looked = 0
  const { reports: [report] } = await verify(badge, { cryptography, now: at, documents: { [url]: list, [issuer]: documentOf(signer) }, trust: trustNobody })
  if (report === undefined) throw new Error('no report')
  return { ...findingOf(report, 'status'), looked }
}

describe('a status list that was met before', () => {
  it('is not verified again, and answers the same', async () => {
    const first = await status(clear)
    expect(first).toMatchObject({ outcome: 'passed', looked: 2 })
    expect(await status(clear)).toEqual({ ...first, looked: 1 })
    expect(await status(taken)).toMatchObject({ outcome: 'failed', code: 'status/revoked', looked: 2 })
    expect(await status(taken)).toMatchObject({ outcome: 'failed', code: 'status/revoked', looked: 1 })
  })

  it('is another one when a single letter of it is', async () => {
    await status(clear)
    const altered = clear.replace('"ttl":86400000', '"ttl":86500000')
    for (let time = 0; time < 2; time += 1) expect(await status(altered)).toMatchObject({ outcome: 'unknown', code: 'status/list-unverified', looked: 2 })
    expect(await status(clear)).toMatchObject({ outcome: 'passed' })
  })

  it('is held against the clock, and against the keys that its issuer has, each time', async () => {
    await status(clear)
    expect(await status(clear, { at: new Date('2026-11-23T00:00:00Z') })).toMatchObject({ outcome: 'unknown', code: 'status/list-stale' })
    expect(await status(clear, { at: new Date('2026-11-20T00:00:00Z') })).toMatchObject({ outcome: 'unknown', code: 'status/list-not-yet-valid' })
    expect(await status(clear, { signer: otherKey })).toMatchObject({ outcome: 'unknown', code: 'status/list-unverified', looked: 2 })
    expect(await status(clear)).toMatchObject({ outcome: 'passed', looked: 1 })
  })
})

describe('readKnownList()', () => {
  it('gives one text one object under one set of primitives, and no text that is none', () => {
    const list = readKnownList(clear, cryptography)
    expect(readKnownList(clear, cryptography)).toBe(list)
    expect(readKnownList(clear, { ...cryptography })).not.toBe(list)
    expect([readKnownList('[]', cryptography), readKnownList('{"a":1,"a":2}', cryptography)]).toEqual([undefined, undefined])
    expect([verdictsOfKnown(list ?? {}) === undefined, verdictsOfKnown({ ...list })]).toEqual([false, undefined])
  })

  it('forgets the oldest when there are too many, and keeps none that is too long', () => {
    const own = { ...cryptography }
    const texts = Array.from({ length: 9 }, (_, index) => `{"a":"${String(index).repeat(500_000)}"}`)
    const [first, ...rest] = texts.map((text) => readKnownList(text, own))
    expect(readKnownList(texts[0] ?? '', own)).not.toBe(first)
    expect(readKnownList(texts[8] ?? '', own)).toBe(rest[7])
    // However short they are.
    const short = readKnownList('{"a":1}', own)
    for (let index = 0; index < 16_384; index += 1) readKnownList(`{"b":${index}}`, own)
    expect(readKnownList('{"a":1}', own)).not.toBe(short)
    const long = `{"a":"${'x'.repeat(600_000)}"}`
    expect(readKnownList(long, own)).not.toBe(readKnownList(long, own))
  })
})
