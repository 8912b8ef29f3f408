import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publicKeyToJwk } from '../../crypto/public-key.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { formatJsonPointer } from '../json-pointer.ts'
import { mandatoryPointersOf } from '../mandatory-pointers.ts'
import { selectJson } from '../select-json.ts'
import { deriveSdJwt, isSdJwt } from './derive-sd-jwt.ts'
import { discloseClaims } from './disclose-claims.ts'
import { issueSdJwt } from './issue-sd-jwt.ts'
import { verifyKeyBinding } from './key-binding.ts'
import { optionalPaths } from './optional-paths.ts'
import { parseSdJwt } from './parse-sd-jwt.ts'

const now = new Date('2026-11-21T12:00:00Z')
const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
const holderKey = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
const cnf = { jwk: { ...publicKeyToJwk(holderKey.publicKey) } }
const types = ['VerifiableCredential', 'OpenBadgeCredential']
const achievement = {
  id: 'https://college.example/achievements/1', type: ['Achievement'], name: 'Forklift operator', description: 'Operates a truck', criteria: { narrative: 'A practical test' },
  alignment: [{ type: ['Alignment'], targetName: 'Operate forklift' }, { type: ['Alignment'], targetName: 'Store goods' }],
}
/** With what real badges have: objects within objects, lists of objects and of texts, an object whose only member has a member. */
const badge: JsonObject = {
  '@context': ['https://www.w3.org/ns/credentials/v2'], 'id': 'urn:uuid:5e0d2ab3-7a1f-4d3a-9d0c-7a3f6c1f0b11', 'type': types, 'name': 'Ünïcode 🎓',
  'issuer': { id: 'did:example:college', type: ['Profile'], name: 'Example College', address: { type: ['Address'], addressLocality: 'Riverside', geo: { latitude: 33.9 } } },
  'validFrom': '2026-06-01T00:00:00Z',
  'credentialSubject': { id: 'did:example:holder', type: ['AchievementSubject'], licenseNumber: '17', narrative: 'Passed: "both" parts', identifier: [{ type: 'IdentityObject', identityHash: 'sha256$00ff', salt: 'f00d' }], achievement },
  'evidence': [{ id: 'https://college.example/evidence/1', type: ['Evidence'], name: 'Assessment sheet', tags: ['A', 'B/~', 'A'] }],
}
/** Several subjects, and credentials within. */
const record: JsonObject = { ...badge, credentialSubject: [{ achievement }, { id: 'did:example:holder', verifiableCredential: [badge, { ...badge, id: 'urn:uuid:2' }], achievement: [achievement, achievement] }] }

function issue(document: JsonObject, claims: JsonObject = {}): Promise<string> {
  return issueSdJwt({ claims: { ...document, ...claims }, hidden: optionalPaths(document, mandatoryPointersOf(document)), header: { typ: 'vc+sd-jwt' } }, { signingKey, cryptography })
}

const shownOf = (text: string): JsonObject => discloseClaims(parseSdJwt(text), cryptography).claims

/** A pointer to everything in a document, at every depth. */
function pointersOf(value: Json, path: readonly (string | number)[] = []): readonly string[] {
  const entries = Array.isArray(value) ? (value as readonly Json[]).map((item, index) => [index, item] as const) : typeof value === 'object' && value !== null ? Object.entries(value as JsonObject) : []
  return [formatJsonPointer(path), ...entries.flatMap(([key, member]) => pointersOf(member, [...path, key]))]
}

describe('deriveSdJwt()', () => {
  it.each([['a badge', badge], ['a learner record', record]] as const)('shows of %s just what a copy under ecdsa-sd-2023 would show, whatever is chosen', async (_name, document) => {
    const text = await issue(document)
    expect(shownOf(text)).toEqual(document)
    await fc.assert(fc.asyncProperty(fc.subarray([...pointersOf(document)], { maxLength: 4 }), async (pointers) => {
      const copy = await deriveSdJwt(text, { pointers }, cryptography)
      expect(shownOf(copy)).toEqual(selectJson(document, [...mandatoryPointersOf(document), ...pointers]).document)
    }), { numRuns: 60, seed: 17 })
  })

  it('holds nothing of what is not shown, in any part of the text', async () => {
    const copy = await deriveSdJwt(await issue(badge), { pointers: ['/credentialSubject/achievement/description'] }, cryptography)
    const decoded = copy.split(/[.~]/).map((part) => Buffer.from(part, 'base64url').toString()).join('\n')
    expect(decoded).toContain('Operates a truck')
    for (const hidden of ['practical test', 'Passed', '00ff', 'f00d', 'Assessment', 'Ünïcode', 'Riverside', '"17"']) expect(decoded).not.toContain(hidden)
  })

  it('derives again from a copy, and never gains by it', async () => {
    const copy = await deriveSdJwt(await issue(badge), { pointers: ['/credentialSubject/achievement/alignment', '/evidence'] }, cryptography)
    const less = await deriveSdJwt(copy, { pointers: ['/evidence'] }, cryptography)
    expect(shownOf(less)).toEqual(selectJson(badge, [...mandatoryPointersOf(badge), '/evidence']).document)
    await expect(deriveSdJwt(copy, { pointers: ['/credentialSubject/narrative'] }, cryptography)).rejects.toMatchObject({ code: 'credential/pointer-unmatched' })
  })

  it('adds the holder’s token for one verifier, by the key that the token is bound to and by no other', async () => {
    const text = await issue(badge, { cnf })
    const occasion = { nonce: 'n-1', audience: 'https://verifier.example' }
    const shown = parseSdJwt(await deriveSdJwt(text, { pointers: [''], keyBinding: { signingKey: holderKey, now, ...occasion } }, cryptography))
    expect(await verifyKeyBinding(shown, { cnf }, { cryptography, now, ...occasion })).toMatchObject({ outcome: 'passed' })
    const refused = { pointers: [], keyBinding: { signingKey, now, ...occasion } }
    for (const bound of [text, await issue(badge), await issue(badge, { cnf: { jwk: { kty: 'OKP' } } }), await issue(badge, { cnf: { kid: 'did:example:1#1' } })]) {
      await expect(deriveSdJwt(bound, refused, cryptography)).rejects.toMatchObject({ code: 'credential/key-not-confirmed' })
    }
  })

  it('refuses pointers to nothing, and what is no token', async () => {
    const text = await issue(badge)
    for (const pointer of ['/evidence/1', '/evidence/-', '/evidence/length', '/__proto__', '/_sd', '/iat']) await expect(deriveSdJwt(text, { pointers: [pointer] }, cryptography)).rejects.toMatchObject({ code: 'credential/pointer-unmatched' })
    await expect(deriveSdJwt(text, { pointers: ['evidence'] }, cryptography)).rejects.toMatchObject({ code: 'credential/pointer-malformed' })
    await expect(deriveSdJwt('{}', { pointers: [] }, cryptography)).rejects.toMatchObject({ code: 'credential/token-malformed' })
  })
})

describe('optionalPaths()', () => {
  it('refuses a mandatory pointer to nothing', () => {
    expect(() => optionalPaths(badge, ['/awardedDate'])).toThrow(expect.objectContaining({ code: 'credential/pointer-unmatched' }))
  })

  it('leaves to the holder nothing when all is mandatory, and never who holds it or until when', () => {
    expect(optionalPaths(badge, [''])).toEqual([])
    expect(optionalPaths({ ...badge, cnf, exp: 1, iss: 'did:example:college' }, ['']).length).toBe(0)
    expect(optionalPaths({ cnf, exp: 1, iss: 'did:example:college', iat: 1 }, [])).toEqual([['iat']])
  })
})

describe('isSdJwt()', () => {
  it('tells a token with tildes from JSON and from a bare token', async () => {
    expect([await issue(badge), '{"a":"b.c.d~"}', 'a.b.c', '', 'a.b~'].map(isSdJwt)).toEqual([true, false, false, false, false])
  })
})
