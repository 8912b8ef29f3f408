import { beforeAll, describe, expect, it } from 'vitest'
import { parseBbsDerivedProof } from '../credential/bbs-2023-proof-value.ts'
import { deriveCredential } from '../credential/derive-credential.ts'
import { createAchievement, createAchievementCredential } from '../credential/open-badge.ts'
import { parseJsonObject } from '../credential/parse-json.ts'
import { generateBbsKey, importBbsSigningKey } from '../crypto/bbs.ts'
import type { BbsSigningKey } from '../crypto/cryptography.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import type { JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { createStatusEntry } from '../status/index.ts'
import { trustNobody } from '../verifier/policy.ts'
import { verify } from '../verifier/verify.ts'
import { undated } from './issue-for-disclosure.ts'
import { issueUnlinkable, maxUnlinkableDays, refuseLinkable, unlinkable } from './issue-unlinkable.ts'

const now = new Date('2026-11-21T12:34:56Z')
let signingKey: BbsSigningKey
let text = ''

function degree(changes: { readonly validUntil?: Date } = {}): JsonObject {
  const achievement = createAchievement({ id: 'https://college.example/achievements/1', name: 'Bachelor of Science', description: 'Four years of study.', criteria: { narrative: 'Forty courses.' }, achievementType: 'BachelorDegree' })
  return undated(createAchievementCredential({
    id: 'urn:uuid:0f6f2a1e-6a0f-4b44-9f4b-3c1d0f6f2a1e', issuer: { id: didKey(signingKey.publicKey), name: 'Example College' }, achievement, subject: { did: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK' },
    validFrom: new Date('1987-05-12T00:00:00Z'), narrative: 'Graduated with honours', status: createStatusEntry('https://college.example/status/1', 7, 'revocation'), ...changes,
  }), now)
}

const issue = (credential: JsonObject): Promise<string> => issueUnlinkable(credential, { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), cryptography })
const judge = (copy: JsonObject, at = now) => verify(encodeUtf8(JSON.stringify(copy)), { cryptography, now: at, documents: {}, trust: trustNobody })
const proofOf = (copy: JsonObject) => parseBbsDerivedProof((copy['proof'] as { readonly proofValue: string }).proofValue)

beforeAll(async () => {
  signingKey = await importBbsSigningKey(await generateBbsKey(cryptography))
  text = await issue(unlinkable(degree(), now))
}, 60_000)

describe('a copy that cannot be linked', () => {
  it('verifies for thirty days from the day it was made, and not after', async () => {
    const copy = await deriveCredential(parseJsonObject(text), ['/credentialSubject/achievement/description'], { cryptography })
    expect(copy).toMatchObject({ validFrom: '2026-11-21T00:00:00Z', validUntil: '2026-12-21T00:00:00Z' })
    expect(await judge(copy)).toMatchObject({ integrity: 'passed' })
    expect(await judge(copy, new Date('2026-12-20T23:59:59Z'))).toMatchObject({ integrity: 'passed' })
    expect(await judge(copy, new Date('2026-12-21T00:00:00Z'))).toMatchObject({ integrity: 'failed' })
  }, 60_000)

  it('always shows nothing but what everybody’s copy of that day shows', async () => {
    const { proof: _, ...shown } = await deriveCredential(parseJsonObject(text), [], { cryptography })
    const { '@context': contexts, type } = degree()
    expect(shown).toEqual({
      '@context': contexts, type, validFrom: '2026-11-21T00:00:00Z', validUntil: '2026-12-21T00:00:00Z', issuer: { id: didKey(signingKey.publicKey), type: ['Profile'], name: 'Example College' },
      credentialSubject: { type: ['AchievementSubject'], achievement: { id: 'https://college.example/achievements/1', type: ['Achievement'], name: 'Bachelor of Science' } },
    })
  }, 60_000)

  it('gives an attacker with two shares no sixteen bytes of proof in common, even of one signature', async () => {
    const [first, second] = [await deriveCredential(parseJsonObject(text), [], { cryptography }), await deriveCredential(parseJsonObject(text), [], { cryptography })]
    // What the copies say and which places of the list they show is equal for both by choice; the rest is the proof itself.
    expect({ ...first, proof: null }).toEqual({ ...second, proof: null })
    const [left, right] = [proofOf(first)?.proof, proofOf(second)?.proof].map((bytes) => Buffer.from(bytes ?? []).toString('latin1'))
    expect(left?.length).toBeGreaterThan(272)
    for (let start = 0; start + 16 <= (left?.length ?? 0); start += 1) expect(right).not.toContain(left?.slice(start, start + 16))
  }, 60_000)

  it('ends earlier where the achievement does', () => {
    expect(unlinkable(degree({ validUntil: new Date('2026-11-30T23:59:59Z') }), now)).toMatchObject({ validUntil: '2026-11-30T00:00:00Z' })
  })
})

describe('refuseLinkable()', () => {
  it.each([
    ['an id', { id: 'urn:uuid:0f6f2a1e-6a0f-4b44-9f4b-3c1d0f6f2a1e' }, 'issuer/copy-linkable'], ['a status', { credentialStatus: { type: 'BitstringStatusListEntry' } }, 'issuer/copy-linkable'],
    ['a subject', { credentialSubject: { id: 'did:example:1' } }, 'issuer/copy-linkable'], ['an address', { credentialSubject: [{ identifier: [] }] }, 'issuer/copy-linkable'],
    ['a moment', { validFrom: '2026-11-21T12:34:56Z' }, 'issuer/copy-linkable'], ['no end', { validUntil: undefined }, 'issuer/copy-outlives'], ['no beginning', { validFrom: 'soon' }, 'issuer/copy-outlives'],
    ['an end after more than thirty days', { validUntil: '2026-12-22T00:00:00Z' }, 'issuer/copy-outlives'],
  ])('refuses %s', async (_what, changes, code) => {
    const { validUntil, ...others } = { ...unlinkable(degree(), now), ...changes } as JsonObject
    const credential = validUntil === undefined ? others : { ...others, validUntil }
    expect(() => refuseLinkable(credential)).toThrow(expect.objectContaining({ code }))
    await expect(issue(credential)).rejects.toMatchObject({ code })
  })

  it('lets thirty days pass, to the instant', () => {
    expect(maxUnlinkableDays).toBe(30)
    expect(() => refuseLinkable(unlinkable(degree(), now))).not.toThrow()
  })
})
