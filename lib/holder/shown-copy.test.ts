import { describe, expect, it } from 'vitest'
import { createAchievement, createAchievementCredential } from '../credential/open-badge.ts'
import { createKeyResolver } from '../credential/resolve-key.ts'
import { verifyProofs } from '../credential/verify-proofs.ts'
import { parseJsonObject } from '../credential/parse-json.ts'
import { didKey, didKeyVerificationMethod } from '../did/did-key.ts'
import { isForDisclosure, issueForDisclosure, undated } from '../issuer/issue-for-disclosure.ts'
import { nativeCryptography as cryptography } from '../node/native-cryptography.ts'
import { canShowParts, factsOf, showParts, yearsShown } from './shown-copy.ts'

const now = new Date('2026-11-21T12:00:00Z')

async function degreeOf(year: number): Promise<string> {
  const signingKey = await cryptography.importSigningKey(await cryptography.generateKey('P-256'))
  const achievement = createAchievement({
    id: 'https://college.example/achievements/1', name: 'Bachelor of Science', description: 'Four years of study.', criteria: { narrative: 'Forty courses.' }, achievementType: 'BachelorDegree',
  })
  const credential = createAchievementCredential({
    id: 'urn:uuid:0f6f2a1e-6a0f-4b44-9f4b-3c1d0f6f2a1e', issuer: { id: didKey(signingKey.publicKey), name: 'Example College' }, achievement,
    subject: { did: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK' }, validFrom: new Date(`${year}-05-12T00:00:00Z`), narrative: 'Graduated with honours',
  })
  const { text } = await issueForDisclosure(undated(credential, now), { signingKey, verificationMethod: didKeyVerificationMethod(signingKey.publicKey), cryptography })
  return text
}

async function outcomes(text: string): Promise<readonly string[]> {
  const findings = await verifyProofs(parseJsonObject(text), { resolveKey: createKeyResolver({}), cryptography, expectedPurpose: 'assertionMethod', now })
  return findings.map(({ outcome }) => outcome)
}

describe('showParts()', () => {
  it('shows a degree without its year, and the copy verifies', async () => {
    const degree = await degreeOf(1987)
    expect(canShowParts(degree)).toBe(true)
    const shown = await showParts(degree, ['description', 'achievementType'], cryptography)
    expect(await outcomes(shown)).toEqual(['passed'])
    expect(shown).not.toContain('1987')
    expect(shown).toContain('BachelorDegree')
    expect(shown).not.toContain('honours')
  })

  it('shows the year when the holder wants it shown', async () => {
    const shown = await showParts(await degreeOf(1987), ['awardedDate'], cryptography)
    expect(await outcomes(shown)).toEqual(['passed'])
    expect(shown).toContain('1987-05-12')
  })

  it('shows everything when asked for all', async () => {
    const degree = await degreeOf(2026)
    const shown = await showParts(degree, 'all', cryptography)
    expect(await outcomes(shown)).toEqual(['passed'])
    expect(factsOf(shown, cryptography).map(({ name }) => name)).toEqual(factsOf(degree, cryptography).map(({ name }) => name))
    expect(canShowParts(shown)).toBe(false)
  })

  it('leaves the base proof to its holder: a verifier refuses it', async () => {
    expect(await outcomes(await degreeOf(1987))).toEqual(['failed'])
  })

  it('fails a copy whose hidden fact was put back by hand', async () => {
    const shown = await showParts(await degreeOf(1987), [], cryptography)
    expect(await outcomes(JSON.stringify({ ...parseJsonObject(shown), awardedDate: '2020-05-12T00:00:00Z' }))).toEqual(['failed'])
  })
})

describe('yearsShown()', () => {
  it('finds a year in the words that are shown, and none in those that are kept back', async () => {
    const degree = (await degreeOf(1987)).replace('Graduated with honours', 'Class of 1987, with honours')
    expect(yearsShown(degree, ['description', 'narrative'], cryptography)).toEqual(['1987'])
    expect(yearsShown(degree, ['description', 'awardedDate'], cryptography)).toEqual([])
    expect(yearsShown(degree.replaceAll('Bachelor of Science', 'Bachelor of Science 1987'), [], cryptography)).toEqual(['1987'])
  })
})

describe('isForDisclosure()', () => {
  it('takes degrees, and nothing that expires: its end must not be hidden', () => {
    expect(isForDisclosure({ achievementType: 'BachelorDegree', doesExpire: false })).toBe(true)
    expect(isForDisclosure({ achievementType: 'BachelorDegree', doesExpire: true })).toBe(false)
    expect(isForDisclosure({ achievementType: 'Certificate', doesExpire: false })).toBe(false)
  })
})
