import { describe, expect, it } from 'vitest'
import { createKeyResolver } from '../credential/resolve-key.ts'
import { verifyProofs } from '../credential/verify-proofs.ts'
import { matchesIdentity } from '../credential/open-badge.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { findBadgeFault } from '../verifier/open-badge-shape.ts'
import { parseAchievementTemplate } from './achievement-template.ts'
import { credentialForRow, validityEnd } from './credential-for-row.ts'
import { issueCredential } from './issue-credential.ts'
import { IssuerError } from './issuer-error.ts'

const now = new Date('2026-11-21T12:00:00Z')
const template = JSON.stringify({
  achievement: { name: 'Welding I', description: 'Joins steel', criteria: 'Three sound welds', achievementType: 'Certificate', alignments: [{ targetName: 'Weld', targetUrl: 'https://skills.example/1' }] },
  issuer: { name: 'Community College', url: 'https://college.example' },
  validityMonths: 24,
})

describe('issueCredential()', () => {
  it('signs the credential of a row so that it verifies and names the person by a hash alone', async () => {
    const key = await cryptography.importSigningKey(await cryptography.generateKey('Ed25519'))
    const { achievement, issuer, validityMonths } = parseAchievementTemplate(template, cryptography)
    const row = { line: 2, email: 'Ana@example.edu', name: 'Ana Lopez', awardedOn: '2025-05-31', narrative: 'Well done', licenseNumber: 'W-1', evidence: { url: 'https://example.edu/1', name: 'Weld' } }
    const credential = credentialForRow(row, { achievement, issuer: { ...issuer, id: didKey(key.publicKey) }, validityMonths }, { now, cryptography })
    const issued = await issueCredential(credential, { signingKey: key, verificationMethod: didKeyVerificationMethod(key.publicKey), created: now, cryptography })
    const findings = await verifyProofs(JSON.parse(issued.text), { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now })
    expect(findings).toMatchObject([{ outcome: 'passed', proofBytes: issued.proofBytes }])
    expect(findBadgeFault(JSON.parse(issued.text))).toBeUndefined()
    expect(issued.commitmentNonce).toHaveLength(32)
    expect(issued.text.toLowerCase()).not.toMatch(/ana|lopez/)
    expect(matchesIdentity(credential.credentialSubject.identifier?.[0], 'ANA@example.edu', cryptography)).toBe(true)
    expect(credential).toMatchObject({ validFrom: '2025-05-31T00:00:00Z', validUntil: '2027-05-31T00:00:00Z' })
  })

  it('gives every credential an id and a salt of its own', () => {
    const award = { achievement: parseAchievementTemplate(template, cryptography).achievement, issuer: { id: 'did:example:1', name: 'College' } }
    const [left, right] = [1, 2].map(() => credentialForRow({ line: 2, email: 'a@example.edu', name: '' }, award, { now, cryptography }))
    expect(left?.id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(left?.id).not.toBe(right?.id)
    expect(left?.credentialSubject.identifier).not.toEqual(right?.credentialSubject.identifier)
  })
})

describe('credentialForRow()', () => {
  it('makes a credential awarded today valid at once, wherever today is', () => {
    const award = { achievement: parseAchievementTemplate(template, cryptography).achievement, issuer: { id: 'did:example:1', name: 'College' } }
    expect(credentialForRow({ line: 2, email: 'a@example.edu', name: '', awardedOn: '2026-11-22' }, award, { now, cryptography }).validFrom).toBe('2026-11-21T12:00:00Z')
  })

  it('ends with the last day that the row names, else with the last day of a shorter month', () => {
    expect(validityEnd({ expiresOn: '2027-01-31' }, { validityMonths: 1 }, now)).toEqual(new Date('2027-01-31T23:59:59Z'))
    expect(validityEnd({}, { validityMonths: 1 }, new Date('2026-01-31T00:00:00Z'))).toEqual(new Date('2026-02-28T00:00:00Z'))
    expect(validityEnd({}, { validityMonths: null }, now)).toBeUndefined()
  })
})

describe('parseAchievementTemplate()', () => {
  it('gives an achievement without an id the same id on every run', () => {
    const [left, right] = [1, 2].map(() => parseAchievementTemplate(template, cryptography).achievement.id)
    expect(left).toMatch(/^urn:uuid:/)
    expect(left).toBe(right)
  })

  it('takes the achievement and the issuer of an unsigned badge', () => {
    const achievement = { id: 'https://college.example/a/1', type: ['Achievement'], name: 'A', description: 'B', criteria: { narrative: 'C' } }
    const badge = { type: ['VerifiableCredential', 'OpenBadgeCredential'], issuer: { id: 'did:example:1', name: 'College' }, credentialSubject: { achievement } }
    expect(parseAchievementTemplate(JSON.stringify(badge), cryptography)).toEqual({ achievement, issuer: { name: 'College' } })
  })

  it.each([
    ['{', /not a JSON object/], ['{}', /no achievement/], ['{"achievement":{}}', /criteria is missing/],
    ['{"achievement":{"name":"A","description":"B","criteria":{},"achievementType":"Nonsense"}}', /achievementType is not one of/],
    ['{"achievement":{"name":"A","criteria":"C"}}', /description is missing/],
    ['{"achievement":{"name":"A","description":"B","criteria":"C"},"validityMonths":0}', /validityMonths/],
    ['{"achievement":{"name":"A","description":"B","criteria":"C"},"issuer":{"url":"javascript:1"}}', /issuer\/url/],
  ])('refuses %s and says what is wrong', (text, message) => {
    expect(() => parseAchievementTemplate(text, cryptography)).toThrow(IssuerError)
    expect(() => parseAchievementTemplate(text, cryptography)).toThrow(message)
  })
})
