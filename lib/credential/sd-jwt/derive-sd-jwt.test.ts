import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publicKeyToJwk } from '../../crypto/public-key.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { nativeCryptography as cryptography } from '../../node/native-cryptography.ts'
import { learnerRecord, richBadge } from '../_disclosure-samples.ts'
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
const badge = richBadge('did:example:college')
const record = learnerRecord('did:example:college')

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
