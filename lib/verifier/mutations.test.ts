import { createSign, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SigningContext } from '../credential/add-proof.ts'
import { clrContextUrls } from '../credential/clr-contexts.ts'
import { isJsonObject } from '../credential/parse-json.ts'
import { createAchievementCredential } from '../credential/open-badge.ts'
import { signCredential } from '../credential/sign-credential.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { encodeBase64url } from '../encoding/base64url.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { canonicalJson, type Json, type JsonObject } from '../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { trustNobody } from './policy.ts'
import { findingOf, type Report } from './report.ts'
import { verify } from './verify.ts'

const now = new Date('2026-11-21T12:00:00Z')
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const did = didKey(signingKey.publicKey)
const signing: SigningContext = { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), created: now, cryptography }

// Of another issuer: what is said twice of one and the same is said when it is said once.
const otherKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const award = await signCredential(createAchievementCredential({
  id: 'urn:uuid:6b1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', issuer: { id: didKey(otherKey.publicKey), name: 'School' }, subject: { did: 'did:example:1' }, validFrom: new Date('2026-01-01T00:00:00Z'),
  achievement: { id: 'urn:uuid:0d8b2a0c-58a5-4a7e-8f63-5a1c3b2d4e6f', type: ['Achievement'], name: 'Welding', description: 'Joins steel', criteria: { narrative: 'Three welds' } },
}), { ...signing, signingKey: otherKey, verificationMethod: didKeyVerificationMethod(otherKey.publicKey) })
const record = await signCredential({
  '@context': ['https://www.w3.org/ns/credentials/v2', clrContextUrls['2.0.1'], 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  'id': 'urn:uuid:5e1f3b0e-7d3a-4d0f-9a51-0b6a3c1d2e4f', 'type': ['VerifiableCredential', 'ClrCredential'], 'name': 'Transcript', 'issuer': { id: did, type: ['Profile'], name: 'College' },
  'validFrom': '2026-02-01T00:00:00Z',
  'credentialSubject': {
    id: 'did:example:1', type: ['ClrSubject'], verifiableCredential: [award],
    association: [{ type: 'Association', associationType: 'isPartOf', sourceId: 'urn:uuid:1', targetId: 'urn:uuid:2' }],
  },
} as JsonObject, signing)

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const profile = { id: 'https://college.example/issuer.json', type: 'Issuer', publicKey: 'https://college.example/key.json' }
const documents: Record<string, unknown> = {
  [profile.id]: profile,
  [profile.publicKey]: { id: profile.publicKey, owner: profile.id, publicKeyPem: publicKey.export({ format: 'pem', type: 'spki' }) },
}
const assertion: JsonObject = {
  '@context': 'https://w3id.org/openbadges/v2', 'type': 'Assertion', 'id': 'urn:uuid:1', 'recipient': { type: 'email', hashed: false, identity: 'ana@college.example' },
  'badge': { id: 'urn:uuid:2', type: 'BadgeClass', name: 'Welding', description: 'Joins steel', image: 'https://college.example/b.png', criteria: { narrative: 'x' }, issuer: profile.id },
  'issuedOn': '2026-01-01T00:00:00Z', 'verification': { type: 'signed', creator: profile.publicKey },
}
const part = (value: unknown): string => encodeBase64url(encodeUtf8(JSON.stringify(value)))
const input = `${part({ alg: 'RS256' })}.${part(assertion)}`
const token = `${input}.${createSign('sha256').update(input).sign(privateKey, 'base64url')}`

async function judge(text: string): Promise<Report | undefined> {
  const verdict = await verify(encodeUtf8(text), { cryptography, now, documents, trust: trustNobody }).catch((error: { code?: string }) => error.code)
  return typeof verdict === 'object' ? verdict.reports[0] : undefined
}

/** Every place in a document that holds a plain value. */
function leavesOf(value: Json, path: readonly string[] = []): readonly (readonly string[])[] {
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => leavesOf(item, [...path, String(index)]))
  return isJsonObject(value) ? Object.entries(value).flatMap(([name, member]) => leavesOf(member, [...path, name])) : [path]
}

function change(value: Json, [step, ...rest]: readonly string[], to: (before: Json) => Json): Json {
  if (step === undefined) return to(value)
  if (Array.isArray(value)) return value.map((item: Json, index) => (String(index) === step ? change(item, rest, to) : item))
  return isJsonObject(value) ? { ...value, [step]: change(value[step] ?? null, rest, to) } : value
}

const differently: readonly ((before: Json) => Json)[] = [(before) => `${String(before)}x`, () => '', () => null, () => 7, () => ({}), (before) => [before, 'x']]

describe('a changed record', () => {
  it('is never passed, whichever value within it or within what it contains was changed to whatever', async () => {
    expect(await judge(JSON.stringify(record))).toMatchObject({ integrity: 'passed', contained: [{ report: { integrity: 'passed' } }] })
    const passed: string[] = []
    for (const path of leavesOf(record)) {
      for (const to of differently) {
        const report = await judge(JSON.stringify(change(record, path, to)))
        // The contexts of what is inside are in force around it too: leaving one out there changes nothing but what is inside.
        const isInnerContext = path.includes('verifiableCredential') && path.includes('@context')
        const integrity = isInnerContext ? report?.contained?.[0]?.report.integrity : report?.integrity
        if (integrity === 'passed') passed.push(path.join('/'))
      }
    }
    expect(passed).toEqual([])
  }, 120_000)

  it('leaves what it contains genuine when only the outside was touched', async () => {
    const report = await judge(JSON.stringify({ ...record, name: 'Diploma' }))
    expect([report?.integrity, report?.contained?.[0]?.report.integrity]).toEqual(['failed', 'passed'])
  })

  it('of which a part was left out or put in twice is never passed', async () => {
    const subject = record['credentialSubject'] as JsonObject
    for (const verifiableCredential of [[], [award, { ...award, name: 'Surgery' }], [{ ...award, name: 'Surgery' }]]) {
      expect((await judge(JSON.stringify({ ...record, credentialSubject: { ...subject, verifiableCredential } })))?.integrity).toBe('failed')
    }
  })
})

describe('a changed badge of Open Badges 2.0', () => {
  it('is never passed, whichever character of its token was changed', async () => {
    expect((await judge(token))?.integrity).toBe('passed')
    await fc.assert(fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...'AZaz09-_.~'), async (place, character) => {
      const changed = token.slice(0, place) + character + token.slice(place + 1)
      const report = await judge(changed)
      expect(report?.integrity === 'passed').toBe(changed === token)
    }), { seed: 1, numRuns: 150 })
  })

  it('is never passed with another assertion under the signature', async () => {
    const [header, , signature] = token.split('.')
    for (const path of leavesOf(assertion)) {
      const changed = change(assertion, path, (before) => `${String(before)}x`)
      expect(canonicalJson(changed)).not.toBe(canonicalJson(assertion))
      expect((await judge(`${header}.${part(changed)}.${signature}`))?.integrity ?? 'failed').not.toBe('passed')
    }
  })
})

describe('records made to keep a verifier busy', () => {
  it.each([
    ['a record within itself many times over', { ...record, credentialSubject: { verifiableCredential: Array.from({ length: 500 }, () => ({ type: 'VerifiableCredential', credentialSubject: {} })) } }],
    ['endorsements of endorsements', { ...award, endorsement: Array.from({ length: 300 }, () => ({ type: ['EndorsementCredential'], endorsement: [{}] })) }],
    ['a thousand proofs', { ...record, proof: Array.from({ length: 1_000 }, () => record['proof']) }],
    ['a thousand status entries', { ...record, credentialStatus: Array.from({ length: 1_000 }, () => ({ type: 'BitstringStatusListEntry' })) }],
    ['a thousand schemas', { ...record, type: ['VerifiableCredential'], credentialSchema: Array.from({ length: 1_000 }, (_, id) => ({ id: `urn:${id}`, type: 'JsonSchema' })) }],
  ])('%s are answered within two seconds', async (_, document) => {
    const started = performance.now()
    const report = await judge(JSON.stringify(document))
    expect(report === undefined ? 'failed' : findingOf(report, 'proof').outcome).not.toBe('passed')
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
